"""`python -m wiseparts_nb.projection sales.parquet [GB-ENG] [2010-12-24:2011-01-03 ...]`: the backtest.

The file, Parquet or CSV, holds customer_id, date and amount, several rows a day or one; further
arguments name the country of the public holidays and days or spans of closure.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb
import holidays
import pandas as pd

from wiseparts_nb.errors import InputError
from wiseparts_nb.projection import backtest, backtest_text

__all__ = ["main"]

DAYS_SQL = """
select
    cast(customer_id as varchar) as customer_id,
    cast(date as date) as date,
    case when sum(amount) > 0 then 1 else 0 end as orders,
    cast(sum(amount) as double) as amount
from {reader}($path)
where customer_id is not null
group by 1, 2
"""


def main(arguments: list[str]) -> str:
    """Read a file of sales and return the table of the backtest.

    Raises
    ------
    InputError
        No file, or one that is neither Parquet nor CSV.
    """
    if not arguments:
        raise InputError(f"No file was named. {__doc__}")
    path, *rest = arguments
    readers = {".parquet": "read_parquet", ".csv": "read_csv"}
    reader = readers.get(Path(path).suffix)
    if reader is None:
        raise InputError(f"{path!r} is neither .parquet nor .csv.")
    history = duckdb.execute(DAYS_SQL.format(reader=reader), {"path": path}).df()
    closed = {day for word in rest for day in _closures(word, history)}
    return backtest_text(backtest(history, closed=closed))


def _closures(word: str, history: pd.DataFrame) -> list[date]:
    if word[0].isdigit():
        first, _, last = word.partition(":")
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
        return [begin + timedelta(days=k) for k in range((end - begin).days + 1)]
    country, _, region = word.partition("-")
    years = range(history["date"].min().year, history["date"].max().year + 1)
    return list(holidays.country_holidays(country, subdiv=region or None, years=years))


if __name__ == "__main__":
    try:
        sys.stdout.write(main(sys.argv[1:]) + "\n")
    except InputError as error:
        sys.exit(str(error))
