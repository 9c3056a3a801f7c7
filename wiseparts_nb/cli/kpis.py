"""``wiseparts kpi`` and ``wiseparts backtest``: numbers, how they were computed, and how good the projected ones are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wiseparts_nb.cli.options import AsJson, AsOf, Config, Language, Quiet, User, day_of
from wiseparts_nb.cli.output import document, lines, say, table, working
from wiseparts_nb.errors import InputError

if TYPE_CHECKING:
    from wiseparts_nb.source.source import Source
    from wiseparts_nb.widget import Widget

__all__ = ["backtest", "kpi"]

WIDEST = 8
"""Columns of the table of all customers; JSON has every field."""


def kpi(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="See --list.")] = None,
    customer: Annotated[str | None, typer.Option(metavar="ID", help="One customer.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Every customer.")] = False,
    as_of: AsOf = None,
    all_sales: Annotated[
        bool, typer.Option("--all-sales", help="Sales through every wholesaler together.")
    ] = False,
    reader: User = None,
    lang: Language = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Definition, filters, rows counted and the SQL that ran."),
    ] = False,
    rows: Annotated[bool, typer.Option("--rows", help="The rows behind the number.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Every KPI with its definition.")] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Show one KPI: as a card, as JSON, with its rows, or how it was computed."""
    del quiet  # there is nothing but the result
    from wiseparts_nb.customer.catalogue import widget
    from wiseparts_nb.locale import Locale
    from wiseparts_nb.settings import read_settings
    from wiseparts_nb.source.source import open_source

    if listed:
        _list(as_json=as_json)
        return
    if name is None:
        raise InputError("No KPI was named. 'wiseparts kpi --list' shows them all.")
    one = widget(name)
    if (customer is None) is not everybody:
        raise InputError("Say whose: --customer ID for one customer, or --all (not both).")
    settings = read_settings(config)
    Locale.of(
        lang or settings.language
    )  # a language that does not exist is refused before data are read
    source = open_source(settings, as_of=day_of(as_of))
    source = _scoped(source, customer, reader or settings.reader, all_sales=all_sales)
    if rows:
        _rows(one, source, as_json=as_json)
    elif explain:
        _explain(one, source, as_json=as_json)
    elif as_json:
        _json(one, source, lang or settings.language)
    elif customer is not None:
        _card(one, source, lang or settings.language)
    else:
        _table(one, source)


def _scoped(
    source: Source, customer: str | None, user_id: str | None, *, all_sales: bool
) -> Source:
    from wiseparts_nb.source.users import reader_of

    scope = reader_of(source, user_id).scope(customer, all_sales=all_sales)
    if customer is not None:
        return source.narrowed(
            customer, all_sales=scope.all_sales, wholesaler_id=scope.wholesaler_id
        )
    return replace(source, scope=scope, queries=[], _found={})


def _list(*, as_json: bool) -> None:
    from wiseparts_nb.customer.catalogue import CATALOGUE
    from wiseparts_nb.explain import definition

    if as_json:
        document([{"kpi": one.name, "definition": definition(one)} for one in CATALOGUE])
    else:
        rows = [(one.name, definition(one).splitlines()[0]) for one in CATALOGUE]
        table(("KPI", "definition"), rows)


def _json(one: Widget, source: Source, language: str) -> None:
    from wiseparts_nb.explain import answer, answers

    locale = source.locale(language)
    if source.scope.customer_id is not None:
        document(answer(one, source, locale))
    else:
        lines(answers(one, source, locale))


def _card(one: Widget, source: Source, language: str) -> None:
    from wiseparts_nb.render.plain import card_text
    from wiseparts_nb.widget import Hidden, value_of

    locale = source.locale(language)
    found = value_of(one, source)
    if isinstance(found, Hidden):
        say(f"{locale.text(found.title)}: {locale.text(found.reason)}")
    else:
        say(card_text(one.card(found), locale))


def _explain(one: Widget, source: Source, *, as_json: bool) -> None:
    from wiseparts_nb.explain import explain, plain

    found = explain(one, source)
    document(plain(found)) if as_json else say(repr(found))


def _rows(one: Widget, source: Source, *, as_json: bool) -> None:
    from wiseparts_nb.explain import plain
    from wiseparts_nb.widget import rows_of

    behind = rows_of(one, source)
    columns, found = behind.source.table(behind.sql, **behind.values)
    if as_json:
        lines(dict(zip(columns, map(plain, row), strict=True)) for row in found)
    else:
        table(columns, (tuple(map(plain, row)) for row in found))


def _table(one: Widget, source: Source) -> None:
    """Show each customer's plain fields, the first few of them."""
    from wiseparts_nb.widget import Hidden, values_of

    found = [(key, value) for key, value in values_of(one, source) if not isinstance(value, Hidden)]
    names = _plain_fields(value for _, value in found)[:WIDEST]
    rows = ((key, *(_shown(getattr(value, name)) for name in names)) for key, value in found)
    table(("customer_id", *names), rows)


def _plain_fields(values: Iterable[Any]) -> list[str]:
    """Return the fields that hold one figure or word, in the dataclass's order."""
    from dataclasses import fields

    from wiseparts_nb.source.rows import PLAIN

    found: dict[str, None] = {}
    for value in values:
        named = (one.name for one in fields(value))
        found |= dict.fromkeys(name for name in named if isinstance(getattr(value, name), PLAIN))
    return list(found)


def _shown(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.3f}"
    return value if isinstance(value, str | int) or value is None else str(value)


def backtest(
    months: Annotated[
        int | None, typer.Option(min=1, help="The last so many complete months; default: all.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    config: Config = None,
) -> None:
    """Measure how good the projection would have been on your own past months, against fixed limits."""
    from wiseparts_nb.projection.backtest import backtest as measured
    from wiseparts_nb.projection.backtest import backtest_text
    from wiseparts_nb.projection.history import daily_sales, last_months
    from wiseparts_nb.settings import read_settings
    from wiseparts_nb.source.source import open_source

    source = open_source(read_settings(config))
    with working("Projecting past months", quiet=quiet):
        history = daily_sales(source)
        tested = None if months is None else last_months(source.as_of, months)
        report = measured(history, months=tested, closed=source.period.closed)
    if as_json:
        document(report.astype(object).where(report.notna(), None).to_dict("records"))
    else:
        say(
            backtest_text(report) if len(report) else "There are not enough sales to test anything."
        )
    raise typer.Exit(2 if (report["passed"] == False).any() else 0)  # noqa: E712 - None is neither
