from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.projection.histories import christmas_and_holidays, half, invoices, made_pool
from wiseparts_nb.projection import backtest, backtest_text
from wiseparts_nb.projection.__main__ import main
from wiseparts_nb.projection.ledger import Ledger
from wiseparts_nb.projection.scores import agreement_scores, month_scores
from wiseparts_nb.projection.sums import daily_of
from wiseparts_nb.projection.workdays import day_number

BEYOND = day_number(date(2099, 1, 1))


def month_case(**given: object) -> pd.DataFrame:
    """One case whose methods all say 100 unless told otherwise."""
    deciles = {f"{own}q{k}0": 100.0 for own in ("", "own_") for k in range(1, 10)}
    simple = dict.fromkeys(["mean", "last_month", "run_rate", "mean_rest", "median_rest"], 100.0)
    return pd.DataFrame([{**deciles, **simple, "confidence": "high", "actual": 100.0, **given}])


def test_an_error_is_set_beside_that_of_a_simple_method():
    case = month_case(actual=110.0, last_month=90.0, run_rate=210.0)
    score = {one.measure: one for one in month_scores(case)}
    assert score["error / last month's total"].value == pytest.approx(10 / 20)
    assert score["error / calendar run-rate"].value == pytest.approx(10 / 100)
    assert score["error / to date + 6-month mean of the rest"].value == pytest.approx(1.0)
    assert score["error / to date + 6-month mean of the rest"].passed is False
    assert score["bias of the mean"].value == pytest.approx(1 - 100 / 110)
    assert score["quantile loss / own last 6 months"].value == pytest.approx(1.0)
    assert score["share beyond P90"].value == 1.0
    assert score["high confidence: share within 20 %"].value == 1.0
    assert score["medium confidence: error"].passed is None


def test_an_agreement_is_scored_against_the_straight_line():
    shared = {"customer_id": "C-1", "start": "2025-01-01", "months": 3, "q10": 80.0, "q90": 120.0}
    one = {**shared, "share": 0.25, "q50": 100.0, "actual": 110.0, "straight": 160.0}
    tiers = [
        {**one, "tier": 1.0, "chance": 0.8, "reached": True, "straight_reached": True},
        {**one, "tier": 1.2, "chance": 0.4, "reached": False, "straight_reached": True},
    ]
    score = {s.measure: s.value for s in agreement_scores(pd.DataFrame(tiers))}
    assert score["agreements: error / straight line"] == pytest.approx(10 / 50)
    brier = (0.2**2 + 0.4**2) / (0 + 1)
    assert score["agreements: Brier / straight line's yes-no"] == pytest.approx(brier)
    assert score["agreements: calibration error"] == pytest.approx((0.2 + 0.4) / 2)
    assert score["agreements: share inside P10..P90"] == 1.0


def test_only_established_living_and_large_customers_are_tested():
    rows = [
        *[("large", day, 90.0) for day in ("2024-01-10", "2024-12-10")],
        *[("small", day, 10.0) for day in ("2024-01-10", "2024-12-10")],
        *[("new", day, 90.0) for day in ("2024-11-10", "2024-12-10")],
        *[("gone", day, 90.0) for day in ("2024-01-10", "2024-05-10")],
        ("returned", "2024-01-10", 5.0),
        ("returned", "2024-12-10", 5.0),
        ("returned", "2024-12-11", -50.0),
    ]
    history = pd.DataFrame(rows, columns=["customer_id", "date", "amount"])
    history["orders"] = (history["amount"] > 0).astype(int)
    ledger = Ledger(daily_of(history, BEYOND))
    january = day_number(date(2025, 1, 1))
    assert ledger.customers[ledger.eligible(january, largest=9)].tolist() == ["large", "small"]
    assert ledger.customers[ledger.eligible(january, largest=1)].tolist() == ["large"]
    assert ledger.sales(january - 31, january - 1).tolist() == [0.0, 90.0, 90.0, -45.0, 10.0]


def test_the_promises_hold_where_the_truth_is_known():
    report = backtest(made_pool(150, days=700)).set_index("measure")
    value = report["value"].to_dict()
    assert value["bias of the mean"] < 0.05
    assert value["share beyond P90"] < 0.13
    assert value["share beyond P10"] < 0.13
    assert value["agreements: calibration error"] < 0.05
    assert value["error / last month's total"] < 0.6
    assert value["error / calendar run-rate"] < 0.7
    assert value["low / medium confidence: error"] > 1.5
    assert len(backtest_text(report.reset_index()).splitlines()) == 1 + len(report)


def test_the_months_can_be_chosen_and_the_last_one_counts_as_cut():
    history = made_pool(20, days=500)  # up to 2025-05-14
    chosen = backtest(history, as_of_days=(10,), months=[date(2025, 4, 9)], agreement_months=())
    every = backtest(history, as_of_days=(10,), agreement_months=())
    months = 11  # June 2024, 150 days in, to April 2025
    cases = [int(report["cases"].iloc[0]) for report in (chosen, every)]
    assert 0 < cases[0] <= 20
    assert cases[0] < cases[1] <= 20 * months


def test_nothing_to_test_is_no_case():
    for history in (made_pool(3).head(0), made_pool(3, days=60)):
        report = backtest(history)
        assert report["passed"].isna().all()
        assert "no case" in backtest_text(report)


def test_a_file_is_tested_from_the_command_line(tmp_path: Path):
    path = tmp_path / "sales.csv"
    made_pool(30).drop(columns="orders").to_csv(path, index=False)
    table = main([str(path), "GB-ENG", "2024-12-24:2025-01-03"])
    assert table.splitlines()[0].split() == ["measure", "value", "limit"]
    assert "bias of the mean" in table


@pytest.mark.needs_data
def test_customers_that_no_constant_was_chosen_on_keep_every_limit(shared_data: Path):
    history = half(invoices(shared_data), 1)
    report = backtest(history, closed=christmas_and_holidays())
    print(backtest_text(report))
    assert report["passed"].all()
    assert report["cases"].min() > 3000
    assert np.isfinite(report["value"]).all()
