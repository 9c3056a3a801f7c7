"""The first card of an agreement: its state in one sentence, what is missing in another, and four figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from wiseparts_nb.agreements.cells import gap_value, on_path, orders_away
from wiseparts_nb.agreements.performance import Performance
from wiseparts_nb.agreements.wording import (
    amount,
    chance_clause,
    metric_words,
    period_words,
    rate,
    still,
    tier_label,
)
from wiseparts_nb.card import Card, Change, Headline, Metric, Note, Tone
from wiseparts_nb.text import Day, Number, Percent, Text, Value

__all__ = ["standing_words", "summary_card"]

_RATHER = 0.4
"""From this chance on a tier is no bad news."""
_LEAST_BASE = 500
"""A change needs at least this many of a year before, as everywhere."""


def summary_card(found: Performance) -> Card:
    """Return the state of an agreement, with its figures."""
    return Card(
        "summary",
        Text("agreement_cards.summary"),
        (
            Headline(*_badge(found), standing_words(found)),
            *_second(found),
            *_metrics(found),
            *_warnings(found),
        ),
        meta=Text("agreement_cards.meta", _meta(found)),
        footer=_footer(found),
    )


def _meta(found: Performance) -> dict[str, Value]:
    return {"metric": metric_words(found.terms.metric), "period": period_words(found.terms)}


# the state in a sentence


def _badge(found: Performance) -> tuple[Text, Tone]:
    """The thumb in a word; a period that did not begin or is over has no thumb."""
    total = found.total
    if found.status != "active":
        name = "final" if found.final else found.status
        return Text(f"agreement_cards.badge.{name}"), "neutral"
    if total.ahead is None:
        return Text("agreement_cards.badge.active"), "neutral"
    if total.ahead:
        return Text("agreement_cards.badge.above"), "good"
    return Text("agreement_cards.badge.below"), "bad"


def standing_words(found: Performance) -> Text:
    """Return where an agreement stands, in one sentence: against its expected path, and the next tier's chance."""
    if found.status == "upcoming":
        return _before(found)
    if found.status != "active":
        return _after(found)
    path, args = _path(found)
    if found.terms.scope == "each":
        return Text(f"agreement_cards.{path}.each", args | _of_each(found))
    if found.total.reached == len(found.terms.tiers):
        return Text(f"agreement_cards.{path}.last", args)
    chance = found.total.chances[found.total.reached]
    good = found.total.ahead if found.total.ahead is not None else chance >= _RATHER
    joined = "and" if good == (chance >= _RATHER) else "but"
    clause = chance_clause(found.total.reached + 1, chance)
    return Text(f"agreement_cards.{path}.{joined}", args | {"outlook": clause})


def _path(found: Performance) -> tuple[str, dict[str, Value]]:
    gap = gap_value(found.total, found.terms.metric, signed=False)
    if gap is None:
        return "no_path", {}
    if on_path(found.total):
        return "level", {}
    return ("above" if found.total.ahead else "below"), {"gap": gap}


def _of_each(found: Performance) -> dict[str, Value]:
    """Return how many customers reached the highest tier that any did, else none of them the first."""
    by = found.reached_by
    level = max((at for at, count in enumerate(by, 1) if count), default=1)
    return {
        "n": Number(by[level - 1]),
        "all": Number(len(found.shares)),
        "tier": tier_label(level, within=True),
    }


def _before(found: Performance) -> Text:
    assert found.terms.starts_on  # noqa: S101  # what has a performance has a period
    day: dict[str, Value] = {"day": Day(found.terms.starts_on)}
    if found.terms.scope == "each" or not found.total.chances:
        return Text("agreement_cards.begins", day)
    level = found.terms.reference_tier or 1
    clause = chance_clause(level, found.total.chances[level - 1])
    return Text("agreement_cards.begins_with", day | {"outlook": clause})


def _after(found: Performance) -> Text:
    state = "final" if found.final else "so_far"
    bonus = _bonus(found)
    if found.terms.scope == "each":
        return Text(f"agreement_cards.{state}.each", _of_each(found) | {"bonus": bonus})
    if not found.total.reached:
        return Text(f"agreement_cards.{state}.none")
    tier = tier_label(found.total.reached, within=True)
    return Text(f"agreement_cards.{state}.tier", {"tier": tier, "bonus": bonus})


