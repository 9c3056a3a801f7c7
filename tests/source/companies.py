"""A small company in CSV files, and the mapping that loads it: what the tests of loading change one fault at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

__all__ = ["Company", "rows_of"]

_CUSTOMERS = "id,name\nC-1,Quay Electric\nC-2,Harbour Light\n"
_SALES = "invoice,line,customer,day,brand,quantity,net,cost\n"
_MAPPING = """
[snapshot]
company = "Test"
currency = "EUR"
country = "FR"
zone = "Europe/Paris"
max_rejects = 1.0

[sources.customer_file]
type = "csv"
path = "customers.csv"

[sources.sales_file]
type = "csv"
path = "sales.csv"
{sales_source}

[tables.customers]
select = "select id as customer_id, name, 'customer' as kind from customer_file"

[tables.brands]
select = "select distinct brand as brand_id, brand as name from sales_file where brand <> 'unknown' and brand is not null"

[tables.sales_lines]
select = '''{sales_select}'''
{exclusions}
"""
_SELECT = """select invoice as invoice_id, line as line_no, customer as customer_id, day as sold_on, brand as brand_id,
quantity, net, cost from sales_file"""


@dataclass(frozen=True)
class Company:
    """A folder with the files of a company."""

    folder: Path

    def write(self, sales: str | bytes, *, customers: str = _CUSTOMERS, **mapping: str) -> Path:
        """Write files and mapping; ``sales`` is the whole file if bytes, else the rows below the usual header."""
        (self.folder / "customers.csv").write_text(customers, encoding="utf-8")
        content = sales if isinstance(sales, bytes) else (_SALES + sales).encode()
        (self.folder / "sales.csv").write_bytes(content)
        given = {"sales_source": "", "sales_select": _SELECT, "exclusions": "", **mapping}
        path = self.folder / "mapping.toml"
        path.write_text(_MAPPING.format(**given), encoding="utf-8")
        return path

    @property
    def snapshots(self) -> Path:
        """Where it publishes."""
        return self.folder / "snapshots"


def rows_of(
    path: Path, sql: str, bound: Mapping[str, object] | None = None
) -> list[tuple[Any, ...]]:
    """The answer of a snapshot to a query."""
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(sql, bound or {}).fetchall()
