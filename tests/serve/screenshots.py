"""Pictures of the pages: ``python -m tests.serve.screenshots LEDGER FOLDER``, light and dark."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from accordingto.record.views import open_view

from .. import chromium
from .browsing import browser, closed_in, serving

SIZE = {"width": 1280, "height": 900}


def addresses(ledger: Path) -> dict[str, str]:
    """Return the pages to picture: the incident with most sources, and one of its documents."""
    with open_view(ledger) as view:
        found = max(view.incidents(), key=lambda incident: incident.summary.n_documents)
        told = view.event(found.members[0])
    pages = {"incidents": "/", "statements": "/statements", "incident": f"/incidents/{found.id}"}
    return pages | ({"document": f"/documents/{told[1].id}"} if told else {})


def settle(page: Page) -> None:
    """Wait until the maps of a page are drawn."""
    page.wait_for_load_state("networkidle")
    if page.locator("[data-map]").count():
        page.wait_for_selector("[data-map][data-state=live]", timeout=90_000)
        page.wait_for_timeout(1500)  # a map draws its last tiles after it says that it is loaded


def take(started: Browser, at: str, pages: dict[str, str], folder: Path, *, dark: bool) -> None:
    """Write one picture a page."""
    context = started.new_context(viewport=SIZE, color_scheme="dark" if dark else "light")
    closed_in(context)
    page = context.new_page()
    for name, address in pages.items():
        page.goto(at + address)
        settle(page)
        page.screenshot(path=folder / f"{name}{'-dark' if dark else ''}.png")
    context.close()


def main(ledger: Path, folder: Path) -> None:
    """Picture the pages of a ledger."""
    executable = chromium.find()
    if executable is None:
        sys.exit(chromium.SAY)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        serving(ledger) as at,
        sync_playwright() as driver,
        browser(driver, executable) as started,
    ):
        for dark in (False, True):
            take(started, at, addresses(ledger), folder, dark=dark)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
