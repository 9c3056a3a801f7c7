"""The meeting brief: the cards that a sales person reads in a minute before the door, and why others are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wiseparts_nb.card import Card, Identity, Metric, Note
from wiseparts_nb.customer.catalogue import CATALOGUE, widget
from wiseparts_nb.customer.customer_record import CustomerRecord
from wiseparts_nb.customer.trade import trade_name
from wiseparts_nb.customer.upcoming import Upcoming
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Listing, Moment, Number, Text, Value
from wiseparts_nb.widget import Hidden, Widget, value_of

__all__ = ["KEY_FIGURES", "MeetingBrief", "meeting_brief"]

KEY_FIGURES = ("sales_trend", "month_projection", "due_amounts", "order_ratios")
"""Widgets whose first figure stands in the strip of key figures."""


@dataclass(frozen=True)
class MeetingBrief:
    """One customer's brief over one source. A card is computed when it is asked for, at most once."""

    source: Source

    def value(self, name: str) -> Any:
        """Return a widget's value, or why it is hidden."""
        return self._found(widget(name))

    def card(self, name: str) -> Card | None:
        """Return a card by name, None where its widget is hidden (``provenance`` says why)."""
        own = {
            "customer": self._customer,
            "key_figures": self._key_figures,
            "provenance": self._provenance,
        }
        if name in own:
            return own[name]()
        found = self.value(name)
        return None if isinstance(found, Hidden) else widget(name).card(found)

    @cached_property
    def hidden(self) -> tuple[Hidden, ...]:
        """Widgets with nothing to show, each with its reason."""
        found = (self._found(one) for one in CATALOGUE)
        return tuple(one for one in found if isinstance(one, Hidden))

    @cached_property
    def _memory(self) -> dict[str, Any]:
        return {}

    def _found(self, one: Widget) -> Any:
        if one.name not in self._memory:
            self._memory[one.name] = value_of(one, self.source)
        return self._memory[one.name]

    def _customer(self) -> Card:
        record: CustomerRecord = self.value("customer_record")
        ahead = self.value("upcoming")
        meeting = () if isinstance(ahead, Hidden) else _meeting(ahead)
        identity = Identity(record.name, _facts(record), meeting)
        return Card("customer", Text("meeting_brief.title"), (identity,))

    def _key_figures(self) -> Card | None:
        cards = (self.card(name) for name in KEY_FIGURES)
        metrics = [figure for card in cards if card and (figure := _first_metric(card))]
        return (
            Card("key_figures", Text("meeting_brief.key_figures"), tuple(metrics))
            if metrics
            else None
        )

    def _provenance(self) -> Card:
        source = self.source
        made = {
            "company": source.snapshot.company,
            "source": source.snapshot.source,
            "snapshot": source.snapshot.id,
            "day": Day(source.as_of),
            "at": Moment(source.snapshot.created_at.replace(tzinfo=None)),
        }
        notes = [
            Note(Text("meeting_brief.definitions")),
            Note(Text("meeting_brief.provenance", made)),
        ]
        notes += [Note(text) for text in _reasons(self.hidden)]
        return Card(
            "provenance", Text("meeting_brief.about", {"n": Number(len(self.hidden))}), tuple(notes)
        )


def meeting_brief(source: Source) -> MeetingBrief:
    """Return the brief of the one customer that the source is narrowed to."""
    return MeetingBrief(source)


def _reasons(hidden: tuple[Hidden, ...]) -> Iterator[Text]:
    """Say once why widgets are hidden that miss the same thing."""
    by_reason: dict[str, list[Hidden]] = {}
    for one in hidden:
        by_reason.setdefault(repr(one.reason), []).append(one)
    for together in by_reason.values():
        titles = Listing(tuple(one.title for one in together))
        yield Text("meeting_brief.hidden", {"title": titles, "reason": together[0].reason})


def _first_metric(card: Card) -> Metric | None:
    """Return a card's figure; a projection without enough history has none."""
    return next((part for part in card.parts if isinstance(part, Metric)), None)


def _facts(record: CustomerRecord) -> tuple[Value, ...]:
    kind = Text(f"customer_record.{record.kind}")
    rep = (
        Text("meeting_brief.account_manager", {"name": record.sales_reps[0]})
        if record.sales_reps
        else None
    )
    tier = record.tier if record.tier and record.tier.casefold() != record.kind else None
    facts = (
        record.customer_id,
        kind,
        trade_name(record.trade),
        trade_name(tier),
        record.city,
        rep,
    )
    return tuple(fact for fact in facts if fact)


def _meeting(ahead: Upcoming) -> tuple[Value, ...]:
    """Return the next meeting: when, what, with whom."""
    next_one = ahead.meeting
    if next_one is None or next_one.at is None:
        return ()
    named: Mapping[str, Value] = {
        "kind": Text(f"activity.{next_one.kind}"),
        "subject": next_one.subject,
    }
    what = Text("meeting_brief.meeting", named) if next_one.subject else named["kind"]
    whom = Text("meeting_brief.with", {"name": next_one.contact}) if next_one.contact else None
    return tuple(line for line in (Moment(next_one.at, "long"), what, whom) if line)
