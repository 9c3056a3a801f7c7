"""Customers in a plane: their places, their names, and a crowd that stays small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from math import inf, nan
from time import process_time

import pytest

from tests.render.reading import SVG, parsed, titles, words
from tests.render.sample_cells import plane, points
from tests.render.sample_parts import locale
from wiseparts_nb.card import Scatter, ScatterPoint
from wiseparts_nb.locale import LANGUAGES, Language
from wiseparts_nb.render.charts import Medium, chart, describe
from wiseparts_nb.render.charts.names import Box, Spot, in_lines, placed
from wiseparts_nb.render.fonts import text_width
from wiseparts_nb.render.tabular import as_table

NAMES = {one.name for one in points(0)}


def sample(count: int = 40, language: Language = "en") -> Scatter:
    """Return the plane of the sample."""
    (part,) = plane(language, count).parts
    assert isinstance(part, Scatter)
    return part


def drawn(part: Scatter, *, width: int = 720, medium: Medium = "html") -> str:
    """Return the chart in English."""
    return chart(part, locale("en"), width=width, medium=medium)


def test_risk_and_growth_differ_in_shape_and_plain_points_are_faint():
    svg = drawn(sample())
    marks = re.findall(r"<path [^>]*fill=\"var\(--(py|bad|good)\)\"[^>]*>", svg)
    assert [marks.count(colour) for colour in ("py", "bad", "good")] == [40, 3, 2]
    outlines = {
        colour: {"A" in re.findall(r' d="([^"]*)"', mark)[0] for mark in re.findall(rf"<path [^>]*--{colour}\)[^>]*>", svg)}
        for colour in ("bad", "good")
    }  # fmt: skip
    assert outlines == {"bad": {True}, "good": {False}}  # an arc makes a circle, a diamond has none
    assert svg.count('fill-opacity="0.45"') == 40


def test_every_named_point_has_its_name_where_there_is_room():
    assert set(words(drawn(sample()))) >= NAMES
    assert "Customer 1" not in words(drawn(sample()))


@pytest.mark.parametrize(("width", "medium"), [(720, "html"), (288, "phone"), (500, "print")])
def test_no_words_lie_over_others(width: int, medium: Medium):
    for count in (0, 40, 1500):
        boxes = list(boxes_of(drawn(sample(count), width=width, medium=medium)))
        assert [pair for pair in combinations(boxes, 2) if pair[0][1].meets(pair[1][1])] == []


def boxes_of(svg: str) -> Iterator[tuple[str, Box]]:
    """Return every text and its room."""
    for text in parsed(svg).iter(f"{SVG}text"):
        said, anchor = text.text or "", text.attrib.get("text-anchor", "")
        wide = text_width(said, 11, weight=600 if "font-weight" in text.attrib else 400)
        left = float(text.attrib["x"]) - {"": 0.0, "middle": 0.5, "end": 1.0}[anchor] * wide
        base = float(text.attrib["y"])
        yield said, Box(left, base - 8, left + wide, base + 2)


def test_a_point_beyond_the_edge_stands_on_it_and_is_counted():
    far = ScatterPoint("Far", 40.0, -0.1, 5.0)
    svg = drawn(replace(sample(200), points=(*sample(200).points, far)))
    places = [float(x) for x in re.findall(r'translate\(([\d.]+),[\d.]+\)" d="[^"]*A', svg)]
    assert max(places) == 719
    assert any("beyond the edge" in one for one in words(svg))
    assert "+4,000%" not in "".join(words(svg))
    assert "Far: Sales, 3 months vs last year +4,000.0%" in "".join(titles(svg))


def test_the_axes_end_alike_on_both_sides_in_the_readers_format():
    svg = chart(sample(200, "fr"), locale("fr"), width=720)
    shown = {one for one in words(svg) if "%" in one}
    assert {"0\u00a0%", "+20\u00a0%", "−20\u00a0%"} <= shown
    signs = [one[0] for one in shown if one[0] in "+−"]
    assert signs.count("+") == signs.count("−")


@pytest.mark.parametrize(
    "points",
    [
        (),
        (ScatterPoint("One", 0.0, 0.0, 0.0),),
        (ScatterPoint("One", 0.2, 0.1, 5.0, "growth", named=True),) * 3,
        tuple(ScatterPoint(str(place), 0.1, 0.1, 7.0) for place in range(9)),
        (ScatterPoint("No place", nan, 0.1, 1.0), ScatterPoint("Endless", 0.1, inf, 1.0)),
        (ScatterPoint("No size", 0.1, 0.1, nan), ScatterPoint("Below", 0.1, 0.2, -5.0)),
    ],
)  # fmt: skip
def test_hardly_any_points_are_drawn_too(points: tuple[ScatterPoint, ...]):
    part = Scatter(points, "x", "y")
    for medium in ("html", "phone", "print"):
        assert "NaN" not in drawn(part, medium=medium)
    known = [one for one in points if one.x == one.x and abs(one.y) != inf]
    assert len(as_table(part, locale("en")).rows) == len(known)
    assert ("No data" in words(drawn(part))) == (not known)


def test_a_crowd_is_a_few_paths_beside_those_who_matter():
    svg = drawn(sample(10_000))
    assert svg.count("<path") < 40
    assert len(svg) < 80_000
    assert len(titles(svg)) == 5
    assert set(words(svg)) & NAMES


def test_a_crowd_is_drawn_quickly():
    part = sample(10_000)
    drawn(sample(10))
    begun = process_time()
    drawn(part)
    assert process_time() - begun < 2  # a tenth of that on a machine at rest


def test_points_can_be_pointed_at_one_by_one_until_they_are_a_crowd():
    assert len(titles(drawn(sample(1000)))) == 1005
    assert 'data-key="customer:C-7"' in drawn(sample(1000))
    assert "Customer 7: €1,007" in titles(drawn(sample(1000)))
    assert titles(drawn(sample(40), medium="print")) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_counts_and_names_and_does_not_list_thousands(language: Language):
    said = describe(sample(5000, language), locale(language))
    assert len(said) < 1500
    assert {name for name in NAMES if name in said} >= NAMES
    counts = [
        int(count) for count in re.findall(r": (\d+);", re.sub(r"(?<=\d)\D(?=\d{3})", "", said))
    ]
    assert sum(counts) == 5005


def test_the_table_has_the_named_first_and_no_more_than_fifty():
    crowd = sample(60)
    rows = as_table(crowd, locale("en")).rows
    assert [row.key for row in rows] == [f"customer:N-{at}" for at in (2, 4, 0, 3, 1)]
    many = replace(crowd, points=tuple(replace(one, role="risk") for one in crowd.points))
    assert len(as_table(many, locale("en")).rows) == 50


def test_names_keep_apart_and_within_their_room():
    room = Box(0, 0, 200, 100)
    spots = [Spot("A long name", 100.0, 50.0, 4.0)] * 12
    names = placed(spots, room=room, taken=(), most=8)
    assert 2 <= len(names) <= 8
    assert all(one.box.within(room) for one in names)
    assert not any(one.box.meets(other.box) for one, other in combinations(names, 2))
    assert len(placed(spots, room=room, taken=(), most=1)) == 1


def test_words_go_on_in_a_second_line_and_end_with_an_ellipsis():
    assert in_lines("one two", 500, 11, most=2) == ["one two"]
    assert in_lines("Quotes up sales down", 60, 11, most=2)[0] == "Quotes up"
    assert in_lines("Quotes up sales down and more", 60, 11, most=2)[1].endswith("…")
