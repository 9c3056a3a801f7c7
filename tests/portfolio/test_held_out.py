"""What came of the customers "at risk": on rows whose future is known, and on a wholesaler's real invoices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from wiseparts_nb.errors import InputError
from wiseparts_nb.period import month_end
from wiseparts_nb.portfolio.held_out import (
    TOP,
    Outcome,
    half,
    held_out,
    held_out_text,
    main,
    month_ends,
)
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.ingest import load
from wiseparts_nb.source.source import open_source

_MAPPING = """
[snapshot]
company = "Test"
currency = "EUR"
country = "FR"
zone = "Europe/Paris"

[sources.sales_file]
type = "csv"
path = "sales.csv"

[tables.customers]
select = "select distinct customer as customer_id, customer as name, 'customer' as kind from sales_file"

[tables.sales_lines]
select = '''select customer || day as invoice_id, 1 as line_no, customer as customer_id, day as sold_on, 1 as quantity, net from sales_file'''
"""
DAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Thirty customers that slip for good, thirty that stay, thirty that only had a weak last month."""
    folder = tmp_path_factory.mktemp("made")
    rows = ["customer,day,net"]
    months = [date(2024 + place // 12, place % 12 + 1, 5) for place in range(30)]
    for number in range(30):
        for month in months:
            late, weak = month >= date(2026, 1, 1), month == date(2026, 3, 5)
            rows += [
                f"slips {number},{month},{100 if late else 1000 + number}",
                f"stays {number},{month},{2000 + number}",
                f"wavers {number},{month},{700 if weak else 3000 + number}",
            ]
    (folder / "sales.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "mapping.toml").write_text(_MAPPING, encoding="utf-8")
    loaded = load(folder / "mapping.toml", folder / "snapshots")
    return Settings(snapshot=loaded.snapshot.path)


def test_what_is_known_to_come_is_found(made: Settings) -> None:
    listed, drop, largest, every = held_out(made, [DAY])
    assert listed == Outcome("at risk, top 20", TOP, 1.0, 1.0, listed.change)
    assert listed.change == pytest.approx(-0.9, abs=0.01)
    assert (drop.cases, drop.declined, drop.change) == (TOP, 0.0, 0.0)
    assert (largest.cases, largest.declined) == (TOP, 0.0)
    assert (every.cases, every.declined) == (90, pytest.approx(1 / 3))


def test_days_are_the_ends_of_months_with_enough_around_them(made: Settings) -> None:
    source = open_source(made)
    days = month_ends(source)
    source.close()
    assert days == [month_end(date(2025, month, 1)) for month in range(3, 13)] + [
        date(2026, 1, 31),
        date(2026, 2, 28),
    ]


def test_one_half_is_reported(made: Settings) -> None:
    sides = [
        held_out(made, [DAY], chosen=lambda one, side=side: half(one, side)) for side in (0, 1)
    ]
    assert sum(side[-1].cases for side in sides) == 90
    assert min(side[-1].cases for side in sides) > 30


def test_what_can_not_be_followed(made: Settings) -> None:
    with pytest.raises(InputError, match="2026-03-30 is not the last day of a month"):
        held_out(made, [date(2026, 3, 30)])
    with pytest.raises(InputError, match="No month has a year"):
        held_out(made, [])


def test_the_command(made: Settings, tmp_path: Path) -> None:
    text = main([str(made.snapshot), DAY.isoformat()])
    assert text.splitlines()[0] == "all customers"
    assert "at risk, top 20" in text
    with pytest.raises(InputError, match="No snapshot was named"):
        main([])
    with pytest.raises(InputError, match="A day is written 2011-08-31"):
        main([str(tmp_path), "yesterday"])


@pytest.mark.needs_data
def test_the_top_20_of_real_months_decline_more_often(online_retail: Settings) -> None:
    """On the half of the customers that no rule may be chosen on, over seven months."""
    outcomes = held_out(online_retail, chosen=lambda one: half(one, 1))
    print(held_out_text(outcomes))
    listed, drop, largest, every = outcomes
    assert listed.cases == 7 * TOP
    assert every.cases > 3000
    for measure in ("declined", "slowed"):
        own = getattr(listed, measure)
        assert own > getattr(every, measure) + 0.03
        assert own > getattr(drop, measure) + 0.15
        assert own > getattr(largest, measure) + 0.15
    assert listed.change < every.change - 0.1
