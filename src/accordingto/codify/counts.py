"""How many: number words and their hedges as ranges, low to high, either end open."""

import re
from collections.abc import Sequence

from accordingto.domain import Count

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "score": 20}
SMALL = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
NUMBER = (
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:\s+(?:hundred|thousand|million))?"
    rf"|(?:(?:{SMALL}|half\s+an?|an?)[\s-]+)?(?:hundred|thousand|million|dozen)\b(?!s)"
    rf"(?:\s+(?:and\s+)?(?:{SMALL})(?:-(?:{SMALL}))?)?"
    rf"|(?:{SMALL})(?:[\s-](?:{SMALL}))?)"
)
# Words for a number nobody counted. The low ends follow the words' plain sense (dozens: two of
# twelve), not a data set's convention: an export may choose its own.
_VAGUE: tuple[tuple[str, int], ...] = (
    (r"tens\s+of\s+thousands", 20_000),
    (r"hundreds\s+of\s+thousands", 200_000),
    (r"thousands", 2000),
    (r"hundreds", 200),
    (r"scores", 40),
    (r"dozens", 24),
    (r"several|a\s+number\s+of|a\s+handful\s+of|a\s+few|various|multiple|numerous|many", 3),
    (r"a\s+(?:couple|pair)(?:\s+of)?|both", 2),
)
_HEDGES: tuple[tuple[str, str], ...] = (
    (r"at\s+least|no\s+(?:fewer|less)\s+than|not\s+less\s+than|a\s+minimum\s+of", "least"),
    (r"more\s+than|over|upwards\s+of|in\s+excess\s+of|above", "more"),
    (r"up\s+to|as\s+many\s+as|at\s+most|no\s+more\s+than|not\s+more\s+than", "most"),
    (r"fewer\s+than|less\s+than|under|not\s+as\s+many\s+as", "fewer"),
)
_BETWEEN = re.compile(
    rf"(?:between\s+(?P<from>{NUMBER})\s+and|(?P<low>{NUMBER})\s*(?:-|–|\bto\b|\bor\b))"
    rf"\s*(?P<high>{NUMBER})(?![-–\w])",
    re.IGNORECASE,
)
# "rose from 6 to 11": the first number no longer holds.
_REVISED = re.compile(
    rf"\bfrom\s+{NUMBER}(?:\s+\w+)?\s+to\s+(?P<now>{NUMBER})"
    rf"|(?P<then>{NUMBER})[^.;]{{0,20}}\b(?:up|down)\s+from\s+{NUMBER}",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    rf"(?:(?P<hedge>{'|'.join(pattern for pattern, _ in _HEDGES)})\s+)?"
    rf"(?:(?:about|around|some|nearly|almost|approximately|roughly|a\s+total\s+of|other|another)\s+)*"
    rf"(?<![-\w])(?P<number>{NUMBER})(?![-–]?\w)(?P<more>\s+or\s+more)?",
    re.IGNORECASE,
)
# "a boy of eleven", "aged 7 to 13", "a student of nineteen years", "Musa, 38,": not how many.
_AGE = re.compile(
    rf"\b(?:aged?|between\s+the\s+ages\s+of)\s+(?:about\s+|around\s+)?{NUMBER}"
    rf"(?:\s*(?:to|and|or|-|–)\s*{NUMBER})?"
    rf"|\bof\s+(?:about\s+|between\s+)?{NUMBER}(?:\s+(?:and|to)\s+{NUMBER})?\s+years?\b"
    rf"|(?<=boy|man)\s+of\s+{NUMBER}\b|(?<=girl|wife)\s+of\s+{NUMBER}\b"
    rf"|(?<=child|woman|youth)\s+of\s+{NUMBER}\b"
    rf"|\b(?:father|mother|parent|grandfather|grandmother)s?\s+of\s+{NUMBER}\b"
    rf"|\b{NUMBER}[\s-]+years?(?:[\s-]+old|\s+of\s+age)\b|,\s+{NUMBER}(?:\s+years)?(?=,|$)",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?:no(?!\s+(?:fewer|less|more))|none|nobody|no\s+one|zero|not\s+a\s+single|without)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:others|other|another|(?<!or )more(?!\s+than)|further|additional)\b", re.IGNORECASE
)
_SINGULAR = re.compile(r"^(?:an?|one|the|another|his|her|its|their|this|that)\b", re.IGNORECASE)


