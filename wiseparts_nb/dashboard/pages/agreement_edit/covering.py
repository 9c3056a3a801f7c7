"""What a draft would cover, beside the form: it follows what is typed, and says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from wiseparts_nb.agreements.coverage import Coverage, coverage
from wiseparts_nb.agreements.names import names_of
from wiseparts_nb.agreements.rights import may_see
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.wording import amount, chance_words, metric_words, tier_at
from wiseparts_nb.dashboard.drawing import fill
from wiseparts_nb.dashboard.pages.agreement_edit.editing import Editing, editing
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.reading import typed_number
from wiseparts_nb.text import Day, Listing, Number, Text, Value, Words

__all__ = ["advice", "covered", "preview", "reached"]

MOST_OVERLAPS = 3
"""Agreements with the same sales that are named."""
_WIDTH, _LEFT = 400.0, 110.0
"""The small chart's units: its width, and where its bars begin."""


@dataclass(frozen=True)
class _Bars:
    """A small chart: each bar's name and width, the projection's range, and where the tiers lie."""

    rows: tuple[tuple[Words, float, bool], ...]
    low: float
    high: float
    marks: tuple[tuple[float, Words], ...]


def covered(visit: Visit, terms: Terms) -> Coverage | None:
    """Return what terms cover, None while they name no customer that the data have, or for who may not see the amounts."""
    known = names_of(visit.source).customers
    if not any(one in known for one in terms.customers) or not may_see(visit.reader, terms):
        return None
    others = visit.register.all()
    own = visit.address.get("agreement")
    told = tuple((one.agreement_id, one.revision) for one in others)
    return visit.everyone.once(
        f"coverage {own} {terms!r} {told}",
        lambda: coverage(visit.everyone, terms, [one for one in others if one.agreement_id != own]),
    )


def preview(visit: Visit) -> Markup:
    """Draw what the draft covers."""
    draft = editing(visit)
    terms = draft.terms
    found = covered(visit, terms)
    broken = _broken(draft)
    return fill(
        "agreement_edit/preview",
        visit.locale,
        title=Text("agreement_edit.covers"),
        follows=Text("agreement_edit.follows"),
        against=Text("agreement_edit.against"),
        missing=_missing(visit, draft, found),
        figures=tuple(_figures(found, terms)) if found else (),
        bars=_bars(found, terms, broken) if found else None,
        chances=tuple(_chances(found, terms, broken)) if found else (),
        warnings=tuple(_warnings(visit, found, terms)) if found else (),
    )


def _missing(visit: Visit, draft: Editing, found: Coverage | None) -> Text | None:
    if not may_see(visit.reader, draft.terms):
        return Text("agreement_edit.no_margin")
    fields = {one.field for one in draft.problems}
    lacking = [
        Text(f"agreement_edit.missing_{name}")
        for name, lacks in (
            ("customers", found is None),
            ("dates", bool(fields & {"starts_on", "ends_on"})),
            ("tiers", not draft.terms.tiers),
        )
        if lacks
    ]
    return Text("agreement_edit.missing", {"list": Listing(tuple(lacking))}) if lacking else None


def _figures(found: Coverage, terms: Terms) -> Iterator[tuple[Words, Value, Words]]:
    """Yield each figure with its name and what it is seen beside."""
    yield (
        Text("agreement_edit.customers"),
        Number(found.customers),
        Text("agreement_edit.buying", {"n": Number(found.buying)}),
    )
    yield (
        Text("agreement_edit.lines"),
        Number(found.lines),
        Text("agreement_edit.all_lines", {"n": Number(found.all_lines)}),
    )
    yield (
        Text("agreement_edit.amount", {"metric": metric_words(terms.metric)}),
        amount(found.amount, terms.metric),
        Text("agreement_edit.same"),
    )
    if found.outlook:
        low, high = (
            amount(one, terms.metric, form="short")
            for one in (found.outlook.low, found.outlook.high)
        )
        yield (
            Text("agreement_edit.projection"),
            amount(found.outlook.projected, terms.metric),
            Text("agreement_edit.range", {"low": low, "high": high}),
        )


