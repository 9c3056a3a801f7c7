"""Step 8: the distribution of the rest, its quantiles and the chance of a total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import pandas as pd
from scipy import special

from wiseparts_nb.projection.arrays import Floats
from wiseparts_nb.projection.model import Rest
from wiseparts_nb.projection.spread import quotient

__all__ = ["DECILES", "Outcome", "chance_of", "outcome_of", "quantile"]

DECILES = tuple(k / 10 for k in range(1, 10))


@dataclass(frozen=True)
class Outcome:
    """The rest of the period: nothing with chance `p0`, else gamma with `shape` and `scale`."""

    mean: Floats
    p0: Floats
    shape: Floats
    scale: Floats


def outcome_of(rest: Rest) -> Outcome:
    """Turn the moments of orders and values into a distribution.

    The number of order-days is negative binomial, or binomial where it scatters less than chance:
    p0 = (1 + L/r)^-r with r = L^2 / (Var K - L).
    """
    orders, sells = rest.orders, (rest.orders > 0) & (rest.value > 0)
    p0 = np.where(sells, _no_order(orders, rest.variance), 1.0)
    some = 1 - p0
    # In units of the value of an order, so that no amount is too small or too large.
    given = quotient(orders, some)
    second = quotient(rest.variance + orders * rest.variation + orders**2, some)
    spread = np.maximum(second - given**2, (0.1 * given) ** 2)
    shape = quotient(given**2, spread, otherwise=1.0)
    return Outcome(orders * rest.value, p0, shape, rest.value * quotient(spread, given))


def _no_order(orders: Floats, variance: Floats) -> Floats:
    excess = variance - orders
    poisson = (np.abs(excess) <= 1e-9 * orders) | (orders <= 0)
    r = np.divide(orders**2, excess, out=np.ones_like(orders), where=~poisson)
    certain = ~poisson & (r < 0) & (-r <= orders)
    share = np.divide(orders, r, out=np.zeros_like(orders), where=~poisson & ~certain)
    p0 = np.where(poisson, np.exp(-orders), (1 + share) ** -r)
    return np.clip(np.where(certain, 0.0, p0), 0, 1)


def quantile(outcome: Outcome, q: float) -> Floats:
    """Return the quantile `q` of the rest: 0 up to p0, then the gamma's."""
    above = q > outcome.p0
    inner = np.divide(q - outcome.p0, 1 - outcome.p0, out=np.zeros_like(outcome.p0), where=above)
    return np.where(above, special.gammaincinv(outcome.shape, inner) * outcome.scale, 0.0)


@overload
def chance_of(projection: pd.DataFrame, thresholds: float | pd.Series) -> pd.Series: ...
@overload
def chance_of(projection: pd.DataFrame, thresholds: Sequence[float]) -> pd.DataFrame: ...
def chance_of(
    projection: pd.DataFrame, thresholds: float | Sequence[float] | pd.Series
) -> pd.Series | pd.DataFrame:
    """Return the chance that the period's total reaches a threshold.

    Parameters
    ----------
    projection
        What `project` returned.
    thresholds
        One number for all customers; a Series of one number a customer, in the index of
        `projection`; or a list of tiers.

    Returns
    -------
    pandas.Series or pandas.DataFrame
        Chances 0..1 in the index of `projection`; a column per tier for a list. A total already
        reached has chance 1.
    """
    if isinstance(thresholds, pd.Series):
        aligned = np.asarray(thresholds.reindex(projection.index), dtype=np.float64)
        return pd.Series(_chance(projection, aligned), projection.index, name="chance")
    if isinstance(thresholds, Iterable):
        chances = {tier: _chance(projection, float(tier)) for tier in thresholds}
        return pd.DataFrame(chances, projection.index)
    return pd.Series(_chance(projection, float(thresholds)), projection.index, name="chance")


def _chance(projection: pd.DataFrame, thresholds: Floats | float) -> Floats:
    missing = thresholds - projection["to_date"].to_numpy(np.float64)
    scale = projection["rest_scale"].to_numpy()
    ratio = np.divide(missing, scale, out=np.full_like(missing, np.inf), where=scale > 0)
    above = special.gammaincc(projection["rest_shape"].to_numpy(), np.maximum(ratio, 0))
    return np.where(missing <= 0, 1.0, (1 - projection["p0"].to_numpy()) * above)
