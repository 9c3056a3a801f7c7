"""How agreements stand, for the command line: a row of a table, cards, JSON, the rows behind it and how it was computed."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from wiseparts_nb.access import Reader
from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.contribution_card import contribution_card
from wiseparts_nb.agreements.counting import COUNTED, counted_values
from wiseparts_nb.agreements.names import names_of
from wiseparts_nb.agreements.performance import Performance, performance, performances
from wiseparts_nb.agreements.progress_cards import chances_card, course_card, progress_card
from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.agreements.rights import may_see
from wiseparts_nb.agreements.summary_card import summary_card
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.terms_card import terms_card
from wiseparts_nb.agreements.wording import amount, metric_words, period_words, status_words
from wiseparts_nb.card import Card
from wiseparts_nb.cli.output import document, lines, say, table
from wiseparts_nb.errors import AccessError, InputError
from wiseparts_nb.explain import Explanation, plain
from wiseparts_nb.locale import Locale
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source, open_source
from wiseparts_nb.source.users import user_name

__all__ = [
    "Form",
    "agreement_answer",
    "cells",
    "explain_agreement",
    "figures",
    "measured",
    "rows_as_json",
    "show_agreement",
]

Form = Literal["cards", "rows", "explanation"]

_KPI = "agreement"
_BEHIND = f"""
with {COUNTED}
select customer_id, sold_on, invoice_id, net, amount
from counted
where sold_on between starts_on and ends_on
order by sold_on, invoice_id, customer_id
"""


def measured(terms: Terms) -> bool:
    """Whether terms say enough to be measured; those of a draft may not."""
    return bool(terms.days and terms.days > 0 and terms.customers and terms.tiers)


def figures(source: Source, kept: Sequence[Agreement], reader: Reader) -> Mapping[str, Performance]:
    """Return how agreements stand, by id, those that can be measured and that the reader may see."""
    chosen = [one for one in kept if measured(one.in_force) and may_see(reader, one.in_force)]
    found = performances(source, [one.in_force for one in chosen])
    return {one.agreement_id: stands for one, stands in zip(chosen, found, strict=True)}


def cells(
    agreement: Agreement, found: Performance | None, as_of: date, locale: Locale
) -> tuple[str | int | None, ...]:
    """Return a row: the terms in force, and how they stand where that is known."""
    terms = agreement.in_force
    status = terms.status(as_of)
    head = (
        agreement.agreement_id,
        terms.description,
        locale.show(period_words(terms)),
        locale.text(metric_words(terms.metric)),
        len(terms.customers),
        agreement.state,
        None if status is None else locale.text(status_words(status)),
    )
    if found is None:
        return (*head, None, None, None, None)
    total = found.total
    amounts = (locale.show(amount(one, terms.metric)) for one in (total.actual, total.projected))
    ahead = (
        None if total.ahead is None or status == "upcoming" else ("behind", "ahead")[total.ahead]
    )
    return (*head, *amounts, f"{total.reached} of {len(terms.tiers)}", ahead)


def rows_as_json(
    source: Source, kept: Sequence[Agreement], found: Mapping[str, Performance]
) -> list[dict[str, Any]]:
    """Return the list as plain values: the figures of the total, without customers and days."""
    return [_row(source, one, found.get(one.agreement_id)) for one in kept]


def _row(source: Source, agreement: Agreement, found: Performance | None) -> dict[str, Any]:
    terms = agreement.in_force
    head = {
        "agreement": agreement.agreement_id,
        "description": terms.description,
        "starts_on": plain(terms.starts_on),
        "ends_on": plain(terms.ends_on),
        "metric": terms.metric,
        "customers": len(terms.customers),
        "state": agreement.state,
        "version": agreement.version,
        "status": terms.status(source.as_of),
        "as_of": source.as_of.isoformat(),
        "snapshot": source.snapshot.id,
    }
    if found is None:
        return {**head, "total": None}
    return {
        **head,
        "tiers": len(terms.tiers),
        "total": plain(found.total) | {"ahead": found.total.ahead},
    }


def show_agreement(
    settings: Settings,
    agreement_id: str,
    reader: Reader,
    *,
    lang: str | None = None,
    as_of: date | None = None,
    form: Form = "cards",
    as_json: bool = False,
) -> None:
    """Print one agreement: its cards or, as JSON, its performance; the lines that count; or how it was computed."""
    language = Locale.of(lang or settings.language).language
    agreement = _seen(settings, agreement_id, reader)
    source = open_source(settings, as_of=as_of)
    if form == "rows":
        _say_rows(source, agreement, as_json=as_json)
    elif form == "explanation":
        found = explain_agreement(source, agreement)
        document(plain(found)) if as_json else say(repr(found))
    elif as_json:
        document(agreement_answer(source, agreement))
    else:
        _say_cards(source, agreement, source.locale(language))


def _seen(settings: Settings, agreement_id: str, reader: Reader) -> Agreement:
    agreement = open_register(settings).one(agreement_id)
    if not may_see(reader, agreement.in_force):
        raise AccessError(
            f"Agreement {agreement_id} counts margins, and {reader.name} ({reader.user_id}) does not hold the right 'see_margin'. Ask who administers the users."
        )
    return agreement


def agreement_answer(source: Source, agreement: Agreement) -> dict[str, Any]:
    """Return how an agreement stands as a JSON object; without a value it says the reason."""
    about = {
        "kpi": _KPI,
        "agreement": agreement.agreement_id,
        "version": agreement.version,
        "as_of": source.as_of.isoformat(),
        "snapshot": source.snapshot.id,
    }
    if not measured(agreement.in_force):
        return {**about, "value": None, "reason": _why_not(agreement)}
    return {**about, "value": plain(performance(source, agreement.in_force))}


def _why_not(agreement: Agreement) -> str:
    return f"Agreement {agreement.agreement_id} is a {agreement.state} without a whole period, customers or tiers yet."


def _say_cards(source: Source, agreement: Agreement, locale: Locale) -> None:
    from wiseparts_nb.render.plain import card_text

    if not measured(agreement.in_force):
        say(_why_not(agreement))
    for card in _cards(source, agreement):
        say(card_text(card, locale))


def _cards(source: Source, agreement: Agreement) -> Iterator[Card]:
    """Yield the cards of the agreement's page, in its order; of a draft that cannot be measured its terms alone."""
    terms, names = agreement.in_force, names_of(source)
    if measured(terms):
        found = performance(source, terms)
        made = (summary_card(found), progress_card(found), course_card(found), chances_card(found))
        yield from filter(None, made)
        yield contribution_card(found, names)
    if not agreement.version:
        yield terms_card(terms, names)
        return
    last = open_register(source.settings).versions(agreement.agreement_id)[-1]
    who = user_name(source, last.approved_by)
    yield terms_card(
        last.terms, names, version=last.version, approved_by=who, approved_at=last.approved_at
    )


