"""The pages in a real Chromium that can reach nothing but them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from .. import chromium
from . import dossier
from .browsing import browser, closed_in, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def at(ledger: Path) -> Iterator[str]:
    with serving(ledger) as address:
        yield address


@pytest.fixture(scope="module")
def executable() -> str:
    return chromium.find() or pytest.fail(chromium.SAY)


@contextmanager
def opened(started: Browser) -> Iterator[Page]:
    """A page whose faults and whose requests beyond this machine fail the test."""
    context = started.new_context(viewport={"width": 1280, "height": 900})
    tried = closed_in(context)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert tried == []
    assert faults == []


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def started(driver: Playwright, executable: str) -> Iterator[Browser]:
    # Without WebGL: quicker, and the moving map has a test of its own.
    with browser(driver, executable, webgl=False) as found:
        yield found


@pytest.fixture
def page(started: Browser) -> Iterator[Page]:
    with opened(started) as found:
        yield found


def check_map(page: Page) -> None:
    """There is a circle in the map's frame for each incident of the dossier that has a place."""
    n_placed = sum(i.summary.place is not None for i in dossier.incidents())
    circles, frame = page.locator("[data-map] .circle"), page.locator("[data-map]").bounding_box()

    assert circles.count() == n_placed
    assert frame is not None
    for n in range(n_placed):
        box = circles.nth(n).bounding_box()
        assert box is not None
        assert frame["x"] <= box["x"] + box["width"] / 2 <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"] + box["height"] / 2 <= frame["y"] + frame["height"]


def test_the_drawn_map_shows_each_placed_incident(page: Page, at: str) -> None:
    page.goto(at)
    page.wait_for_load_state("networkidle")

    assert page.locator("[data-map] .land").first.is_visible()
    check_map(page)


def test_the_moving_map_shows_each_placed_incident(
    driver: Playwright, executable: str, at: str
) -> None:
    with browser(driver, executable) as started, opened(started) as page:
        page.goto(at)
        # Without a graphics card on a busy machine the first drawing has taken 20 seconds.
        page.wait_for_selector("[data-map][data-state=live] canvas", timeout=120_000)
        check_map(page)


def test_a_circle_opens_its_incident(page: Page, at: str, ferry: str) -> None:
    page.goto(at)
    page.locator(f'.map a[data-key="{ferry}"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/incidents/{ferry}")

    assert page.locator("table.positions tbody tr").count() >= 4


def test_a_position_jumps_to_its_words(page: Page, at: str, ferry: str) -> None:
    page.goto(f"{at}/incidents/{ferry}")
    page.locator("#killed a.value .cert", has_text="between nine and eleven").click()
    page.wait_for_url("**/documents/courier-2#c*")
    pointed = page.evaluate("[...CSS.highlights.get('pointed')][0].toString()")

    assert pointed == "between nine and eleven"
    assert page.locator(".piece", has_text="between nine and eleven").is_visible()


def test_a_value_shows_its_sentence(page: Page, at: str, ferry: str) -> None:
    page.goto(f"{at}/incidents/{ferry}")
    page.locator("#killed a.value", has_text="five people").hover()

    assert page.locator("#peek mark").inner_text() == "five people"
    assert "ferry market of Oskeld" in page.locator("#peek").inner_text()


def test_offsets_count_characters_beyond_the_basic_plane(page: Page, at: str) -> None:
    page.goto(f"{at}/documents/radio/5%3Fx#c0-4")

    assert page.evaluate("[...CSS.highlights.get('pointed')][0].toString()") == "هاجم"


def test_layers_switch_by_key(page: Page, at: str) -> None:
    page.goto(f"{at}/documents/courier-1")
    border = "getComputedStyle(document.querySelector('.text .l-events')).borderBottomColor"
    before = page.evaluate(border)
    page.keyboard.press("2")

    assert page.evaluate(border) != before
    assert not page.locator(".note.n-events").first.is_visible()


def test_the_keys_are_shown(page: Page, at: str) -> None:
    page.goto(at)
    page.keyboard.press("?")
    assert page.locator("dialog#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2


def test_brushing_the_strip_chooses_a_time(page: Page, at: str) -> None:
    page.goto(at)
    box = page.locator(".strip svg").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.15, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20, steps=4)
    page.mouse.up()
    page.wait_for_url("**from=2031-05-*")

    assert page.locator("tr[data-row]").count() == 1
    assert "Abduction" in page.locator("tr[data-row]").inner_text()


@pytest.mark.parametrize("width", [1280, 760, 390])
def test_nothing_runs_out_of_the_page(page: Page, at: str, ferry: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/", f"/incidents/{ferry}", "/documents/courier-1"):
        page.goto(at + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
