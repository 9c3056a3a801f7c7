"""An agreement on its way through three tiers, in every part that shows one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.render.sample_figures import words
from wiseparts_nb.card import (
    Bullet,
    Card,
    Chance,
    Chances,
    Column,
    Course,
    Gap,
    Named,
    PathPoint,
    Progress,
    Row,
    Table,
    Thumb,
    TierMark,
)
from wiseparts_nb.locale import Language
from wiseparts_nb.text import Money, Number, Percent

__all__ = ["bullet", "bullet_card", "chances_card", "course", "course_card", "listed", "tiers"]

_EXPECTED = (0, 26, 52, 81, 107, 135, 163, 186, 195, 227, 262, 301, 350)
_GAPS = (-2.6, -4.4, -6.1, -6.2, -5.4, -3.4, -1.1, 1.5, 3.1, 4.4, 5.4)
_YEAR = 2026


def euros(thousands: float) -> Money:
    """Return thousands of euro."""
    return Money(_amount(thousands))


def _amount(thousands: float) -> Decimal:
    return Decimal(round(thousands * 1000))


def tiers(language: Language) -> tuple[TierMark, ...]:
    """Return two tiers that are reached and one that is not."""
    say = words(language)
    reached = (
        say("reached 19 Jun", "atteint le 19 juin", "alcanzado el 19 jun"),
        say("reached 16 Oct", "atteint le 16 oct.", "alcanzado el 16 oct"),
        say("21% likely", "21 % de chances", "21 % de probabilidad"),
    )
    return tuple(
        TierMark(
            _amount(at), say(f"Tier {place}", f"Palier {place}", f"Nivel {place}"), Money(_amount(at), "short"),
            Percent(rate, 1, signed=True), state, reached=place < 3,
        )
        for place, (at, rate, state) in enumerate(zip((150, 250, 350), (0.02, 0.03, 0.045), reached, strict=True), 1)
    )  # fmt: skip


def bullet(language: Language = "en") -> Bullet:
    """Return €301,480 now, €338,200 projected, with three tiers."""
    return Bullet(
        _amount(301.48), euros(301.48), tiers(language), _amount(338.2), euros(338.2), _amount(322), _amount(355.9),
    )  # fmt: skip


def _month_end(month: int) -> date:
    return date(_YEAR, month + 1, 1) - timedelta(1) if month < 12 else date(_YEAR, 12, 31)


def course(language: Language = "en") -> Course:
    """Return eleven months that began below the expected path and are above it since August."""
    expected = [PathPoint(date(_YEAR, 1, 1), Decimal(0))]
    expected += [PathPoint(_month_end(at), _amount(one)) for at, one in enumerate(_EXPECTED[1:], 1)]
    actual = [
        PathPoint(_month_end(at), _amount(_EXPECTED[at] + gap)) for at, gap in enumerate(_GAPS[:-1], 1)
    ]  # fmt: skip
    actual.append(PathPoint(date(_YEAR, 11, 20), _amount(301.48)))
    projected = [
        PathPoint(date(_YEAR, 11, 30), _amount(311), _amount(308), _amount(315)),
        PathPoint(date(_YEAR, 12, 15), _amount(326), _amount(315), _amount(338)),
        PathPoint(date(_YEAR, 12, 31), _amount(338.2), _amount(322), _amount(355.9)),
    ]
    gaps = [Gap(date(_YEAR, month, 1), _amount(gap)) for month, gap in enumerate(_GAPS, 1)]
    return Course(
        date(_YEAR, 1, 1), date(_YEAR, 12, 31), tuple(actual), tuple(projected), tuple(expected), tiers(language), tuple(gaps),
    )  # fmt: skip


def bullet_card(language: Language) -> Card:
    """Return the progress by tier."""
    say = words(language)
    return Card(
        "agreement_progress", say("Progress by tier", "Progression par palier", "Progreso por nivel"), (bullet(language),),
        meta=say("Net sales, €", "Ventes nettes, €", "Ventas netas, €"),
    )  # fmt: skip


def course_card(language: Language) -> Card:
    """Return actual, projection and the expected path."""
    say = words(language)
    return Card(
        "agreement_course", say("Actual and projection", "Réalisé et projection", "Real y proyección"), (course(language),),
        meta=say("Cumulated net sales, 2026", "Ventes nettes cumulées, 2026", "Ventas netas acumuladas, 2026"),
        message=say(
            "Behind the expected path until July, ahead since August.",
            "Sous la trajectoire prévue jusqu’en juillet, au-dessus depuis août.",
            "Por debajo de la trayectoria prevista hasta julio, por encima desde agosto.",
        ),
    )  # fmt: skip


def chances_card(language: Language) -> Card:
    """Return two tiers that are reached and one with 2 chances in 10."""
    say = words(language)
    reached = say("Reached", "Atteint", "Alcanzado")
    rows = (
        Chance(say("Tier 1 · €150,000", "Palier 1 · 150 000 €", "Nivel 1 · 150.000 €"), reached, 1.0, reached=True,
               left=say("on 19 June 2026", "le 19 juin 2026", "el 19 jun 2026"), right=say("bonus +2%", "bonus +2 %", "bono +2 %")),
        Chance(say("Tier 2 · €250,000", "Palier 2 · 250 000 €", "Nivel 2 · 250.000 €"), reached, 1.0, reached=True,
               left=say("on 16 October 2026", "le 16 octobre 2026", "el 16 oct 2026"), right=say("bonus +3%", "bonus +3 %", "bono +3 %")),
        Chance(say("Tier 3 · €350,000", "Palier 3 · 350 000 €", "Nivel 3 · 350.000 €"), say("21%, unlikely", "21 %, peu probable", "21 %, poco probable"),
               0.21, reached=False, left=say("about 2 chances in 10", "environ 2 chances sur 10", "unas 2 probabilidades de 10"), right=say("bonus +4.5%", "bonus +4,5 %", "bono +4,5 %")),
    )  # fmt: skip
    return Card(
        "agreement_chances", say("Chance of each tier", "Chances de chaque palier", "Probabilidad de cada nivel"), (Chances(rows),),
        meta=say("by 31 Dec 2026", "au 31 déc. 2026", "hasta el 31 dic 2026"),
    )  # fmt: skip


def listed(language: Language) -> Card:
    """Return agreements as rows: above, below and without an expected path."""
    say = words(language)
    columns = (
        Column(say("Agreement", "Accord", "Acuerdo")),
        Column(say("Customers", "Clients", "Clientes"), "right"),
        Column(say("Progress", "Progression", "Progreso")),
        Column(say("Next tier, chance", "Palier suivant", "Siguiente nivel")),
        Column(
            say("Against expected path", "Face à la trajectoire prévue", "Frente a lo previsto")
        ),
    )
    above, below = (
        say("above expected", "au-dessus", "por encima"),
        say("below expected", "en dessous", "por debajo"),
    )
    now = say(
        "€301k now, €338k projected",
        "301 k€ à ce jour, 338 k€ projetés",
        "301 k€ hoy, 338 k€ proyectados",
    )
    rows = tuple(
        Row(
            (
                Named(name, say("Arcotec · 3 families", "Arcotec · 3 familles", "Arcotec · 3 familias")), Number(7 + place),
                Progress(bullet(language), now), Named(say("Tier 3: 21%", "Palier 3 : 21 %", "Nivel 3: 21 %"), say("unlikely", "peu probable", "poco probable")), thumb,
            ),
            key=f"agreement:A-000{place}",
        )
        for place, (name, thumb) in enumerate((
            ("Arcotec lighting growth 2026", Thumb(Percent(0.018, signed=True), up=True, caption=above)),
            ("Kerval switchgear bonus 2026", Thumb(Percent(-0.049, signed=True), up=False, caption=below)),
            ("Ohmex cable volume", Thumb(Percent(0.062, signed=True), up=True)),
            ("Contractor club Isère", Thumb(say("no target", "sans objectif", "sin objetivo"), up=None)),
        ), 1)
    )  # fmt: skip
    return Card("agreements", say("Agreements", "Accords", "Acuerdos"), (Table(columns, rows),))
