"""Charts hold what their parts say, in every medium and language."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import altair as alt
import pytest
import vl_convert

from tests.render import gallery
from tests.render.reading import SVG, parsed, titles, words
from wiseparts_nb.card import Bar, Bars, MonthBar, Months, Path, PathPoint, Picture
from wiseparts_nb.errors import InputError
from wiseparts_nb.locale import LANGUAGES, Locale
from wiseparts_nb.render.charts import (
    Drawable,
    Medium,
    chart,
    describe,
    register_theme,
    spec,
)
from wiseparts_nb.render.fonts import text_width
from wiseparts_nb.render.svg import literal
from wiseparts_nb.text import Number

ENGLISH = Locale("en")
CASES = {title: (part, widths) for title, part, widths in gallery.cases()}
MEDIA: tuple[Medium, ...] = ("html", "print", "phone")


@pytest.mark.parametrize("title", CASES)
def test_every_case_is_whole_xml_of_the_width_asked_for_with_its_words_inside(title: str):
    part, widths = CASES[title]
    for width in widths:
        for medium in MEDIA:
            root = parsed(chart(part, ENGLISH, width=width, medium=medium))
            assert float(root.attrib["width"]) == width
            for text in root.iter(f"{SVG}text"):
                assert_inside(text, width, float(root.attrib["height"]))


def assert_inside(text: Element, width: float, height: float) -> None:
    written = text.text or ""
    room = text_width(
        written,
        float(text.attrib.get("font-size", "11px").removesuffix("px")),
        weight=600 if text.attrib.get("font-weight") == "600" else 400,
    )
    share = {"middle": 0.5, "end": 1.0}.get(text.attrib.get("text-anchor", ""), 0.0)
    left = float(text.attrib["x"]) - share * room
    assert left >= -1, written
    assert left + room <= width + 1, written
    assert 8 <= float(text.attrib["y"]) <= height, written


@pytest.mark.parametrize("title", CASES)
def test_a_printable_chart_asks_for_nothing_outside_itself(title: str):
    part, widths = CASES[title]
    svg = literal(chart(part, ENGLISH, width=widths[0], medium="print"))
    markup = "".join(re.findall(r"<[^<>]*>", svg))
    assert "var(" not in markup
    assert not re.search(
        r"https?://(?!www\.w3\.org/2000/svg\")|<a |<image|<script|<style|href", markup
    )
    for name in re.findall(r"url\(#([^)]*)\)", markup):
        assert f'id="{name}"' in markup


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", [title for title in CASES if "none" not in title])
def test_the_description_is_one_legible_line_in_each_language(title: str, language: str):
    line = describe(CASES[title][0], Locale.of(language))
    assert line
    assert "\n" not in line
    assert "{" not in line


def test_months_show_their_amounts_changes_and_names():
    shown = words(chart(gallery.months(), Locale("fr"), width=676, medium="print"))
    assert {"46,9", "36,2", "50,4", "+6", "−13", "déc", "2025", "nov"} <= set(shown)
    assert shown.count("2025") == 1


def test_a_phone_gets_letters_and_rounded_amounts():
    shown = words(chart(gallery.months(), ENGLISH, width=324, medium="phone"))
    assert {"D", "’25", "47", "50"} <= set(shown)
    assert "46.9" not in shown


@pytest.mark.parametrize(
    ("scale", "unit"), [(Decimal(1000), None), (Decimal(123_456), "m€"), (Decimal("3.3"), "€")]
)
def test_a_unit_other_than_thousands_is_said(scale: Decimal, unit: str | None):
    shown = words(chart(gallery.months(scale), ENGLISH, width=858))
    assert [word for word in shown if "€" in word] == ([unit] if unit else [])


def test_a_month_is_told_in_full_on_hover_with_its_key():
    svg = chart(gallery.months(), ENGLISH, width=858)
    assert 'data-key="month:2026-11"' in svg
    november = next(title for title in titles(svg) if title.startswith("November 2026"))
    assert november == (
        "November 2026: €36,200, projection €50,400, 80% range €45,900 to €55,200, "
        "year before €55,900, change −9.8%"
    )


def test_without_changes_there_are_no_pins():
    svg = chart(gallery.months(known=False), ENGLISH, width=858)
    assert "--good" not in svg
    assert "--bad" not in svg


def test_a_change_that_rounds_to_zero_is_neither_good_nor_bad():
    months = Months((MonthBar(date(2026, 1, 1), Decimal(1002), Decimal(1000), 0.002),))
    svg = chart(months, ENGLISH, width=398)
    assert "0" in words(svg)
    assert "--good" not in svg


def test_pins_of_opposite_months_lie_on_both_sides_of_one_line():
    drawing = spec(gallery.months(), ENGLISH, width=858)
    stems = drawing["datasets"]["stems"]
    assert [stem["y2"] > 0 for stem in stems] == [True] * 5 + [False] * 7


def test_end_labels_of_a_path_never_touch():
    for label in ("Nov 2025", "Long " * 40):
        root = parsed(chart(gallery.path(label=label), ENGLISH, width=398))
        ends = [
            text
            for text in root.iter(f"{SVG}text")
            if (text.text or "").startswith(("Nov 2025", "Long", "Proj"))
        ]
        assert len(ends) == 2
        assert abs(float(ends[0].attrib["y"]) - float(ends[1].attrib["y"])) >= 11


def test_a_projection_starts_where_the_actual_line_ends():
    drawing = spec(gallery.path(), ENGLISH, width=398)["datasets"]
    assert drawing["projected"][0] == drawing["actual"][-1]
    assert drawing["range"][0]["y"] == drawing["range"][0]["y2"] == drawing["actual"][-1]["y"]


def test_a_path_counts_working_days_not_calendar_days():
    friday, monday = date(2026, 11, 6), date(2026, 11, 9)
    part = Path((PathPoint(friday, Decimal(5)), PathPoint(monday, Decimal(9))), ())
    assert [row["x"] for row in spec(part, ENGLISH, width=398)["datasets"]["actual"]] == [0, 1, 2]


def test_bars_start_at_zero_and_print_value_and_share():
    drawing = spec(gallery.bars(negative=True), ENGLISH, width=398)["datasets"]
    assert {row["x"] for row in drawing["bars"]} == {0}
    assert [row["x2"] > 0 for row in drawing["bars"]] == [True, False] * 3
    assert {"€31,200", "36%", "−€19,800"} <= set(
        words(chart(gallery.bars(negative=True), ENGLISH, width=398))
    )


def test_a_long_name_is_shortened_and_told_in_full():
    name = "Établissements " * 12
    svg = chart(Bars((Bar(name, 1.0, Number(1), key="C-1"),)), ENGLISH, width=398)
    shown = next(word for word in words(svg) if word.startswith("Établ"))
    assert shown.endswith("…")
    assert text_width(shown, 12) <= 398 * 0.42 + 1
    assert name in titles(svg)[0]
    assert 'data-key="C-1"' in svg


def test_dots_outside_the_strip_are_not_drawn():
    part = gallery.dots()
    days = [day for row in part.rows for day in row.days]
    drawing = spec(part, ENGLISH, width=398)["datasets"]["dots"]
    assert len(drawing) == sum(part.start <= day <= part.end for day in days)


def test_panels_share_one_scale():
    part = gallery.panels()
    rows = spec(part, ENGLISH, width=676, medium="print")["datasets"]["bars"]
    actual = [row["y2"] - row["y"] for row in rows if row["fill"] == "var(--ac)"]
    # The second panel's amounts are half of the first one's, and so are its bars.
    assert actual[12] == pytest.approx(actual[0] / 2)


def test_a_gap_is_coloured_by_better_and_drawn_between_both_shares():
    drawing = spec(gallery.dumbbell(), ENGLISH, width=398)["datasets"]["gaps"]
    assert (drawing[0]["x"], drawing[0]["x2"], drawing[0]["fill"]) == (0.36, 0.42, "var(--good)")
    assert drawing[1]["fill"] == "var(--bad)"


def one_of_each() -> list[Drawable]:
    return [gallery.months(), gallery.path(), gallery.bars(), gallery.dots(), gallery.panels(), gallery.dumbbell()]  # fmt: skip


@pytest.mark.parametrize("part", one_of_each(), ids=lambda part: part.kind)
def test_a_specification_is_valid_and_altair_draws_the_same_words_in_the_same_places(
    part: Drawable,
):
    drawing = spec(part, ENGLISH, width=398)
    alt.Chart.from_dict(drawing).to_dict(validate=True)
    theirs = vl_convert.vegalite_to_svg(drawing, allowed_base_urls=[])
    pattern = r'<text[^>]*transform="translate\(([-\d.]+),([-\d.]+)\)[^>]*>([^<]*)<'
    placed = sorted(
        (unescape(text), float(x), float(y)) for x, y, text in re.findall(pattern, theirs)
    )
    texts = parsed(chart(part, ENGLISH, width=398)).iter(f"{SVG}text")
    ours = sorted(
        (text.text or "", float(text.attrib["x"]), float(text.attrib["y"])) for text in texts
    )
    assert [text for text, *_ in ours] == [text for text, *_ in placed] != []
    for (_, *one), (_, *other) in zip(ours, placed, strict=True):
        assert one == pytest.approx(other, abs=0.02)


@pytest.mark.parametrize("part", one_of_each(), ids=lambda part: part.kind)
def test_the_same_part_gives_the_same_picture(part: Drawable):
    first = chart(part, ENGLISH, width=398)
    chart(gallery.months(negative=True), ENGLISH, width=858)
    assert chart(part, ENGLISH, width=398) == first


def test_an_analysts_picture_gets_the_theme_and_keeps_its_own_settings():
    rows = [{"brand": "Kerval", "sales": 3}, {"brand": "<b>Arcotec", "sales": 5}]
    own = (
        alt.Chart(alt.InlineData(values=rows)).mark_bar().encode(x="sales:Q", y="brand:N").to_dict()
    )
    own["config"] = {"axis": {"labelFontSize": 9}}
    picture = Picture(own, "Sales by brand")
    svg = chart(picture, ENGLISH, width=398)
    assert 'fill="var(--ac)"' in svg
    assert 'font-size="9px"' in svg
    assert "<b>" not in svg
    assert {"Kerval", "<b>Arcotec"} <= set(words(svg))
    assert describe(picture, ENGLISH) == "Sales by brand"


def test_a_picture_reads_nothing_from_any_address_and_links_nowhere():
    base: dict[str, Any] = {
        "mark": "point",
        "encoding": {"x": {"field": "a", "type": "quantitative"}},
    }
    with pytest.raises(InputError, match="read the data in Python"):
        chart(
            Picture(base | {"data": {"url": "https://example.org/a.csv"}}, ""), ENGLISH, width=300
        )
    link = {**base["encoding"], "href": {"value": "javascript:alert(1)"}}
    svg = chart(
        Picture(base | {"data": {"values": [{"a": 1}]}, "encoding": link}, ""), ENGLISH, width=300
    )
    assert "javascript" not in svg
    assert "<a " not in svg
    with pytest.raises(InputError, match="Invalid specification"):
        chart(Picture({"nothing": 1}, ""), ENGLISH, width=300)


def test_the_theme_is_an_explicit_choice():
    assert alt.theme.active == "default"
    try:
        register_theme()
        assert alt.theme.active == "wiseparts"
        assert (
            alt.Chart(alt.InlineData(values=[])).mark_bar().to_dict()["config"]["bar"]["color"]
            == "var(--ac)"
        )
    finally:
        alt.theme.enable("default")
