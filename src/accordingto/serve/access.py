"""Who may look: the holder of the one-time link that the command line prints."""

import re
from hmac import compare_digest
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.exceptions import NotAuthorizedException
from litestar.response import Redirect
from litestar.types import ASGIApp, Receive, Scope, Send

from accordingto.ids import digest

# Only this machine's own names: a page elsewhere could point a name of its own at 127.0.0.1 and
# read the ledger through a reader's browser.
HOSTS = ("127.0.0.1", "localhost", "[::1]")
PUBLIC = "/static/"
NEXT_STEP = (
    "Open the link that `accordingto serve` printed. It works once, in one browser; "
    "start `accordingto serve` again for a new one."
)


class Gate:
    """Exchanges the link's token for a cookie, once; with no token everybody here may look."""

    def __init__(self, token: str | None) -> None:
        self._token = token
        self._spent = False
        # Cookies know no ports: two servers on one machine need two names.
        self._name = f"accordingto-{digest(f'name {token}'.encode())[:8]}"
        self._secret = digest(f"cookie {token}".encode())

    def middleware(self, app: ASGIApp) -> ASGIApp:
        """Put the gate before an application."""

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                raise NotAuthorizedException("Only pages are served here.")
            request: Request[Any, Any, Any] = Request(scope)
            entry = self._entry(request)
            if entry is None:
                await app(scope, receive, send)
            else:
                await entry.to_asgi_response(None, request)(scope, receive, send)

        return guarded

    def _entry(self, request: Request[Any, Any, Any]) -> Redirect | None:
        """Return the answer to the one-time link; None lets a request go on.

        Raises:
            NotAuthorizedException: With what to do next.
        """
        if re.sub(r":\d+$", "", request.headers.get("host", "")) not in HOSTS:
            raise NotAuthorizedException("These pages are for this machine only: use 127.0.0.1.")
        if self._token is None or request.url.path.startswith(PUBLIC):
            return None
        known = _same(request.cookies.get(self._name, ""), self._secret)
        given = request.query_params.get("token")
        if known:
            return Redirect(_path(request)) if given is not None else None
        if given is None or self._spent or not _same(given, self._token):
            raise NotAuthorizedException(NEXT_STEP)
        self._spent = True
        cookie = Cookie(key=self._name, value=self._secret, httponly=True, samesite="lax")
        return Redirect(_path(request), cookies=[cookie])


def _same(one: str, other: str) -> bool:
    # In constant time, and on bytes: compare_digest refuses text beyond ASCII.
    return compare_digest(one.encode(), other.encode())


def _path(request: Request[Any, Any, Any]) -> str:
    # One leading slash: "//elsewhere" would be another host.
    return "/" + request.url.path.lstrip("/")
