"""No value of a part can break a chart: amounts without bounds, names of any characters, any number of rows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from math import inf, nan

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.render.reading import SVG, parsed
from wiseparts_nb.card import (
    Bar,
    Bars,
    Dots,
    DotsRow,
    Dumbbell,
    DumbbellRow,
    MonthBar,
    Months,
    Panel,
    Panels,
    Path,
    PathPoint,
    Scatter,
    ScatterPoint,
)  # fmt: skip
from wiseparts_nb.locale import LANGUAGES, Locale
from wiseparts_nb.render.bullet import mini_bullet
from wiseparts_nb.render.charts import ChartPart, Medium, chart, describe
from wiseparts_nb.render.charts.units import ticks, unit_of
from wiseparts_nb.render.svg import bar, extent, literal, spark
from wiseparts_nb.text import Money, Points

amounts = st.one_of(
    st.decimals(-(10**7), 10**7, places=2),
    st.sampled_from([Decimal(0), Decimal("-0.00"), Decimal("0.01"), Decimal("999949.99"), Decimal("1e18"), Decimal("-1e18")]),
)  # fmt: skip
numbers = st.floats(-1e15, 1e15, allow_nan=False)
names = st.text(max_size=60)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
maybe = st.none() | amounts


@st.composite
def month_bars(draw: st.DrawFn) -> tuple[MonthBar, ...]:
    first = draw(days).replace(day=1)
    count = draw(st.integers(0, 25))
    found = []
    for place in range(count):
        month = date(
            first.year + (first.month - 1 + place) // 12, (first.month - 1 + place) % 12 + 1, 1
        )
        change = draw(st.none() | st.floats(-1e6, 1e6, allow_nan=False))
        projected = (
            (draw(maybe), draw(maybe), draw(maybe)) if place == count - 1 else (None, None, None)
        )
        found.append(MonthBar(month, draw(amounts), draw(maybe), change, *projected))
    return tuple(found)


@st.composite
def paths(draw: st.DrawFn) -> Path:
    first, count = draw(days), draw(st.integers(0, 23))
    today = draw(st.integers(0, count))
    points = [
        PathPoint(first + timedelta(place), draw(amounts), draw(maybe), draw(maybe))
        for place in range(count)
    ]
    earlier = [
        PathPoint(point.day, draw(amounts)) for point in points[: draw(st.integers(0, count))]
    ]
    return Path(
        tuple(points[:today]), tuple(points[today:]), tuple(earlier), draw(st.none() | names)
    )


bars = st.builds(
    Bar,
    label=names,
    amount=numbers,
    value=amounts.map(Money) | names,
    role=st.sampled_from(["actual", "earlier", "late", "other"]),
    share=st.none() | names,
    key=st.none() | names,
)
dots = st.builds(
    Dots, st.lists(st.builds(DotsRow, names, st.lists(days).map(tuple))).map(tuple), days, days
)
panels = st.builds(Panel, names, names, st.none() | names, st.none() | st.booleans(), month_bars())
rows = st.builds(
    DumbbellRow, names, numbers, numbers, st.floats(-1, 1).map(Points), st.none() | st.booleans()
)
anything = numbers | st.sampled_from([nan, inf, -inf])
points = st.builds(
    ScatterPoint,
    name=names,
    x=st.floats(-3, 3) | anything,
    y=st.sampled_from([0.0, 0.1, -5e-324]) | anything,
    size=anything,
    role=st.sampled_from(["plain", "risk", "growth"]),
    facts=st.lists(names, max_size=2).map(tuple),
    named=st.booleans(),
    key=st.none() | names,
)
corners = st.none() | st.tuples(names, names, names, names)
scatters = st.builds(Scatter, st.lists(points, max_size=30).map(tuple), names, names, corners)
parts = st.one_of(
    scatters,
    st.builds(Months, month_bars(), st.sampled_from(["money", "quantity"])),
    paths(),
    st.lists(bars, max_size=20).map(tuple).map(Bars),
    dots,
    st.lists(panels, max_size=7).map(tuple).map(Panels),
    st.builds(Dumbbell, st.lists(rows, max_size=12).map(tuple), names, names),
)


@settings(max_examples=80)
@given(
    parts,
    st.sampled_from(LANGUAGES),
    st.sampled_from([200, 324, 398, 858]),
    st.sampled_from(["html", "print", "phone"]),
)
def test_any_part_becomes_whole_xml_without_a_number_that_is_none(
    part: ChartPart, language: str, width: int, medium: Medium
):
    locale = Locale.of(language)
    svg = literal(chart(part, locale, width=width, medium=medium))
    root = parsed(svg)
    for element in root.iter():
        for name, value in element.attrib.items():
            if name != "data-key":
                assert "NaN" not in value
                assert "Infinity" not in value
                assert "undefined" not in value
    assert describe(part, locale)


@given(numbers, numbers)
def test_the_marks_of_an_axis_are_even_few_and_hold_the_data(one: float, other: float):
    low, high = sorted((one, other))
    levels = ticks(low, high)
    slack = 1e-6 * max(abs(low), abs(high), 1)
    assert 2 <= len(levels) <= 7
    assert levels[0] <= low + slack
    assert levels[-1] >= high - slack
    assert 0.0 in levels


@given(amounts)
def test_an_amount_keeps_its_sign_and_is_never_minus_zero(amount: Decimal):
    shown = unit_of([amount]).show(amount, Locale("en"))
    assert shown not in {"−0", "−0.0"}
    assert shown.startswith("−") <= (amount < 0)


@settings(max_examples=50)
@given(st.lists(numbers, max_size=13), st.none() | numbers)
def test_a_sparkline_is_whole(values: list[float], reference: float | None):
    parsed(literal(spark(values, reference=reference)))
    parsed(literal(spark(values, earlier=values[::2])))


@settings(max_examples=50)
@given(st.lists(anything, min_size=1, max_size=9))
def test_the_bars_of_a_column_share_a_zero_line_and_none_leaves_its_room(amounts: list[float]):
    scale = extent(amounts)
    zeros = set()
    for amount in amounts:
        root = parsed(literal(bar(amount, scale, colour="ac", width=72)))
        zeros |= {line.attrib["x1"] for line in root.iter(f"{SVG}line")}
        for rect in root.iter(f"{SVG}rect"):
            left, long = float(rect.attrib["x"]), float(rect.attrib["width"])
            assert 1 <= long <= 72
            assert -1 <= left <= left + long <= 73
    assert len(zeros) == 1


@settings(max_examples=50)
@given(numbers, st.none() | numbers)
def test_a_bullet_is_whole(actual: float, projected: float | None):
    svg = literal(mini_bullet(actual, projected=projected, between=(actual, actual + 1)))
    parsed(svg)
    assert "nan" not in svg
