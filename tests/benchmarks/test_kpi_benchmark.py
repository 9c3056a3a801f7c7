"""How long twelve KPIs take for one customer and for all, beside the same questions asked of a pandas data frame.

``python -m tests.benchmarks.test_kpi_benchmark --lines 10000000 --customers 5000`` makes the company (kept in ``--folder``) and
prints the table; ``make bench`` runs it on a tenth of that.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
import pandas as pd
import pytest

from wiseparts_nb.customer.catalogue import widget
from wiseparts_nb.customer.kept_answers import keeping_answers
from wiseparts_nb.demo import publish_demo
from wiseparts_nb.errors import SourceError
from wiseparts_nb.period import month_after
from wiseparts_nb.settings import Settings, read_settings
from wiseparts_nb.source.snapshot import current
from wiseparts_nb.source.source import Source, open_source

TWELVE = (
    "sales_trend",
    "month_projection",
    "last_12_months",
    "sales_by_brand",
    "quotes_by_brand",
    "order_ratios",
    "open_quotes",
    "due_amounts",
    "activities_by_type",
    "latest_events",
    "upcoming",
    "offers",
)

MOST_LINES = """
select customer_id from sales_lines group by customer_id order by count(*) desc limit 9
"""

pytestmark = pytest.mark.benchmark


def measured(work: Callable[[], Any], *, times: int = 5) -> float:
    """Median seconds of a few calls."""
    found: list[float] = []
    for _ in range(times):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return statistics.median(found)


def one_customer(source: Source, customer_id: str) -> None:
    """Answer the twelve for one customer, from nothing but the open snapshot."""
    alone = source.narrowed(customer_id)
    for name in TWELVE:
        widget(name).kpi(alone).get(customer_id)


def all_customers(source: Source, *, every_value: bool) -> None:
    """Answer the twelve for everybody in one pass each; ``every_value`` also makes each customer's dataclass."""
    fresh = source.widened()
    for name in TWELVE:
        found = widget(name).kpi(fresh)
        if every_value:
            len(found)


def pandas_months(lines: pd.DataFrame, source: Source, customer_id: str | None) -> Any:
    """Answer only "the last 24 months", as one would from a data frame that holds all lines."""
    since = pd.Timestamp(month_after(source.as_of, -23))
    asked = lines if customer_id is None else lines[lines["customer_id"] == customer_id]
    asked = asked[asked["sold_on"] >= since]
    return asked.groupby(["customer_id", asked["sold_on"].dt.to_period("M")])["net"].sum()


def table(
    folder: Path, *, lines: int, customers: int, settings: Settings
) -> Sequence[tuple[str, float]]:
    """Measure everything on the company in ``folder``, which is made where it is missing."""
    try:
        current(folder)
    except SourceError:
        publish_demo(
            folder,
            customers=customers,
            lines=lines,
            prepare=keeping_answers(settings),
        )
    with duckdb.connect(str(current(folder)), read_only=True) as file:
        frame = file.execute("select customer_id, sold_on, net from sales_lines").df()
    source = open_source(settings)
    ids = source.table(MOST_LINES)[1]
    turn = iter([row[0] for row in ids] * 3)
    return (
        ("twelve KPIs, one customer", measured(lambda: one_customer(source, next(turn)), times=9)),
        (
            "one of them in pandas, lines already in memory",
            measured(lambda: pandas_months(frame, source, ids[0][0])),
        ),
        (
            "twelve KPIs, all customers",
            measured(lambda: all_customers(source, every_value=False), times=3),
        ),
        (
            "  and every customer's dataclass",
            measured(lambda: all_customers(source, every_value=True), times=1),
        ),
        (
            "one of them in pandas, all customers",
            measured(lambda: pandas_months(frame, source, None), times=3),
        ),
    )


def shown(rows: Sequence[tuple[str, float]]) -> str:
    """The table as text, in milliseconds."""
    return "\n".join(f"{label:<50}{seconds * 1000:>10.0f} ms" for label, seconds in rows)


def test_a_million_lines(tmp_path: Path) -> None:
    settings = read_settings(snapshots=tmp_path, memory_limit="4GB")
    print("\n" + shown(table(tmp_path, lines=1_000_000, customers=2_000, settings=settings)))


def main() -> None:
    """Run on a company of any size."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=10_000_000)
    asked.add_argument("--customers", type=int, default=5_000)
    asked.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "wiseparts-benchmark"
    )
    options = asked.parse_args()
    settings = read_settings(snapshots=options.folder, memory_limit="4GB")
    print(
        shown(
            table(
                options.folder, lines=options.lines, customers=options.customers, settings=settings
            )
        )
    )


if __name__ == "__main__":
    main()