def _broken(draft: Editing) -> frozenset[int]:
    """Return the tiers, from 1, with something wrong: no chance of theirs is told. Where a row cannot be read, none is."""
    told = [one.field.split(".") for one in draft.problems if one.field.startswith("tiers.")]
    if any(name.startswith("tiers.") for name in draft.written):
        return frozenset(range(1, len(draft.terms.tiers) + 1))
    return frozenset(int(parts[1]) for parts in told)


def _bars(found: Coverage, terms: Terms, broken: frozenset[int]) -> _Bars | None:
    tiers = [(at, one) for at, one in enumerate(terms.tiers, 1) if at not in broken]
    if found.outlook is None or not tiers:
        return None
    most = max(found.year_before or Decimal(0), found.outlook.high, tiers[-1][1].threshold)
    if most <= 0:
        return None

    def at(value: Decimal) -> float:
        return round(float(max(value, Decimal(0)) / most) * (_WIDTH - _LEFT) * 0.96, 1)

    rows = [(Text("agreement_edit.projected"), at(found.outlook.projected), True)]
    if found.year_before is not None:
        rows.insert(0, (Text("agreement_edit.year_before"), at(found.year_before), False))
    marks = tuple((at(one.threshold) + _LEFT, Number(place)) for place, one in tiers)
    return _Bars(
        tuple(rows),
        at(found.outlook.low) + _LEFT,
        at(found.outlook.high) + _LEFT,
        tuple((x, Text("agreement_edit.mark", {"tier": number})) for x, number in marks),
    )


def _chances(
    found: Coverage, terms: Terms, broken: frozenset[int]
) -> Iterator[tuple[Words, Words]]:
    if found.outlook:
        for at, chance in enumerate(found.outlook.chances[: len(terms.tiers)], 1):
            waiting = Text("agreement_edit.waiting")
            yield tier_at(terms, at), waiting if at in broken else chance_words(chance)


def _warnings(visit: Visit, found: Coverage, terms: Terms) -> Iterator[Text]:
    narrowed = any(
        one.include or one.exclude for one in (terms.brands, terms.families, terms.branches)
    )
    if not found.lines and found.all_lines and narrowed:
        yield Text("agreement_edit.nothing_passes")
    elif not found.lines:
        yield Text("agreement_edit.nothing_bought")
    names = names_of(visit.source)
    for one in found.overlaps[:MOST_OVERLAPS]:
        named = {
            "n": Number(len(one.customers)),
            "customer": names.of("customers", one.customers[0]),
            "agreement": one.description or one.agreement_id,
        }
        yield Text("agreement_edit.overlap", named)
    if len(found.overlaps) > MOST_OVERLAPS:
        more = Number(len(found.overlaps) - MOST_OVERLAPS)
        yield Text("agreement_edit.overlap_more", {"n": more})


# in the form, beside each tier


def reached(at: int, visit: Visit) -> Markup:
    """Say when a tier would have been reached with the sales of a year before."""
    draft = editing(visit)
    found = covered(visit, draft.terms) if at <= len(draft.terms.tiers) else None
    broken = any(one.field.startswith(f"tiers.{at}.") for one in draft.problems)
    days = found.reached_before if found else ()
    if broken or any(name.startswith("tiers.") for name in draft.written):
        words, good = Text("agreement_edit.when_valid"), False
    elif at > len(days) or found is None or found.year_before is None:
        return Markup("")
    else:
        day = days[at - 1]
        good = day is not None
        words = (
            Text("agreement_edit.reached_on", {"day": Day(day, "short")})
            if day
            else Text("agreement_edit.not_reached")
        )
    return fill("agreement_edit/reached", visit.locale, words=words, good=good)


def advice(visit: Visit) -> Markup:
    """Advise a first tier within reach, with a button that takes it; nothing where the first tier is."""
    terms = editing(visit).terms
    found = covered(visit, terms)
    if found is None or found.advice is None:
        return Markup("")
    if terms.tiers and terms.tiers[0].threshold <= found.advice.threshold:
        return Markup("")
    threshold = amount(found.advice.threshold, terms.metric)
    name = "advice_reached" if found.advice.reached_before else "advice"
    named = {"threshold": threshold, "chance": chance_words(found.advice.chance)}
    return fill(
        "agreement_edit/advice",
        visit.locale,
        words=Text(f"agreement_edit.{name}", named),
        take=Text("agreement_edit.take", {"threshold": threshold}),
        value=typed_number(found.advice.threshold, visit.locale),
    )
