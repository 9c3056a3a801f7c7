"""Cells that say more than a value: the same in every medium, a link where there is an address, harmless whatever they hold."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from math import inf, nan
from typing import Any, get_args

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.render.html_reading import numbers, reading
from tests.render.sample_brief import HOSTILE, MADE
from tests.render.sample_cells import plane, ranked
from tests.render.sample_parts import locale
from wiseparts_nb.card import (
    Bar,
    Bars,
    Card,
    Cell,
    Column,
    Delta,
    Difference,
    Entry,
    Named,
    Portion,
    Reason,
    Reasons,
    Row,
    Scatter,
    ScatterPoint,
    Table,
    Timeline,
    To,
    Trend,
)
from wiseparts_nb.locale import LANGUAGES, Language, Locale
from wiseparts_nb.render.html import card_html
from wiseparts_nb.render.pdf import pdf
from wiseparts_nb.render.plain import card_text
from wiseparts_nb.text import Day, Money, Number, Percent, Value


def link(key: str) -> str:
    """Return the address that opens a key."""
    return f"?open={key}&lang=en"


def hrefs(html: str) -> list[str]:
    """Return every address of the page, in order."""
    return [value for _, name, value in reading(html).attributes if name in {"href", "data-href"}]


def table(*cells: Cell | None, key: str | None = None) -> Card:
    """Return a card of one row."""
    columns = tuple(Column(str(place)) for place in range(len(cells)))
    return Card("own", "", (Table(columns, (Row(cells, key=key),)),))


def test_the_sample_has_every_sort_of_cell():
    (part,) = ranked("en").parts
    assert isinstance(part, Table)
    rich = {type(cell) for row in part.rows for cell in row.cells} & set(get_args(Cell))
    assert rich >= {Named, Trend, Delta, Difference, Portion, Reasons, To}


def test_the_name_of_a_row_opens_it_and_a_rank_does_not():
    html = card_html(ranked("en"), locale("en"), link=link)
    assert hrefs(html)[:2] == ["?open=customer:C-1&lang=en"] * 2
    name, way = re.findall(r"<a [^>]*>([^<]*)</a>", html)[:2]
    assert (name, way) == ("Ateliers Belleroche", "Call this week")
    assert '<td class="wp-rank" role=cell>1</td><th scope="row" role=rowheader><a ' in html


def test_without_addresses_nothing_is_clickable():
    for made in (ranked("en"), plane("en")):
        for opens in (None, lambda _: None):
            assert hrefs(card_html(made, locale("en"), link=opens)) == []


def test_the_first_cell_opens_a_row_that_has_no_name():
    html = card_html(table("F-26-1", Number(2), key="invoice:1"), locale("en"), link=link)
    assert '<th scope="row"><a class="wp-cell" href="?open=invoice:1&amp;lang=en">' in html


def test_an_entry_opens_what_it_tells_of():
    on = Day(MADE.date())
    entries = (Entry(on, "call", "Asked for dates", key="event:1"), Entry(on, "note", "Nothing"))
    html = card_html(Card("own", "", (Timeline(entries),)), locale("en"), link=link)
    assert '<a href="?open=event:1&amp;lang=en">Asked for dates</a>' in html
    assert html.count("<a ") == html.count("wp-go") == 1


def test_marks_and_the_rows_of_their_table_open_the_same():
    bars = Bars((Bar("Kerval", 2.0, Number(2), key="brand:Kerval"), Bar("Others", 1.0, Number(1))))
    html = card_html(Card("own", "", (bars,)), locale("en"), link=link)
    assert hrefs(html) == ["?open=brand:Kerval&lang=en"] * 2
    points = hrefs(card_html(plane("en"), locale("en"), link=link))
    assert points.count("?open=customer:N-1&lang=en") == 3  # both pictures and the table


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_has_the_words_of_every_cell(language: Language):
    made = pdf([ranked(language)], locale(language), title="t", made=MADE, layout="flow")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    squeezed = re.sub(r"\s", "", text)
    for words in ("Belleroche(Givors)", *(re.sub(r"\s", "", one) for one in shown(language))):
        assert words in squeezed


def shown(language: Language) -> list[str]:
    """Return figures of the sample as that language writes them."""
    figures = (
        Money(Decimal(-58_310), signed=True),
        Money(Decimal(31_840)),
        Percent(-0.132, signed=True),
    )
    return [Locale(language).show(one) for one in figures]


values: st.SearchStrategy[Value] = st.one_of(
    st.decimals(-(10**7), 10**7, places=2).map(Money),
    st.floats(-10, 10).map(lambda ratio: Percent(ratio, signed=True)),
    st.integers(-999, 999).map(str),
)
floats = st.floats(-1e15, 1e15) | st.sampled_from([nan, inf, -inf])
maybe = st.none() | st.booleans()
reasons = st.builds(
    Reason,
    st.sampled_from(["good", "bad", "warn", "neutral"]),
    st.sampled_from(["up", "down", "flat", "alert", "clock"]),
    st.integers(0, 999).map(lambda n: f"{n} days"),
)
cells: st.SearchStrategy[Cell | None] = st.one_of(
    st.none(),
    values,
    st.builds(Named, values, st.none() | values),
    st.builds(Trend, st.lists(floats, max_size=13).map(tuple), st.lists(floats, max_size=5).map(tuple)),
    st.builds(Delta, values, maybe, maybe),
    st.builds(Difference, floats, values, maybe),
    st.builds(Portion, floats, values),
    st.lists(reasons, max_size=3).map(tuple).map(Reasons),
    st.builds(To, values, st.text(max_size=9)),
)  # fmt: skip


@given(
    st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5),
    st.none() | st.tuples(cells, cells, cells),
    st.sampled_from(LANGUAGES),
    st.sampled_from([None, link]),
)
def test_text_and_page_show_the_same_numbers(
    rows: list[Any], total: Any, language: Language, opens: Callable[[str], str] | None
):
    columns = (Column("A"), Column("B"), Column("C", "right"))
    part = Table(columns, tuple(Row(row, key="row:1") for row in rows), total and Row(total))
    card = Card("own", "", (part,))
    html = card_html(card, Locale(language), link=opens)
    assert "nan" not in html
    assert numbers(card_text(card, Locale(language))) == numbers(reading(html).text)


def test_amounts_without_end_have_no_bar():
    column = (Difference(inf, "a", True), Difference(nan, "b", None), Difference(2.0, "c", True))
    columns = (Column("A"), Column("B"))
    rows = tuple(Row(("x", cell)) for cell in column)
    html = card_html(Card("own", "", (Table(columns, rows),)), locale("en"))
    assert html.count("<rect") == 1


@pytest.mark.parametrize("text", [*HOSTILE, '"><script>alert(1)</script>', "javascript:alert(1)"])
def test_no_string_in_a_cell_or_a_point_becomes_markup(text: str):
    def made(words: str) -> list[str]:
        rich = (
            Named(words, words), Difference(1, words, True), Portion(1, words), Delta(words, False, True),
            Reasons((Reason("bad", "alert", words),)), To(words, words),
        )  # fmt: skip
        point = ScatterPoint(words, 0.1, 0.1, 1, "risk", (words,), named=True, key=words)
        scatter = Scatter((point,), words, words, (words, words, words, words))
        parts = (*table(*rich, key=words).parts, scatter)
        html = card_html(Card("own", "", parts), Locale(), link=link)
        read = reading(html)
        assert not [name for _, name, _ in read.attributes if name.startswith("on")]
        return [tag for tag in read.tags if tag not in {"span", "text", "g", "path"}]

    assert made(text) == made("x")
