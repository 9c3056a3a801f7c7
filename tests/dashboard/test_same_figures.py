"""One figure everywhere: what the command line says is what a page's card and the brief's card are drawn from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.dashboard.served import Served
from wiseparts_nb.cli import main
from wiseparts_nb.customer.card_states import shown
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.customer.meeting_brief import MeetingBrief
from wiseparts_nb.explain import plain
from wiseparts_nb.render.page import page
from wiseparts_nb.settings import read_settings
from wiseparts_nb.source.source import Source, open_source
from wiseparts_nb.widget import Hidden, value_of

CUSTOMERS = [f"C-{number:04}" for number in range(1, 16)]
MADE = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
_UNCLOSED = {"br", "hr", "img", "input", "link", "meta", "path"}


@dataclass
class Cards(HTMLParser):
    """The words of each card of a page; charts, data tables, and the links that only pages have aside."""

    found: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    _open: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNCLOSED:
            named = dict(attrs)
            classes = (named.get("class") or "").split()
            of_page = "wp-how" in classes or (tag == "a" and "footer" in dict(self._open))
            left_out = tag in {"svg", "details", "style"} or of_page
            self._open.append((tag, "" if left_out else named.get("data-card") or "-"))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _UNCLOSED and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        marks = [mark for _, mark in self._open]
        name = next((mark for mark in reversed(marks) if mark not in {"", "-"}), "")
        if name and "" not in marks:
            self.found.setdefault(name, []).extend(data.split())


def cards_in(html: str) -> dict[str, str]:
    """Return the words of each card."""
    reader = Cards()
    reader.feed(html)
    return {name: "".join(words) for name, words in reader.found.items()}


@pytest.fixture(scope="module")
def source(demo_snapshots: Path, pages_server: Served) -> Iterator[Source]:
    opened = open_source(read_settings(snapshots=demo_snapshots, store=pages_server.store))
    yield opened
    opened.close()


def said_by_command(
    name: str, source: Source, capsys: pytest.CaptureFixture[str], *more: str
) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WISEPARTS_SNAPSHOTS", str(source.settings.snapshots))
        patch.setenv("WISEPARTS_STORE", source.settings.store)
        assert main(("kpi", name, *more, "--json")) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", [one.name for one in CATALOGUE])
def test_the_command_line_says_the_values_that_cards_are_drawn_from(
    source: Source, capsys: pytest.CaptureFixture[str], name: str
):
    one = next(one for one in CATALOGUE if one.name == name)
    lines = said_by_command(name, source, capsys, "--all").splitlines()
    said = {line["scope"]["customer_id"]: line["value"] for line in map(json.loads, lines)}
    for customer in CUSTOMERS:
        found = value_of(one, source.narrowed(customer))
        expected = None if isinstance(found, Hidden) else json.loads(json.dumps(plain(found)))
        assert said[customer] == expected, (name, customer)
    alone = json.loads(said_by_command(name, source, capsys, "--customer", "C-0001"))
    assert alone["value"] == said["C-0001"]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_card_of_the_page_says_what_the_brief_says(
    pages_server: Served, source: Source, language: str
):
    """Five customers a language: fifteen in all. What the brief says in other words, or not at all, is left to other tests."""
    at = ["en", "fr", "es"].index(language)
    locale = source.locale(language)
    seen: set[str] = set()
    for customer in CUSTOMERS[5 * at : 5 * at + 5]:
        narrowed = source.narrowed(customer)
        brief = MeetingBrief(narrowed)
        drawn = [card for one in CATALOGUE if (card := brief.card(one.name)) is not None]
        printed = cards_in(page(drawn, locale, title=customer, made=MADE))
        for address in ("customer", "information"):
            served = pages_server.ask(f"{address}?customer={customer}&lang={language}")
            assert served.status == 200
            on_page = cards_in(served.text)
            for name in on_page.keys() & printed.keys():
                assert on_page[name] == printed[name], (customer, name)
            seen |= on_page.keys() & printed.keys()
            empty = on_page.keys() - printed.keys() - {"hidden"}
            states = {one.name for one in CATALOGUE if not isinstance(shown(one, narrowed), Hidden)}
            assert empty <= states, "a card that nothing explains"
    assert len(seen) >= 14
    assert "agreements" in seen
