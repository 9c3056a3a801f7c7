"""How long thousands of agreements take in one pass, one alone, and the same in pandas, agreement by agreement.

``python -m tests.benchmarks.test_agreements_benchmark --lines 10000000 --agreements 5000`` makes the company (kept in
``--folder``) and prints the table; ``make bench`` runs it on a tenth of that. What pandas takes is measured on a sample of the
agreements and scaled to all: actual and the year before by customer, the tier and the bonus, without any projection.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
import pandas as pd
import pytest

from wiseparts_nb.agreements.history import tallies
from wiseparts_nb.agreements.performance import performance, performances
from wiseparts_nb.agreements.terms import METRICS, Narrowing, Terms
from wiseparts_nb.agreements.tiers import BASES, Tier, bonus, reached
from wiseparts_nb.customer.kept_answers import keeping_answers
from wiseparts_nb.demo import publish_demo
from wiseparts_nb.errors import SourceError
from wiseparts_nb.settings import Settings, read_settings
from wiseparts_nb.source.snapshot import current
from wiseparts_nb.source.source import Source, open_source

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(900)]

SAMPLE = 20
"""Agreements that pandas goes through, of all."""
MOST_SECONDS = 10.0
"""For 5 000 agreements over 10 M lines on two cores."""
_NAMED = {"brands": "brand_id", "families": "brand_family_id", "branches": "branch_id"}
_FRAME = """
select customer_id, sold_on, brand_id, brand_family_id, branch_id, quantity, gross, net, margin from sales_lines
"""


def invented(source: Source, count: int) -> tuple[Terms, ...]:
    """Agreements of nine customers on average over this year, parts of it and years around it; two in five with a filter of each kind."""
    chance = random.Random(4)
    known = {
        name: [row[0] for row in source.table(f"select {column} from {table} order by 1")[1]]
        for name, column, table in (
            ("brands", "brand_id", "brands"),
            ("families", "brand_family_id", "brand_families"),
            ("branches", "branch_id", "branches"),
        )
    }
    year = source.as_of.year
    spans = [
        *[(date(year, 1, 1), date(year, 12, 31))] * 6,
        (date(year, 10, 1), date(year, 12, 31)),
        (date(year - 1, 7, 1), date(year, 6, 30)),
        (date(year - 1, 1, 1), date(year, 12, 31)),
        (date(year + 1, 1, 1), date(year + 1, 12, 31)),
    ]
    return tuple(_invented(chance, source.customer_ids, known, spans) for _ in range(count))


def _invented(
    chance: random.Random,
    customers: Sequence[str],
    known: dict[str, list[str]],
    spans: Sequence[tuple[date, date]],
) -> Terms:
    step = Decimal(chance.randrange(5, 200) * 1000)
    starts_on, ends_on = chance.choice(spans)
    return Terms(
        "Growth",
        chance.choice(METRICS),
        starts_on,
        ends_on,
        tuple(chance.sample(customers, chance.randrange(1, 18))),
        tiers=tuple(Tier(step * at, Decimal(at) / 100) for at in (1, 2, 3)),
        tier_basis=chance.choice(BASES),
        scope=chance.choice(("pooled", "pooled", "each")),
        reference_tier=chance.randrange(1, 4),
        brands=_narrowing(chance, known["brands"]),
        families=_narrowing(chance, known["families"]),
        branches=_narrowing(chance, known["branches"]),
    )


def _narrowing(chance: random.Random, ids: list[str]) -> Narrowing:
    sort, some = chance.random(), tuple(chance.sample(ids, 3))
    if sort < 0.6:
        return Narrowing()
    return Narrowing(some) if sort < 0.85 else Narrowing((), some)


def in_pandas(lines: pd.DataFrame, terms: Terms, as_of: date) -> tuple[int, Decimal]:
    """Answer the tier and the bonus of one agreement as one would from a frame of all lines."""
    asked = lines[lines["customer_id"].isin(terms.customers)]
    for name, column in _NAMED.items():
        narrowing: Narrowing = getattr(terms, name)
        if narrowing.include:
            asked = asked[asked[column].isin(narrowing.include)]
        asked = asked[~asked[column].isin(narrowing.exclude)]
    starts_on, ends_on = (pd.Timestamp(str(day)) for day in (terms.starts_on, terms.ends_on))
    year = pd.DateOffset(years=1)
    last = min(ends_on, pd.Timestamp(as_of))
    actual = asked[asked["sold_on"].between(starts_on, last)]
    before = asked[asked["sold_on"].between(starts_on - year, last - year)]
    before.groupby("customer_id")[terms.metric].sum()
    own = actual.groupby("customer_id")[terms.metric].sum()
    amounts = [Decimal(f"{one:.3f}") for one in ([own.sum()] if terms.scope == "pooled" else own)]
    return (
        min((reached(terms.tiers, one) for one in amounts), default=0),
        sum((bonus(terms.tiers, one, terms.tier_basis) for one in amounts), Decimal(0)),
    )


def table(
    folder: Path, *, lines: int, customers: int, agreements: int, settings: Settings
) -> dict[str, float]:
    """Measure in seconds on the company in ``folder``, which is made where it is missing."""
    try:
        current(folder)
    except SourceError:
        publish_demo(folder, customers=customers, lines=lines, prepare=keeping_answers(settings))
    begin = perf_counter()
    with duckdb.connect(str(current(folder)), read_only=True) as file:
        frame = file.execute(_FRAME).df()
    read = perf_counter() - begin
    source = open_source(settings)
    terms = invented(source, agreements)
    found = {
        "all agreements, in one pass": _seconds(lambda: performances(source.afresh(), terms)),
        "  of these what counted": _seconds(lambda: tallies(source.afresh(), terms)),
        "one agreement": max(
            _seconds(lambda one=one: performance(source.afresh(), one)) for one in terms[:9]
        ),
        "pandas: reading all lines": read,
    }
    step = max(len(terms) // SAMPLE, 1)
    sample = terms[::step]
    spent = _seconds(lambda: [in_pandas(frame, one, source.as_of) for one in sample])
    found[f"pandas: one agreement (mean of {len(sample)})"] = spent / len(sample)
    found["pandas: all agreements (scaled)"] = spent / len(sample) * len(terms)
    _agree(source, frame, sample)
    return found


def _agree(source: Source, frame: pd.DataFrame, sample: Sequence[Terms]) -> None:
    """Make sure that both answer the same, so that their times can be compared."""
    for one, ours in zip(sample, performances(source.afresh(), sample), strict=True):
        _, earned = in_pandas(frame, one, source.as_of)
        assert abs(earned - ours.total.bonus) <= Decimal("0.01"), one


def _seconds(work: Callable[[], Any]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def shown(rows: dict[str, float]) -> str:
    """The table as text, and how many times as long pandas takes."""
    text = [f"{label:<45}{seconds:>10.3f} s" for label, seconds in rows.items()]
    ratio = rows["pandas: all agreements (scaled)"] / rows["all agreements, in one pass"]
    return "\n".join([*text, f"{'pandas / one pass':<45}{ratio:>10.1f} x"])


def test_a_million_lines(tmp_path: Path):
    settings = read_settings(snapshots=tmp_path, memory_limit="4GB")
    found = table(tmp_path, lines=1_000_000, customers=2_000, agreements=500, settings=settings)
    print("\n" + shown(found))
    assert found["all agreements, in one pass"] <= MOST_SECONDS
    assert found["one agreement"] <= 1.0


def main() -> None:
    """Run on a company and a number of agreements of any size."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lines", type=int, default=10_000_000)
    asked.add_argument("--customers", type=int, default=20_000)
    asked.add_argument("--agreements", type=int, default=5_000)
    asked.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "wiseparts-agreements"
    )
    options = asked.parse_args()
    settings = read_settings(snapshots=options.folder, memory_limit="4GB")
    print(shown(table(**vars(options), settings=settings)))


if __name__ == "__main__":
    main()
