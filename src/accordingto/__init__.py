"""Reads contested news reports into a ledger of who said what happened.

Importing the package loads nothing: the main path is :mod:`accordingto.pipeline`.
"""

__version__ = "0.1.0"
