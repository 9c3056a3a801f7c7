"""Backtest cases: what was projected on a past day, what became of it, what simpler methods said."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable
from datetime import date

import numpy as np
import pandas as pd

from wiseparts_nb.projection.arrays import Bools, Floats
from wiseparts_nb.projection.ledger import Ledger
from wiseparts_nb.projection.outcome import DECILES, chance_of
from wiseparts_nb.projection.projecting import project
from wiseparts_nb.projection.workdays import date_of, month_ahead

__all__ = ["CHECKPOINTS", "TIERS", "agreement_cases", "month_cases"]

CHECKPOINTS = (0.25, 0.50, 0.75)
TIERS = (0.8, 1.0, 1.2)
"""Thresholds of a backtested agreement, as multiples of the sales of the period before."""

PAST = 6
KEPT = ["customer_id", "to_date", "mean", *[f"q{round(100 * q)}" for q in DECILES], "confidence"]

SIMPLE = ["last_month", "run_rate", "mean_rest", "median_rest"]
MONTH_COLUMNS = [*KEPT, "actual", *SIMPLE, *[f"own_q{round(100 * q)}" for q in DECILES]]
AGREEMENT_COLUMNS = [
    *KEPT,
    *("start", "months", "share", "tier", "actual", "straight", "chance"),
    *("straight_reached", "reached"),
]


def month_cases(
    history: pd.DataFrame,
    ledger: Ledger,
    months: Iterable[int],
    *,
    as_of_days: Collection[int],
    closed: Collection[date],
    largest: int,
) -> pd.DataFrame:
    """Project every month as of every day and set the real total and the simple methods beside it."""
    cases = []
    for month in months:
        end = month_ahead(month, 1) - 1
        chosen = ledger.eligible(month, largest=largest)
        for day in as_of_days:
            as_of = min(month + day - 1, end)
            seen = _projected(
                history, ledger, chosen, (month, as_of, end), closed=closed, rhythm=True
            )
            simple = _simple(ledger, chosen, month, as_of, seen["to_date"].to_numpy())
            actual = ledger.sales(month, end)[chosen]
            cases.append(seen.assign(month=date_of(month), day=day, actual=actual, **simple))
    return _gathered(cases, MONTH_COLUMNS)


def agreement_cases(
    history: pd.DataFrame,
    ledger: Ledger,
    periods: Iterable[tuple[int, int]],
    *,
    closed: Collection[date],
    largest: int,
) -> pd.DataFrame:
    """Project periods of several months at 25, 50, 75 % elapsed, with tiers around the period before."""
    cases = []
    for start, months in periods:
        end = month_ahead(start, months) - 1
        before = ledger.sales(month_ahead(start, -months), start - 1)
        chosen = ledger.eligible(start, largest=largest) & (before > 0)
        actual = ledger.sales(start, end)[chosen]
        for share in CHECKPOINTS:
            elapsed = round(share * (end - start + 1))
            as_of = start + elapsed - 1
            seen = _projected(
                history, ledger, chosen, (start, as_of, end), closed=closed, rhythm=False
            )
            straight = seen["to_date"] * (end - start + 1) / elapsed
            for tier in TIERS:
                target = pd.Series(before[chosen] * tier, seen.index)
                cases.append(
                    seen[KEPT].assign(
                        start=date_of(start),
                        months=months,
                        share=share,
                        tier=tier,
                        actual=actual,
                        straight=straight,
                        chance=chance_of(seen, target),
                        straight_reached=straight >= target,
                        reached=actual >= target,
                    )
                )
    return _gathered(cases, AGREEMENT_COLUMNS)


def _gathered(cases: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    if cases:
        return pd.concat(cases, ignore_index=True)
    return pd.DataFrame({name: pd.Series(dtype="float64") for name in columns})


def _projected(
    history: pd.DataFrame,
    ledger: Ledger,
    chosen: Bools,
    period: tuple[int, int, int],
    *,
    closed: Collection[date],
    rhythm: bool,
) -> pd.DataFrame:
    start, as_of, end = map(date_of, period)
    projection = project(history, start, as_of, end, closed, rhythm=rhythm)
    return projection.set_index("customer_id").loc[ledger.customers[chosen]].reset_index()


def _simple(
    ledger: Ledger, chosen: Bools, month: int, as_of: int, to_date: Floats
) -> dict[str, Floats]:
    """Compute the methods to beat: last month, run-rate, and the customer's last six months."""
    length = month_ahead(month, 1) - month
    elapsed = as_of - month + 1
    rests = np.array(
        [_past_rest(ledger, month_ahead(month, -k), elapsed)[chosen] for k in range(1, PAST + 1)]
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a customer without a complete month
        own = np.nan_to_num(np.nanquantile(rests, DECILES, axis=0))
        mean = np.nan_to_num(np.nanmean(rests, axis=0))
    return {
        "last_month": ledger.sales(month_ahead(month, -1), month - 1)[chosen],
        "run_rate": to_date * length / elapsed,
        "mean_rest": to_date + mean,
        "median_rest": to_date + own[DECILES.index(0.5)],
        **{f"own_q{round(100 * q)}": to_date + own[k] for k, q in enumerate(DECILES)},
    }


def _past_rest(ledger: Ledger, month: int, elapsed: int) -> Floats:
    """Sales after the same day of a past month; NaN where the customer did not exist at its start."""
    rest = ledger.sales(month + elapsed, month_ahead(month, 1) - 1)
    return np.where(ledger.first <= month, rest, np.nan)
