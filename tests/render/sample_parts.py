"""One card for each kind of part, in each language, and how a snapshot of it is kept.

``WISEPARTS_SNAPSHOTS=write pytest tests/render`` writes the snapshots anew; look at the difference before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from tests.render.sample_brief import brief, words
from tests.render.sample_cells import plane, ranked
from tests.render.sample_progress import bullet_card, chances_card, course_card, listed
from wiseparts_nb.card import Card, Dots, DotsRow, Metric, Part, Picture
from wiseparts_nb.locale import LANGUAGES, Language, Locale
from wiseparts_nb.text import Number, Percent

__all__ = ["KINDS", "SAMPLES", "SNAPSHOTS", "kept", "locale", "part_cards", "sampled"]

KINDS = tuple(kind.__dataclass_fields__["kind"].default for kind in get_args(get_args(Part)[0]))
SAMPLES = (*KINDS, "cells", "progress_cells")
"""The kinds, and tables with cells of every sort."""
SNAPSHOTS = Path(__file__).parent / "snapshots"


def locale(language: Language) -> Locale:
    """Return the locale of the sample's readers."""
    return Locale(language, zone="Europe/Paris")


def sampled() -> Iterator[tuple[str, Language]]:
    """Every sample in every language."""
    for kind in SAMPLES:
        for language in LANGUAGES:
            yield kind, language


def part_cards(language: Language) -> dict[str, Card]:
    """Return a card of each sample: one part of each kind, as far as the sample brief has it; the others are made here."""
    say = words(language)
    found = {
        part.kind: replace(card, parts=(part,))
        for card in reversed(brief(language))
        for part in card.parts
    }
    trend = Metric(
        say("Quotes that become orders", "Devis devenus commandes", "Presupuestos convertidos"),
        Percent(0.41, 0), trend=(0.35, 0.36, 0.34, 0.39, 0.38, 0.41), reference=0.365,
    )  # fmt: skip
    dots = Dots(
        (
            DotsRow(say("Calls", "Appels", "Llamadas"), (date(2026, 9, 3), date(2026, 10, 15), date(2026, 11, 19))),
            DotsRow(say("Visits", "Visites", "Visitas"), ()),
        ),
        date(2026, 8, 26), date(2026, 11, 23), say("One dot per call", "Un point par appel", "Un punto por llamada"),
    )  # fmt: skip
    spec = {
        "data": {"values": [{"x": 1, "y": 2}, {"x": 2, "y": 4}]},
        "mark": "point",
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
        },
    }
    alt = say(
        "Margin against sales: both rise.",
        "Marge et ventes\u00a0: en hausse.",
        "Margen y ventas: suben.",
    )
    return found | {
        "metric": Card("order_ratios", say("Ratios", "Ratios", "Ratios"), (trend, replace(trend, value=Number(7), trend=(1.0, 3.0), reference=None))),
        "dots": Card("activities", say("Activities", "Activités", "Actividades"), (dots,)),
        "scatter": plane(language),
        "cells": ranked(language),
        "bullet": bullet_card(language),
        "chances": chances_card(language),
        "course": course_card(language),
        "progress_cells": listed(language),
        "picture": Card("own", say("My chart", "Mon graphique", "Mi gráfico"), (Picture(spec, alt),)),
    }  # fmt: skip


def kept(path: Path, made: str) -> str:
    """Return the snapshot, written first where that was asked for."""
    if os.environ.get("WISEPARTS_SNAPSHOTS") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="\n")
    if not path.is_file():
        pytest.fail(
            f"There is no {path.name}. Write it: WISEPARTS_SNAPSHOTS=write pytest tests/render"
        )
    return path.read_text(encoding="utf-8")