def number(words: str) -> int | None:
    """Return the whole number that number words or digits name, or None.

    >>> number("twenty-three"), number("a dozen"), number("2,500"), number("half a dozen")
    (23, 12, 2500, 6)
    """
    text = words.strip().casefold()
    digits = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)(?:\s+(hundred|thousand|million))?", text)
    if digits:
        plain = digits.group(1).rstrip(",").replace(",", "")
        return int(float(plain) * _SCALES.get(digits.group(2) or "", 1))
    total, part = 0, 0
    for word in re.split(r"[\s-]+", text):
        if word in _UNITS or word in _TENS:
            part += _UNITS.get(word, _TENS.get(word, 0))
        elif word == "half":
            return 6 if text.endswith("dozen") else None
        elif word in _SCALES:
            total, part = total + max(part, 1) * _SCALES[word], 0
        elif word not in {"a", "an", "and"}:
            return None
    return total + part


def count_in(phrase: str, *, is_plural: bool | None = None) -> Count | None:
    """Return how many a noun phrase speaks of, or None where it does not say.

    Args:
        phrase: A noun phrase or toll phrase, such as "at least five people".
        is_plural: What its head is, for phrases without a number: one thing ("a citizen") or
            an unknown number of at least two ("civilians"). None: do not guess.

    >>> count_in("more than 20 people")
    Count(low=21, high=None, text='more than 20', others=False)
    """
    phrase = _AGE.sub(lambda age: " " * len(age.group()), phrase)
    none = _NONE.match(phrase.strip())
    if none:
        return Count(low=0, high=0, text=none.group())
    others = _OTHERS.search(phrase) is not None
    revised = _REVISED.search(phrase)
    if revised:
        words = revised["now"] or revised["then"]
        value = number(words)
        return Count(low=value, high=value, text=words) if value is not None else None
    return (
        _range(phrase, others=others)
        or _exact(phrase, others=others)
        or _vague(phrase, others=others)
        or _unnumbered(phrase, others=others, is_plural=is_plural)
    )


def _range(phrase: str, *, others: bool) -> Count | None:
    match = _BETWEEN.search(phrase)
    if match is None:
        return None
    low, high = number(match["from"] or match["low"]), number(match["high"])
    if low is None or high is None or low >= high:
        return None
    return Count(low=low, high=high, text=match.group().strip(), others=others)


def _exact(phrase: str, *, others: bool) -> Count | None:
    match = _HEDGED.search(phrase)
    value = number(match["number"]) if match else None
    if match is None or value is None:
        return None
    low, high = _hedged(value, match["hedge"] or "")
    if match["more"]:
        high = None
    return Count(low=low, high=high, text=match.group().strip(), others=others)


def _hedged(value: int, hedge: str) -> tuple[int | None, int | None]:
    for pattern, meaning in _HEDGES:
        if hedge and re.fullmatch(pattern, hedge, re.IGNORECASE):
            if meaning == "least":
                return value, None
            if meaning == "more":
                return value + 1, None
            return None, value if meaning == "most" else max(0, value - 1)
    return value, value


def _vague(phrase: str, *, others: bool) -> Count | None:
    for pattern, low in _VAGUE:
        match = re.search(rf"\b(?:{pattern})\b", phrase, re.IGNORECASE)
        if match:
            high = 2 if low == 2 else None
            return Count(low=low, high=high, text=match.group(), others=others)
    return None


def _unnumbered(phrase: str, *, others: bool, is_plural: bool | None) -> Count | None:
    if is_plural is None:
        return None
    if is_plural:
        return Count(low=2, high=None, text=phrase, others=others)
    return Count(low=1, high=1, text=phrase, others=others)


def total(counts: Sequence[Count], *, text: str) -> Count | None:
    """Return the sum of parts that exclude each other: "the minister and four guards" is 5.

    The sum speaks of others only when every part does.
    """
    if not counts:
        return None
    if len(counts) == 1:
        return counts[0]
    lows = [count.low for count in counts]
    highs = [count.high for count in counts]
    low = sum(part or 0 for part in lows) if any(part is not None for part in lows) else None
    known = [part for part in highs if part is not None]
    return Count(
        low=low,
        high=sum(known) if len(known) == len(highs) else None,
        text=text,
        others=all(count.others for count in counts),
    )
