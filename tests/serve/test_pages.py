"""The pages over a ledger, asked for one by one."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from accordingto.domain import Incident, Reading
from accordingto.record.ledger import Ledger
from accordingto.serve.app import create_app
from accordingto.serve.positions import columns, lines

from . import dossier

PAGES = [
    "/",
    "/incidents/{ferry}",
    "/documents/courier-1",
    "/documents/page-0",
    "/statements",
    "/x",
]
HERE = "http://127.0.0.1"


@pytest.fixture(scope="module")
def client(ledger: Path) -> Iterator[TestClient[Any]]:
    with TestClient(create_app(ledger), base_url=HERE) as asked:
        yield asked


def rows(html: str) -> list[str]:
    """The kinds in the table, in order."""
    return re.findall(r'<td class="what">.*?</i>(.*?)</a>', html)


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_forbids_foreign_and_inline_scripts(
    client: TestClient[Any], address: str, ferry: str
) -> None:
    answer = client.get(address.format(ferry=ferry))
    policy = answer.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", answer.text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.text)


def test_the_first_page_lists_every_incident_with_what_is_not_known(
    client: TestClient[Any],
) -> None:
    html = client.get("/").text

    assert rows(html) == ["Bombing", "Abduction", "Shooting", "Arson", "Armed clash"] or sorted(
        rows(html)
    ) == ["Abduction", "Armed clash", "Arson", "Bombing", "Shooting"]
    assert "5–11 or more" in html
    assert "24 or more" in html
    assert "not placed" in html
    assert "1 not placed" in html
    assert "2 not dated" in html


def test_the_map_has_a_circle_for_each_incident_that_is_placed(client: TestClient[Any]) -> None:
    placed = [i for i in dossier.incidents() if i.summary.place]

    assert client.get("/").text.count('<circle class="circle') == len(placed) == 4


def test_a_vague_place_is_drawn_as_an_area(client: TestClient[Any]) -> None:
    circles = re.findall(r'<circle class="circle ([^"]*)".*?r="([\d.]+)" data-lon="([\d.]+)"',
                         client.get("/").text)  # fmt: skip
    by_longitude = {longitude: (names, float(r)) for names, r, longitude in circles}

    assert "vague" in by_longitude["65.8"][0]
    assert "vague" not in by_longitude["69.4"][0]
    assert by_longitude["65.8"][1] > by_longitude["69.4"][1] > by_longitude["64.3"][1]


FILTERS = [
    ("kind=bombing", ["Bombing"]),
    ("country=AF", ["Bombing", "Shooting", "Armed clash"]),
    ("country=??", ["Arson"]),
    ("country=%3F%3F&kind=bombing", []),
    ("differ=yes", ["Bombing"]),
    ("q=flour", ["Armed clash"]),
    ("q=Brenmouth", ["Abduction"]),
    ("q=%22%27%28*", []),
    ("from=2031-05-10&to=2031-05-20", ["Abduction"]),
    ("from=2031-05-27", ["Shooting"]),
    ("from=not+a+day&kind=arson", ["Arson"]),
    ("kind=%3Cscript%3Ealert(1)%3C/script%3E", []),
]


@pytest.mark.parametrize(("query", "kept"), FILTERS)
def test_the_address_chooses(client: TestClient[Any], query: str, kept: list[str]) -> None:
    answer = client.get(f"/?{query}")

    assert answer.status_code == 200
    assert sorted(rows(answer.text)) == sorted(kept)
    assert "<script>alert" not in answer.text
    assert ("No incident fits" in answer.text) == (not kept)


def test_a_facet_counts_what_the_other_filters_leave(client: TestClient[Any]) -> None:
    facets = client.get("/incidents.json?country=AF&kind=bombing").json()["facets"]

    assert facets["kind"] == {"bombing": 1, "shooting": 1, "armed clash": 1}
    assert facets["country"] == {"Afghanistan": 1}
    assert facets["differ"] == {"sources disagree": 1}


def test_an_incident_shows_what_each_source_gives_side_by_side(
    client: TestClient[Any], ferry: str
) -> None:
    html = client.get(f"/incidents/{ferry}").text
    killed = html[html.index('<tr id="killed">') : html.index('<tr id="injured">')]

    assert killed.index("five people") < killed.index("at least seven") < killed.index("eight")
    assert "police captain Ilse Varn" in killed
    assert '<small class="meaning">9–11</small>' in killed
    assert '<tr id="stage">' not in html
    assert "the report itself" in html
    assert "not stated" in html
    assert 'class="letter copy">C' in html


def test_a_position_links_to_its_words(client: TestClient[Any], ferry: str) -> None:
    html = client.get(f"/incidents/{ferry}").text
    text = dossier.readings()[0].document.text
    links = re.findall(r'href="/documents/courier-1#c(\d+)-(\d+)" dir="auto"', html)

    assert "five people" in [text[int(start) : int(end)] for start, end in links]
    assert all(f'id="c{a}-{b}"' in client.get("/documents/courier-1").text for a, b in links)


def test_claims_accusations_and_denials_stand_in_order(client: TestClient[Any], ferry: str) -> None:
    html = client.get(f"/incidents/{ferry}").text
    said = html[html.index('<ol class="said">') :]

    assert said.index("accused <") < said.index("denied <") < said.index("claimed responsibility")
    assert 'c-denied" title="denied">the Marsh Brigade' in said


def test_the_odd_one_is_marked_only_where_most_agree() -> None:
    told = {r.document.id: r for r in dossier.readings()}
    incident = dossier.incident("ferry")
    table = {line.field: line for line in lines(incident, columns(incident, told), told)}

    assert not any(cell.odd for cells in table["killed"].cells for cell in cells)
    assert not any(cell.odd for cells in table["perpetrators"].cells for cell in cells)
    assert table["killed"].same_as_left == (False, False, True, False)


def test_statements_are_chosen_by_kind_and_speaker(client: TestClient[Any]) -> None:
    every = client.get("/statements").text
    denials = client.get("/statements?kind=deny").text

    assert every.count("<li data-row>") == 3
    assert denials.count("<li data-row>") == 1
    assert "A man who spoke for the Marsh Brigade" in denials
    assert 'href="/statements" class="chosen"' in denials
    assert "No statement fits" in client.get("/statements?speaker=nobody").text


def test_hostile_text_is_shown_as_text(client: TestClient[Any]) -> None:
    html = client.get("/documents/page-0").text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;b&gt;said&lt;/b&gt;" in html
    assert "<script>alert" not in html


def test_any_script_and_any_id_has_its_page(client: TestClient[Any]) -> None:
    answer = client.get("/documents/radio/5%3Fx")

    assert answer.status_code == 200
    assert 'lang="ar"' in answer.text
    assert "هاجم مسلحون مخفرا في سل عمرة" in re.sub(r"<[^>]+>", "", answer.text)


def test_a_document_says_what_was_missed_and_what_it_copies(client: TestClient[Any]) -> None:
    assert "the text gives no date for it" in client.get("/documents/valley-1").text
    assert 'href="/documents/wire-1"' in client.get("/documents/evening-1").text


def test_the_data_of_a_page_are_the_ledgers_values(client: TestClient[Any], ferry: str) -> None:
    found = msgspec.json.decode(client.get(f"/incidents/{ferry}.json").content, type=Incident)
    told = msgspec.json.decode(client.get("/documents/courier-1.json").content, type=Reading)
    listed = client.get("/incidents.json?kind=bombing").json()

    assert found == dossier.incident("ferry")
    assert told == dossier.readings()[0]
    assert [incident["id"] for incident in listed["incidents"]] == [ferry]


@pytest.mark.parametrize("address", ["/x", "/incidents/incident-0", "/documents/nobody"])
def test_what_is_not_there_is_a_page_that_says_so(client: TestClient[Any], address: str) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert "Not in this ledger" in answer.text
    assert client.get(address + ".json").json()["status"] == 404


def test_pages_are_for_looking_only(client: TestClient[Any]) -> None:
    assert client.post("/").status_code == 405


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "empty.db").close()
    with TestClient(create_app(tmp_path / "empty.db"), base_url=HERE) as client:
        html = client.get("/").text

    assert "accordingto add" in html


def test_a_file_that_is_no_ledger_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("not a ledger")
    with TestClient(create_app(tmp_path / "x.db"), base_url=HERE) as client:
        answer = client.get("/")

    assert answer.status_code == 503
    assert "The ledger cannot be read" in answer.text


# --------------------------------------------------------------------------- who may look


def test_the_link_works_once_and_leaves_a_cookie(ledger: Path) -> None:
    app = create_app(ledger, token="once-only")
    with TestClient(app, base_url=HERE) as client:
        assert client.get("/").status_code == 401
        assert client.get("/?token=wrong").status_code == 401
        assert client.get("/?token=%C3%A9%00").status_code == 401
        assert client.get("/static/pages.css").status_code == 200
        answer = client.get("/?token=once-only", follow_redirects=False)
        assert answer.headers["location"] == "/"
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert "once-only" not in answer.headers["set-cookie"]
        assert client.get("/").status_code == 200
    with TestClient(app, base_url=HERE) as other:
        assert other.get("/?token=once-only").status_code == 401


def test_another_host_name_is_refused(ledger: Path) -> None:
    with TestClient(create_app(ledger), base_url="http://rebound.example") as client:
        answer = client.get("/")

    assert answer.status_code == 401
    assert "ferry" not in answer.text
