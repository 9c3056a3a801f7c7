"""What a number is made of, for people and programs: its value as JSON, and how it was computed.

An explanation is the record of what ran, not a description beside it: the definition is the KPI's own docstring and the
queries are those that the source was asked.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from wiseparts_nb.locale import Locale
from wiseparts_nb.scope import Scope
from wiseparts_nb.source.source import Query, Source
from wiseparts_nb.widget import Hidden, Widget, rows_of, value_of, values_of

__all__ = ["Explanation", "answer", "answers", "definition", "explain", "plain"]


def plain(value: Any) -> Any:
    """Return a value as JSON has it: decimals as strings, days and UTC instants in ISO 8601, what is no number as null."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(one) for one in value]
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return format(value, "f")
        case datetime():
            return f"{value.isoformat()}Z" if value.tzinfo is None else value.isoformat()
        case date():
            return value.isoformat()
        case float():
            return float(value) if isfinite(value) else None
        case _:
            return plain(value.item()) if hasattr(value, "item") else str(value)


def answer(widget: Widget, source: Source, locale: Locale) -> dict[str, Any]:
    """Return a KPI of the one customer in scope as a JSON object; without a value it says the reason."""
    return _object(widget, source, source.scope, value_of(widget, source), locale)


def answers(widget: Widget, source: Source, locale: Locale) -> Iterator[dict[str, Any]]:
    """Yield a KPI of every customer as JSON objects, the data read once."""
    for customer_id, found in values_of(widget, source):
        scope = Scope(customer_id, source.scope.wholesaler_id, source.scope.all_sales)
        yield _object(widget, source, scope, found, locale)


def _object(
    widget: Widget, source: Source, scope: Scope, found: Any, locale: Locale
) -> dict[str, Any]:
    about = {
        "kpi": widget.name,
        "scope": plain(scope),
        "as_of": source.as_of.isoformat(),
        "snapshot": source.snapshot.id,
    }
    if isinstance(found, Hidden):
        return {**about, "value": None, "reason": locale.text(found.reason)}
    return {**about, "value": plain(found)}


@dataclass(frozen=True, repr=False)
class Explanation:
    """How a number was computed.

    Attributes
    ----------
    definition
        What the number is: formula, window, when there is none.
    scope
        Whose rows were read, in words.
    period
        The days and instants that its queries name.
    rows
        How many rows lie behind the number.
    queries
        What ran, with every value that was bound.
    """

    kpi: str
    definition: str
    scope: str
    as_of: date
    snapshot: str
    source: str
    period: Mapping[str, Any]
    rows: int
    queries: tuple[Query, ...]

    def __repr__(self) -> str:
        """Tell it as text, for a terminal and a notebook."""
        period = [f"  {name} = {plain(value)}" for name, value in self.period.items()]
        head = [
            f"{self.kpi}, as of {self.as_of}",
            "",
            self.definition,
            "",
            f"Source: {self.source}, snapshot {self.snapshot}",
            f"Scope:  {self.scope}",
            f"Rows behind it: {self.rows:,}",
            *(["Period:", *period] if period else []),
        ]
        return "\n".join([*head, *(line for query in self.queries for line in _told(query))])


def definition(widget: Widget) -> str:
    """Return what a KPI says of itself."""
    return inspect.getdoc(widget.kpi) or ""


def explain(widget: Widget, source: Source) -> Explanation:
    """Compute a number and tell how."""
    afresh = source.afresh()
    for _ in values_of(widget, afresh):
        pass
    ran = tuple(afresh.queries)
    behind = rows_of(widget, source)
    asked = f"select count(*) from ({behind.sql}\n) as behind"
    (counted,) = behind.source.table(asked, **behind.values)[1]
    bounds = source.period.bounds
    named = {name: value for query in ran for name, value in query.bound.items() if name in bounds}
    return Explanation(
        kpi=widget.name,
        definition=definition(widget),
        scope=_scope_in_words(source.scope),
        as_of=source.as_of,
        snapshot=source.snapshot.id,
        source=f"{source.snapshot.company} ({source.snapshot.source})",
        period=dict(sorted(named.items())),
        rows=counted[0],
        queries=ran,
    )


def _scope_in_words(scope: Scope) -> str:
    whose = f"customer {scope.customer_id}" if scope.customer_id is not None else "every customer"
    if scope.all_sales:
        return f"{whose}, with the sales of all customers that have the same tax number"
    if scope.wholesaler_id is not None:
        return f"{whose}, sales through wholesaler {scope.wholesaler_id}"
    return f"{whose}, rows under the customer's own id"


def _told(query: Query) -> list[str]:
    bound = ", ".join(f"${name} = {plain(value)!r}" for name, value in sorted(query.bound.items()))
    return [
        "",
        f"-- {query.rows:,} rows{', kept by the snapshot,' if query.kept else ''} in {query.seconds * 1000:.1f} ms"
        + (f"; {bound}" if bound else ""),
        query.sql.strip(),
    ]