# what is missing


def _second(found: Performance) -> tuple[Note, ...]:
    """What follows the first sentence, one sentence after another in one paragraph."""
    sentences = list(_sentences(found))
    if not sentences:
        return ()
    paragraph = sentences.pop(0)
    for one in sentences:
        paragraph = Text("agreement_cards.then", {"first": paragraph, "next": one})
    return (Note(paragraph),)


def _sentences(found: Performance) -> Iterator[Text]:
    """Yield what came before and what is missing, as far as it can be said."""
    total, terms = found.total, found.terms
    if found.status == "closing" and terms.ends_on is not None:
        last = terms.ends_on + timedelta(days=terms.grace_days)
        yield Text("agreement_cards.grace", {"day": Day(last)})
    if terms.scope == "each" or found.status == "upcoming":
        return
    day = found.reached_on[total.reached - 1] if total.reached and found.reached_on else None
    if day is not None:
        named: dict[str, Value] = {"tier": tier_label(total.reached), "day": Day(day)}
        yield Text("agreement_cards.was_reached", named)
    if found.status == "active":
        yield from _missing(found)


def _missing(found: Performance) -> Iterator[Text]:
    total, terms = found.total, found.terms
    if not total.missing or terms.ends_on is None:
        return
    asked: dict[str, Value] = {
        "tier": tier_label(total.reached + 1),
        "missing": still(total.missing, terms.metric),
        "n": Number(found.working_days_left),
        "day": Day(terms.ends_on),
    }
    yield Text(f"agreement_cards.{'needs' if found.working_days_left else 'needs_today'}", asked)
    known = found.as_of + timedelta(days=1) >= _year_before(terms.ends_on)
    if known and total.whole_before > 0 and found.working_days_left:
        rest = amount(total.whole_before - total.year_before, terms.metric)
        yield Text("agreement_cards.rest_before", {"before": rest})
    orders, average = orders_away(total), total.average_order
    if orders is not None and average is not None:
        yield Text(
            "agreement_cards.orders", {"n": orders, "average": amount(average, terms.metric)}
        )


def _year_before(day: date) -> date:
    return day - timedelta(days=365)


# the figures


def _metrics(found: Performance) -> Iterator[Metric]:
    yield _actual(found)
    if found.status in ("upcoming", "active"):
        yield _projection(found)
    elif found.total.missing and found.terms.scope == "pooled":
        yield _short_by(found)
    yield _tier(found)
    if found.total.expected is not None:
        yield _expected(found)


def _actual(found: Performance) -> Metric:
    total, terms = found.total, found.terms
    assert terms.starts_on and terms.ends_on  # noqa: PT018, S101  # what has a performance has a period
    until = min(found.as_of, terms.ends_on)
    if found.status == "upcoming":
        return Metric(Text("agreement_cards.actual"), amount(total.actual, terms.metric))
    named: dict[str, Value] = {"start": Day(terms.starts_on, "short"), "end": Day(until, "short")}
    return Metric(
        Text("agreement_cards.actual_of", named),
        amount(total.actual, terms.metric),
        changes=(_on_year_before(found),),
    )


def _on_year_before(found: Performance) -> Change:
    """The change on the same days a year before: in percent where that is enough of a base."""
    total, terms = found.total, found.terms
    before = {"before": amount(total.year_before, terms.metric)}
    difference = total.actual - total.year_before
    better = None if not difference else difference > 0
    least = 0 if terms.metric == "quantity" else _LEAST_BASE
    if total.year_before <= 0 or total.year_before < least:
        value = amount(difference, terms.metric, signed=True)
    else:
        value = Percent(float(difference / total.year_before), signed=True)
    return Change(value, Text("agreement_cards.year_before", before), better=better, up=better)


def _projection(found: Performance) -> Metric:
    total, terms = found.total, found.terms
    assert terms.ends_on  # noqa: S101  # what has a performance has a period
    low, high = (amount(one, terms.metric) for one in (total.low, total.high))
    least = Number(total.low)
    span: dict[str, Value] = {"low": low, "least": least, "high": high}
    return Metric(
        Text("agreement_cards.projection", {"day": Day(terms.ends_on, "short")}),
        amount(total.projected, terms.metric),
        caption=Text("agreement_cards.range", span),
    )


