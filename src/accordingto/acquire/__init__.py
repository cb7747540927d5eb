"""Bytes in, a Document out; what cannot be read is refused with a reason and a next step.

``sources.items`` finds the inputs, ``acquire`` reads one, ``document_id`` names one without
reading it, ``copies.Copies`` knows wire copies.
"""

from accordingto.acquire.read import acquire, document_id

__all__ = ["acquire", "document_id"]
