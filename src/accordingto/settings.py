"""One frozen Settings, from ``accordingto.toml`` in the current folder and the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from accordingto.errors import SettingError

FILE = Path("accordingto.toml")
PREFIX = "ACCORDINGTO_"


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user may choose; the command line overrides it.

    ``processes``: readers side by side, 0 for one a core. ``reader``, ``gazetteer``, ``actors``:
    files or folders to use instead of those that come with the program.
    """

    ledger: Path = Path("accordingto.db")
    processes: int = 0
    reader: Path | None = None
    gazetteer: Path | None = None
    actors: Path | None = None


def load_settings(file: Path = FILE, *, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings file if there is one, then ``ACCORDINGTO_<NAME>`` variables over it.

    Raises:
        SettingError: When a name is unknown or a value impossible; the message names it.
    """
    variables = os.environ if environment is None else environment
    values: dict[str, Any] = _from_file(file) if file.is_file() else {}
    for name in Settings.__struct_fields__:
        if (given := variables.get(PREFIX + name.upper())) is not None:
            values[name] = given
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        raise SettingError(
            f"Settings: {error}. Known are: {', '.join(Settings.__struct_fields__)}; "
            f"see docs/reference.md."
        ) from error


def _from_file(file: Path) -> dict[str, Any]:
    try:
        decoded = msgspec.toml.decode(file.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"{file} is not TOML: {error}. Correct or remove it.") from error
    if not isinstance(decoded, dict):
        raise SettingError(f"{file} holds no table of settings. Correct or remove it.")
    return decoded


def _path(kind: type, value: object) -> object:
    if kind is Path or kind == Path | None:
        return Path(str(value))
    return value
