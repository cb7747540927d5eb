"""The application: pages over one ledger, read only, for this machine."""

import logging
from pathlib import Path
from typing import Any

from litestar import Litestar, Request, Response
from litestar.datastructures import MutableScopeHeaders, State
from litestar.exceptions import HTTPException
from litestar.static_files import create_static_files_router
from litestar.types import Message, Scope

from accordingto.errors import AccordingToError
from accordingto.serve.access import Gate
from accordingto.serve.pages import PAGES
from accordingto.serve.render import ROOM, data, page

logger = logging.getLogger("accordingto.serve")

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}
TITLES = {
    401: "These pages are not open to you yet",
    404: "Not in this ledger",
    405: "These pages are for looking only",
}


def create_app(ledger: Path, *, token: str | None = None) -> Litestar:
    """Make the pages over the ledger file at ``ledger``.

    Args:
        token: What the one-time link carries; None leaves the pages open to whoever reaches them.
    """
    return Litestar(
        [*PAGES, create_static_files_router("/static", [ROOM / "static"], name="static")],
        state=State({"ledger": ledger}),
        middleware=[Gate(token).middleware],
        before_send=[_add_headers],
        exception_handlers={HTTPException: _refused, AccordingToError: _failed, 500: _broken},
        openapi_config=None,
        logging_config=None,
    )


async def _add_headers(message: Message, scope: Scope) -> None:
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in HEADERS.items():
            headers[name] = value


def _refused(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    title = TITLES.get(error.status_code, "This cannot be answered")
    return _answer(request, error.status_code, title, error.detail)


def _failed(request: Request[Any, Any, Any], error: AccordingToError) -> Response[Any]:
    return _answer(request, 503, "The ledger cannot be read", str(error))


def _broken(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    logger.error("page failed", exc_info=error)
    why = f"{type(error).__name__}. The whole message is in the window where the server runs."
    return _answer(request, 500, "This page has a fault", why)


def _answer(request: Request[Any, Any, Any], status: int, title: str, why: str) -> Response[Any]:
    if request.url.path.endswith(".json"):
        return data({"status": status, "title": title, "why": why}, status=status)
    return page("error.html", status=status, code=status, title=title, why=why)
