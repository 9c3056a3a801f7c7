"""The few names that a notebook needs: open the workbench, ask for numbers, show cards.

>>> from wiseparts_nb.notebook import open_workbench
>>> workbench = open_workbench()
>>> customer = workbench.customer("C-0001")
>>> customer.show("sales_trend")          # a card, in JupyterLab, in Voila and in a report
>>> customer.value("sales_trend")         # the numbers in it, as a dataclass
>>> workbench.frame("sales_trend")        # the same for every customer, as a data frame
>>> workbench.sql("select kind, count(*) from customers group by kind")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from wiseparts_nb.agreements.performance import Performance
from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.agreements.report import AgreementReport, agreement_report
from wiseparts_nb.card import Card, Note, Picture
from wiseparts_nb.customer.catalogue import CATALOGUE, widget
from wiseparts_nb.customer.meeting_brief import MeetingBrief, meeting_brief
from wiseparts_nb.errors import InputError
from wiseparts_nb.explain import Explanation, explain
from wiseparts_nb.locale import Locale
from wiseparts_nb.render import lab
from wiseparts_nb.settings import read_settings
from wiseparts_nb.source.source import Source, open_source
from wiseparts_nb.text import Text
from wiseparts_nb.widget import Hidden, rows_of, value_of

__all__ = [
    "Agreement",
    "Brief",
    "Customer",
    "Shown",
    "Workbench",
    "open_agreement",
    "open_brief",
    "open_workbench",
]


@dataclass(frozen=True)
class Shown:
    """A card for a reader: it displays itself wherever a notebook is shown."""

    card: Card
    locale: Locale

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return lab.bundle(self.card, self.locale)


@dataclass(frozen=True)
class Customer:
    """One customer: numbers by ``value``, cards by ``show``, the rows behind a number by ``rows``."""

    source: Source
    locale: Locale

    def value(self, name: str) -> Any:
        """Return a KPI's dataclass, or None where there is nothing to show."""
        found = value_of(widget(name), self.source)
        return None if isinstance(found, Hidden) else found

    def show(self, name: str) -> Shown:
        """Return a widget's card; a hidden widget's card says why it is hidden."""
        found = value_of(widget(name), self.source)
        card = _hidden_card(found) if isinstance(found, Hidden) else widget(name).card(found)
        return Shown(card, self.locale)

    def rows(self, name: str) -> pd.DataFrame:
        """Return the rows behind a number, one line each."""
        behind = rows_of(widget(name), self.source)
        return behind.source.frame(behind.sql, **behind.values)

    def explain(self, name: str) -> Explanation:
        """Return how a number was computed: definition, scope, period, rows counted and the queries that ran."""
        return explain(widget(name), self.source)


def _hidden_card(found: Hidden) -> Card:
    return Card(found.name, found.title, (Note(Text("hidden.sentence", {"reason": found.reason})),))


@dataclass(frozen=True)
class Brief:
    """The meeting brief of one customer; ``show`` displays one of its cards, or nothing where it has none."""

    brief: MeetingBrief
    locale: Locale

    def show(self, name: str) -> Shown | None:
        """Return the card of this name, or None when there is nothing to say under it."""
        card = self.brief.card(name)
        return None if card is None else Shown(card, self.locale)


@dataclass(frozen=True)
class Agreement:
    """The report of one agreement: its cards by ``show``, its figures as ``performance``."""

    report: AgreementReport
    locale: Locale

    @property
    def performance(self) -> Performance:
        """How the agreement stands: the figures of every card."""
        return self.report.performance

    def show(self, name: str) -> Shown:
        """Return a card of the report by name."""
        return Shown(self.report.card(name), self.locale)


@dataclass(frozen=True)
class Workbench:
    """All customers of one snapshot, for one reader's language."""

    source: Source
    locale: Locale

    @property
    def as_of(self) -> date:
        """The day of the numbers."""
        return self.source.as_of

    @cached_property
    def customers(self) -> pd.DataFrame:
        """Every customer in scope, one line each."""
        return self.source.frame("select * from customers order by customer_id").set_index(
            "customer_id"
        )

    def customer(self, customer_id: str, *, all_sales: bool = False) -> Customer:
        """Return one customer; ``all_sales`` combines its sales through every wholesaler.

        Raises
        ------
        UnknownNameError
            There is no such customer; the message names the nearest id.
        """
        return Customer(self.source.narrowed(customer_id, all_sales=all_sales), self.locale)

    def frame(self, name: str) -> pd.DataFrame:
        """Return a KPI for all customers in one pass: one line per customer that has something to show."""
        return widget(name).kpi(self.source).frame()

    def values(self, name: str) -> Any:
        """Return a KPI's dataclasses by customer id, each made when it is read."""
        return widget(name).kpi(self.source)

    def sql(self, query: str) -> pd.DataFrame:
        """Run a query over the canonical tables; it may name the period's bounds (``$as_of``, ``$month_start`` ...)."""
        return self.source.frame(query)

    def card(self, title: str, *contents: Any, message: str | None = None) -> Shown:
        """Return your own card: parts of :mod:`wiseparts_nb.card`, sentences, or Altair charts.

        A chart is given as ``(chart, "what it shows, for readers who cannot see it")``.
        """
        return Shown(Card("own", title, tuple(map(_part, contents)), message=message), self.locale)

    @staticmethod
    def kpis() -> Sequence[str]:
        """Return the names of all KPIs."""
        return tuple(one.name for one in CATALOGUE)


def _part(content: Any) -> Any:
    if isinstance(content, str):
        return Note(content)
    if isinstance(content, tuple):
        chart, alt = content
        return Picture(chart.to_dict(), alt)
    if hasattr(content, "to_dict") and not hasattr(content, "kind"):
        raise InputError(
            "A chart on a card needs a sentence for readers who cannot see it: give (chart, 'what it shows')."
        )
    return content


def open_workbench(*, as_of: date | str | None = None, language: str | None = None) -> Workbench:
    """Open the data that ``wiseparts.toml`` or the environment names, by default the snapshot in use.

    Raises
    ------
    SourceError
        There is no snapshot yet, or it cannot be read.
    """
    settings = read_settings()
    source = open_source(settings, as_of=_day(as_of))
    return Workbench(source, source.locale(language or settings.language))


def open_brief(
    customer_id: str,
    *,
    as_of: date | str | None = None,
    since: date | str | None = None,
    language: str | None = None,
) -> Brief:
    """Open the meeting brief of one customer; ``since`` is the day of its last brief, by default four weeks ago.

    Raises
    ------
    UnknownNameError
        There is no such customer or language; the message names the nearest.
    """
    workbench = open_workbench(as_of=as_of, language=language)
    source = workbench.source.narrowed(customer_id).since(_day(since))
    return Brief(meeting_brief(source), workbench.locale)


def open_agreement(
    agreement_id: str, *, as_of: date | str | None = None, language: str | None = None
) -> Agreement:
    """Open the report of one approved agreement.

    Raises
    ------
    UnknownNameError
        There is no such agreement or language; the message names the nearest.
    InputError
        The agreement was never approved.
    """
    workbench = open_workbench(as_of=as_of, language=language)
    register = open_register(workbench.source.settings)
    return Agreement(agreement_report(workbench.source, register, agreement_id), workbench.locale)


def _day(day: date | str | None) -> date | None:
    if not isinstance(day, str):
        return day
    if not day:
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise InputError(
            f"{day!r} is not a day. Write it as year-month-day, like 2026-11-23."
        ) from None
