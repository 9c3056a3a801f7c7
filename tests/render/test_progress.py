"""Bullets, courses, chances and thumbs: in their place, in words in every medium, harmless whatever they hold."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.render.gallery_progress import ladder, long_course, progress_cases
from tests.render.html_reading import numbers, reading
from tests.render.reading import SVG, parsed, titles, words
from tests.render.sample_brief import HOSTILE, MADE
from tests.render.sample_parts import locale, part_cards
from tests.render.sample_progress import bullet, course
from wiseparts_nb.card import (
    Bullet,
    Card,
    Chance,
    Chances,
    Column,
    Course,
    Gap,
    PathPoint,
    Progress,
    Row,
    Table,
    Thumb,
    TierMark,
    from_json,
    to_json,
)
from wiseparts_nb.locale import LANGUAGES, Language, Locale
from wiseparts_nb.render.charts import Medium, chart, describe
from wiseparts_nb.render.charts.names import Box, written
from wiseparts_nb.render.html import card_html
from wiseparts_nb.render.html.icons import ICONS
from wiseparts_nb.render.pdf import pdf
from wiseparts_nb.render.plain import card_text
from wiseparts_nb.text import Money, Number

ENGLISH = Locale("en")
CASES = {title: (part, widths) for title, part, widths in progress_cases()}
NEW = ("bullet", "chances", "course", "progress_cells")
MEDIA: dict[int, Medium] = {288: "phone", 676: "print"}
INK = "var(--ink)"


def bars(svg: str, fill: str) -> list[tuple[float, float]]:
    """Return the left and the right ends of the rectangles of a colour."""
    found = [one.attrib for one in parsed(svg).iter(f"{SVG}rect") if one.attrib["fill"] == fill]
    return [(float(one["x"]), float(one["x"]) + float(one["width"])) for one in found]


def written_boxes(svg: str) -> list[tuple[str, Box]]:
    """Return what is written, and where."""
    found: list[tuple[str, Box]] = []
    for one in parsed(svg).iter(f"{SVG}text"):
        anchor = one.attrib.get("text-anchor", "start")
        row = {
            "text": one.text or "", "x": float(one.attrib["x"]), "y": float(one.attrib["y"]), "fontSize": 11,
            "fontWeight": 600 if one.attrib.get("font-weight") == "600" else 400,
            "align": {"start": "left", "middle": "center", "end": "right"}[anchor],
        }  # fmt: skip
        box = written(row)
        found.append((one.text or "", Box(box.left + 3, box.top, box.right - 3, box.bottom - 2)))
    return found


@pytest.mark.parametrize("title", CASES)
def test_no_words_of_a_picture_touch(title: str):
    part, widths = CASES[title]
    for width in (*widths, 676):
        svg = chart(part, ENGLISH, width=width, medium=MEDIA.get(width, "html"))
        for (one, box), (other, beside) in combinations(written_boxes(svg), 2):
            assert not box.meets(beside), (width, one, other)


@pytest.mark.parametrize("title", [title for title in CASES if title.startswith("Bullet")])
def test_every_mark_of_a_bullet_lies_within_it(title: str):
    part, widths = CASES[title]
    for width in widths:
        root = parsed(chart(part, ENGLISH, width=width))
        for one in root.iter(f"{SVG}rect"):
            left, wide = float(one.attrib["x"]), float(one.attrib["width"])
            assert wide >= 0
            assert -0.1 <= left <= left + wide <= width + 0.1
        for one in root.iter(f"{SVG}line"):
            assert all(0 <= float(one.attrib[end]) <= width for end in ("x1", "x2"))


def test_a_bullet_measures_from_zero_on_one_scale():
    svg = chart(bullet(), ENGLISH, width=1310)
    per_thousand = 1310 / (350 * 1.1)
    ((left, right),) = bars(svg, "var(--ac)")
    assert (left, right) == (0, pytest.approx(301.48 * per_thousand, abs=0.1))
    ((start, end),) = bars(svg, "url(#wp-hatch)")
    assert (start, end) == pytest.approx((right, 338.2 * per_thousand), abs=0.7)
    marks = [one.attrib for one in parsed(svg).iter(f"{SVG}line") if one.attrib["stroke"] == INK]
    upright = [float(one["x1"]) for one in marks if one["x1"] == one["x2"]]
    assert upright == pytest.approx(
        [at * per_thousand for at in (150, 250, 350, 322, 355.9)], abs=0.1
    )


def test_tiers_are_named_in_one_line_in_two_or_by_their_threshold():
    assert "Tier 2 · €250.0k · +3.0%" in words(chart(bullet(), ENGLISH, width=720))
    assert {"Tier 2", "€250.0k · +3.0%"} <= set(words(chart(bullet(), ENGLISH, width=398)))
    assert {"Tier 2", "€250.0k"} <= set(words(chart(bullet(), ENGLISH, width=288)))


def test_where_not_all_tiers_can_be_named_the_next_and_the_last_are():
    crowded = Bullet(Decimal(7300), Money(Decimal(7300)), ladder(*range(1000, 41_000, 1000)))
    said = words(chart(crowded, ENGLISH, width=288))
    assert {"€8,000", "€40,000"} <= set(said)
    assert len(said) < 40


def test_a_projection_that_is_not_more_and_a_range_of_nothing_are_not_drawn():
    svg = chart(CASES["Bullet, projected is actual"][0], ENGLISH, width=720)
    assert not bars(svg, "url(#wp-hatch)")
    lines = [one.attrib for one in parsed(svg).iter(f"{SVG}line")]
    assert all(one["x1"] == one["x2"] for one in lines)


def lines_of(part: Course, width: float = 720) -> list[list[tuple[float, float]]]:
    """Return the broken lines of a course: expected, projected, actual."""
    root = parsed(chart(part, ENGLISH, width=width))
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in one.attrib["points"].split())]
        for one in root.iter(f"{SVG}polyline")
    ]  # fmt: skip


def test_the_lines_of_a_course_start_at_zero_and_meet_today():
    expected, projected, actual = lines_of(course())
    assert actual[0] == expected[0]
    assert actual[-1] == projected[0]
    assert projected[-1][0] == expected[-1][0]
    heights = [one[1] for one in (expected[-1], projected[-1], actual[-1])]
    assert heights == sorted(heights)
    share = (actual[0][1] - actual[-1][1]) / (expected[0][1] - expected[-1][1])
    assert share == pytest.approx(301.48 / 350, abs=0.002)


def test_end_labels_are_a_line_apart_and_the_projection_is_at_its_height():
    svg = chart(course(), ENGLISH, width=720)
    placed = {one.text: float(one.attrib["y"]) for one in parsed(svg).iter(f"{SVG}text")}
    tops = [placed[said] for said in ("€355.9k", "Projection €338.2k", "€322.0k")]
    assert tops[1] - tops[0] >= 11
    assert tops[2] - tops[1] >= 11
    _, projected, _ = lines_of(course())
    assert tops[1] == pytest.approx(projected[-1][1] + 4, abs=0.2)


def test_gaps_stand_on_their_side_of_zero_with_their_sign():
    svg = chart(course(), ENGLISH, width=720)
    assert (len(bars(svg, "var(--bad)")), len(bars(svg, "var(--good)"))) == (7, 4)
    assert {"−6.2", "+5.4", "Actual minus expected path, k€"} <= set(words(svg))
    levels = {
        fill: [float(one.attrib["y"]) for one in parsed(svg).iter(f"{SVG}rect") if one.attrib["fill"] == fill]
        for fill in ("var(--bad)", "var(--good)")
    }  # fmt: skip
    assert max(levels["var(--good)"]) < min(levels["var(--bad)"])


def test_a_month_says_on_hover_what_came_and_what_was_expected():
    told = titles(chart(course(), ENGLISH, width=720))
    assert len(told) == 11
    assert told[9] == "October 2026: actual €266,400, expected €262,000, difference +€4,400"
    assert not titles(chart(course(), ENGLISH, width=676, medium="print"))


def test_three_years_have_their_months_in_room_and_a_bar_each():
    part = long_course(36)
    for width in (288, 720):
        svg = chart(part, ENGLISH, width=width)
        drawn = len(bars(svg, "var(--good)")) + len(bars(svg, "var(--bad)"))
        assert drawn == sum(1 for gap in part.gaps if gap.amount)
        assert {"2024", "2025", "2026"} <= set(words(svg))


def test_a_tier_far_beyond_does_not_flatten_the_lines():
    part = replace(course(), tiers=ladder(250_000, 400_000, 10**9))
    said = words(chart(part, ENGLISH, width=720))
    assert any("€400,000" in one for one in said)
    assert not any("€1,000,000,000" in one for one in said)
    assert "€1,000,000,000" in describe(part, ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NEW)
def test_text_and_page_show_the_same_numbers(kind: str, language: Language):
    card = part_cards(language)[kind]
    html = reading(card_html(card, locale(language))).text
    assert numbers(card_text(card, locale(language))) == numbers(html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_has_the_words_of_every_part(language: Language):
    cards = [part_cards(language)[kind] for kind in NEW]
    made = pdf(cards, locale(language), title="t", made=MADE, layout="flow")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    squeezed = re.sub(r"\s", "", text)
    show = locale(language).show
    chances = cards[1].parts[0]
    assert isinstance(chances, Chances)
    said = [
        words
        for one in chances.chances
        for words in (one.label, one.state, one.left, one.right)
        if words
    ]
    said += [bullet().value, Money(Decimal(322_000)), "▲", "▼"]
    for one in said:
        assert re.sub(r"\s", "", show(one)) in squeezed, one


@pytest.mark.parametrize("kind", NEW)
def test_a_card_with_them_travels_as_json(kind: str):
    card = part_cards("fr")[kind]
    assert from_json(to_json(card)) == card


def test_what_a_picture_shows_is_its_name():
    name = describe(bullet(), ENGLISH)
    assert name == (
        "Actual €301,480; Projection €338,200; 80% range €322,000 to €355,900; Tier 1, €150.0k, +2.0%, reached 19 Jun; "
        "Tier 2, €250.0k, +3.0%, reached 16 Oct; Tier 3, €350.0k, +4.5%, 21% likely"
    )
    said = describe(course(), ENGLISH)
    assert said.startswith("20\u00a0Nov\u00a02026: €301,480 in total; Projection €338,200")
    assert said.count("difference") == 11
    pieces = describe(CASES["Bullet, pieces"][0], ENGLISH)
    assert "80% range 322,000 to 355,900" in pieces


def thumbs(*cells: Thumb) -> str:
    """Return a table of thumbs as HTML."""
    rows = tuple(Row(("x", cell)) for cell in cells)
    return card_html(Card("own", "", (Table((Column("A"), Column("B")), rows),)), ENGLISH)


def test_a_thumb_is_a_colour_an_icon_and_a_word():
    up, down, none = (thumbs(Thumb(Number(1), side)) for side in (True, False, None))
    assert ICONS["thumb_up"] in up
    assert "above what is expected" in up
    assert ICONS["thumb_down"] in down
    assert "below what is expected" in down
    assert not any(ICONS[name] in none for name in ("thumb_up", "thumb_down"))
    assert "what is expected" not in thumbs(Thumb(Number(1), up=True, caption="as agreed"))


def test_icons_stay_on_their_grid():
    for name, outline in ICONS.items():
        starts = re.findall(r"M(-?[\d.]+)[ ,]?(-?[\d.]+)", outline)
        assert starts, name
        assert all(0 <= float(x) <= 16 and 0 <= float(y) <= 16 for x, y in starts), name


def test_a_chance_is_as_long_as_it_is_likely_and_never_longer():
    rows = tuple(Chance("a", "b", share, reached=False) for share in (0.0, 0.21, 1.7, -3.0))
    html = card_html(Card("own", "", (Chances(rows),)), ENGLISH)
    assert re.findall(r'class="wp-to-come" width="([\d.]+)%"', html) == ["21.0", "100.0"]


@pytest.mark.parametrize("text", [*HOSTILE, '"><script>alert(1)</script>', "\u202egnp.exe"])
def test_no_string_becomes_markup_or_turns_its_neighbours(text: str):
    def made(said: str) -> str:
        tier = TierMark(Decimal(100), said, said, said, said, reached=True)
        day = date(2026, 1, 1)
        ahead = (PathPoint(day + timedelta(90), Decimal(200)),)
        way = Course(day, date(2026, 6, 30), (PathPoint(day, Decimal(9)),), ahead, (), (tier,), ())
        own = Bullet(Decimal(50), said, (tier,))
        table = Table(
            (Column("A"), Column("B"), Column("C")),
            (Row(("x", Progress(own, said), Thumb(said, up=True, caption=said))),),
        )
        chances = Chances((Chance(said, said, 0.5, reached=False, left=said, right=said),))
        return card_html(Card("own", "", (own, way, chances, table)), ENGLISH)

    html = made(text)
    read, plain = reading(html), reading(made("x"))
    kept = {"div", "p", "section", "table", "td", "th", "li", "ul", "details", "script", "img", "a"}
    assert [tag for tag in read.tags if tag in kept] == [tag for tag in plain.tags if tag in kept]
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]
    assert "\u202e" not in html


amounts = st.decimals(-(10**13), 10**13, places=2)
days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
points = st.builds(PathPoint, days, amounts, st.none() | amounts, st.none() | amounts)
lines = st.lists(points, max_size=8).map(
    lambda found: tuple(sorted(found, key=lambda one: one.day))
)
tier_marks = st.lists(
    st.builds(TierMark, amounts, st.text(max_size=20), amounts.map(Money), st.text(max_size=5), st.text(max_size=30), st.booleans()),
    max_size=6,
).map(tuple)  # fmt: skip
gaps = st.lists(st.builds(Gap, days, amounts), max_size=12).map(tuple)
courses = st.tuples(days, st.integers(0, 1100), lines, lines, lines, tier_marks, gaps).map(
    lambda made: Course(made[0], made[0] + timedelta(made[1]), *made[2:])
)
bullets = st.builds(
    Bullet, amounts, amounts.map(Money), tier_marks, st.none() | amounts, st.none() | amounts.map(Money), st.none() | amounts, st.none() | amounts,
)  # fmt: skip


@settings(max_examples=60)
@given(
    courses | bullets,
    st.sampled_from([(288, "phone"), (720, "html"), (676, "print")]),
    st.sampled_from(LANGUAGES),
)
def test_any_course_and_any_bullet_can_be_drawn(
    part: Course | Bullet, size: tuple[int, Medium], language: Language
):  # fmt: skip
    width, medium = size
    svg = chart(part, Locale(language), width=width, medium=medium)
    parsed(svg)
    assert "nan" not in svg
    assert "inf" not in svg
    assert describe(part, Locale(language))


def test_a_period_of_one_day_is_drawn():
    assert "Actual €500" in words(chart(CASES["Course, one day"][0], ENGLISH, width=720))
