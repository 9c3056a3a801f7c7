"""The measures of a backtest, and the limits that the projection has to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from wiseparts_nb.projection.arrays import Floats
from wiseparts_nb.projection.cases import CHECKPOINTS
from wiseparts_nb.projection.outcome import DECILES

__all__ = ["Score", "agreement_scores", "month_scores"]


@dataclass(frozen=True)
class Score:
    """One measure, its limit and on how many cases it rests; NaN without a case."""

    measure: str
    value: float
    sense: Literal["<=", ">="]
    limit: float
    cases: int

    @property
    def passed(self) -> bool | None:
        """Whether the limit is kept; None without a case."""
        if np.isnan(self.value):
            return None
        return self.value <= self.limit if self.sense == "<=" else self.value >= self.limit


def month_scores(cases: pd.DataFrame) -> list[Score]:
    """Score the month projection against simple methods and against its own promises."""
    actual, median = cases["actual"], cases["q50"]
    error = (median - actual).abs().sum()

    def beside(name: str) -> float:
        return _ratio(error, (cases[name] - actual).abs().sum())

    loss = sum(_pinball(actual, cases[_q(q)], q) for q in DECILES)
    own = sum(_pinball(actual, cases["own_" + _q(q)], q) for q in DECILES)
    n = len(cases)
    return [
        Score("error / last month's total", beside("last_month"), "<=", 0.62, n),
        Score("error / calendar run-rate", beside("run_rate"), "<=", 0.72, n),
        Score("error / to date + 6-month mean of the rest", beside("mean_rest"), "<=", 0.96, n),
        Score("error / to date + 6-month median of the rest", beside("median_rest"), "<=", 0.97, n),
        Score("quantile loss / own last 6 months", _ratio(loss, own), "<=", 0.95, n),
        Score(
            "bias of the mean", abs(_ratio(cases["mean"].sum(), actual.sum()) - 1), "<=", 0.07, n
        ),
        Score("share beyond P90", _mean(actual > _above(cases["q90"])), "<=", 0.12, n),
        Score("share beyond P10", _mean(actual < _below(cases["q10"])), "<=", 0.12, n),
        Score("share inside P10..P90", _inside(cases), ">=", 0.78, n),
        *_confidence_scores(cases),
    ]


def agreement_scores(cases: pd.DataFrame) -> list[Score]:
    """Score the agreement forecast against the straight line and against what happened."""
    forecast = cases.drop_duplicates(["customer_id", "start", "months", "share"])
    early = forecast[forecast["share"] == CHECKPOINTS[0]]
    reached = cases["reached"].to_numpy(dtype=np.float64)
    chance = cases["chance"].to_numpy(dtype=np.float64)
    yes_no = cases["straight_reached"].to_numpy(dtype=np.float64)
    brier = _ratio(((chance - reached) ** 2).sum(), ((yes_no - reached) ** 2).sum())
    n = len(forecast)
    return [
        Score("agreements: error / straight line", _against_line(forecast), "<=", 0.88, n),
        Score("agreements: the same at 25 % elapsed", _against_line(early), "<=", 0.82, len(early)),
        Score("agreements: Brier / straight line's yes-no", brier, "<=", 0.73, len(cases)),
        Score(
            "agreements: calibration error", _calibration(chance, reached), "<=", 0.06, len(cases)
        ),
        Score("agreements: share inside P10..P90", _inside(forecast), ">=", 0.75, n),
    ]


def _confidence_scores(cases: pd.DataFrame) -> list[Score]:
    high, medium, low = (cases[cases["confidence"] == grade] for grade in ("high", "medium", "low"))
    within = (high["q50"] - high["actual"]).abs() <= 0.2 * high["actual"].abs()
    return [
        Score("high confidence: error", _error(high), "<=", 0.20, len(high)),
        Score("high confidence: share within 20 %", _mean(within), ">=", 0.85, len(high)),
        Score("medium confidence: error", _error(medium), "<=", 0.25, len(medium)),
        Score(
            "low / medium confidence: error",
            _ratio(_error(low), _error(medium)),
            ">=",
            1.5,
            len(low),
        ),
    ]


def _error(cases: pd.DataFrame) -> float:
    """Error of the median: sum |error| / sum actual."""
    return _ratio((cases["q50"] - cases["actual"]).abs().sum(), cases["actual"].sum())


def _against_line(cases: pd.DataFrame) -> float:
    error = (cases["q50"] - cases["actual"]).abs().sum()
    return _ratio(error, (cases["straight"] - cases["actual"]).abs().sum())


def _inside(cases: pd.DataFrame) -> float:
    return _mean(cases["actual"].between(_below(cases["q10"]), _above(cases["q90"])))


def _pinball(actual: pd.Series, forecast: pd.Series, q: float) -> float:
    gap = actual - forecast
    return float(np.maximum(q * gap, (q - 1) * gap).sum())


def _calibration(chance: Floats, reached: Floats) -> float:
    """Mean distance, weighted by cases, of stated chance from frequency in ten equal bins."""
    if not chance.size:
        return float("nan")
    bins = np.minimum((chance * 10).astype(int), 9)
    gap = np.bincount(bins, chance - reached, 10)
    return float(np.abs(gap).sum() / chance.size)


# A total equal to the bound is inside it: sums of one month made in two orders differ by a hair.
def _above(bound: pd.Series) -> pd.Series:
    return bound + 1e-6 * (1 + bound.abs())


def _below(bound: pd.Series) -> pd.Series:
    return bound - 1e-6 * (1 + bound.abs())


def _mean(flags: pd.Series) -> float:
    return float(flags.mean()) if len(flags) else float("nan")


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")


def _q(q: float) -> str:
    return f"q{round(100 * q)}"
