"""Goals are tested on sources made from rows, on both engines, as the customer's KPIs are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.customer.conftest import make, stores
from wiseparts_nb.goals.goal import Goal
from wiseparts_nb.goals.terms import GoalTerms

__all__ = ["goal_of", "make", "stores"]


@pytest.fixture
def goal_of() -> Callable[[str, GoalTerms], Goal]:
    """``goal_of(id, terms)`` is a draft as a register would give it."""
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return lambda goal_id, terms: Goal(goal_id, terms, None, "draft", 0, 1, "U-1", at)
