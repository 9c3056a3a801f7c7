"""How good the projection is on a history: every measure with its limit, pass or fail."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import pandas as pd

from wiseparts_nb.projection.cases import agreement_cases, month_cases
from wiseparts_nb.projection.ledger import SETTLED, Ledger
from wiseparts_nb.projection.scores import Score, agreement_scores, month_scores
from wiseparts_nb.projection.sums import Daily, daily_of
from wiseparts_nb.projection.workdays import day_number, month_ahead

__all__ = ["backtest", "backtest_text"]

LARGEST = 1000
WIDTH = 46


def backtest(
    history: pd.DataFrame,
    *,
    as_of_days: Sequence[int] = (5, 10, 15, 20, 25),
    months: Collection[date] | None = None,
    closed: Collection[date] = (),
    agreement_months: Sequence[int] = (3, 6),
    largest: int = LARGEST,
) -> pd.DataFrame:
    """Project past months and agreements as they looked at the time, and score them.

    Parameters
    ----------
    history
        As for `project`.
    as_of_days
        Days of the month to project from.
    months
        Months to test, by any day of each; None takes every complete month that some customer
        enters with 150 days of history.
    closed
        Days without trade.
    agreement_months
        Lengths of the agreements to test, in months; each starts a period length after the other.
    largest
        How many customers, by sales of the year before, are tested in a period.

    Returns
    -------
    pandas.DataFrame
        A row per measure: `measure`, `value`, `limit`, `sense` (``<=`` or ``>=``), `passed`,
        `cases`. `passed` is None without a case.
    """
    daily = daily_of(history, day_number(history["date"].max()) if len(history) else 0)
    ledger = Ledger(daily)
    tested = _months(daily, ledger, months)
    monthly = month_cases(
        history, ledger, tested, as_of_days=as_of_days, closed=closed, largest=largest
    )
    periods = [
        (start, length)
        for length in agreement_months
        for start in tested
        if _fits(start, length, tested)
    ]
    agreed = agreement_cases(history, ledger, periods, closed=closed, largest=largest)
    scores = [*month_scores(monthly), *agreement_scores(agreed)]
    return pd.DataFrame([_row(score) for score in scores])


def backtest_text(report: pd.DataFrame) -> str:
    """Print a report as a table for a terminal."""
    head = f"{'measure':<{WIDTH}}{'value':>7}   limit"
    return "\n".join([head, *(_line(row) for row in report.to_dict("records"))])


def _line(row: dict[Any, Any]) -> str:
    verdict = {True: "pass", False: "FAIL", None: "no case"}[row["passed"]]
    return f"{row['measure']:<{WIDTH}}{row['value']:7.3f}  {row['sense']} {row['limit']:.2f}  {verdict}"


def _months(daily: Daily, ledger: Ledger, months: Collection[date] | None) -> list[int]:
    if months is not None:
        return sorted({month_ahead(day_number(day)) for day in months})
    if not daily.day.size:
        return []
    first, last = int(daily.day.min()), int(daily.day.max())
    found, month = [], month_ahead(first + SETTLED, 1)
    while month_ahead(month, 1) <= last:  # the last month counts as cut
        if (ledger.first <= month - SETTLED).any():
            found.append(month)
        month = month_ahead(month, 1)
    return found


def _fits(start: int, length: int, tested: list[int]) -> bool:
    """Agreements of one length follow each other, and all their months are tested."""
    inside = all(month_ahead(start, k) in tested for k in range(length))
    return inside and tested.index(start) % length == 0


def _row(score: Score) -> dict[str, object]:
    return {
        "measure": score.measure,
        "value": score.value,
        "limit": score.limit,
        "sense": score.sense,
        "passed": score.passed,
        "cases": score.cases,
    }
