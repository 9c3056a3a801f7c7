"""How an agreement is spoken of everywhere: amounts in its metric, its period, tiers, chances and filters."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from wiseparts_nb.agreements.names import Names
from wiseparts_nb.agreements.terms import Metric, Terms
from wiseparts_nb.text import Day, Listing, Money, Number, Percent, Text, Value

__all__ = [
    "Form",
    "amount",
    "chance_clause",
    "chance_figure",
    "chance_sentence",
    "chance_word",
    "chance_words",
    "metric_words",
    "narrowed_words",
    "period_words",
    "rate",
    "status_words",
    "still",
    "tier_at",
    "tier_label",
]

Form = Literal["whole", "cents", "short", "exact", "brief"]
"""whole, cents and short as of money; exact shows cents, or decimals, only where there are any; brief is as short as it is exact."""

_WORDS = (
    (95, "almost_certain"),
    (70, "likely"),
    (40, "either_way"),
    (10, "unlikely"),
    (0, "very_unlikely"),
)
_SHORT_FROM = 1000
_MILLION = 10**6
_LAST_FEW = 10
_HARDLY, _NEARLY = 0.05, 0.95
_DIMENSIONS = ("brands", "families", "branches")


def amount(
    value: Decimal, metric: Metric, *, form: Form = "whole", signed: bool = False
) -> Money | Number:
    """Return an amount in a metric: money, or a plain number of pieces.

    An amount below a thousand is never short, and a quantity has decimals, at most three, only where it is to be exact.
    """
    if metric == "quantity":
        return Number(value, 0 if form in ("whole", "short") else _decimals(value), signed)
    if form == "short" and abs(value) < _SHORT_FROM:
        form = "whole"
    if form == "brief" and abs(value) >= _SHORT_FROM and not value % _step(value):
        return Money(value, "round", signed)
    if form in ("exact", "brief"):
        form = "cents" if value % 1 else "whole"
    return Money(value, form, signed)


def _step(value: Decimal) -> int:
    """What the one decimal of a short amount stands for: of thousands, or of millions."""
    return 100_000 if abs(value) >= _MILLION else 100


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return min(max(-exponent, 0), 3) if isinstance(exponent, int) else 0


def still(missing: Decimal, metric: Metric) -> Money | Number:
    """Return what is missing: whole, but for the last few, of which every cent counts."""
    return amount(missing, metric, form="whole" if missing >= _LAST_FEW else "exact")


def rate(fraction: Decimal, *, signed: bool = False) -> Percent:
    """Return a bonus rate with the decimals that it has, at most two (4.5 %, 3 %)."""
    return Percent(float(fraction), min(_decimals(fraction * 100), 2), signed)


def metric_words(metric: Metric) -> Text:
    """Return the metric's name: Net sales."""
    return Text(f"wording.metric.{metric}")


def status_words(status: str) -> Text:
    """Return the word for a status of the period: Active."""
    return Text(f"wording.status.{status}")


def period_words(terms: Terms) -> Value:
    """Return the period: 1 Jan – 31 Dec 2026; the year stands once where both days are in it."""
    start, end = terms.starts_on, terms.ends_on
    if start and end:
        first = Day(start, "short" if start.year == end.year else "full")
        return Text("wording.period", {"start": first, "end": Day(end)})
    if start:
        return Text("wording.from", {"start": Day(start)})
    return Text("wording.until", {"end": Day(end)}) if end else Text("wording.no_period")


def tier_label(level: int, *, within: bool = False) -> Text:
    """Return a tier's name, Tier 2, or tier 2 ``within`` a sentence; tiers count from 1."""
    return Text("wording.tier_within" if within else "wording.tier", {"level": Number(level)})


def tier_at(terms: Terms, level: int) -> Text:
    """Return a tier with its threshold: Tier 2 · €250,000."""
    threshold = amount(terms.tiers[level - 1].threshold, terms.metric, form="exact")
    return Text("wording.tier_at", {"level": Number(level), "threshold": threshold})


def chance_word(chance: float) -> Text:
    """Return the word for a chance (0..1), by the whole percent that stands beside it."""
    return Text(f"chance.word.{_word(chance)}")


def chance_figure(chance: float) -> Value:
    """Return the whole percent of a chance; what may still turn out otherwise is never 0 % or 100 %."""
    whole = _percent(chance)
    if whole == 100 and chance < 1:  # noqa: PLR2004  # percent
        return Text("chance.over", {"share": Percent(0.99, 0)})
    if whole == 0 and chance > 0:
        return Text("chance.under", {"share": Percent(0.01, 0)})
    return Percent(whole / 100, 0)


def chance_words(chance: float) -> Text:
    """Return a chance as figure and word: 21%, unlikely."""
    return Text("chance.figure", {"share": chance_figure(chance), "word": chance_word(chance)})


def chance_sentence(chance: float) -> Text:
    """Return a chance as people count: about 2 chances in 10."""
    if chance < _HARDLY:
        return Text("chance.hardly_any")
    if chance > _NEARLY:
        return Text("chance.nearly_all")
    return Text("chance.in_ten", {"n": Number(min(max(_tenths(chance), 1), 9))})


def chance_clause(level: int, chance: float) -> Text:
    """Return the chance of a tier as part of a sentence: tier 3 is unlikely: about 2 chances in 10."""
    named = {"tier": tier_label(level, within=True), "odds": chance_sentence(chance)}
    return Text(f"chance.says.{_word(chance)}", named)


def _word(chance: float) -> str:
    return next(word for least, word in _WORDS if _percent(chance) >= least)


def _percent(chance: float) -> int:
    return round(Decimal(str(chance)) * 100)


def _tenths(chance: float) -> int:
    return int(Decimal(str(chance)) * 10 + Decimal("0.5"))


def narrowed_words(terms: Terms, names: Names) -> Listing | None:
    """Return which sales count, in a few words: brand Arcotec, 3 families; None where nothing narrows them."""
    found = tuple(_narrowed(terms, names))
    return Listing(found) if found else None


def _narrowed(terms: Terms, names: Names) -> Iterator[Text]:
    for dimension in _DIMENSIONS:
        narrowing = getattr(terms, dimension)
        for ids, one, many in (
            (narrowing.include, "one", "many"),
            (narrowing.exclude, "without_one", "without_many"),
        ):
            if len(ids) == 1:
                yield Text(f"wording.{dimension}.{one}", {"name": names.of(dimension, ids[0])})
            elif ids:
                yield Text(f"wording.{dimension}.{many}", {"n": Number(len(ids))})
