"""The third-party sets, whole: what the loader published is what pandas counts in the raw files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time

import duckdb
import pandas as pd
import pytest

from tests.parts import ROOT
from tests.source.companies import rows_of
from wiseparts_nb.source.ingest import LoadReport, load

pytestmark = pytest.mark.needs_data
Loaded = Callable[[str], LoadReport]
SECONDS = 30.0


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The report of loading a set by its mapping, once a module."""
    reports: dict[str, LoadReport] = {}

    def report(name: str) -> LoadReport:
        if name not in reports:
            start, worked = perf_counter(), process_time()
            mapping = ROOT / "parameters" / "mappings" / f"{name}.toml"
            reports[name] = load(mapping, tmp_path_factory.mktemp(name))
            seconds, worked = perf_counter() - start, process_time() - worked
            print(f"\n{name}: loaded in {seconds:.1f} s ({worked:.1f} s of processor time)")
            assert worked < SECONDS  # the clock on the wall counts the neighbours too
        return reports[name]

    return report


def parquet(path: Path) -> pd.DataFrame:
    """The raw file: read by DuckDB (pandas has no reader of its own), counted by pandas."""
    with duckdb.connect() as con:
        return con.read_parquet(str(path)).df()


def cents(ten_thousandths: pd.Series) -> pd.Series:
    """Whole cents, half away from zero, of whole ten-thousandths."""
    rounded = (ten_thousandths.abs() + 50) // 100
    return rounded.where(ten_thousandths >= 0, -rounded)


def scaled(values: pd.Series) -> pd.Series:
    """Ten-thousandths as whole numbers."""
    return (values.astype(float) * 10_000).round().astype("int64")


def by_month(days: pd.Series, amounts: pd.Series) -> dict[tuple[int, int], Decimal]:
    """Cents summed by (year, month), as money."""
    sums = (
        amounts.groupby([days.dt.year.rename("y"), days.dt.month.rename("m")]).sum().reset_index()
    )
    return {(y, m): Decimal(cents) / 100 for y, m, cents in sums.to_numpy().tolist()}


def net_by_month(report: LoadReport, column: str = "net") -> dict[object, object]:
    sql = f"select year(sold_on), month(sold_on), sum({column}) from sales_lines group by all"
    return {(year, month): total for year, month, total in rows_of(report.snapshot.path, sql)}


def counted(report: LoadReport) -> dict[str, tuple[int, int, int]]:
    return {
        each.table: (each.taken, each.rejected, each.excluded) for each in report.snapshot.loads
    }


@pytest.fixture(scope="module")
def online_retail(shared_data: Path) -> pd.DataFrame:
    raw = parquet(shared_data / "online_retail_ii" / "online_retail_ii.parquet")
    code = raw["StockCode"].str.upper()
    raw["cents"] = cents(scaled(raw["Price"]) * raw["Quantity"])
    raw["entry"] = "goods"
    for name, codes in {
        "test": ["TEST001", "TEST002"],
        "adjustment": ["ADJUST", "ADJUST2"],
        "fee": ["BANK CHARGES", "AMAZONFEE", "CRUK"],
        "carriage": ["POST", "DOT", "C2", "C3"],
    }.items():
        raw.loc[code.isin(codes), "entry"] = name
    raw.loc[raw["Customer ID"].isna(), "entry"] = "no_customer"
    raw.loc[raw["Invoice"].str.startswith("A"), "entry"] = "bad_debt"
    return raw


