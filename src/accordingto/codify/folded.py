"""Text in lower case with the same offsets.

A pattern that ignores case cannot look ahead for its first letters, and an alternation of hundreds
of words pays for it: on lower-cased text the patterns of this room took a third of the time.
"""

from functools import lru_cache


@lru_cache(maxsize=8)
def folded(text: str) -> str:
    """Return the text in lower case; a letter whose lower case is longer stays as it is.

    >>> folded("The ARMY in İzmir")
    'the army in İzmir'
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
