"""`python -m wiseparts_nb.agreements.backtest SNAPSHOT`: how good the outlook of agreements is on the data's own past.

Agreements that might have been, of three and of six months, are looked at when a quarter, a half and three quarters of them had
passed, through :func:`.outlook.outlooks` itself, as of that day. SNAPSHOT is a file, or a folder of published snapshots.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd

from wiseparts_nb.agreements.outlook import Outlooks, outlooks
from wiseparts_nb.agreements.past_agreements import MULTIPLES, Trial, past_of, trials
from wiseparts_nb.errors import InputError, WisePartsError
from wiseparts_nb.projection.backtest import backtest_text
from wiseparts_nb.projection.scores import agreement_scores
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source, open_source, period_of

__all__ = ["backtest", "main", "past_cases", "scored"]

KINDS = ("single, whole", "pooled, whole", "single, part", "pooled, part")


def backtest(source: Source) -> pd.DataFrame:
    """Score the outlook of past agreements of one customer and of ten, on the whole range and on a part of it.

    Returns
    -------
    pandas.DataFrame
        A row per kind and measure: `kind`, `measure`, `value`, `limit`, `sense`, `passed` (None without a case), `cases`.
    """
    return scored(past_cases(source))


def scored(cases: pd.DataFrame) -> pd.DataFrame:
    """Score cases of :func:`past_cases` by kind."""
    rows = [
        {
            "kind": kind,
            "measure": f"{kind}: {score.measure.removeprefix('agreements: ')}",
            "value": score.value,
            "limit": score.limit,
            "sense": score.sense,
            "passed": score.passed,
            "cases": score.cases,
        }
        for kind in KINDS
        for score in agreement_scores(cases[cases["kind"] == kind])
    ]
    return pd.DataFrame(rows)


def past_cases(source: Source) -> pd.DataFrame:
    """Look at past agreements as they stood, a row for each and each tier, with what became of them beside it."""
    rows = []
    for as_of, chosen in trials(past_of(source)):
        period = period_of(source.snapshot, source.settings, as_of=as_of)
        then = replace(source, period=period, queries=[], shared={}, _found={})
        found = outlooks(then, [one.terms for one in chosen], [one.to_date for one in chosen])
        for one, outlook in zip(chosen, found, strict=True):
            rows += _rows(one, outlook)
    return pd.DataFrame(rows, columns=None if rows else COLUMNS)


def _rows(one: Trial, outlook: Outlooks) -> list[dict[str, object]]:
    total, terms = outlook.total, one.terms
    to_date = float(sum(one.to_date.values()))
    elapsed = terms.elapsed_share(one.as_of)
    straight = to_date / float(elapsed) if elapsed else 0.0
    case: dict[str, object] = {
        "kind": one.kind,
        "customer_id": " ".join([*terms.customers, *terms.brands.include, *terms.families.include]),
        "start": terms.starts_on,
        "end": terms.ends_on,
        "months": terms.days,
        "share": one.share,
        "actual": one.actual,
        "straight": straight,
        "q50": float(total.projected),  # what is shown is scored
        "q10": float(total.low),
        "q90": float(total.high),
    }
    return [
        case
        | {
            "tier": multiple,
            "chance": chance,
            "reached": one.actual >= float(tier.threshold),
            "straight_reached": straight >= float(tier.threshold),
        }
        for multiple, tier, chance in zip(MULTIPLES, terms.tiers, total.chances, strict=True)
    ]


COLUMNS = [
    *(
        "kind",
        "customer_id",
        "start",
        "end",
        "months",
        "share",
        "actual",
        "straight",
        "q50",
        "q10",
        "q90",
    ),
    *("tier", "chance", "reached", "straight_reached"),
]


def main(arguments: list[str]) -> str:
    """Return the table of the backtest of a snapshot.

    Raises
    ------
    InputError
        No snapshot was named.
    """
    if not arguments:
        raise InputError(f"No snapshot was named. {__doc__}")
    path = Path(arguments[0])
    settings = Settings(snapshots=path) if path.is_dir() else Settings(snapshot=path)
    return backtest_text(backtest(open_source(settings)))


if __name__ == "__main__":
    try:
        sys.stdout.write(main(sys.argv[1:]) + "\n")
    except WisePartsError as error:
        sys.exit(str(error))
