"""Widgets: the tie between a KPI and its card, and why a widget has nothing to show.

A KPI is a function from a source to a frozen dataclass per customer; a card describes what a reader sees of it. A widget is
one row of a catalogue that names both, the rows behind the number, and what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wiseparts_nb.card import Card
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Text

__all__ = ["Behind", "Hidden", "Widget", "hidden", "rows_of", "value_of", "values_of"]


@dataclass(frozen=True)
class Behind:
    """The query of the rows behind a number, whom it is asked of, and the values that it binds beside the period's."""

    source: Source
    sql: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Widget:
    """One row of the catalogue.

    ``rows`` is a query that returns the rows behind the number (first column ``customer_id``), from the same selection as
    the KPI's own, or what makes it where the query binds values of its own. One of ``tables`` must have rows in the source, ``feature`` must be switched on; ``prospects`` says whether
    a prospect sees it, ``kept`` whether a snapshot holds all that the answers are made of, so that it may keep them.
    """

    name: str
    kpi: Callable[[Source], Answers[Any]]
    card: Callable[[Any], Card]
    rows: str | Callable[[Source], Behind]
    feature: str
    tables: tuple[str, ...]
    prospects: bool = True
    kept: bool = True

    @property
    def title(self) -> Text:
        """The name that a reader sees."""
        return Text(f"{self.name}.title")


@dataclass(frozen=True)
class Hidden:
    """A widget with nothing to show, and why."""

    name: str
    title: Text
    reason: Text


def value_of(widget: Widget, source: Source) -> Any | Hidden:
    """Return the widget's value for the one customer in scope, or why there is none."""
    early = _not_offered(widget, source)
    if early is not None:
        return Hidden(widget.name, widget.title, early)
    value = widget.kpi(source).get(source.customer_ids[0])
    return (
        Hidden(widget.name, widget.title, _nothing_found(widget, source))
        if value is None
        else value
    )


def values_of(widget: Widget, source: Source) -> Iterator[tuple[str, Any | Hidden]]:
    """Yield every customer in scope with the widget's value or why there is none; the data are read once for all."""
    kinds = dict(source.table("select customer_id, kind from customers")[1])
    answers = widget.kpi(source)
    for customer_id in source.customer_ids:
        early = _refused(widget, source, kinds[customer_id])
        value = answers.get(customer_id) if early is None else None
        if value is None:
            value = Hidden(widget.name, widget.title, early or _nothing_found(widget, source))
        yield customer_id, value


def rows_of(widget: Widget, source: Source) -> Behind:
    """Return the query of the rows behind a widget's number."""
    return Behind(source, widget.rows) if isinstance(widget.rows, str) else widget.rows(source)


def hidden(found: Any) -> bool:
    """Whether :func:`value_of` found nothing to show."""
    return isinstance(found, Hidden)


def _not_offered(widget: Widget, source: Source) -> Text | None:
    return _refused(widget, source, "customer" if widget.prospects else _kind(source))


def _refused(widget: Widget, source: Source, kind: str) -> Text | None:
    if widget.feature in source.settings.features_off:
        return Text("hidden.feature_off")
    if not widget.prospects and kind == "prospect":
        return Text("hidden.prospect")
    return None


def _kind(source: Source) -> str:
    return source.table("select kind from customers")[1][0][0]


def _nothing_found(widget: Widget, source: Source) -> Text:
    if source.snapshot.filled.isdisjoint(widget.tables):
        return Text("hidden.absent", {"table": Text(f"table.{widget.tables[0]}")})
    return Text(f"{widget.name}.nothing")
