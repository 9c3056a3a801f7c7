"""Cards and pages as HTML, read back as text and opened in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from tests.render.html_reading import reading
from tests.render.sample_brief import MADE, VARIANTS
from tests.render.sample_parts import KINDS, SAMPLES, SNAPSHOTS, kept, locale, part_cards, sampled
from wiseparts_nb.card import (
    Bars,
    Bullet,
    Card,
    Column,
    Course,
    Dots,
    Dumbbell,
    Metric,
    Months,
    Note,
    Panels,
    Row,
    Scatter,
    Table,
)
from wiseparts_nb.card import (
    Path as PathPart,
)
from wiseparts_nb.locale import LANGUAGES, Language, Locale
from wiseparts_nb.render.html import card_html
from wiseparts_nb.render.html.compact import gathered, merged, shortened
from wiseparts_nb.render.html.style import card_style, notebook_style
from wiseparts_nb.render.lab import bundle
from wiseparts_nb.render.page import page, span_of
from wiseparts_nb.render.theme import css_variables, hatch_pattern
from wiseparts_nb.text import Number

FORBIDDEN = {
    "script",
    "iframe",
    "object",
    "embed",
    "link",
    "base",
    "form",
    "image",
    "foreignobject",
    "animate",
    "use",
}
CHARTS = (Bars, Months, PathPart, Dots, Panels, Dumbbell, Scatter, Bullet, Course)
OPENED = """<!doctype html><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="../tokens.css"><link rel="stylesheet" href="../../../../wiseparts_nb/render/html/templates/card.css">
<body class="wp"><svg width="0" height="0" style="position:absolute"><defs>{hatch}</defs></svg>
"""


@cache
def document(variant: str, language: Language) -> str:
    """Return a whole brief, made once for all tests."""
    return page(VARIANTS[variant](language), locale(language), title="Brief", made=MADE)


@pytest.mark.parametrize(("kind", "language"), list(sampled()))
def test_each_part_looks_as_it_did(kind: str, language: Language):
    made = card_html(part_cards(language)[kind], locale(language), room="third")
    opened = OPENED.format(title=kind, hatch=hatch_pattern()) + made + "\n"
    assert opened == kept(SNAPSHOTS / "html" / f"{kind}.{language}.html", opened)


def test_the_snapshots_open_with_the_colours_of_today():
    assert css_variables() == kept(SNAPSHOTS / "tokens.css", css_variables())


def test_the_sample_has_every_kind_of_part():
    assert set(SAMPLES) == set(part_cards("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_is_one_small_file_that_asks_nobody(language: Language):
    made = document("full", language)
    assert len(made.encode()) < 150_000
    assert not re.search(
        r"https?:|//|@import|url\((?!#|\"data:)", re.sub(r"base64,[^\"]*", "", made)
    )
    assert f'<html lang="{language}">' in made
    assert "default-src 'none'" in made


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_page_has_one_heading_and_every_card(variant: str):
    read = reading(document(variant, "en"))
    assert read.tags.count("h1") == 1
    assert read.tags.count("main") == 1
    shown = {value for _, name, value in read.attributes if name == "data-card"}
    assert shown == {card.name for card in VARIANTS[variant]("en")} - {"customer"}


def test_no_string_from_the_data_becomes_markup():
    read = reading(document("hostile", "en"))
    assert not FORBIDDEN & set(read.tags)
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]
    assert not [
        value
        for _, name, value in read.attributes
        if name in {"href", "src", "xlink:href"} and value != "#content"
    ]
    assert read.tags.count("style") == 1
    assert "<script>alert(1)</script>" in read.text
    assert "{x} {n} **bold**" in read.text
    assert not re.search(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", read.text
    )


HOSTILE = (
    "</style><script>",
    '"\' onload=alert(1) x="',
    "javascript:alert(1)",
    "{{ 7*7 }}{x.__class__}",
    "W" * 10_000,
)


@given(st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE)))
def test_any_string_leaves_the_structure_alone(text: str):
    def tags(words: str) -> list[str]:
        table = Table(
            (Column(words), Column(words, "right")),
            (Row((words, words), "bad"),),
            Row((words, None)),
        )
        card = Card(
            "own",
            words,
            (Metric(words, words, words), table, Note(words, "warn")),
            words,
            words,
            words,
        )
        return [tag for tag in reading(card_html(card, Locale())).tags if tag != "span"]

    assert tags(f"x{text}") == tags("x")


@pytest.mark.parametrize(("kind", "language"), [(kind, "fr") for kind in KINDS])
def test_charts_are_named_by_their_data_and_have_it_as_a_table(kind: str, language: Language):
    card = part_cards(language)[kind]
    read = reading(card_html(card, locale(language)))
    names = {value for tag, name, value in read.attributes if tag == "div" and name == "aria-label"}
    if isinstance(card.parts[0], CHARTS):
        assert any(re.search(r"\d", name) for name in names)
        assert read.tags.count("details") == read.tags.count("table") == 1
    elif kind not in {"metric", "picture"}:
        assert not names


def test_exact_values_stand_on_the_marks_where_a_pointer_hovers():
    made = card_html(part_cards("en")["months"], locale("en"))
    wide, slim = re.findall(r"<svg class=wp-.*?</svg>", made, re.DOTALL)
    assert wide.count("<title>") >= 12
    assert "<title>November 2026: €36,200" in wide
    assert "<title>" not in slim


def opened_at(key: str) -> str:
    return f"?open={key}&lang=en"


def test_a_key_becomes_an_address_on_pages_that_have_one_only():
    card = part_cards("en")["months"]
    linked = card_html(card, locale("en"), link=opened_at)
    assert 'data-href="?open=month:2026-11&amp;lang=en"' in linked
    assert "data-key" not in linked
    assert "data-" not in card_html(card, locale("en")).replace("data-card", "")


def test_small_charts_keep_their_marks():
    bars = '<path d="M0,0h5v9h-5Z" fill="a"/><path d="M5,0h5v9h-5Z" fill="b"/><path d="M9,0h5v9h-5Z" fill="a"/>'
    assert (
        merged(bars)
        == '<path d="M0,0h5v9h-5ZM9,0h5v9h-5Z" fill="a"/><path d="M5,0h5v9h-5Z" fill="b"/>'
    )
    words = (
        '<text x="1" fill="a">1</text><text x="2" fill="a">2</text><text x="3" fill="b">3</text>'
    )
    assert (
        gathered(words)
        == '<g fill="a"><text x="1">1</text><text x="2">2</text></g><text x="3" fill="b">3</text>'
    )
    assert (
        shortened('<path d="M1.256,2" data-key="1.256" stroke-width="1"/>')
        == '<path d="M1.2,2" data-key="1.256"/>'
    )
    assert shortened('<text font-weight="400">1.256 x2="0"</text>') == '<text>1.256 x2="0"</text>'


def test_unknown_cards_get_the_room_they_need():
    wide = Table(tuple(Column(name) for name in "abcd"), ())
    assert span_of(Card("mine", "", (wide,))) == 8
    assert span_of(Card("mine", "", (Metric("a", Number(1)),))) == 4
    assert span_of(Card("mine", "", (Note("small print"),))) == 12


def test_a_card_in_a_notebook_styles_nothing_around_it():
    depth, rules = 0, [""]
    for char in notebook_style():
        if char == "{":
            depth += 1
        if depth == 0:
            rules[-1] += char
        if char == "}":
            depth -= 1
            rules += [""] if depth == 0 else []
    assert all(
        re.fullmatch(r"(\[data-jp-theme-light=false\] )?\.wp( \.wp-card)?", rule)
        for rule in rules
        if rule
    )
    assert card_style().startswith(".wp{")


def test_the_hatch_of_a_card_in_a_notebook_is_its_own():
    first, second = (
        bundle(part_cards("en")[kind], locale("en"))["text/html"] for kind in ("months", "panels")
    )
    ids = [re.findall(r'<pattern id="([^"]+)"', made) for made in (first, second)]
    assert len(ids[0]) == len(ids[1]) == 1
    assert ids[0] != ids[1]
    assert f"=url(#{ids[0][0]})" in first
    assert "url(#wp-hatch)" not in first + second


@pytest.fixture(scope="module")
def opened(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, Path]]:
    """A page of the browser, and a folder for what it opens."""
    tab = chromium.new_page()
    yield tab, tmp_path_factory.mktemp("pages")
    tab.close()


def shown(opened: tuple[Page, Path], made: str) -> Page:
    """Open a document and return its page."""
    tab, folder = opened
    file = folder / "page.html"
    file.write_text(made, encoding="utf-8")
    tab.goto(file.as_uri())
    return tab


@pytest.mark.needs_chromium
@pytest.mark.parametrize("variant", ["full", "huge", "hostile"])
def test_nothing_is_asked_for_and_nothing_overhangs(opened: tuple[Page, Path], variant: str):
    tab, _ = opened
    asked: list[str] = []
    errors: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: errors.append(message.text))
    shown(opened, document(variant, "es"))
    for width in (1440, 768, 390, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        clipped = "[...document.querySelectorAll('.wp-card')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.dataset.card)"
        assert tab.evaluate(clipped) == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []


@pytest.mark.needs_chromium
@pytest.mark.parametrize(
    ("variant", "width", "scheme"),
    [
        ("full", 1440, "light"),
        ("full", 1440, "dark"),
        ("full", 390, "dark"),
        ("with_strangers", 390, "light"),
    ],
)
def test_axe_finds_nothing(
    opened: tuple[Page, Path], variant: str, width: int, scheme: Literal["light", "dark"]
):
    tab, _ = opened
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme)
    shown(opened, document(variant, "fr"))
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(tab, options={"runOnly": tags})
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.needs_chromium
def test_the_chart_that_fits_its_card_is_the_one_that_shows(opened: tuple[Page, Path]):
    tab = shown(opened, document("full", "en"))
    for width, expected in ((1440, "wp-wide"), (768, "wp-wide"), (390, "wp-slim")):
        tab.set_viewport_size({"width": width, "height": 900})
        visible = "[...document.querySelectorAll('[data-card=last_12_months] .wp-chart > svg')].filter(e => e.clientWidth).map(e => e.getAttribute('class'))"
        assert tab.evaluate(visible) == [expected]


@pytest.mark.needs_chromium
def test_rows_of_the_grid_are_full_whatever_is_missing(opened: tuple[Page, Path]):
    cards = [
        card
        for card in VARIANTS["full"]("en")
        if card.name not in {"due_amounts", "activities_by_type"}
    ]
    tab = shown(opened, page(cards, locale("en"), title="Brief", made=MADE))
    for width in (1440, 900):
        tab.set_viewport_size({"width": width, "height": 900})
        boxes = tab.evaluate(
            "[...document.querySelectorAll('.wp-grid > div')].map(e => e.getBoundingClientRect()).map(r => [r.top, r.right])"
        )
        right = max(edge for _, edge in boxes)
        ends = {top: max(edge for other, edge in boxes if other == top) for top, _ in boxes}
        assert all(abs(edge - right) < 1 for edge in ends.values())


def test_a_page_without_an_identity_has_its_title():
    made = page(
        [replace(card, name="mine") for card in VARIANTS["small"]("en")[1:2]],
        locale("en"),
        title="My <b> page",
        made=MADE,
        layout="flow",
    )
    assert "<h1>My &lt;b&gt; page</h1>" in made
    assert "Meeting brief" not in made
