"""Runs, seasons and unusual months, on cases (C26 to C28)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from wiseparts_nb.customer.month_patterns import (
    MonthRun,
    low_season,
    run,
    run_before,
    unusual_months,
)


def nets(*amounts: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, amounts))


EVEN = nets(*[1000] * 12)


@pytest.mark.parametrize(
    ("actual", "earlier", "last", "before"),
    [
        (nets(1100, 1100, 1100, 900, 900, 900), EVEN[:6], MonthRun(False, 3), MonthRun(True, 3)),
        (nets(900, 1100, 1100, 1100), EVEN[:4], MonthRun(True, 3), None),
        (nets(900, 900), EVEN[:2], None, None),
        (nets(900, 900, 900, 995), EVEN[:4], None, None),
        (nets(900, 900, 900, 990), EVEN[:4], MonthRun(False, 4), None),
        (nets(900, 900, 900), nets(0, 0, 0), None, None),
        (nets(0, 0, 0), nets(10, 10, 10), MonthRun(False, 3), None),
        ((), (), None, None),
    ],
    ids=[
        "growth then decline",
        "too short before",
        "too short",
        "level",
        "just below",
        "no year before",
        "silence",
        "nothing",
    ],
)
def test_run(
    actual: tuple[Decimal, ...],
    earlier: tuple[Decimal, ...],
    last: MonthRun | None,
    before: MonthRun | None,
) -> None:
    assert run(actual, earlier) == last
    assert run_before(actual, earlier) == before


def test_season_is_low_in_both_years() -> None:
    assert low_season((*EVEN[:8], Decimal(700), *EVEN[9:]), (*EVEN[:8], Decimal(0), *EVEN[9:])) == (
        8,
    )
    assert (
        low_season((*EVEN[:8], Decimal(701), *EVEN[9:]), (*EVEN[:8], Decimal(0), *EVEN[9:])) == ()
    )
    assert low_season((*EVEN[:8], Decimal(0), *EVEN[9:]), EVEN) == ()


def test_many_low_months_are_no_season() -> None:
    lumpy = nets(*[1000] * 8, *[0] * 4)
    assert low_season(lumpy, lumpy) == ()
    assert low_season(nets(1000, 1000, 0), nets(1000, 1000, 0)) == (2,)


def test_a_season_of_small_change_is_none() -> None:
    small = nets(*[400] * 11, 10)
    assert low_season(small, small) == ()


def test_spike_and_drop() -> None:
    actual = (*EVEN[:3], Decimal(2000), *EVEN[4:7], Decimal(400), *EVEN[8:])
    assert unusual_months(actual, EVEN, before=Decimal(1000)) == ((3, True), (7, False))


@pytest.mark.parametrize(
    ("net", "earlier"),
    [(1499, 1000), (2000, 1900), (700, 1000), (400, 450)],
    ids=["not far", "as last year", "not far below", "low as last year"],
)
def test_within_the_thresholds(net: int, earlier: int) -> None:
    actual = (*EVEN[:5], Decimal(net), *EVEN[6:])
    before = (*EVEN[:5], Decimal(earlier), *EVEN[6:])
    assert unusual_months(actual, before, before=Decimal(1000)) == ()


def test_the_first_and_the_last_month_have_their_neighbours() -> None:
    first = (Decimal(2000), *EVEN[1:])
    assert unusual_months(first, EVEN, before=Decimal(1000)) == ((0, True),)
    assert unusual_months(first, EVEN, before=Decimal(1900)) == ()
    assert unusual_months((*EVEN[:-1], Decimal(100)), EVEN, before=Decimal(1000)) == ((11, False),)


def test_orders_in_lumps_are_never_unusual() -> None:
    lumpy = nets(1000, 3000, 1000, 3000, 1000, 3000, 1000)
    assert unusual_months(lumpy, EVEN[:7], before=Decimal(1000)) == ()
    assert unusual_months(nets(0, 5000, 0), nets(0, 0, 0), before=Decimal(0)) == ()


def test_small_amounts_are_never_unusual() -> None:
    small = nets(100, 590, 100)
    assert unusual_months(small, nets(100, 100, 100), before=Decimal(100)) == ()
    larger = nets(100, 600, 100)
    assert unusual_months(larger, nets(100, 100, 100), before=Decimal(100)) == ((1, True),)