def test_online_retail_is_what_pandas_counts(loaded: Loaded, online_retail: pd.DataFrame):
    report = loaded("online_retail_ii")
    path = report.snapshot.path
    goods = online_retail[online_retail["entry"] == "goods"]
    left_out = online_retail["entry"].value_counts().drop("goods").to_dict()
    assert {each.name: each.rows for each in report.excluded} == left_out
    assert (left_out["bad_debt"], left_out["bad_debt"] + left_out["no_customer"]) == (6, 235_287)
    assert report.rejected == ()
    counts = counted(report)
    assert counts["sales_lines"] == (len(goods), 0, len(online_retail) - len(goods))
    assert sum(counts["sales_lines"]) == 1_044_847
    assert counts["customers"][0] == online_retail["Customer ID"].nunique() == 5942
    assert net_by_month(report) == by_month(goods["InvoiceDate"], goods["cents"])
    cancelled = goods[goods["Invoice"].str.startswith("C")]
    assert rows_of(
        path,
        "select count(*), sum(net), count(order_id) from sales_lines where starts_with(invoice_id, 'C')",
    ) == [(len(cancelled), Decimal(int(cancelled["cents"].sum())) / 100, 0)]
    bought = goods[~goods["Invoice"].str.startswith("C")]
    assert counts["orders"][0] == bought["Invoice"].nunique()
    assert str(report.snapshot.as_of) == "2011-12-09"


def test_online_retail_keeps_lines_that_repeat_another(loaded: Loaded, online_retail: pd.DataFrame):
    raw = [
        "Invoice",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "Price",
        "Customer ID",
        "Country",
    ]
    repeated = int(online_retail.duplicated(raw).sum())
    assert repeated == 11_812
    goods = online_retail[online_retail["entry"] == "goods"]
    per_customer = goods.groupby("Customer ID").size()
    sql = "select customer_id, count(*) from sales_lines group by 1"
    assert {
        int(str(c)): n for c, n in rows_of(loaded("online_retail_ii").snapshot.path, sql)
    } == per_customer.to_dict()


def test_online_retail_customers_and_articles_are_clean(
    loaded: Loaded, online_retail: pd.DataFrame
):
    path = loaded("online_retail_ii").snapshot.path
    last = online_retail.dropna(subset="Customer ID").groupby("Customer ID")["Country"].last()
    names = {
        "EIRE": "Ireland",
        "RSA": "South Africa",
        "USA": "United States",
        "Korea": "South Korea",
    }
    expected = last.replace({**names, "Unspecified": None, "European Community": None}).to_dict()
    countries = dict(rows_of(path, "select customer_id::int, country from customers"))
    assert countries == {c: None if pd.isna(v) else v for c, v in expected.items()}
    other = [
        "POST",
        "DOT",
        "C2",
        "C3",
        "BANK CHARGES",
        "AMAZONFEE",
        "CRUK",
        "ADJUST",
        "ADJUST2",
        "B",
    ]
    codes = set(online_retail["StockCode"].str.upper()) - {
        *other,
        "TEST001",
        "TEST002",
        "M",
        "D",
        "S",
    }
    assert {p for (p,) in rows_of(path, "select product_id from products")} == codes
    assert rows_of(path, "select name from products where product_id = '85123A'") == [
        ("WHITE HANGING HEART T-LIGHT HOLDER",)
    ]


def test_adventureworks_is_what_pandas_counts(loaded: Loaded, shared_data: Path):
    report = loaded("adventureworks")
    folder = shared_data / "adventureworks"
    sales = parquet(folder / "FactResellerSales.parquet")
    amounts = {
        column: cents(scaled(sales[raw]))
        for column, raw in {
            "net": "SalesAmount",
            "gross": "ExtendedAmount",
            "cost": "TotalProductCost",
        }.items()
    }
    amounts["margin"] = amounts["net"] - amounts["cost"]
    for column, amount in amounts.items():
        assert net_by_month(report, column) == by_month(sales["OrderDate"], amount)
    counts = counted(report)
    assert counts["sales_lines"] == counts["order_lines"] == (60_855, 0, 0)
    assert counts["orders"][0] == sales["SalesOrderNumber"].nunique()
    articles = parquet(folder / "DimProduct.parquet")
    assert counts["products"][0] == articles["ProductAlternateKey"].nunique() == 504
    kinds = dict(rows_of(report.snapshot.path, "select kind, count(*) from customers group by 1"))
    assert kinds == {
        "customer": sales["ResellerKey"].nunique(),
        "prospect": 701 - sales["ResellerKey"].nunique(),
    }
    offers = parquet(folder / "DimPromotion.parquet")["EnglishPromotionCategory"].value_counts()
    assert counts["promotions"] == (
        offers["Reseller"],
        0,
        offers["Customer"] + offers["No Discount"],
    )
    assert (counts["contacts"][0], counts["staff"][0], counts["users"][0]) == (753, 17, 17)
    losing = "select count(*) from sales_lines where margin < 0"
    assert rows_of(report.snapshot.path, losing) == [(int((amounts["margin"] < 0).sum()),)]


