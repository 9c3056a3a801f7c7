"""Cards of one agreement in every state: what they say, that their figures are the performance's, and that columns add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.agreements.reported import POOLED, STATES, publish_trade
from wiseparts_nb.agreements.contribution_card import contribution_card
from wiseparts_nb.agreements.list_card import OwnPart, customer_card
from wiseparts_nb.agreements.names import names_of
from wiseparts_nb.agreements.performance import Performance, performance
from wiseparts_nb.agreements.progress_cards import chances_card, course_card, progress_card
from wiseparts_nb.agreements.summary_card import standing_words, summary_card
from wiseparts_nb.agreements.terms_card import terms_card
from wiseparts_nb.agreements.wording import amount
from wiseparts_nb.card import Card, Chances, Course, Difference, Portion, Table, from_json, to_json
from wiseparts_nb.locale import LANGUAGES, Locale
from wiseparts_nb.render.plain import card_text
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source, open_source
from wiseparts_nb.text import Money, Percent

EN = Locale("en")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    folder = tmp_path_factory.mktemp("snapshots")
    publish_trade(folder)
    opened = open_source(Settings(snapshots=folder))
    yield opened
    opened.close()


def cards(found: Performance, source: Source) -> tuple[Card, ...]:
    names = names_of(source)
    return (
        summary_card(found),
        progress_card(found),
        course_card(found),
        chances_card(found),
        contribution_card(found, names),
        terms_card(found.terms, names, version=1),
    )


def table(card: Card) -> Table:
    return next(part for part in card.parts if isinstance(part, Table))


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_said_in_every_language(source: Source, state: str) -> None:
    found = performance(source, STATES[state])
    for card in cards(found, source):
        assert from_json(to_json(card)) == card
        for language in LANGUAGES:
            said = card_text(card, source.locale(language), width=160)
            assert "None" not in said.replace("None of", "").replace("None yet", "")
            assert "  ." not in said


@pytest.mark.parametrize(
    ("state", "begins"),
    [
        ("active", "Behind the expected path by "),
        ("upcoming", "The agreement begins on 1 Jan 2025; tier 2 "),
        ("closing", "The period is over: tier "),
        ("final", "Final: tier "),
        ("none_reached", "Final: no tier reached, no bonus."),
        ("no_reference", "No expected path was agreed; tier "),
    ],
)
def test_the_first_sentence_says_the_state(source: Source, state: str, begins: str) -> None:
    found = performance(source, STATES[state])
    sentence = EN.text(standing_words(found)).replace("\u00a0", " ")
    assert sentence.startswith(begins)


def test_each_alone_counts_customers(source: Source) -> None:
    found = performance(source, STATES["each"])
    level = max((at for at, by in enumerate(found.reached_by, 1) if by), default=1)
    reached = found.reached_by[level - 1]
    sentence = EN.text(standing_words(found))
    assert f"{reached} of {len(found.shares)} customers reached tier {level}." in sentence
    chances = next(one for one in chances_card(found).parts if isinstance(one, Chances))
    assert [one.share for one in chances.chances] == [by / 6 for by in found.reached_by]


def test_lines_without_a_value_are_told(source: Source) -> None:
    found = performance(source, STATES["margin"])
    assert found.unvalued == found.lines > 0
    said = card_text(summary_card(found), EN)
    assert f"{found.unvalued:,} of {found.lines:,} lines have no cost" in " ".join(said.split())


@pytest.mark.parametrize("most", [None, 1, 2, 4, 5])
@pytest.mark.parametrize("state", ["active", "each", "final"])
def test_contributions_add_up_whatever_is_left_out(
    source: Source, state: str, most: int | None
) -> None:
    found = performance(source, STATES[state])
    part = table(contribution_card(found, names_of(source), most=most))
    heads = [EN.show(column.label) for column in part.columns]
    actual, share, change = (
        heads.index(one) for one in ("Actual", "Share", "Change vs year before")
    )

    def money(cell: object) -> Decimal:
        value = cell.value if isinstance(cell, Portion | Difference) else cell
        assert isinstance(value, Money)
        return value.amount

    assert part.total is not None
    assert sum(money(row.cells[actual]) for row in part.rows) == found.total.actual
    assert money(part.total.cells[actual]) == found.total.actual
    changed = found.total.actual - found.total.year_before
    assert sum(money(row.cells[change]) for row in part.rows) == changed
    shares = [row.cells[share] for row in part.rows]
    assert sum(one.ratio for one in shares if isinstance(one, Percent)) == pytest.approx(1)
    if most is not None:
        assert len(part.rows) == most + 1
    if "Projection" in heads:
        at = heads.index("Projection")
        projected = sum(money(row.cells[at]) for row in part.rows)
        assert abs(projected - found.total.projected) <= Decimal("0.05")


def test_before_the_period_customers_have_a_projection_alone(source: Source) -> None:
    found = performance(source, STATES["upcoming"])
    card = contribution_card(found, names_of(source))
    assert [EN.show(column.label) for column in table(card).columns] == ["Customer", "Projection"]
    assert all(len(row.cells) == 2 for row in table(card).rows)


def test_no_bonus_is_promised_where_a_threshold_alone_earns_none(source: Source) -> None:
    by_slices = replace(POOLED, tier_basis="incremental", tiers=POOLED.tiers[2:], reference_tier=1)
    found = performance(source, by_slices)
    assert (found.total.reached, found.total.next_bonus) == (0, 0)
    assert "with tier 1" not in card_text(summary_card(found), EN)
    assert "What would change it" not in card_text(chances_card(found), EN)


def test_the_course_ends_where_the_figures_stand(source: Source) -> None:
    found = performance(source, POOLED)
    course = next(one for one in course_card(found).parts if isinstance(one, Course))
    assert (course.actual[0].amount, course.actual[-1].amount) == (0, found.total.actual)
    assert course.actual[-1].day == found.as_of
    last = course.projected[-1]
    figures = (found.total.projected, found.total.low, found.total.high)
    assert (last.amount, last.low, last.high) == figures
    assert course.expected[-1].amount == POOLED.reference_target
    assert [one.day.day for one in course.expected[1:]] == [
        31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]  # fmt: skip
    assert course.gaps[-1].amount == found.total.gap


def test_terms_print_everything(source: Source) -> None:
    names = names_of(source)
    said = card_text(terms_card(POOLED, names, version=3), EN, width=200)
    for wanted in ("version 3", "€9,000", "€25,000", "€60,000", "4.5%", "Agreed at the fair.",
                   "Customer C-6", "5 days after the end", "the expected path leads here",
                   "the rate of the reached tier on the whole amount"):  # fmt: skip
        assert wanted in said
    incremental = replace(POOLED, tier_basis="incremental", scope="each")
    said = card_text(terms_card(incremental, names), EN, width=200)
    assert "draft, not approved" in said
    assert "each slice at the rate of its own tier" in said
    assert "every customer has the tiers for itself" in said


def test_a_customer_sees_its_own_part(source: Source) -> None:
    found = performance(source, POOLED)
    share = found.shares[1]
    part = OwnPart("A-0001", POOLED, share.standing, found.total, found.as_of)
    said = card_text(customer_card([part]), EN, width=220)
    assert EN.show(amount(share.standing.actual, "net")) in said
    assert "Growth 2024" in said
