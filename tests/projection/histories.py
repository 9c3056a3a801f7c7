"""Histories to project: a few lines written out, made pools, and real invoices."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import duckdb
import holidays
import numpy as np
import pandas as pd

__all__ = ["christmas_and_holidays", "half", "history_of", "invoices", "made_pool"]

INVOICES_SQL = """
select
    cast("Customer ID" as varchar) as customer_id,
    cast("InvoiceDate" as date) as date,
    case when sum("Quantity" * "Price") > 0 then 1 else 0 end as orders,
    sum("Quantity" * "Price") as amount
from read_parquet($path)
where "Customer ID" is not null
group by 1, 2
"""


def history_of(*rows: tuple[str, date, float]) -> pd.DataFrame:
    """A history of days, each an order if its amount is positive."""
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
    return frame.assign(
        date=pd.to_datetime(frame["date"]),
        amount=frame["amount"].astype(float),
        orders=(frame["amount"] > 0).astype(int),
    )


def made_pool(customers: int, *, days: int = 500, seed: int = 7) -> pd.DataFrame:
    """Customers who buy on weekdays, each at a rate and a value of its own, with a few returns."""
    random = np.random.default_rng(seed)
    dates = pd.date_range("2024-01-01", periods=days)
    open_days = np.flatnonzero(dates.day_of_week < 5)
    frames: list[pd.DataFrame] = []
    for number in range(customers):
        bought = open_days[random.random(len(open_days)) < random.uniform(0.02, 0.5)]
        value = np.exp(random.normal(5, 1)) * np.exp(random.normal(0, 0.5, len(bought)))
        returned = random.random(len(bought)) < 0.03
        frames.append(
            pd.DataFrame(
                {
                    "customer_id": f"C-{number:04d}",
                    "date": dates[bought],
                    "orders": np.where(returned, 0, 1),
                    "amount": np.round(np.where(returned, -0.3, 1.0) * value, 2),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def invoices(data: Path) -> pd.DataFrame:
    """Online Retail II by customer and day; lines without a customer are dropped."""
    path = data / "online_retail_ii" / "online_retail_ii.parquet"
    return duckdb.execute(INVOICES_SQL, {"path": str(path)}).df()


def christmas_and_holidays() -> set[date]:
    """When that wholesaler is closed: English holidays, Easter, 24 December to 3 January."""
    closed = set(holidays.country_holidays("GB", subdiv="ENG", years=range(2009, 2012)))
    for year in (2009, 2010, 2011):
        closed |= {date(year, 12, 24) + timedelta(days=k) for k in range(11)}
    return closed | {date(2010, 4, 4), date(2011, 4, 24)}


def half(history: pd.DataFrame, parity: int) -> pd.DataFrame:
    """The customers whose id hashes to an even (0) or odd (1) number: constants were chosen on 0."""
    ids = history["customer_id"].unique()
    side = {name: sha256(str(name).encode()).digest()[3] % 2 for name in ids}
    return history[history["customer_id"].map(side) == parity]
