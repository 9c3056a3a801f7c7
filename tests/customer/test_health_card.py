"""The card of account health: the sentence for every finding, reasons in order, steps at most four."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import get_args

import pytest

from tests.customer.cards import check, plain, sayings
from wiseparts_nb.card import Findings, Headline, Steps
from wiseparts_nb.customer.health import Health, card
from wiseparts_nb.customer.health_signals import Rule, Signal
from wiseparts_nb.customer.health_steps import proposals
from wiseparts_nb.customer.offers import Offer, Offers
from wiseparts_nb.customer.open_quotes import OpenQuote, OpenQuotes
from wiseparts_nb.locale import messages
from wiseparts_nb.text import Day, Money, Number, Percent, Points, Text, Value

NOW = date(2026, 11, 23)
ARGS: dict[str, Value] = {
    "first": Day(date(2026, 8, 1), "month"),
    "last": Day(date(2026, 10, 1), "month"),
    "now": Money(Decimal(126424)),
    "before": Money(Decimal(145661)),
    "day": Day(NOW, "short"),
    "n": Number(2),
    "share": Percent(0.44, digits=0),
    "subject": "Call {n} **back**",
}
FIGURES: dict[Rule, Value] = {"overdue": Money(Decimal(18420)), "conversion_up": Points(0.047)}
BAD: tuple[Rule, ...] = (
    "sales_down",
    "silence",
    "overdue",
    "no_visit",
    "overdue_tasks",
    "quotes_down",
)
GOOD: tuple[Rule, ...] = ("sales_up", "quotes_up", "conversion_up")


def signal(rule: Rule, points: int) -> Signal:
    return Signal(rule, points, FIGURES.get(rule, Percent(0.132, signed=True)), ARGS)


def judged(*signals: Signal, months_below: int = 0) -> Health:
    score = sum(one.points for one in signals)
    state = "risk" if score >= 40 else "attention" if score >= 12 else "healthy"
    steps = proposals(signals, None, None, None)
    return Health(state, score, signals, months_below, steps)


def verdicts() -> Iterator[tuple[Rule | None, Rule | None, Health]]:
    """Every worst and best signal that can meet, with and without a run of months."""
    for worst, best, months in product((None, *BAD), (None, *GOOD), (0, 6)):
        signals = [signal(worst, 20)] if worst else []
        signals += [signal(best, -4)] if best else []
        yield worst, best, judged(*signals, months_below=months)


def test_every_rule_is_tested() -> None:
    assert {*BAD, *GOOD} == set(get_args(Rule))


def test_a_sentence_for_every_finding() -> None:
    used: set[str] = set()
    for worst, best, value in verdicts():
        shown = card(value)
        check(shown)
        headline = shown.parts[0]
        assert isinstance(headline, Headline)
        assert isinstance(headline.sentence, Text)
        used.add(headline.sentence.id)
        _, _, bad, good = headline.sentence.id.split(".")
        assert bad in {worst or "steady", "sales_run" if worst == "sales_down" else ""}
        opposite = worst is not None and best == worst.replace("_down", "_up")
        assert good == ("alone" if best is None or opposite else best)
    assert used == {name for name in messages()["en"] if name.startswith("health.sentence.")}


def test_sentences_read_well() -> None:
    fall = judged(signal("sales_down", 20), signal("quotes_up", -8), months_below=6)
    words = {language: plain(said) for language, said in check(card(fall)).items()}
    assert "Sales have been below last year for 6 months, yet quotes are rising." in words["en"]
    assert (
        "Les ventes restent sous l’an dernier depuis 6 mois, alors que les devis augmentent."
        in words["fr"]
    )
    assert (
        "Las ventas llevan 6 meses por debajo del año anterior, pero los presupuestos aumentan."
        in words["es"]
    )


@pytest.mark.parametrize("rule", ["sales_down", "sales_up"])
def test_months_that_begin_with_a_vowel_read_well_in_french(rule: str) -> None:
    said = str(messages()["fr"][f"health.reason.{rule}"])
    assert " de {" not in said  # it is d'août, not de août


@pytest.mark.parametrize("count", range(1, 7))
def test_reasons_are_the_worst_first_and_a_good_one_last(count: int) -> None:
    bad = tuple(signal(rule, 30 - place) for place, rule in enumerate(BAD[:count]))
    for good in ((), (signal("quotes_up", -4), signal("sales_up", -9))):
        shown = card(judged(*bad, *good))
        findings = shown.parts[1]
        assert isinstance(findings, Findings)
        tones = [one.tone for one in findings.findings]
        assert len(tones) == min(count + bool(good), 4)
        assert ("good" in tones) == bool(good)
        assert tones.index("good") == len(tones) - 1 if good else "good" not in tones
        ids = [
            one.text.id.rpartition(".")[2]
            for one in findings.findings
            if isinstance(one.text, Text)
        ]
        hurting = [one.rule for one in bad]
        assert ids == [*hurting[: len(tones) - bool(good)], *(["sales_up"] if good else [])]


def test_without_a_reason_there_is_none_shown() -> None:
    shown = card(judged())
    assert [part.kind for part in shown.parts] == ["headline"]
    assert {"Healthy", "In good order overall."} <= set(sayings(shown))
    assert [part.kind for part in card(judged(signal("overdue", 0))).parts] == ["headline"]


@pytest.mark.parametrize(
    ("points", "badge"),
    [(11, "Healthy"), (12, "Needs attention"), (39, "Needs attention"), (40, "At risk")],
)
def test_badges(points: int, badge: str) -> None:
    words = sayings(card(judged(signal("overdue", points))))
    assert badge in words
    assert (
        f"Score {points}: needs attention from 12, at risk from 40. Each reason adds its points."
        in words
    )


QUOTES = OpenQuotes((OpenQuote("Q-1", NOW, None, None, Decimal(900), None),), Decimal(900))
ENDING = Offer("promotion", "M-1", "{n} Winter", None, None, NOW, 0)


def test_at_most_four_steps_from_whatever_was_found() -> None:
    for length in range(len(BAD) + 1):
        for rules in combinations(BAD, length):
            signals = tuple(signal(rule, 10) for rule in rules)
            for quotes, offers in product((None, QUOTES), (None, Offers((ENDING,)))):
                steps = proposals(signals, None, quotes, offers)
                asked = sum(
                    rule in {"silence", "no_visit", "overdue_tasks", "quotes_down"}
                    for rule in rules
                )
                assert len(steps) == min(4, asked + (quotes is not None) + (offers is not None))
                shown = card(replace(judged(*signals), proposals=steps))
                assert any(isinstance(part, Steps) for part in shown.parts) == bool(steps)
    everything = tuple(signal(rule, 10) for rule in BAD)
    check(
        card(
            replace(
                judged(*everything),
                proposals=proposals(everything, None, QUOTES, Offers((ENDING,))),
            )
        )
    )


def test_an_offer_that_lasts_is_not_raised() -> None:
    lasting = replace(ENDING, ends_on=date(2027, 11, 23), days_left=365)
    assert proposals((), None, None, Offers((lasting,))) == ()
    assert [one.rule for one in proposals((), None, None, Offers((ENDING, lasting)))] == ["offer"]