def test_contoso_is_what_pandas_counts(loaded: Loaded, shared_data: Path):
    report = loaded("contoso_10k")
    folder = shared_data / "contoso_10k"
    lines = parquet(folder / "OrderRows.parquet").merge(parquet(folder / "Orders.parquet"))
    days = pd.to_datetime(lines["Order Date"])
    for column, raw in {"net": "Net Price", "gross": "Unit Price", "cost": "Unit Cost"}.items():
        assert net_by_month(report, column) == by_month(
            days, cents(scaled(lines[raw]) * lines["Quantity"])
        )
    articles = parquet(folder / "Product.parquet")
    assert articles["Brand"].nunique() == 15
    brands = dict(rows_of(report.snapshot.path, "select brand_id, manufacturer_id from brands"))
    clean = articles.assign(
        brand=articles["Brand"].str.strip(), maker=articles["Manufacturer"].str.strip()
    )
    assert brands == clean.groupby("brand")["maker"].first().to_dict()
    assert len(brands) == 11
    per_brand = lines.merge(clean[["ProductKey", "brand"]]).groupby("brand").size().to_dict()
    assert (
        dict(rows_of(report.snapshot.path, "select brand_id, count(*) from sales_lines group by 1"))
        == per_brand
    )
    counts = counted(report)
    assert counts["sales_lines"] == counts["order_lines"] == (13_915, 0, 0)
    assert (counts["branches"][0], counts["orders"][0], counts["customers"][0]) == (74, 5819, 5585)
    assert report.rejected == report.excluded == ()


def test_crm_opportunities_are_what_pandas_counts(loaded: Loaded, shared_data: Path):
    report = loaded("crm_sales_opportunities")
    path, counts = report.snapshot.path, counted(report)
    folder = shared_data / "crm_sales_opportunities"
    deals = pd.read_csv(folder / "sales_pipeline.csv")
    prospecting = deals["deal_stage"] == "Prospecting"
    nobody = deals["account"].isna() & ~prospecting
    kept = deals[~prospecting & ~nobody]
    assert (
        counts["quotes"]
        == counts["quote_lines"]
        == (len(kept), 0, int(prospecting.sum() + nobody.sum()))
    )
    names = {(each.table, each.name): each.rows for each in report.excluded}
    assert names["quotes", "not_engaged"] == prospecting.sum()
    assert names["quotes", "no_account"] == nobody.sum()
    stages = {"won": "Won", "lost": "Lost", "open": "Engaging"}
    by_stage = kept["deal_stage"].value_counts()
    found = dict(rows_of(path, "select status, count(*) from quotes group by 1"))
    assert found == {status: by_stage[stage] for status, stage in stages.items()}
    won = deals[deals["deal_stage"] == "Won"]
    closed = pd.to_datetime(won["close_date"])
    assert net_by_month(report) == by_month(closed, (won["close_value"] * 100).astype("int64"))
    prices = pd.read_csv(folder / "products.csv").set_index("product")["sales_price"]
    listed = kept["product"].replace("GTXPro", "GTX Pro").map(prices)
    value = kept["close_value"].where(kept["deal_stage"] == "Won", listed).sum()
    assert rows_of(
        path, "select sum(net), count(*) filter (product_id is null) from quote_lines"
    ) == [(Decimal(int(value)), 0)]
    assert counts["engagements"] == (len(deals), 0, 0)
    assert counts["proposals"] == (int((~prospecting).sum()), 0, 0)
    assert (counts["staff"][0], counts["teams"][0], counts["customers"][0]) == (41, 6, 85)
    assert report.rejected == ()
