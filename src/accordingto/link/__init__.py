"""Readings -> Incidents: which events of many reports are one, and what they disagree about."""

from accordingto.link.joining import link

__all__ = ["link"]
