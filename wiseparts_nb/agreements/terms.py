"""What was agreed: customers, metric, period, tiers, and which sales count. Written by people, so it may be wrong while it is a draft.

Terms are plain values that never raise: :mod:`.problems` says what is wrong with them, field by field, and only terms without a
problem are approved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from wiseparts_nb.agreements.tiers import Basis, Tier

__all__ = [
    "INTERVALS",
    "METRICS",
    "SCOPES",
    "Interval",
    "Metric",
    "Narrowing",
    "Notices",
    "Scope",
    "Status",
    "Terms",
]

Metric = Literal["net", "gross", "margin", "quantity"]
METRICS: tuple[Metric, ...] = get_args(Metric)
Scope = Literal["pooled", "each"]
"""pooled: the customers' sales count together; each: every customer has the tiers for itself."""
SCOPES: tuple[Scope, ...] = get_args(Scope)
Interval = Literal["daily", "weekly", "monthly", "quarterly"]
INTERVALS: tuple[Interval, ...] = get_args(Interval)
Status = Literal["upcoming", "active", "closing", "expired"]
"""closing: after the end, while late lines may still come."""


@dataclass(frozen=True)
class Narrowing:
    """Which values of one dimension count, by id: only those of ``include`` (all when empty), without those of ``exclude``.

    A line without a value (no brand) is kept by an empty ``include`` and dropped by any other; ``exclude`` never drops it.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notices:
    """Who gets the summary by mail, and how often."""

    recipients: tuple[str, ...] = ()
    interval: Interval = "monthly"


@dataclass(frozen=True)
class Terms:
    """The terms of one agreement; ``None`` and empty are what a draft has not said yet.

    Attributes
    ----------
    starts_on, ends_on
        First and last day, both included.
    reference_tier
        The tier (from 1) that the expected path leads to; None while nobody chose.
    grace_days
        Days after the end in which late lines still count, before the result is final.
    """

    description: str = ""
    metric: Metric = "net"
    starts_on: date | None = None
    ends_on: date | None = None
    customers: tuple[str, ...] = ()
    observations: str = ""
    tiers: tuple[Tier, ...] = ()
    tier_basis: Basis = "retrospective"
    scope: Scope = "pooled"
    brands: Narrowing = field(default_factory=Narrowing)
    families: Narrowing = field(default_factory=Narrowing)
    branches: Narrowing = field(default_factory=Narrowing)
    reference_tier: int | None = None
    grace_days: int = 5
    notices: Notices = field(default_factory=Notices)

    @property
    def reference_target(self) -> Decimal | None:
        """The threshold that the expected path leads to."""
        at = self.reference_tier
        return self.tiers[at - 1].threshold if at and at <= len(self.tiers) else None

    @property
    def days(self) -> int | None:
        """Calendar days of the period, both ends included."""
        if self.starts_on is None or self.ends_on is None:
            return None
        return (self.ends_on - self.starts_on).days + 1

    def status(self, as_of: date) -> Status | None:
        """Return where the period stands on a day, None while it has no dates."""
        if self.starts_on is None or self.ends_on is None:
            return None
        if as_of < self.starts_on:
            return "upcoming"
        if as_of <= self.ends_on:
            return "active"
        return "closing" if (as_of - self.ends_on).days <= self.grace_days else "expired"

    def elapsed_share(self, as_of: date) -> Decimal | None:
        """Return the part of the period's calendar days that has passed, ``as_of`` included (0 to 1)."""
        if self.starts_on is None or not self.days:
            return None
        passed = min(max((as_of - self.starts_on).days + 1, 0), self.days)
        return Decimal(passed) / Decimal(self.days)

    def expected_to_date(self, as_of: date) -> Decimal | None:
        """Return where sales should be: reference target x elapsed share of the period; None without a reference."""
        share, target = self.elapsed_share(as_of), self.reference_target
        return None if share is None or target is None else target * share
