"""What the portfolio's cards say, in every language."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, quoted, utc
from tests.portfolio.customers import NOW, due, of, people, year_and_year
from wiseparts_nb.card import Card, Difference, Named, Note, Reasons, Scatter, Table, To
from wiseparts_nb.customer.health import ATTENTION, RISK, health
from wiseparts_nb.customer.health_signals import MOST
from wiseparts_nb.locale import LANGUAGES, Locale, messages
from wiseparts_nb.portfolio.accounts import Selection
from wiseparts_nb.portfolio.scatter import NAMED, scatter_card
from wiseparts_nb.portfolio.thresholds import thresholds_card
from wiseparts_nb.portfolio.triage import KINDS, Kind, triage
from wiseparts_nb.portfolio.triage_cards import list_card, scale, sentence, summary_card
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Text


def table(card: Card) -> Table:
    (part,) = card.parts
    assert isinstance(part, Table)
    return part


def slipping(make: MakeSource) -> Source:
    head, lines = quoted("D-1", NOW - timedelta(3), (None, "700.00", "open"))
    return make(
        NOW,
        customers=[
            *people("C-1", city="Givors", trade="Installer", sales_rep_1_id="S-1"),
            *people("C-2"),
        ],
        staff=[{"staff_id": "S-1", "name": "K. Benali"}],
        sales_lines=[*year_and_year("C-1", 1000, 100), *year_and_year("C-2", 800, 1000)],
        quotes=of("C-2", head),
        quote_lines=of("C-2", lines),
        due_documents=[due("C-1", "F-1", 47, "1842.00")],
    )


def test_the_sentence_and_the_summary(make: MakeSource) -> None:
    value = triage(slipping(make))
    said = "2 customers. 1 is slipping, 1 is growing, 1 waits for an answer or a payment."
    assert Locale("en").show(sentence(value)) == said
    assert (
        Locale("fr").show(sentence(value)).startswith("2 clients. 1 recule, 1 progresse, 1 attend")
    )
    shown = sayings(summary_card(value))
    assert {"1", "−€2.7k", "€1.8k"} <= set(shown)


def test_a_row_says_who_why_how_much_and_what_next(make: MakeSource) -> None:
    card = list_card(triage(slipping(make)), "risk")
    shown = sayings(card)
    for said in (
        "1 of 1, ranked by sales lost",
        "1 customer bought €2,700 less in three months than a year ago.",
        "Installer · Givors",
        "11 months below last year",
        "€1,842 overdue, 47 days",
        "−90.0%",
        "−€2,700",
        "Agree a payment date",
    ):
        assert said in shown
    (row,) = table(card).rows
    assert row.key == "customer:C-1"
    assert [type(one) for one in row.cells].count(Named) == 1
    (to,) = [one for one in row.cells if isinstance(one, To)]
    assert to.key == "customer:C-1"
    assert "K. Benali" in row.cells


def test_what_was_planned_and_not_reported_stands_in_the_service_list(make: MakeSource) -> None:
    days = (
        "2026-10-11 22:30",
        "2026-10-20 09:00",
        "2026-11-22 23:00",
    )  # the last is today in Paris
    planned: Rows = [
        {
            "activity_id": f"A-{place}",
            "customer_id": "C-1",
            "kind": "visit",
            "status": "planned",
            "starts_at": utc(day),
        }
        for place, day in enumerate(days)
    ]
    source = make(NOW, activities=planned, due_documents=[due("C-1", "F-1", 47, "900.00")])
    value = triage(source)
    assert (value.judged[0].pending, value.judged[0].pending_since) == (2, date(2026, 10, 12))
    shown = sayings(list_card(value, "service"))
    assert "2 planned activities not reported, oldest 12 Oct" in shown


def test_columns_without_anything_are_left_out(make: MakeSource) -> None:
    source = make(NOW, sales_lines=year_and_year("C-1", 1000, 100))
    heads = [column.label for column in table(list_card(triage(source), "risk")).columns]
    names = [one.id.removeprefix("triage.column.") for one in heads if isinstance(one, Text)]
    assert names == ["rank", "customer", "months", "change", "why", "stake_risk", "step"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_list_says_so(make: MakeSource, kind: Kind) -> None:
    card = list_card(triage(make(NOW)), kind)
    assert sayings(card)
    assert isinstance(card.parts[0], Note)


def test_growth_without_quotes_is_ranked_by_its_signs(make: MakeSource) -> None:
    source = make(NOW, sales_lines=year_and_year("C-1", 500, 1000))
    card = list_card(triage(source), "growth")
    assert "1 of 1, the strongest signs first" in sayings(card)
    assert card.message is None


def test_bars_share_one_scale(demo: Source) -> None:
    value = triage(demo, Selection(limit=None))
    end = scale(value)
    for kind in KINDS:
        bars = [
            cell
            for row in table(list_card(value, kind)).rows
            for cell in row.cells
            if isinstance(cell, Difference)
        ]
        assert bars
        assert all(abs(one.amount) <= end for one in bars)


def test_every_row_has_reasons_and_a_step_of_the_customers_own_page(demo: Source) -> None:
    value, pages = triage(demo, Selection(limit=None)), health(demo)
    for kind in KINDS:
        card = list_card(value, kind)
        assert sayings(card)
        for stake, row in zip(value.lists[kind].shown, table(card).rows, strict=True):
            (why,) = [cell for cell in row.cells if isinstance(cell, Reasons)]
            assert 1 <= len(why.reasons) <= 3
            (to,) = [cell for cell in row.cells if isinstance(cell, To)]
            assert isinstance(to.words, Text)
            step = to.words.id.removeprefix("triage.step.")
            page = pages[stake.judged.account.customer_id]
            proposed = {one.rule for one in page.proposals}
            # the page cuts after four; what it found last may stand here all the same
            assert step in proposed | {one.rule for one in page.signals} | {"look"}
            if step == "open_quote":
                (own,) = [one for one in page.proposals if one.rule == step]
                assert to.words.args["quote"] == own.text.args["quote"]


def test_steps_begin_as_the_customer_page_does() -> None:
    for language in LANGUAGES:
        known = messages()[language]
        steps = [name for name in known if name.startswith("triage.step.")]
        for name in steps:
            long: Any = known.get(name.replace("triage.", "health."))
            if long is not None:
                whole = long if isinstance(long, str) else long["other"]
                assert whole.startswith(f"**{known[name]}**"), name
        assert len(steps) == 7


def test_thresholds_are_the_rules_own() -> None:
    shown = sayings(thresholds_card())
    assert f"Needs attention from {ATTENTION} points, at risk from {RISK}. The rules are the same on the customer page." in shown  # fmt: skip
    assert "up to +40" in shown
    assert "−8" in shown
    assert "the last visit is more than 60 days ago and none is planned" in shown
    rows = thresholds_card().parts[0]
    assert isinstance(rows, Table)
    assert len(rows.rows) == len(MOST)


def test_no_rule_gives_more_than_its_most(demo: Source) -> None:
    for one in triage(demo).judged:
        for signal in one.signals:
            most = MOST[signal.rule]
            assert abs(signal.points) <= abs(most)
            assert (signal.points >= 0) == (most > 0)


def test_the_picture_names_the_most_valuable_of_the_lists(demo: Source) -> None:
    value = triage(demo)
    card = scatter_card(value)
    assert card is not None
    assert sayings(card)
    (part,) = card.parts
    assert isinstance(part, Scatter)
    named = [one for one in part.points if one.named]
    assert len(named) == NAMED
    assert all(one.role != "plain" for one in named)
    others = [one.size for one in part.points if one.role != "plain" and not one.named]
    assert min(one.size for one in named) >= max(others)
    placed = [one for one in value.judged if None not in {one.change, one.quotes_change}]
    assert len(part.points) == len(placed) < value.count
    assert {one.key for one in part.points} == {
        f"customer:{one.account.customer_id}" for one in placed
    }


def test_no_picture_without_quotes(make: MakeSource) -> None:
    source = make(NOW, sales_lines=year_and_year("C-1", 500, 1000))
    assert scatter_card(triage(source)) is None
    assert triage(source).judged[0].net == Decimal(11000)
