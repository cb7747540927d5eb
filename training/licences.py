"""Under which licence each corpus stands, as its own README states it."""

from __future__ import annotations

from typing import NamedTuple


class Licence(NamedTuple):
    """``clear``: texts and annotation may be used for training without a question."""

    words: str
    clear: bool


LICENCES = {
    "own": Licence("CC BY 4.0 (corpus/ of this project)", clear=True),
    "plain": Licence("CC BY 4.0 (corpus/plain of this project)", clear=True),
    "muc4": Licence("no licence stated; public at NIST since 1992", clear=False),
    "polnear": Licence("no licence stated (UNCLEAR)", clear=False),
    "uner_ewt": Licence("CC BY-SA 4.0", clear=True),
    "gum": Licence(
        "CC BY and public domain genres (treebank CC BY-NC-SA 4.0, over whose texts the names are)",
        clear=False,
    ),
    "re3d": Licence("OGL v3, CC BY, public domain, CC BY-SA, by source", clear=True),
    "meantime": Licence("CC BY 4.0", clear=True),
    "wikigold": Licence("CC BY 4.0", clear=True),
    "crossner_politics": Licence("MIT over CC BY-SA sentences", clear=True),
    "rams": Licence("no licence stated (UNCLEAR)", clear=False),
    "wikievents": Licence("MIT over news texts (UNCLEAR)", clear=False),
    "plover_gsr": Licence("CC BY-SA 4.0", clear=True),
    "cameo_sentences": Licence("GPL-3.0 repository over news texts (UNCLEAR)", clear=False),
    "india_police_events": Licence("no licence stated (UNCLEAR)", clear=False),
}
CLEAR = frozenset(name for name, licence in LICENCES.items() if licence.clear)
