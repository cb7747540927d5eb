"""Names made from content: the same thing gets the same name twice."""

import hashlib
import json


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def content_id(kind: str, *parts: str) -> str:
    """Name a thing by what it is, so that a re-run finds it instead of doubling it.

    JSON keeps the joints: ("a.b", "c") and ("a", "b.c") get different names.

    >>> content_id("statement", "a.b", "c") == content_id("statement", "a", "b.c")
    False
    """
    canonical = json.dumps([kind, *parts], separators=(",", ":"), ensure_ascii=True)
    return f"{kind}-{digest(canonical.encode())[:20]}"