def _say_rows(source: Source, agreement: Agreement, *, as_json: bool) -> None:
    """Print the lines that count in the agreement's period; JSON lines with ``as_json``."""
    columns, found = source.table(_BEHIND, **counted_values([_whole(agreement)]))
    if as_json:
        lines(dict(zip(columns, map(plain, row), strict=True)) for row in found)
    else:
        table(columns, (tuple(map(plain, row)) for row in found))


def explain_agreement(source: Source, agreement: Agreement) -> Explanation:
    """Compute how an agreement stands and tell how: what is counted, and every query that ran."""
    afresh = source.afresh()
    terms = _whole(agreement)
    found = performance(afresh, terms)
    return Explanation(
        kpi=_KPI,
        definition=f"{inspect.getdoc(performance)}\n\n{inspect.getdoc(Performance)}",
        scope=f"agreement {agreement.agreement_id}, version {agreement.version}: {len(terms.customers)} customers",
        as_of=source.as_of,
        snapshot=source.snapshot.id,
        source=f"{source.snapshot.company} ({source.snapshot.source})",
        period={"starts_on": terms.starts_on, "ends_on": terms.ends_on},
        rows=found.lines,
        queries=tuple(afresh.queries),
    )


def _whole(agreement: Agreement) -> Terms:
    if not measured(agreement.in_force):
        raise InputError(_why_not(agreement))
    return agreement.in_force
