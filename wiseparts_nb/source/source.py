"""A source: one state of the data, as of one day, seen through one scope. Every KPI is a function of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import pandas as pd

from wiseparts_nb.errors import SourceError, UnknownNameError
from wiseparts_nb.locale import Locale
from wiseparts_nb.period import Period
from wiseparts_nb.scope import Scope
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.engine import DuckDB, Engine
from wiseparts_nb.source.lens import through_lens
from wiseparts_nb.source.rows import Answers, Rows
from wiseparts_nb.source.snapshot import CURRENT, Snapshot, current, describe, described

__all__ = ["Query", "Source", "open_source", "period_of"]

T = TypeVar("T")
_DATED = (
    ("sales_lines", "sold_on"),
    ("orders", "ordered_on"),
    ("quotes", "issued_on"),
    ("proposals", "issued_on"),
    ("due_documents", "issued_on"),
    ("activities", "starts_at"),
)
"""Where a customer's history may begin."""


@dataclass(frozen=True)
class Query:
    """A query that was run.

    ``asked`` is a KPI's own text, ``sql`` the same through the lens with the values ``bound`` in it; ``by_customer``
    says that its rows belong to one customer each, ``kept`` that the snapshot had the answer already. ``rows`` were found in ``seconds``.
    """

    asked: str
    sql: str
    bound: dict[str, Any]
    by_customer: bool
    kept: bool
    rows: int
    seconds: float


