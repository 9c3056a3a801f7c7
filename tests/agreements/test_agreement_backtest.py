"""The backtest: it scores what happened, on made sales quickly and on the real wholesaler within its limits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.agreements.trade import opened, trade
from tests.customer.conftest import Store
from tests.parts import ROOT
from wiseparts_nb.agreements.backtest import backtest, main, past_cases, scored
from wiseparts_nb.errors import InputError
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.ingest import load
from wiseparts_nb.source.source import open_source


def test_what_became_of_an_agreement_is_what_was_sold():
    lines = trade()
    with opened(Store(), lines) as source:
        cases = past_cases(source)
    assert set(cases["kind"]) == {"single, whole", "pooled, whole", "single, part", "pooled, part"}
    assert set(cases["share"]) == {0.25, 0.5, 0.75}
    spring = cases[
        (cases["customer_id"] == "C-1")
        & (cases["start"] == date(2024, 2, 1))
        & (cases["end"] == date(2024, 4, 30))
    ]
    sold = sum(
        one["net"]
        for one in lines
        if one["customer_id"] == "C-1" and date(2024, 2, 1) <= one["sold_on"] <= date(2024, 4, 30)
    )
    assert spring["actual"].unique() == pytest.approx(float(sold))
    report = scored(cases)
    assert len(report) == 20
    assert report["cases"].min() > 0


def test_a_source_without_sales_has_no_case():
    with opened(Store(), []) as source:
        assert set(backtest(source)["passed"]) == {None}


def test_a_snapshot_has_to_be_named():
    with pytest.raises(InputError, match="No snapshot was named"):
        main([])


@pytest.mark.needs_data
@pytest.mark.benchmark
def test_the_wholesaler_keeps_every_limit(shared_data: Path, tmp_path: Path):
    del shared_data
    load(ROOT / "parameters" / "mappings" / "online_retail_ii.toml", tmp_path)
    report = backtest(open_source(Settings(snapshots=tmp_path)))
    failed = report[report["passed"].eq(False)]
    assert failed.empty, failed.to_string()
