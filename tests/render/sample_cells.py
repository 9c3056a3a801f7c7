"""A ranked table with a cell of every sort, and customers in a plane."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from tests.render.sample_figures import words
from wiseparts_nb.card import (
    Card,
    Column,
    Delta,
    Difference,
    Named,
    Portion,
    Reason,
    Reasons,
    Row,
    Scatter,
    ScatterPoint,
    Table,
    To,
    Trend,
)
from wiseparts_nb.locale import Language
from wiseparts_nb.text import Day, Money, Number, Percent

__all__ = ["plane", "points", "ranked"]

_COURSE = (4900.0, 4800.0, 5000.0, 4700.0, 4400.0, 4500.0, 3900.0, 3600.0, 2100.0, 3300.0, 3000.0, 2900.0)  # fmt: skip
_BEFORE = (4500.0, 4600.0, 4700.0, 4800.0, 4700.0, 4600.0, 4500.0, 4400.0, 3600.0, 4600.0, 4700.0, 4600.0)  # fmt: skip
_NAMED = (
    ("Ateliers Belleroche", -0.418, -0.41, 90_000, "risk"),
    ("Thermi-Rhône", -0.307, -0.18, 70_000, "risk"),
    ("Électricité Marchand", -0.132, 0.22, 120_000, "risk"),
    ("Alpes Domotique", 0.214, 0.46, 80_000, "growth"),
    ("Savoie Élec", 0.081, 0.29, 120_000, "growth"),
)


def euros(amount: int, *, signed: bool = False) -> Money:
    """Return whole euro."""
    return Money(Decimal(amount), signed=signed)


def ranked(language: Language) -> Card:
    """Return customers at risk: two who lose and one who wins, with a total."""
    say = words(language)
    columns = (
        Column(""),
        Column(say("Customer", "Client", "Cliente")),
        Column(say("12 months", "12 mois", "12 meses")),
        Column(say("Last 3 months vs last year", "3 mois sur un an", "3 meses en un año")),
        Column(say("Why it is here", "Pourquoi", "Por qué")),
        Column(say("Share", "Part", "Cuota"), "right"),
        Column(say("Quotes", "Devis", "Ofertas"), "right"),
        Column(say("Last visit", "Dernière visite", "Última visita")),
        Column(say("Next step", "À faire", "Siguiente paso")),
    )
    late = Reason("bad", "alert", say("€18,420 overdue", "18 420 € en retard", "18.420 € vencidos"))
    unseen = Reason(
        "warn", "clock", say("no visit for 63 days", "63 jours sans visite", "63 días sin visita")
    )
    call = say("Call this week", "Appeler cette semaine", "Llamar esta semana")
    sold = (
        ("Ateliers Belleroche", "Givors", -58_310, Reasons((late, unseen)), False),
        ("Thermi-Rhône", None, -31_840, Reasons((unseen,)), False),
        ("Savoie Élec", "Chambéry", 9_100, None, True),
    )
    rows = tuple(
        Row(
            (
                Number(place),
                Named(name, town),
                Trend(_COURSE, _BEFORE),
                Difference(amount, euros(amount, signed=True), better),
                reasons,
                Portion(abs(amount), euros(abs(amount))),
                Delta(Percent(-0.132 if place < 3 else 0.0, signed=True), False if place < 3 else None, False if place < 3 else None),
                Day(date(2026, 9, 21), "short") if place == 1 else None,
                To(call, f"customer:C-{place}"),
            ),
            key=f"customer:C-{place}",
        )
        for place, (name, town, amount, reasons, better) in enumerate(sold, 1)
    )  # fmt: skip
    sums = Difference(-81_050, euros(-81_050, signed=True), better=False)
    total = Row((None, "Total", None, sums, None, euros(99_250), None, None, None))
    return Card("at_risk", say("At risk", "À risque", "En riesgo"), (Table(columns, rows, total),))


def points(count: int) -> tuple[ScatterPoint, ...]:
    """Return that many plain customers around zero, and a few of both sorts with names."""
    draw = Random(count)  # no secret
    plain = tuple(
        ScatterPoint(
            f"Customer {place}", draw.gauss(0.02, 0.1), draw.gauss(0.02, 0.15), draw.lognormvariate(9, 1),
            facts=(euros(1000 + place),), key=f"customer:C-{place}",
        )
        for place in range(count)
    )  # fmt: skip
    named = tuple(
        ScatterPoint(name, x, y, size, "risk" if role == "risk" else "growth",
                     (euros(size), Percent(x, signed=True)), named=True, key=f"customer:N-{place}")
        for place, (name, x, y, size, role) in enumerate(_NAMED)
    )  # fmt: skip
    return (*plain, *named)


def plane(language: Language, count: int = 40) -> Card:
    """Return customers by the changes of their sales and of their quotes."""
    say = words(language)
    part = Scatter(
        points(count),
        say("Sales, 3 months vs last year", "Ventes, 3 mois sur un an", "Ventas, 3 meses en un año"),
        say("Quotes, 90 days vs 90 before", "Devis, 90 jours sur 90", "Ofertas, 90 días frente a 90"),
        (
            say("Quotes up, sales down: unlock", "Devis en hausse, ventes en baisse", "Más ofertas, menos ventas"),
            say("Both up: grow", "Tout en hausse : développer", "Ambas suben: crecer"),
            say("Both down: at risk", "Tout en baisse : à risque", "Ambas bajan: en riesgo"),
            say("Sales up, quotes down: watch", "Ventes en hausse, devis en baisse", "Más ventas, menos ofertas"),
        ),
    )  # fmt: skip
    return Card(
        "portfolio", say("Every customer", "Tous les clients", "Todos los clientes"), (part,)
    )
