"""What is wrong with terms, field by field, in words that stand beside the field; terms without a problem can be approved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from wiseparts_nb.agreements.terms import Metric, Narrowing, Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Number, Percent, Text, Value

__all__ = ["Problem", "problems", "unknown_names"]

LONGEST_DAYS = 3660
"""Ten years: a longer period is a slip of a digit."""
MOST_GRACE_DAYS = 90
MOST_TIERS = 20
LARGEST_THRESHOLD = Decimal(10) ** 11
"""A hundred thousand million: more is a slip of a digit."""
MOST_RECIPIENTS = 50
_MAIL = re.compile(r"[^\s@<>\"(),;:]{1,64}@(?:[^\s@.<>\"(),;:]+\.)+[^\s@.<>\"(),;:]{2,}")
_NAMED = {
    "brands": "select brand_id from brands",
    "families": "select brand_family_id from brand_families",
    "branches": "select branch_id from branches",
}


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the field (``tiers.2.threshold``, counted from 1), and what it must be."""

    field: str
    words: Text


def problems(terms: Terms) -> tuple[Problem, ...]:
    """Return what is wrong with the terms by themselves, in the order of the wizard's steps."""
    return (*_set_up(terms), *_tiers(terms), *_options(terms), *_notices(terms))


def _set_up(terms: Terms) -> Iterator[Problem]:
    if not terms.description.strip():
        yield Problem("description", Text("problems.description"))
    if terms.starts_on is None:
        yield Problem("starts_on", Text("problems.starts_on"))
    if terms.ends_on is None:
        yield Problem("ends_on", Text("problems.ends_on"))
    elif terms.starts_on is not None and terms.ends_on < terms.starts_on:
        yield Problem("ends_on", Text("problems.ends_before", {"day": Day(terms.starts_on)}))
    elif terms.days and terms.days > LONGEST_DAYS:
        yield Problem("ends_on", Text("problems.too_long", {"n": Number(LONGEST_DAYS // 366)}))
    if not terms.customers:
        yield Problem("customers", Text("problems.customers"))
    for customer_id, times in Counter(terms.customers).items():
        if times > 1:
            yield Problem("customers", Text("problems.twice", {"customer": customer_id}))


def _tiers(terms: Terms) -> Iterator[Problem]:
    if not terms.tiers:
        yield Problem("tiers", Text("problems.tiers"))
    if len(terms.tiers) > MOST_TIERS:
        yield Problem("tiers", Text("problems.many_tiers", {"n": Number(MOST_TIERS)}))
    for at, tier in enumerate(terms.tiers, 1):
        yield from _tier(at, tier, terms.metric)
    for at, (lower, upper) in enumerate(pairwise(terms.tiers), 2):
        if upper.threshold <= lower.threshold:
            named = {"threshold": _amount(lower.threshold, terms.metric), "tier": Number(at - 1)}
            yield Problem(f"tiers.{at}.threshold", Text("problems.not_rising", named))
        if upper.bonus_rate < lower.bonus_rate:
            named = {"rate": Percent(float(lower.bonus_rate)), "tier": Number(at - 1)}
            yield Problem(f"tiers.{at}.bonus_rate", Text("problems.falling_bonus", named))
    if terms.tiers and terms.reference_target is None:
        yield Problem("reference_tier", Text("problems.reference_tier"))


def _tier(at: int, tier: Tier, metric: Metric) -> Iterator[Problem]:
    if tier.threshold < 0:
        yield Problem(f"tiers.{at}.threshold", Text("problems.negative_threshold"))
    if tier.threshold > LARGEST_THRESHOLD:
        largest = _amount(LARGEST_THRESHOLD, metric)
        yield Problem(f"tiers.{at}.threshold", Text("problems.large", {"largest": largest}))
    if not 0 <= tier.bonus_rate <= 1:
        yield Problem(
            f"tiers.{at}.bonus_rate",
            Text("problems.bonus", {"rate": Percent(float(tier.bonus_rate))}),
        )


def _amount(threshold: Decimal, metric: Metric) -> Value:
    return Number(threshold) if metric == "quantity" else Money(threshold)


def _options(terms: Terms) -> Iterator[Problem]:
    for name in _NAMED:
        narrowing: Narrowing = getattr(terms, name)
        both = sorted(set(narrowing.include) & set(narrowing.exclude))
        if both:
            yield Problem(name, Text("problems.both", {"name": both[0]}))
    if not 0 <= terms.grace_days <= MOST_GRACE_DAYS:
        yield Problem("grace_days", Text("problems.grace_days", {"n": Number(MOST_GRACE_DAYS)}))


def _notices(terms: Terms) -> Iterator[Problem]:
    recipients = terms.notices.recipients
    if len(recipients) > MOST_RECIPIENTS:
        yield Problem("recipients", Text("problems.recipients", {"n": Number(MOST_RECIPIENTS)}))
    for one in recipients:
        if not _MAIL.fullmatch(one):
            yield Problem("recipients", Text("problems.no_address", {"value": one[:60]}))


def unknown_names(terms: Terms, source: Source) -> tuple[Problem, ...]:
    """Return the customers, brands, families and branches that the data do not have (any more)."""
    known = set(source.widened().customer_ids)
    lost = (one for one in dict.fromkeys(terms.customers) if one not in known)
    found = [
        Problem("customers", Text("problems.lost_customer", {"customer": one})) for one in lost
    ]
    for name, query in _NAMED.items():
        narrowing: Narrowing = getattr(terms, name)
        asked = {*narrowing.include, *narrowing.exclude}
        there = {row[0] for row in source.table(query)[1]} if asked else set[str]()
        found += [
            Problem(name, Text("problems.unknown", {"name": one})) for one in sorted(asked - there)
        ]
    return tuple(found)
