"""The ledger: append-only entries in one SQLite file, and tables folded from them.

``ledger`` is the only writer, ``views`` only reads, ``audit`` checks, ``search`` finds words.
"""
