"""Cuts of the third-party sets are what pandas counts in the same lines, and every dimension sums to the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.parts import ROOT
from wiseparts_nb.analytics.breakdown import breakdowns
from wiseparts_nb.analytics.cut import MEASURES, Cut, dimensions_of
from wiseparts_nb.analytics.dimensions import DIMENSIONS
from wiseparts_nb.analytics.lines import lines
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.engine import DuckDB
from wiseparts_nb.source.ingest import load
from wiseparts_nb.source.schema import tables
from wiseparts_nb.source.snapshot import Snapshot
from wiseparts_nb.source.source import Source, open_source, period_of

pytestmark = pytest.mark.needs_data

_NUMBERS = ["quantity", "gross", "net", "margin"]
_THOUSANDTHS = ", ".join(f"cast({one} * 1000 as bigint) as {one}" for one in _NUMBERS)
_COLUMNS = ", ".join(one.column for one in DIMENSIONS.values())
_SALES = f"select {_COLUMNS}, {_THOUSANDTHS} from sales_lines"

# The loader needs ten seconds for this set (tests/source/test_real_sets.py); here its lines are taken as they stand.
_ONLINE_RETAIL = """
insert into sales_lines (invoice_id, line_no, customer_id, sold_on, product_id, quantity, net)
select "Invoice", row_number() over (), cast("Customer ID" as text), cast("InvoiceDate" as date), "StockCode",
       "Quantity", cast("Quantity" * "Price" as decimal(18, 2))
from read_parquet(?) where "Customer ID" is not null
"""
_BUYERS = "insert into customers (customer_id, name, kind) select distinct customer_id, customer_id, 'customer' from sales_lines"


@pytest.fixture(scope="module", params=["adventureworks", "contoso_10k", "online_retail_ii"])
def company(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Source, pd.DataFrame]]:
    """A set as a source, and its invoice lines in whole thousandths."""
    if request.param == "online_retail_ii":
        source, sales = online_retail(shared_data / request.param / "online_retail_ii.parquet")
    else:
        folder = tmp_path_factory.mktemp(request.param)
        report = load(ROOT / "parameters" / "mappings" / f"{request.param}.toml", folder)
        with duckdb.connect(str(report.snapshot.path), read_only=True) as connection:
            sales = connection.sql(_SALES).df()
        source = open_source(Settings(snapshots=folder))
    yield source, sales
    source.close()


def online_retail(path: Path) -> tuple[Source, pd.DataFrame]:
    connection = duckdb.connect()
    connection.execute(";".join(table.bare_ddl() for table in tables().values()))
    connection.execute(_ONLINE_RETAIL, [str(path)])
    connection.execute(_BUYERS)
    as_of = date(2011, 12, 9)
    made = datetime(2026, 1, 1, tzinfo=UTC)
    snapshot = Snapshot(
        Path("own"), "own", as_of, made, "Own", "GBP", "GB", None, "Europe/London", "own", ()
    )
    settings = Settings()
    source = Source(DuckDB(connection), snapshot, period_of(snapshot, settings), settings)
    return source, connection.sql(_SALES).df()


def spans(cut: Cut) -> Callable[[pd.DataFrame], tuple[pd.DataFrame, pd.DataFrame]]:
    def split(sales: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        assert cut.compared is not None
        days = sales["sold_on"]
        both = ((cut.span.first, cut.span.last), (cut.compared.first, cut.compared.last))
        now, before = (
            sales[(days >= pd.Timestamp(first)) & (days <= pd.Timestamp(last))]
            for first, last in both
        )
        return now, before

    return split


@pytest.mark.parametrize("measure", MEASURES)
def test_every_dimension_is_what_pandas_counts(
    company: tuple[Source, pd.DataFrame], measure: str
) -> None:
    source, sales = company
    cut = Cut.of({"measure": measure, "against": "span_before", "span": "last_3_months"}, source)
    now, before = spans(cut)(sales)
    found = breakdowns(source, cut, by=dimensions_of(source), limit=None)
    for dimension, one in found.items():
        if dimension == "month":
            continue
        column = DIMENSIONS[dimension].column
        for side, counted in (("now", now), ("before", before)):
            groups = counted.groupby(column, dropna=False)[measure].sum(min_count=1)
            expected = {
                key if isinstance(key, str) else "": int(value)
                for key, value in groups.items()
                if not pd.isna(value) and value
            }
            shown = {
                row.id: int(getattr(row.amounts, side) * 1000)
                for row in one.parts
                if getattr(row.amounts, side)
            }
            assert shown == expected, (dimension, side)
        assert one.total == found["month"].total
        assert one.lines == len(now)
        assert one.unknown == int(now[measure].isna().sum())


def test_a_filtered_cut_is_what_pandas_counts(company: tuple[Source, pd.DataFrame]) -> None:
    source, sales = company
    whole = breakdowns(source, Cut.of({}, source), by=("product", "customer"), limit=1)
    product, customer = (whole[one].rows[0].id for one in ("product", "customer"))
    cut = Cut.of({"product": product}, source)
    now, _ = spans(cut)(sales)
    counted = now[now["product_id"] == product]
    months = breakdowns(source, cut, by=("month",))["month"]
    by_month = counted.groupby(counted["sold_on"].dt.strftime("%Y-%m"))["net"].sum().to_dict()
    shown = {row.id: int(row.amounts.now * 1000) for row in months.rows if row.amounts.now}
    assert shown == {month: net for month, net in by_month.items() if net}
    assert lines(source, cut, limit=1).count == len(counted)
    one = source.narrowed(customer)
    own = breakdowns(one, Cut.of({}, one), by=("product",), limit=None)["product"]
    assert own.total.amounts == whole["customer"].rows[0].amounts
