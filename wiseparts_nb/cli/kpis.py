"""``wiseparts kpi`` and ``wiseparts backtest``: numbers, how they were computed, and how good the projected ones are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wiseparts_nb.cli.options import AsJson, AsOf, Config, Language, Quiet, User, day_of
from wiseparts_nb.cli.output import document, lines, say, table, working
from wiseparts_nb.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from wiseparts_nb.cli.agreement_figures import Form
    from wiseparts_nb.source.source import Source
    from wiseparts_nb.widget import Widget

__all__ = ["backtest", "kpi"]

WIDEST = 8
"""Columns of the table of all customers; JSON has every field."""
AGREEMENT_KPIS = ("agreement", "performance")
"""Names of the one KPI that an agreement has."""


def kpi(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="See --list.")] = None,
    customer: Annotated[str | None, typer.Option(metavar="ID", help="One customer.")] = None,
    agreement: Annotated[
        str | None, typer.Option(metavar="ID", help="One agreement: how it stands.")
    ] = None,
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

    if listed:
        _list(as_json=as_json)
        return
    if name is None:
        raise InputError("No KPI was named. 'wiseparts kpi --list' shows them all.")
    form = "rows" if rows else "explanation" if explain else "cards"
    day = day_of(as_of)
    if agreement is not None or name in AGREEMENT_KPIS:
        _require_alone(name, agreement, customer, everybody=everybody)
        _agreement(agreement, reader, config, lang=lang, as_of=day, form=form, as_json=as_json)
        return
    one = widget(name)
    if (customer is None) is not everybody:
        raise InputError("Say whose: --customer ID for one customer, or --all (not both).")
    source = _opened(config, reader, customer, lang, day, all_sales=all_sales)
    _show(one, source, lang or source.settings.language, form, as_json=as_json)


def _show(one: Widget, source: Source, language: str, form: Form, *, as_json: bool) -> None:
    if form == "rows":
        _rows(one, source, as_json=as_json)
    elif form == "explanation":
        _explain(one, source, as_json=as_json)
    elif as_json:
        _json(one, source, language)
    elif source.scope.customer_id is not None:
        _card(one, source, language)
    else:
        _table(one, source)


def _opened(
    config: Path | None,
    user_id: str | None,
    customer: str | None,
    lang: str | None,
    as_of: date | None,
    *,
    all_sales: bool,
) -> Source:
    from wiseparts_nb.locale import Locale
    from wiseparts_nb.settings import read_settings
    from wiseparts_nb.source.source import open_source

    settings = read_settings(config)
    Locale.of(lang or settings.language)  # refused before data are read
    source = open_source(settings, as_of=as_of)
    return _scoped(source, customer, user_id or settings.reader, all_sales=all_sales)


def _require_alone(
    name: str, agreement: str | None, customer: str | None, *, everybody: bool
) -> None:
    if name not in AGREEMENT_KPIS:
        raise UnknownNameError("KPI of an agreement", name, AGREEMENT_KPIS)
    if customer is not None or everybody:
        raise InputError("Say whose: --agreement ID alone, without --customer or --all.")
    if agreement is None:
        raise InputError("Say which: --agreement ID. 'wiseparts agreements list' shows them all.")


def _agreement(
    agreement_id: str | None, user_id: str | None, config: Path | None, **asked: Any
) -> None:
    from wiseparts_nb.cli.agreement_figures import show_agreement
    from wiseparts_nb.cli.readers import reader_at_work
    from wiseparts_nb.settings import read_settings

    settings = read_settings(config)
    show_agreement(settings, agreement_id or "", reader_at_work(settings, user_id), **asked)


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
