"""Figures of the sample brief, and how its sentences come in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from wiseparts_nb.card import (
    MonthBar,
    Path,
    PathPoint,
)
from wiseparts_nb.locale import Language
from wiseparts_nb.text import Money

__all__ = ["SALES", "euros", "months", "path", "thousands", "words"]

SALES = (
    "46.9",
    "54.6",
    "53.1",
    "60.8",
    "57.2",
    "52.4",
    "55.8",
    "43.1",
    "24.3",
    "49.5",
    "52.6",
    "36.2",
)
CHANGES = (6, 5, 7, 6, 4, -3, -4, -9, -15, -13, -13, -10)


def euros(amount: str | int, **form: str) -> Money:
    """Return an amount."""
    return Money(Decimal(amount), **form)  # pyright: ignore[reportArgumentType]


def thousands(amount: str) -> Decimal:
    """Return k€ as euros."""
    return Decimal(amount) * 1000


def words(language: Language) -> Callable[[str, str, str], str]:
    """Return what picks the sentence of a language."""
    return lambda en, fr, es: {
        "en": en,
        "fr": french(fr),
        "es": es.replace(" €", "\u00a0€").replace(" %", "\u00a0%"),
    }[language]


def french(sentence: str) -> str:
    """Return the sentence with the spaces that French printers use."""
    return re.sub(r" (?=[:;?!»%€]|k€)", "\u00a0", re.sub(r"(?<=\d) (?=\d{3})", "\u202f", sentence))


def months(
    factor: Decimal = Decimal(1), *, sales: tuple[str, ...] = SALES, projected: str = "50.4"
) -> tuple[MonthBar, ...]:
    """Return December to November, the last month with its projection."""
    days = [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 12))]
    bars = [
        MonthBar(
            month=day,
            actual=thousands(amount) * factor,
            earlier=(thousands(amount) * factor / (1 + Decimal(change) / 100)).quantize(Decimal(1)),
            change=change / 100,
        )
        for day, amount, change in zip(days, sales, CHANGES, strict=True)
    ]
    end = thousands(projected) * factor
    last = replace(
        bars[-1],
        earlier=(end / Decimal("0.902")).quantize(Decimal(1)),
        projected=end,
        low=end * Decimal("0.91"),
        high=end * Decimal("1.095"),
    )
    return (*bars[:-1], last)


def path(say: Callable[[str, str, str], str], factor: Decimal = Decimal(1)) -> Path:
    """Return November: actual to the 20th, projected to the 30th, the November before."""
    steps = (0, 2.1, 3.0, 5.6, 8.0, 9.4, 12.6, 14.5, 18.0, 19.6, 23.2, 25.4, 28.6, 30.2, 34.0, 36.2)
    days = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 20]
    actual = [
        PathPoint(date(2026, 11, day), thousands(str(step)) * factor)
        for day, step in zip(days, steps, strict=True)
        if day != 20 or step > 35
    ]
    ahead = ((20, 36.2), (23, 38.6), (24, 41.0), (25, 43.4), (26, 45.7), (27, 48.1), (30, 50.4))
    projected = [
        PathPoint(
            date(2026, 11, day),
            thousands(str(amount)) * factor,
            thousands(str(round(amount - (day - 20) * 0.45, 2))) * factor,
            thousands(str(round(amount + (day - 20) * 0.48, 2))) * factor,
        )
        for day, amount in ahead
    ]
    return Path(
        actual=tuple(actual),
        projected=tuple(projected),
        earlier=tuple(
            PathPoint(date(2026, 11, day), thousands(str(round(55.9 * place / 20, 2))) * factor)
            for place, day in enumerate(
                (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, 26, 27, 30)
            )
        ),
        earlier_label=say("Nov 2025", "nov. 2025", "nov 2025"),
        confidence="medium",
        confidence_text=say(
            "Medium confidence: 36 months of history, orders within ±18% from one month to the next.",
            "Confiance moyenne : 36 mois d’historique, commandes à ±18 % d’un mois à l’autre.",
            "Confianza media: 36 meses de historial, pedidos con ±18 % de un mes a otro.",
        ),
    )
