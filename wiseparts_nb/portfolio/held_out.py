"""Did the customers at the top of "at risk" really decline? The list as of past days, held against what came after.

``python -m wiseparts_nb.portfolio.held_out SNAPSHOT.duckdb [DAY ...]`` prints the table; without days every month's end is
taken that has a year before it and three months after it.

An eligible customer has bought in the twelve months before the day, and for a fair base in the same season: in the coming
three months of a year before. It declined if the coming three months are 5 % or more below that. So that the year before is not
its own proof, a second measure sets the coming months beside the customer's own last twelve months at the season's pace:
the ratio by which all eligible customers together moved.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from wiseparts_nb.customer.changes import LEAST_BASE
from wiseparts_nb.customer.health_signals import NOTICED_CHANGE
from wiseparts_nb.errors import InputError, WisePartsError
from wiseparts_nb.period import month_after, month_end
from wiseparts_nb.portfolio.accounts import Selection
from wiseparts_nb.portfolio.triage import triage
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source, open_source

__all__ = ["TOP", "Outcome", "half", "held_out", "held_out_text", "main", "month_ends"]

TOP = 20
"""Customers of a list that are followed."""
COMING = 3
"""Months that are followed."""

MONTHS = """
select customer_id, cast(date_trunc('month', sold_on) as date) as month, sum(net) as net
from sales_lines
group by customer_id, cast(date_trunc('month', sold_on) as date)
"""


@dataclass(frozen=True)
class Outcome:
    """What became of one way to choose customers, over all days.

    ``declined`` is the part of ``cases`` below the same months a year before, ``slowed`` the part below their own pace,
    ``change`` that of their sales together against the year before.
    """

    choice: str
    cases: int
    declined: float
    slowed: float
    change: float


def half(customer_id: str, parity: int) -> bool:
    """Whether a customer is on one side: rules may be chosen on 0 and are reported on 1."""
    return sha256(customer_id.encode()).digest()[3] % 2 == parity


def month_ends(source: Source) -> list[date]:
    """Return the ends of months with a year and three months before them, and three months after them."""
    ((first, last),) = source.table("select min(sold_on), max(sold_on) from sales_lines")[1]
    start, end = month_after(first, 12 + COMING), month_after(last, -COMING)
    if last == month_end(last):
        end = month_after(end)
    months = (month_after(start, ahead) for ahead in range(-1, 1200))
    ends = [month_end(month) for month in _until(months, month_after(end, -1))]
    return [day for day in ends if day <= source.as_of]


def _until(months: Iterator[date], last: date) -> Iterator[date]:
    for month in months:
        if month > last:
            return
        yield month


def held_out(
    settings: Settings,
    days: Sequence[date] | None = None,
    *,
    chosen: Callable[[str], bool] = bool,
) -> list[Outcome]:
    """Follow the list "at risk" and simpler choices on past days.

    Parameters
    ----------
    days
        Ends of months; None takes all that have enough history.
    chosen
        Which customers count, by id; all by default.

    Raises
    ------
    InputError
        No month has enough history, or a day is not the last of its month.
    """
    source = open_source(settings)
    followed = month_ends(source) if days is None else list(days)
    if not followed:
        raise InputError(
            "No month has a year and three months of sales before it and three months after it."
        )
    if wrong := [day for day in followed if day != month_end(day)]:
        raise InputError(
            f"{wrong[0]} is not the last day of a month, and whole months are followed."
        )
    sales = source.frame(MONTHS).assign(net=lambda frame: frame["net"].astype(float))
    source.close()
    sales = sales[sales["customer_id"].map(chosen)]
    wide = sales.pivot_table(index="customer_id", columns="month", values="net", aggfunc="sum")
    wide.columns = [pd.Timestamp(month).date() for month in wide.columns]
    cases = pd.concat([_cases(settings, wide.fillna(0.0), day) for day in followed])
    return [_outcome(name, cases[cases[name]]) for name in CHOICES]


CHOICES = (
    "at risk, top 20",
    "largest drop last month, 20",
    "largest customers, 20",
    "all eligible",
)


def _cases(settings: Settings, wide: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the eligible customers of a day: who is chosen, and what came."""

    def net(first: int, last: int) -> pd.Series:
        months = [month_after(day, ahead) for ahead in range(first, last + 1)]
        return wide.reindex(columns=months, fill_value=0.0).sum(axis=1)

    year = net(-11, 0)
    cases = pd.DataFrame({"coming": net(1, COMING), "base": net(-11, COMING - 12), "year": year})
    cases["drop"] = net(-1, -1) - net(0, 0)
    cases = cases[(cases["base"] >= float(LEAST_BASE)) & (year > 0)]
    pace = cases["coming"].sum() / cases["year"].sum()
    noticed = 1 - NOTICED_CHANGE
    cases["declined"] = cases["coming"] < noticed * cases["base"]
    cases["slowed"] = cases["coming"] < noticed * pace * cases["year"]
    listed = pd.Series(_listed(settings, day))
    ranks = {
        CHOICES[0]: -listed.reindex(cases.index),
        CHOICES[1]: cases["drop"],
        CHOICES[2]: cases["year"],
    }
    for name, values in ranks.items():
        cases[name] = values.rank(ascending=False, method="first") <= TOP
    return cases.assign(**{CHOICES[3]: True})


def _listed(settings: Settings, day: date) -> dict[str, float]:
    """Return the place of each customer in the list "at risk" of a day."""
    source = open_source(settings, as_of=day)
    found = triage(source, Selection(limit=None)).lists["risk"].stakes
    source.close()
    return {one.judged.account.customer_id: float(rank) for rank, one in enumerate(found)}


def _outcome(choice: str, cases: pd.DataFrame) -> Outcome:
    if cases.empty:
        return Outcome(choice, 0, np.nan, np.nan, np.nan)
    return Outcome(
        choice,
        len(cases),
        float(cases["declined"].mean()),
        float(cases["slowed"].mean()),
        float(cases["coming"].sum() / cases["base"].sum() - 1),
    )


def held_out_text(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as a table in plain text."""
    head = f"{'choice':<30}{'cases':>7}{'declined':>10}{'slowed':>9}{'sales':>9}"
    lines = [
        f"{one.choice:<30}{one.cases:>7}{one.declined:>10.1%}{one.slowed:>9.1%}{one.change:>+9.1%}"
        for one in outcomes
    ]
    return "\n".join([head, *lines])


def main(arguments: Sequence[str]) -> str:
    """Return the table of a snapshot for all its customers, and for the half that no rule was chosen on.

    Raises
    ------
    InputError
        No snapshot was named, or a day is not one.
    """
    if not arguments:
        raise InputError(f"No snapshot was named. {__doc__}")
    try:
        days = [date.fromisoformat(word) for word in arguments[1:]] or None
    except ValueError as error:
        raise InputError(f"{error}. A day is written 2011-08-31.") from None
    settings = Settings(snapshot=Path(arguments[0]))
    everyone = held_out(settings, days)
    reported = held_out(settings, days, chosen=lambda customer_id: half(customer_id, 1))
    tables = [
        f"{name}\n{held_out_text(rows)}"
        for name, rows in (
            ("all customers", everyone),
            ("the half that rules were not chosen on", reported),
        )
    ]
    return "\n\n".join(tables)


if __name__ == "__main__":
    try:
        sys.stdout.write(main(sys.argv[1:]) + "\n")
    except WisePartsError as error:
        sys.exit(str(error))
