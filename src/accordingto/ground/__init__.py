"""From what was coded to a Reading: places, dates and actors held against reference data.

Reads the gazetteer and the actor list that are passed in, and nothing else. Not finding a name
is no error but an answer: ``value`` null with a ``why``.
"""

from accordingto.ground.actors import ActorList
from accordingto.ground.gazetteer import Gazetteer
from accordingto.ground.grounding import ground

__all__ = ["ActorList", "Gazetteer", "ground"]
