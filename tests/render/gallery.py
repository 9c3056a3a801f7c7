"""Every chart with ordinary and with extreme values, on one page to look at: ``python -m tests.render.gallery FOLDER``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from pathlib import Path as File

from tests.render.gallery_progress import progress_cases
from tests.render.sample_cells import plane
from wiseparts_nb.card import (
    Bar,
    Bars,
    Dots,
    DotsRow,
    Dumbbell,
    DumbbellRow,
    MonthBar,
    Months,
    Panel,
    Panels,
    Path,
    PathPoint,
    Scatter,
    ScatterPoint,
)  # fmt: skip
from wiseparts_nb.locale import Locale
from wiseparts_nb.render import fonts
from wiseparts_nb.render.bullet import Tick, mini_bullet
from wiseparts_nb.render.charts import ChartPart, chart, describe
from wiseparts_nb.render.svg import literal, spark
from wiseparts_nb.render.theme import css_variables, hatch_pattern
from wiseparts_nb.text import Money, Percent, Points

ACTUAL = (46.9, 54.6, 53.1, 60.8, 57.2, 52.4, 55.8, 43.1, 24.3, 49.5, 52.6, 36.2)
EARLIER = (44.2, 52.0, 49.6, 57.4, 55.0, 54.0, 58.1, 47.4, 28.6, 56.9, 60.5, 55.9)
NAMES = ("Kerval", "Arcotec", "Ohmex", "Lumora", "Torvik", "4 other brands")
HOSTILE = (
    "<script>alert(1)</script>", "Long " * 40, "מוליכים חשמליים בע״מ", '"&quot;\x00\x1b\n]]>', "var(--ac) url(#wp-hatch)",
    "東京電力株式会社 \U0001f469\u200d\U0001f527 ﷽",
)  # fmt: skip


def months(
    scale: Decimal = Decimal(1000), *, count: int = 12, negative: bool = False, known: bool = True
) -> Months:
    """Twelve months to November 2026, the last one projected."""
    first = date(2025, 12, 1)
    found: list[MonthBar] = []
    for place, (actual, earlier) in enumerate(zip(ACTUAL, EARLIER, strict=True)):
        month = date(first.year + (place + 11) // 12, (place + 11) % 12 + 1, 1)
        own = Decimal(str(actual)) * scale * (-1 if negative and place % 4 == 2 else 1)
        before = (
            Decimal(str(earlier)) * scale * (-1 if negative and place % 5 == 3 else 1)
            if known
            else None
        )
        last = place == len(ACTUAL) - 1
        projected = Decimal("50.4") * scale if last else None
        change = float((projected or own) / before - 1) if before else None
        bounds = (Decimal("45.9") * scale, Decimal("55.2") * scale) if last else (None, None)
        found.append(MonthBar(month, own, before, change, projected, *bounds))
    return Months(tuple(found[-count:]))


def path(
    scale: Decimal = Decimal(1000), *, today: int = 14, label: str = "Nov 2025", slump: bool = False
) -> Path:
    """November 2026 by working day."""
    days = [
        day
        for day in (date(2026, 11, 1) + timedelta(place) for place in range(30))
        if day.weekday() < 5
    ]
    wobble = (0.9, 1.2, 0.8, 1.4, 0.7, 1.1, 0.9, 1.3, 0.6, 1.5, 0.7, 1.0, 1.2, 0.9)
    total, actual = Decimal(0), []
    for place, day in enumerate(days[:today]):
        total += (
            Decimal(str(round(2.55 * wobble[place % 14], 2)))
            * scale
            * (-1 if slump and place % 3 == 1 else 1)
        )
        actual.append(PathPoint(day, total))
    rest = days[today:]
    daily = (Decimal("50.4") * scale - total) / len(rest) if rest else Decimal(0)
    projected = [
        PathPoint(
            day,
            total + daily * place,
            total + daily * place * Decimal("0.7"),
            total + daily * place * Decimal("1.3"),
        )
        for place, day in enumerate(rest, 1)
    ]
    earlier = [PathPoint(day, Decimal("2.66") * scale * place) for place, day in enumerate(days, 1)]
    return Path(tuple(actual), tuple(projected), tuple(earlier), label)


def bars(names: tuple[str, ...] = NAMES, scale: float = 1, *, negative: bool = False) -> Bars:
    """Quotes by brand."""
    amounts = [31200.0, 19800.0, 15600.0, 10400.0, 5200.0, 4300.0]
    roles = ("actual", "actual", "late", "earlier", "actual", "other")
    return Bars(
        tuple(
            Bar(name, amount * scale * (-1 if negative and place % 2 else 1),
                Money(Decimal(str(amount * scale * (-1 if negative and place % 2 else 1)))),
                roles[place], Percent(amount / 86500, 0), key=name)
            for place, (name, amount) in enumerate(zip(names, amounts, strict=False))
        ),
    )  # fmt: skip


def dots(names: tuple[str, ...] = ("Calls", "E-mails", "Online meetings", "Visits")) -> Dots:
    """Ninety days of activities."""
    start = date(2026, 8, 26)
    rows = [
        DotsRow(
            name,
            tuple(
                start + timedelta((day * (place + 3) * 7 + place * 11) % 89)
                for day in range(9 - 2 * place)
            ),
        )
        for place, name in enumerate(names[:4])
    ]
    return Dots(tuple(rows), start, date(2026, 11, 23))


def panels(
    names: tuple[str, ...] = NAMES, scale: Decimal = Decimal(1000), *, negative: bool = False
) -> Panels:
    """Sales by brand."""
    parts = []
    for place, name in enumerate(names):
        own = months(scale / (place + 1), negative=negative).months
        change = Percent((-5, -9, 1, -24, 39, 23)[place % 6] / 100, 0, signed=True)
        parts.append(
            Panel(
                name, Money(Decimal(247_000) / (place + 1), "short"), change, change.ratio > 0, own
            )
        )
    return Panels(tuple(parts))


def dumbbell(names: tuple[str, ...] = NAMES) -> Dumbbell:
    """Quotes against orders."""
    pairs = ((0.36, 0.42), (0.23, 0.21), (0.18, 0.17), (0.12, 0.09), (0.06, 0.07), (0.05, 0.04))
    rows = (
        DumbbellRow(name, hollow, filled, Points(filled - hollow, 0), filled > hollow)
        for name, (hollow, filled) in zip(names, pairs, strict=False)
    )
    return Dumbbell(tuple(rows), "Quotes, 90 days", "Orders, 12 months")


def _scatter(count: int) -> Scatter:
    (part,) = plane("en", count).parts
    assert isinstance(part, Scatter)
    return part


def cases() -> Iterator[tuple[str, ChartPart, tuple[int, ...]]]:
    """Title, part, and the widths to show it at (page, and half a page of print)."""
    yield "Months", months(), (858, 676, 398, 324)
    yield "Months, negative", months(negative=True), (858, 324)
    yield "Months, millions", months(Decimal(123_456)), (858, 324)
    yield "Months, beyond measure", months(Decimal(10) ** 15), (858, 324)
    yield "Months, a few euro", months(Decimal("3.3")), (858, 324)
    yield "Months, two of them", months(count=2), (858, 324)
    yield "Months, one, no year before", months(count=1, known=False), (858, 324)
    yield "Months, no year before", months(known=False), (858,)
    leap = months().months
    wild = [
        MonthBar(m.month, m.actual, m.earlier, c)
        for m, c in zip(leap, (9.3, -0.99, 0.0, 0.002, 25.0, -3.0), strict=False)
    ]
    yield "Months, wild changes", Months(tuple(wild)), (858, 324)
    zero = [
        MonthBar(m.month, Decimal(0), Decimal(0) if i % 2 else None) for i, m in enumerate(leap)
    ]
    yield "Months, all zero", Months(tuple(zero)), (858, 324)
    yield "Months, none", Months(()), (398,)
    yield "Path", path(), (398, 330, 324)
    yield "Path, second day", path(today=2), (398, 330)
    yield "Path, finished", path(today=21), (398, 330)
    yield "Path, below zero", path(today=9, slump=True), (398, 330)
    yield "Path, millions", path(Decimal(987_654)), (398, 330)
    yield "Path, a few euro", path(Decimal("1.7")), (398,)
    yield "Path, long label", path(label="Long " * 40), (398,)
    yield "Path, without earlier", Path(path().actual, path().projected), (398,)
    yield "Path, none", Path((), ()), (398,)
    yield "Bars", bars(), (398, 330)
    yield "Bars, three", Bars(bars().bars[:3]), (398, 330)
    yield "Bars, negative", bars(negative=True), (398, 330)
    yield "Bars, huge", bars(scale=1e12), (398, 330)
    yield "Bars, hostile", bars(HOSTILE), (398, 330)
    yield "Bars, zero", bars(scale=0), (398,)
    yield "Dots", dots(), (398, 330)
    yield "Dots, hostile", dots(HOSTILE), (398, 330)
    yield "Panels", panels(), (676, 398, 324)
    yield "Panels, negative and hostile", panels(HOSTILE, negative=True), (676, 324)
    yield "Months, pieces", Months(months(Decimal(10)).months, "quantity"), (858, 324)
    yield from progress_cases()
    yield "Months, many pieces", Months(months(Decimal(3000)).months, "quantity"), (858, 324)
    yield "Scatter", _scatter(214), (720, 398, 324)
    yield "Scatter, a crowd", _scatter(2000), (720, 324)
    yield (
        "Scatter, one",
        Scatter((ScatterPoint("One", 0.0, 0.0, 0.0, named=True),), "x", "y"),
        (398,),
    )
    wild = zip(HOSTILE, ("risk", "growth", "plain") * 2, strict=True)
    named = tuple(
        ScatterPoint(name, 0.1 * place - 0.3, 9.0 * place, 5, role, named=True)
        for place, (name, role) in enumerate(wild)
    )
    yield "Scatter, hostile", Scatter(named, HOSTILE[1], HOSTILE[2], HOSTILE[:4]), (720, 324)
    yield "Scatter, none", Scatter((), "x", "y"), (398,)
    yield "Dumbbell", dumbbell(), (398, 330)
    yield "Dumbbell, hostile", dumbbell(HOSTILE), (398, 330)


def page(locale: Locale, theme: str) -> str:
    """The page in one language; theme is light, dark or print."""
    shown: list[str] = []
    for title, part, widths in cases():
        drawn = []
        for width in widths:
            medium = "phone" if width == 324 else "print" if theme == "print" else "html"
            svg = chart(part, locale, width=width, medium=medium)
            name = escape(describe(part, locale), quote=True)
            drawn.append(
                f'<div role="img" aria-label="{name}">{literal(svg) if theme == "print" else svg}</div>'
            )
        shown.append(f"<section><h2>{escape(title)}</h2><p>{''.join(drawn)}</p></section>")
    small = spark(ACTUAL, reference=52) + mini_bullet(
        132, [Tick(60, ("Tier 1", "€60k")), Tick(120, ("Tier 2", "€120k")), Tick(180, ("Tier 3", "€180k"))],
        projected=152, between=(142, 186),
    )  # fmt: skip
    shown.append(
        f"<section><h2>Spark, bullet</h2>{literal(small) if theme == 'print' else small}</section>"
    )
    mode = "dark" if theme == "dark" else "light"
    return (
        f'<!doctype html><html lang="{locale.language}" data-theme="{mode}"><meta charset="utf-8"><title>Charts</title>'
        f"<style>{css_variables()}@font-face{{font-family:Inter;font-weight:400 600;src:url({fonts.browser_font()})}}"
        "body{font:14px Inter;background:var(--bg);color:var(--ink)}h2{font-size:14px;margin:0 0 8px}"
        "section{background:var(--surface);border:1px solid var(--border);border-radius:10px;padding:18px 20px;margin:12px}"
        "section div{display:inline-block;vertical-align:top;margin:0 24px 12px 0}svg{outline:1px dotted var(--border)}</style>"
        '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
        f"{hatch_pattern()}</defs></svg>{''.join(shown)}</html>"
    )


def main(folder: str) -> None:
    """Write the pages."""
    place = File(folder)
    place.mkdir(parents=True, exist_ok=True)
    for language in ("en", "fr", "es"):
        for theme in ("light", "dark", "print"):
            (place / f"charts_{language}_{theme}.html").write_text(
                page(Locale(language), theme), encoding="utf-8"
            )


if __name__ == "__main__":
    main(sys.argv[1])
