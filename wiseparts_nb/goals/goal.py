"""A goal as it is kept: its terms, who changed them when, and whether they are a draft or locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wiseparts_nb.agreements.agreement import State
from wiseparts_nb.goals.terms import GoalTerms

__all__ = ["Goal"]


@dataclass(frozen=True)
class Goal:
    """One goal; its life is that of an :class:`~wiseparts_nb.agreements.agreement.Agreement`, and so are its fields."""

    goal_id: str
    terms: GoalTerms
    approved: GoalTerms | None
    state: State
    version: int
    revision: int
    changed_by: str
    changed_at: datetime
    written: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def in_force(self) -> GoalTerms:
        """What is followed: the approved terms, or the draft's while nothing was approved."""
        return self.approved or self.terms
