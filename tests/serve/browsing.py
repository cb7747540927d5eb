"""A server on a free loopback port and a Chromium that can reach nothing else."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Playwright, Route

from accordingto.serve.app import create_app

# SwiftShader draws WebGL without a graphics card; background networking would leave the machine.
FLAGS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
)
WAIT_S = 20


@contextmanager
def serving(ledger: Path, *, token: str | None = None) -> Iterator[str]:
    """Serve a ledger on a free port of this machine; yield the address."""
    config = uvicorn.Config(
        create_app(ledger, token=token), host="127.0.0.1", port=0, log_level="warning"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + WAIT_S
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(WAIT_S)


@contextmanager
def browser(driver: Playwright, executable: str, *, webgl: bool = True) -> Iterator[Browser]:
    """Start the Chromium at ``executable``."""
    flags = FLAGS if webgl else ("--no-sandbox", "--disable-gpu", "--disable-3d-apis", FLAGS[-1])
    started = driver.chromium.launch(executable_path=executable, args=list(flags))
    yield started
    started.close()


def closed_in(context: BrowserContext) -> list[str]:
    """Block every request that leaves this machine; return the growing list of those tried."""
    tried: list[str] = []

    def decide(route: Route) -> None:
        if urlsplit(route.request.url).hostname in ("127.0.0.1", None):
            route.continue_()
        else:
            tried.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    return tried
