"""An agreement as it is kept: its terms, who changed them when, and whether they are a draft or locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from wiseparts_nb.agreements.terms import Terms

__all__ = ["STATES", "Agreement", "State"]

State = Literal["draft", "approved", "reopened"]
"""draft: never approved; approved: locked; reopened: being changed, while the last approved version stays in force."""
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Agreement:
    """One agreement.

    Attributes
    ----------
    terms
        As they were written last: the draft, where it is a draft or reopened.
    approved
        Those of the last approved version; None before the first approval.
    version
        Number of the last approved version, 0 before the first approval.
    revision
        Counts every change. Who changes an agreement names the revision that they saw.
    written
        What was typed and is no value yet (``{"tiers.2.threshold": "12k"}``), so that no draft loses it.
    changed_by, changed_at
        Who wrote the last change (a user id) and when (UTC).
    """

    agreement_id: str
    terms: Terms
    approved: Terms | None
    state: State
    version: int
    revision: int
    changed_by: str
    changed_at: datetime
    written: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def in_force(self) -> Terms:
        """What performance is computed of: the approved terms, or the draft's while nothing was approved."""
        return self.approved or self.terms
