"""Which language a text is in, cheaply: its script, then its commonest little words.

Good enough to keep a French report out of an English reader's hands; it makes no claim for
texts under a sentence, where the answer is English unless the script says otherwise.
"""

import re
from collections import Counter

_LOOK_AT = 8_000  # characters; the share of little words is settled long before

_SCRIPTS = (
    ("latin", "\u00c0-\u024f\u1e00-\u1eff"),
    ("arabic", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("cyrillic", "\u0400-\u04ff"),
    ("kana", "\u3040-\u30ff"),
    ("han", "\u3400-\u4dbf\u4e00-\u9fff"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("he", "\u0590-\u05ff"),
    ("el", "\u0370-\u03ff"),
    ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"),
    ("am", "\u1200-\u137f"),
    ("th", "\u0e00-\u0e7f"),
    ("my", "\u1000-\u109f"),
    ("ka", "\u10a0-\u10ff"),
    ("hy", "\u0530-\u058f"),
)
_ASCII = re.compile(r"[\x00-\x7f]+")
_ASCII_LETTER = re.compile("[A-Za-z]")
_SCRIPT_OF = tuple((name, re.compile(f"[{ranges}]")) for name, ranges in _SCRIPTS)

# Letters that Arabic itself does not have, most telling first.
_ARABIC_LETTERS = (("ps", "[ښډړټېۍځڅ]"), ("ur", "[ےٹڈںھہ]"), ("fa", "[پچژگکی]"))

_LITTLE_WORDS = {
    "en": "the of and to in a that was for on by with at is said were from had has who",
    "fr": "le la les de des du et à en un une que qui dans est pour par sur au ont été",
    "es": "el la los las de del y en que un una por con para se su al fue han más",
    "pt": "o os as de do da dos das e em que um uma por com para foi não ao na no pelo",
    "de": "der die das und in den von zu mit dem des ein eine ist im auf für nicht wurde",
    "it": "il lo la gli di del della e in che un una per con è al nel sono dei ha stato",
    "nl": "de het een en van in op te dat is met voor door zijn bij aan werd niet er",
    "tr": "ve bir bu da de için ile olarak olan çok daha kadar sonra en ise gibi dedi",
    "id": "yang di dan dari dengan untuk pada ini itu dalam tidak oleh akan telah adalah",
    "sw": "na ya wa kwa katika ni la za cha kuwa hiyo huyo wake watu baada alisema",
    "pl": "w i na z do się że nie jest o od po za przez oraz jak dla to który",
    "sv": "och i att det som en på är av för med till den har ett om inte var",
}
_SETS = {language: frozenset(words.split()) for language, words in _LITTLE_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")

# Another language must have a fifth more little words than English has, and one word in ten:
# names alone ("Los Santos de la Sierra") do not make an English report Spanish.
_LEAD = 1.2
_LEAST_SHARE = 0.1


def guess_language(text: str) -> str:
    """Return the ISO 639-1 code of the language the text most likely is in; "en" in doubt."""
    sample = text[:_LOOK_AT]
    if sample.isascii():
        return _by_little_words(sample)
    beyond = _ASCII.sub("", sample)  # short in Latin script, so that fifteen counts cost little
    n_letters = {name: len(pattern.findall(beyond)) for name, pattern in _SCRIPT_OF}
    n_letters["latin"] += len(_ASCII_LETTER.findall(sample))
    script = max(n_letters, key=lambda name: n_letters[name])
    if not n_letters[script] or script == "latin":
        return _by_little_words(sample)
    if script == "arabic":
        return _of_arabic_script(sample)
    if script == "cyrillic":
        return "uk" if re.search("[іїєґ]", sample) else "ru"
    if script in ("kana", "han"):
        return "ja" if n_letters["kana"] else "zh"
    return script


def _of_arabic_script(sample: str) -> str:
    for language, letters in _ARABIC_LETTERS:
        if len(re.findall(letters, sample)) > len(sample) / 200:
            return language
    return "ar"


def _by_little_words(sample: str) -> str:
    n_words = Counter(_WORD.findall(sample.lower()))
    hits = {language: sum(n_words[word] for word in words) for language, words in _SETS.items()}
    best = max(hits, key=lambda language: hits[language])
    enough = hits[best] >= _LEAST_SHARE * n_words.total() and n_words.total() > 0
    return best if enough and hits[best] > _LEAD * hits["en"] else "en"
