"""What to do before the meeting, or to raise in it: at most four proposals, each from a rule, those about money first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wiseparts_nb.card import Step
from wiseparts_nb.customer.due_amounts import DueAmounts
from wiseparts_nb.customer.health_signals import Signal
from wiseparts_nb.customer.offers import Offers
from wiseparts_nb.customer.open_quotes import OpenQuotes
from wiseparts_nb.text import Day, Money, Number, Text

__all__ = ["Proposal", "proposals"]

SHOWN = 4
"""Proposals at most."""


@dataclass(frozen=True)
class Proposal:
    """Something to do, by the rule that proposes it."""

    rule: str
    text: Text

    @property
    def step(self) -> Step:
        """The proposal as a card shows it."""
        return Step(self.text, self.rule)


def proposals(
    signals: Sequence[Signal],
    due: DueAmounts | None,
    quotes: OpenQuotes | None,
    offers: Offers | None,
) -> tuple[Proposal, ...]:
    """Return what to do about the largest open quote, the oldest overdue document, the offer that ends first and the signals."""
    found = {signal.rule: signal for signal in signals}
    said = [
        Proposal(rule, Text(f"health.step.{rule}", dict(found[rule].args)))
        for rule in _ASKING
        if rule in found
    ]
    first = [one for one in said if one.rule == "silence"]
    last = [one for one in said if one.rule != "silence"]
    asked = [*first, *_open_quote(quotes), *_payment(due), *_offer(offers), *last]
    return tuple(asked[:SHOWN])


_ASKING = ("silence", "no_visit", "overdue_tasks", "quotes_down")
"""Rules whose finding is itself something to take up: first why orders stopped, the others after the money at hand."""


def _open_quote(quotes: OpenQuotes | None) -> Iterator[Proposal]:
    if quotes is not None:
        largest = quotes.quotes[0]
        args = {"quote": largest.quote_id, "amount": Money(largest.net)}
        yield Proposal("open_quote", Text("health.step.open_quote", args))


def _payment(due: DueAmounts | None) -> Iterator[Proposal]:
    late = due.late if due else ()
    if late:
        args = {
            "document": late[0].due_document_id,
            "amount": Money(late[0].amount_due),
            "n": Number(late[0].days_late),
        }
        yield Proposal("payment", Text("health.step.payment", args))


def _offer(offers: Offers | None) -> Iterator[Proposal]:
    ending = [one for one in offers.offers if one.ends_soon] if offers else []
    if ending and ending[0].ends_on is not None:
        args = {"offer": ending[0].name, "day": Day(ending[0].ends_on, "short")}
        yield Proposal("offer", Text("health.step.offer", args))
