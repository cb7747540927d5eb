"""Templates to pages; every value is escaped unless a template made it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import MediaType, Response

from accordingto.serve import words
from accordingto.serve.passages import address

ROOM = Path(__file__).parent
DIST = ROOM / "static" / "dist"

_environment = Environment(
    loader=FileSystemLoader(ROOM / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(
    plain=words.plain,
    short_date=words.short_date,
    counted=words.counted,
    family=words.family,
    address=address,
    dispute=words.dispute,
)
_environment.globals.update(CERTAINTIES=words.CERTAINTIES, STATEMENTS=words.STATEMENTS)


def page(name: str, *, status: int = 200, **values: Any) -> Response[str]:
    """Render the template ``name`` as an HTML page."""
    scripted = (DIST / "main.js").is_file()
    html = _environment.get_template(name).render(scripted=scripted, **values)
    return Response(html, media_type=MediaType.HTML, status_code=status)


def data(value: object, *, status: int = 200) -> Response[Mapping[str, Any] | object]:
    """Answer with a page's values as JSON."""
    return Response(value, media_type=MediaType.JSON, status_code=status)
