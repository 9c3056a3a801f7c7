"""Bullets and courses as reality and malice make them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.render.sample_progress import bullet, course
from wiseparts_nb.card import Bullet, Course, Gap, PathPoint, TierMark
from wiseparts_nb.text import Money, Number

__all__ = ["ladder", "long_course", "progress_cases"]

_NASTY = "<script>alert(1)</script> \u202eevil\u202c &amp; " + "W" * 60


def ladder(*thresholds: int | Decimal, name: str = "Tier") -> tuple[TierMark, ...]:
    """Return tiers at these thresholds, none reached."""
    return tuple(
        TierMark(
            Decimal(at),
            f"{name} {place}",
            Money(Decimal(at)),
            f"+{place}%",
            "not reached",
            reached=False,
        )
        for place, at in enumerate(thresholds, 1)
    )


def _bullet(actual: int | Decimal, tiers: tuple[TierMark, ...], *ahead: int | Decimal) -> Bullet:
    projected, low, high = (Decimal(one) for one in ahead) if ahead else (None, None, None)
    said = None if projected is None else Money(projected)
    return Bullet(Decimal(actual), Money(Decimal(actual)), tiers, projected, said, low, high)


def long_course(months: int, scale: int = 1000) -> Course:
    """Return a period of that many months from 15 March 2024, all of it past but the last two months."""
    start = date(2024, 3, 15)
    ends = [start + timedelta(30 * place) for place in range(months + 1)]
    expected = tuple(PathPoint(day, Decimal(scale * place)) for place, day in enumerate(ends))
    actual = tuple(
        PathPoint(start + timedelta(day), Decimal(scale * day) / 31)
        for day in range(30 * months - 60)
    )
    gaps = tuple(
        Gap((start.replace(day=1) + timedelta(31 * place)).replace(day=1), Decimal(scale * (place % 7 - 3)) / 10)
        for place in range(months - 2)
    )  # fmt: skip
    projected = tuple(
        PathPoint(day, amount, amount * 9 / 10, amount * 11 / 10)
        for day, amount in ((ends[-2], Decimal(scale * (months - 1))), (ends[-1], Decimal(scale * months)))
    )  # fmt: skip
    return Course(
        start,
        ends[-1],
        actual,
        projected,
        expected,
        ladder(scale * months // 2, scale * months),
        gaps,
    )


def progress_cases() -> Iterator[tuple[str, Bullet | Course, tuple[int, ...]]]:
    """Title, part, and the widths to show it at."""
    yield from _bullets()
    yield from _courses()


def _bullets() -> Iterator[tuple[str, Bullet, tuple[int, ...]]]:
    yield "Bullet", bullet(), (1310, 720, 398, 288)
    yield "Bullet, no tier reached", _bullet(20, ladder(100, 200, 300), 60, 40, 90), (720, 288)
    yield "Bullet, negative", _bullet(-5000, ladder(10_000, 20_000), -2000, -6000, 3000), (720, 288)
    yield "Bullet, zero", _bullet(0, ladder(0, 0, 0), 0, 0, 0), (720, 288)
    yield "Bullet, no tiers", _bullet(100, ()), (720, 288)
    yield "Bullet, twenty tiers", _bullet(7300, ladder(*range(1000, 21_000, 1000)), 9000, 8000, 9900), (1310, 720, 288)  # fmt: skip
    yield "Bullet, close tiers", _bullet(90, ladder(100, 101, 102, 103), 99, 95, 104), (1310, 288)
    yield "Bullet, close to the left", _bullet(10**6, ladder(1, 2, 3)), (720, 288)
    yield "Bullet, beyond measure", _bullet(10**12, ladder(10**11, 2 * 10**12), 10**12 + 5, 10**12, 3 * 10**12), (720, 288)  # fmt: skip
    yield "Bullet, hostile", _bullet(150, ladder(100, 200, name=_NASTY), 180, 170, 190), (720, 288)
    yield "Bullet, projected is actual", _bullet(150, ladder(100, 200), 150, 150, 150), (720, 288)
    yield "Bullet, pieces", replace(bullet(), value=Number(301_480), projected_value=Number(338_200)), (398,)  # fmt: skip


def _courses() -> Iterator[tuple[str, Course, tuple[int, ...]]]:
    whole = course()
    yield "Course", whole, (1310, 720, 398, 288)
    yield "Course, upcoming", replace(whole, actual=(), projected=(), gaps=()), (720, 288)
    yield "Course, upcoming but projected", replace(whole, actual=(), gaps=()), (720, 288)
    yield "Course, expired", replace(whole, projected=()), (720, 288)
    yield "Course, no expected path", replace(whole, expected=(), gaps=()), (720, 288)
    yield "Course, nothing", replace(whole, actual=(), projected=(), expected=(), gaps=()), (398,)
    yield "Course, no tiers", replace(whole, tiers=()), (720, 288)
    yield "Course, low tiers", replace(whole, tiers=ladder(0, 8_000, 20_000)), (720, 288)
    yield "Course, twenty tiers", replace(whole, tiers=ladder(*range(20_000, 420_000, 20_000))), (720, 288)  # fmt: skip
    yield "Course, close tiers", replace(whole, tiers=ladder(340_000, 345_000, 350_000)), (720, 288)
    yield "Course, a tier far away", replace(whole, tiers=ladder(250_000, 900_000, 10**12)), (720,)
    yield "Course, pieces", replace(whole, unit="quantity"), (720, 288)
    yield "Course, hostile", replace(whole, tiers=ladder(150_000, 350_000, name=_NASTY)), (720, 288)
    yield "Course, three years", long_course(36), (1310, 720, 398, 288)
    yield "Course, beyond measure", long_course(14, 10**12), (720, 288)
    yield "Course, a few euro", long_course(5, 3), (720, 288)
    yield "Course, one day", _day(Decimal(500)), (720, 288)
    yield "Course, below zero", _day(Decimal(-500)), (720, 288)
    yield "Course, all zero", _day(Decimal(0)), (720, 288)


def _day(amount: Decimal) -> Course:
    day = date(2026, 2, 28)
    points = (PathPoint(day, Decimal(0)), PathPoint(day, Decimal(400)))
    gap = Gap(date(2026, 2, 1), amount - 400)
    return Course(day, day, (PathPoint(day, amount),), (), points, ladder(450), (gap,))
