"""The pages, one module each; a notebook opens them by name."""

from __future__ import annotations

from collections.abc import Mapping

from wiseparts_nb.dashboard.kind import Kind
from wiseparts_nb.dashboard.pages.activities import ACTIVITIES
from wiseparts_nb.dashboard.pages.agreement import AGREEMENT
from wiseparts_nb.dashboard.pages.agreement_edit import AGREEMENT_EDIT
from wiseparts_nb.dashboard.pages.agreements import AGREEMENTS
from wiseparts_nb.dashboard.pages.analytics import ANALYTICS
from wiseparts_nb.dashboard.pages.compare import COMPARE
from wiseparts_nb.dashboard.pages.customer import CUSTOMER
from wiseparts_nb.dashboard.pages.customer_agreements import CUSTOMER_AGREEMENTS
from wiseparts_nb.dashboard.pages.goal_edit import GOAL_EDIT
from wiseparts_nb.dashboard.pages.goals import GOALS
from wiseparts_nb.dashboard.pages.information import INFORMATION
from wiseparts_nb.dashboard.pages.portfolio import PORTFOLIO
from wiseparts_nb.dashboard.pages.segments import SEGMENTS

__all__ = ["PAGES"]

_ALL = (
    CUSTOMER, PORTFOLIO, AGREEMENTS, AGREEMENT, AGREEMENT_EDIT, ANALYTICS, COMPARE, CUSTOMER_AGREEMENTS, ACTIVITIES,
    INFORMATION, SEGMENTS, GOALS, GOAL_EDIT,
)  # fmt: skip
PAGES: Mapping[str, Kind] = {page.name: page for page in _ALL}