def _short_by(found: Performance) -> Metric:
    assert found.total.missing is not None  # noqa: S101  # asked by its caller
    return Metric(
        Text(
            "agreement_cards.short_of", {"tier": tier_label(found.total.reached + 1, within=True)}
        ),
        still(found.total.missing, found.terms.metric),
    )


def _tier(found: Performance) -> Metric:
    """The tier that is reached with its bonus, and what the next one would earn."""
    total, terms = found.total, found.terms
    if terms.scope == "each":
        said = _of_each(found)
        bonus = _bonus(found)
        return Metric(
            Text("agreement_cards.reached_by", said),
            Text("agreement_cards.of_customers", said),
            caption=Text("agreement_cards.bonus_of_all", {"bonus": bonus}),
        )
    label = Text("agreement_cards.current_tier")
    value: Value = Text("agreement_cards.no_tier", {"all": Number(len(terms.tiers))})
    caption = Text("agreement_cards.no_bonus")
    if total.reached:
        of = {"tier": tier_label(total.reached), "all": Number(len(terms.tiers))}
        value = Text("agreement_cards.tier_of", of)
        caption = _earned(found)
    return Metric(label, value, caption=caption, changes=tuple(_at_stake(found)))


def _bonus(found: Performance) -> Value:
    """The bonus: to the cent once it is final, for then it is paid."""
    form = "exact" if found.final else "whole"
    return amount(found.total.bonus, found.terms.metric, form=form)


def _earned(found: Performance) -> Text:
    """The bonus so far: the reached tier's rate explains it only where that is paid on the whole amount."""
    total, terms = found.total, found.terms
    final = "_final" if found.final else ""
    bonus = _bonus(found)
    if terms.tier_basis == "incremental":
        return Text(f"agreement_cards.bonus_slices{final}", {"bonus": bonus})
    earned = rate(terms.tiers[total.reached - 1].bonus_rate, signed=True)
    return Text(f"agreement_cards.bonus{final}", {"rate": earned, "bonus": bonus})


def _at_stake(found: Performance) -> Iterator[Change]:
    total, terms = found.total, found.terms
    if total.next_bonus is None or total.next_bonus <= total.bonus or found.final:
        return  # by slices, a threshold alone adds nothing to what was earned below it
    stake = amount(total.next_bonus - total.bonus, terms.metric, signed=True)
    tier = {"tier": tier_label(total.reached + 1, within=True)}
    yield Change(stake, Text("agreement_cards.at_stake", tier), better=None, up=None)


def _expected(found: Performance) -> Metric:
    """What is expected by now against the actual; before the period its whole target."""
    total, terms = found.total, found.terms
    assert total.expected is not None and total.gap is not None  # noqa: PT018, S101  # asked by its caller
    level = tier_label(terms.reference_tier or 1, within=True)
    tier = Text("agreement_cards.leads_to", {"tier": level})
    if found.status == "upcoming":
        target = (terms.reference_target or Decimal(0)) * _counted_alone(found)
        return Metric(Text("agreement_cards.target"), amount(target, terms.metric), caption=tier)
    label = Text(f"agreement_cards.{'expected' if found.status == 'active' else 'target'}")
    side = "level" if not total.gap else "above" if total.gap > 0 else "below"
    change = Change(
        amount(total.gap, terms.metric, signed=True),
        Text(f"agreement_cards.against.{side}"),
        better=total.ahead,
        up=None if not total.gap else total.ahead,
    )
    return Metric(label, amount(total.expected, terms.metric), caption=tier, changes=(change,))


def _counted_alone(found: Performance) -> int:
    return len(found.shares) if found.terms.scope == "each" else 1


# what to know about the figures


def _warnings(found: Performance) -> Iterator[Note]:
    if found.unvalued:
        named = {"n": Number(found.unvalued), "all": Number(found.lines)}
        what = "unvalued" if found.terms.metric == "margin" else "unvalued_amount"
        yield Note(Text(f"agreement_cards.{what}", named), "warn")
    if found.total.expected is None:
        yield Note(Text("agreement_cards.no_reference"), "warn")


def _footer(found: Performance) -> Text | None:
    straight = found.total.straight
    if straight is None or found.status != "active":
        return None
    return Text("agreement_cards.straight", {"straight": amount(straight, found.terms.metric)})