@dataclass(frozen=True)
class Source:
    """One state of the data, as of ``period.as_of``, narrowed to ``scope``.

    All answers of one source belong to the same snapshot. A query runs once however many KPIs ask for it; ``queries``
    records each, which is how a figure can say how it was computed. ``shared`` keeps what every narrowing of this source
    has in common, such as the constants of the projection.
    """

    engine: Engine
    snapshot: Snapshot
    period: Period
    settings: Settings
    scope: Scope = field(default_factory=Scope)
    queries: list[Query] = field(default_factory=list[Query], compare=False)
    shared: dict[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)
    _found: dict[tuple[Any, ...], Any] = field(
        default_factory=dict[tuple[Any, ...], Any], compare=False, repr=False
    )

    @property
    def as_of(self) -> date:
        """The day of the numbers, included in them."""
        return self.period.as_of

    def locale(self, language: str) -> Locale:
        """Return the locale of a reader of this source."""
        return Locale.of(language, currency=self.snapshot.currency, zone=self.snapshot.zone)

    def narrowed(
        self, customer_id: str, *, all_sales: bool = False, wholesaler_id: str | None = None
    ) -> Source:
        """Return this source for one customer, on the same connection and the same state.

        Raises
        ------
        UnknownNameError
            There is no such customer; the message names the nearest id.
        """
        one = replace(
            self, scope=Scope(customer_id, wholesaler_id, all_sales), queries=[], _found={}
        )
        if not one.table("select customer_id from customers")[1]:
            raise UnknownNameError("customer", customer_id, self.customer_ids)
        return one

    def since(self, last_brief_on: date | None) -> Source:
        """Return this source for a reader whose last brief is of this day."""
        period = replace(self.period, last_brief_on=last_brief_on)
        return replace(self, period=period, queries=[], _found={})

    def afresh(self) -> Source:
        """Return this source with nothing asked yet."""
        return replace(self, queries=[], _found={})

    def widened(self) -> Source:
        """Return this source for all customers, on the same connection and the same state."""
        return self.scoped(Scope())

    def scoped(self, scope: Scope) -> Source:
        """Return this source for another scope; ``narrowed`` also makes sure that its customer exists."""
        return replace(self, scope=scope, queries=[], _found={})

    @cached_property
    def customer_ids(self) -> Sequence[str]:
        """Ids of all customers in scope, in order."""
        if self.scope.customer_id is not None:
            return (self.scope.customer_id,)
        return tuple(sorted(row[0] for row in self.table("select customer_id from customers")[1]))

    def rows(self, sql: str, **values: Any) -> Rows:
        """Run a query whose first column is ``customer_id`` through the lens.

        It may name the period's bounds as ``$name``, and ``values`` beside them.
        """
        many = self.scope.customer_id is None

        def run(text: str, bound: Mapping[str, Any], kept: str | None) -> Rows:
            if kept is None:
                return self.engine.rows(text, bound, many=many)
            return self.engine.stored(kept, bound, many=many)

        return self._once(sql, run, lambda found: found.count, values, by_customer=True)

    def table(self, sql: str, **values: Any) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Run any query through the lens and return its column names and rows; ``values`` are bound beside the period's."""

        def run(
            text: str, bound: Mapping[str, Any], _: str | None
        ) -> tuple[list[str], list[tuple[Any, ...]]]:
            return self.engine.table(text, bound)

        return self._once(sql, run, lambda found: len(found[1]), values, by_customer=False)

    def frame(self, sql: str, **values: Any) -> pd.DataFrame:
        """Run any query through the lens and return a data frame with exact decimals."""
        columns, rows = self.table(sql, **values)
        return pd.DataFrame(rows, columns=columns)

    def _once(
        self,
        sql: str,
        run: Callable[[str, Mapping[str, Any], str | None], T],
        count: Callable[[T], int],
        values: Mapping[str, Any],
        *,
        by_customer: bool,
    ) -> T:
        asked = (sql, by_customer, *sorted(values.items()))
        if asked not in self._found:
            hidden = self.settings.hidden_tables
            text, lens = through_lens(sql, self.scope, self.engine.schema, hidden=hidden)
            bound = self.period.bounds | dict(values) | lens
            may_be_kept = by_customer and self.scope.plain and not hidden
            kept = self.engine.kept.find(sql, bound) if may_be_kept else None
            start = perf_counter()
            found = run(text, bound, kept)
            seconds = perf_counter() - start
            names = set(re.findall(r"\$(\w+)", text))
            named = {name: value for name, value in bound.items() if name in names}
            query = Query(sql, text, named, by_customer, kept is not None, count(found), seconds)
            self.queries.append(query)
            self._found[asked] = found
        return self._found[asked]

    def answers(
        self,
        value: Callable[..., T | None],
        values: Mapping[str, Any] | None = None,
        **queries: str,
    ) -> Answers[T]:
        """Return a KPI's values: ``value(name=rows, ...)`` of each customer's rows of the named queries."""
        found = {name: self.rows(sql, **values or {}) for name, sql in queries.items()}
        return self.combined(
            lambda customer_id: value(
                **{name: rows.of(customer_id) for name, rows in found.items()}
            )
        )

    def combined(self, value: Callable[[str], T | None]) -> Answers[T]:
        """Return a KPI's values made from other KPIs', by customer id."""
        return Answers(lambda: self.customer_ids, value)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what ``make`` makes, made once per source: for a KPI that others are made from."""
        if (name,) not in self._found:
            self._found[(name,)] = make()
        return self._found[(name,)]

    def close(self) -> None:
        """Give the connection back."""
        self.engine.close()


def open_source(settings: Settings, *, as_of: date | None = None) -> Source:
    """Open the snapshot in use, or the live database that the settings name.

    ``as_of`` defaults to the data's own day, never to the clock.

    Raises
    ------
    SourceError
        There is no snapshot, it is broken or foreign, the database does not answer, or nothing is known as of that day.
    """
    if settings.source_url is not None:
        from wiseparts_nb.source.postgres import describe_database, open_postgres

        engine = open_postgres(settings.source_url)
        snapshot = describe_database(engine)
    else:
        path = settings.snapshot or current(_nearest(settings.snapshots))
        engine, snapshot = _opened(path, settings)
    if as_of is not None:
        _check_known(engine, snapshot, as_of)
    period = period_of(snapshot, settings, as_of=as_of)
    return Source(engine, snapshot, period, settings)


def _opened(path: Path, settings: Settings) -> tuple[DuckDB, Snapshot]:
    """Open a snapshot once, for its rows and for what it says about itself."""
    try:
        engine = DuckDB.open(path, threads=settings.threads, memory_limit=settings.memory_limit)
        return engine, described(engine.connection, path)
    except SourceError:
        describe(path)  # says what is wrong with the file
        raise


def _check_known(engine: Engine, snapshot: Snapshot, as_of: date) -> None:
    if as_of > snapshot.as_of:
        raise SourceError(
            f"The data end on {snapshot.as_of}, so nothing is known as of {as_of}. Give an earlier day or load newer data."
        )
    tomorrow = {"tomorrow": as_of + timedelta(days=1)}
    dated = [(f"{engine.schema}.{name}", column) for name, column in _DATED]
    # the first of these finds a row at once on any day that makes sense
    if any(
        engine.table(f"select 1 from {name} where {column} < $tomorrow limit 1", tomorrow)[1]
        for name, column in dated
    ):
        return
    first = " union all ".join(f"select min({column}) as day from {name}" for name, column in dated)
    ((day,),) = engine.table(f"select cast(min(day) as date) from ({first}) as dated", {})[1]
    if day is not None:
        raise SourceError(
            f"The data begin on {day}, so nothing is known as of {as_of}. Give a later day."
        )


def _nearest(folder: Path) -> Path:
    """Return a relative folder as seen from here, or from the nearest folder above that has it.

    A notebook's kernel starts in the notebook's own folder, below the project's.
    """
    above = (place / folder for place in (Path.cwd(), *Path.cwd().parents))
    return next((found for found in above if (found / CURRENT).exists()), folder)


def period_of(snapshot: Snapshot, settings: Settings, *, as_of: date | None = None) -> Period:
    """Return the period of a snapshot in the organisation's calendar, by default as of the snapshot's own day."""
    return Period(
        as_of or snapshot.as_of,
        snapshot.zone,
        snapshot.country,
        snapshot.subdivision,
        frozenset(settings.closures),
        frozenset(settings.weekend),
    )
