"""The first page of a sample brief as cards: whom it is about, what to know and to say. Invented, consistent figures.

Sentences are literal, as an analyst might write them; those of the product come from its message files.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tests.render.sample_figures import euros, months, path, words
from wiseparts_nb.card import (
    Bar,
    Bars,
    Card,
    Change,
    Column,
    Finding,
    Findings,
    Headline,
    Identity,
    Metric,
    Months,
    Row,
    Step,
    Steps,
    Table,
)
from wiseparts_nb.locale import Language
from wiseparts_nb.text import Moment, Money, Number, Percent, Points

__all__ = [
    "changes",
    "customer",
    "due_amounts",
    "health",
    "key_figures",
    "last_12_months",
    "month_projection",
]


def customer(language: Language) -> Card:
    """Return who the page is about."""
    say = words(language)
    return Card(
        "customer",
        say("Customer", "Client", "Cliente"),
        (
            Identity(
                "Électricité Marchand & Fils",
                (
                    "C-10482",
                    say(
                        "installer, key account",
                        "installateur, compte clé",
                        "instalador, cuenta clave",
                    ),
                    "Villeurbanne",
                    say(
                        "managed by Claire Dumas",
                        "responsable Claire Dumas",
                        "responsable: Claire Dumas",
                    ),
                ),
                (
                    Moment(datetime(2026, 12, 2, 8, 0, tzinfo=UTC), "long"),
                    say(
                        "Online meeting: 2027 prices",
                        "Réunion en ligne : tarifs 2027",
                        "Reunión en línea: tarifas 2027",
                    ),
                    say(
                        "with Paul Marchand (owner), Inès Roca (buyer)",
                        "avec Paul Marchand (gérant), Inès Roca (achats)",
                        "con Paul Marchand (gerente), Inès Roca (compras)",
                    ),
                ),
            ),
        ),
    )


def health(language: Language) -> Card:
    """Return the verdict, its reasons, and what to raise."""
    say = words(language)
    findings = (
        Finding(
            "bad", "down", Percent(-0.132, signed=True),
            say("Sales, August to October: €126,424, down from €145,661 a year ago.",
                "Ventes août–octobre : 126 424 €, contre 145 661 € un an plus tôt.",
                "Ventas de agosto a octubre: 126.424 €, frente a 145.661 € un año antes."),
        ),
        Finding(
            "bad", "alert", euros(18420),
            say("Overdue, 44% of the balance; the oldest invoice is 47 days late.",
                "En retard, soit 44 % du solde ; la plus ancienne facture a 47 jours.",
                "Vencidos, el 44 % del saldo; la factura más antigua tiene 47 días."),
        ),
        Finding(
            "warn", "clock", say("63 days", "63 jours", "63 días"),
            say("Since the last visit (21 Sept). 9 calls in 90 days.",
                "Depuis la dernière visite (21 sept.). 9 appels en 90 jours.",
                "Desde la última visita (21 sept). 9 llamadas en 90 días."),
        ),
        Finding(
            "good", "up", Percent(0.22, digits=0, signed=True),
            say("Quotes over 90 days: €86,500; 41% become orders.",
                "Devis sur 90 jours : 86 500 € ; 41 % deviennent des commandes.",
                "Presupuestos en 90 días: 86.500 €; el 41 % acaba en pedido."),
        ),
    )  # fmt: skip
    steps = (
        say("Release D-26-1187 (€12,480): what is missing to order?",
            "Débloquer D-26-1187 (12 480 €) : qu’est-ce qui manque pour commander ?",
            "Desbloquear D-26-1187 (12.480 €): ¿qué falta para el pedido?"),
        say("Set a payment date for F-26-08841 (€8,300, 47 days).",
            "Fixer une date de paiement pour F-26-08841 (8 300 €, 47 jours).",
            "Fijar una fecha de pago para F-26-08841 (8.300 €, 47 días)."),
        say("Recall tier 3: €27,700 of Kerval by 31 Dec gives +4.5%.",
            "Rappeler le palier 3 : 27 700 € de Kerval d’ici le 31 déc. donnent +4,5 %.",
            "Recordar el nivel 3: 27.700 € de Kerval hasta el 31 dic dan un +4,5 %."),
        say("Offer a visit of the workshop before Christmas.",
            "Proposer une visite à l’atelier avant Noël.",
            "Proponer una visita al taller antes de Navidad."),
    )  # fmt: skip
    return Card(
        "health",
        say("Health", "Santé", "Salud"),
        (
            Headline(
                say("Needs attention", "À surveiller", "Requiere atención"),
                "warn",
                say("Sales have been below last year for six months, yet quotes are growing.",
                    "Les ventes restent sous l’an dernier depuis six mois, alors que les devis augmentent.",
                    "Las ventas llevan seis meses por debajo del año anterior, pero los presupuestos crecen."),
            ),
            Findings(findings),
            Steps(
                say("To raise in the meeting", "À traiter pendant l’échange", "Temas para la reunión"),
                tuple(Step(text, "sample") for text in steps),
            ),
        ),
    )  # fmt: skip


def key_figures(language: Language) -> Card:
    """Return four figures with their changes."""
    say = words(language)
    on_month = say("on October", "sur octobre", "sobre octubre")
    on_year = say("on last year", "sur un an", "en un año")
    return Card(
        "key_figures",
        say("Key figures", "Chiffres clés", "Cifras clave"),
        (
            Metric(
                say("Sales, 2 to 20 Nov", "Ventes du 2 au 20 nov.", "Ventas del 2 al 20 nov"),
                euros(36214),
                changes=(
                    Change(Percent(0.069, signed=True), on_month, better=True, up=True),
                    Change(Percent(-0.097, signed=True), on_year, better=False, up=False),
                ),
            ),
            Metric(
                say("November projection", "Projection de novembre", "Proyección de noviembre"),
                euros(50400),
                say(
                    "80% range: €45.9k to €55.2k",
                    "plage à 80 % : 45,9 à 55,2 k€",
                    "intervalo 80 %: 45,9 a 55,2 k€",
                ),
                (Change(Percent(-0.098, signed=True), on_year, better=False, up=False),),
            ),
            Metric(
                say("Due, part of it overdue", "Dû, dont en retard", "Pendiente, parte vencida"),
                euros(41860),
                say(
                    "2 invoices, up to 47 days",
                    "2 factures, jusqu’à 47 jours",
                    "2 facturas, hasta 47 días",
                ),
                (
                    Change(
                        euros(18420), say("overdue", "en retard", "vencidos"), better=False, up=None
                    ),
                ),
            ),
            Metric(
                say(
                    "Quotes that became orders",
                    "Devis devenus commandes",
                    "Presupuestos convertidos",
                ),
                Percent(0.41, digits=0),
                say(
                    "61 orders, 148 quotes",
                    "61 commandes, 148 devis",
                    "61 pedidos, 148 presupuestos",
                ),
                (
                    Change(
                        Points(0.047),
                        say("in a year", "en un an", "en un año"),
                        better=True,
                        up=True,
                    ),
                ),
            ),
        ),
    )


def changes(language: Language) -> Card:
    """Return what changed since the last brief."""
    say = words(language)
    return Card(
        "since_last_brief",
        say("Since the last brief", "Depuis la dernière fiche", "Desde la última ficha"),
        (
            Findings(
                (
                    Finding("bad", "up", Money(Decimal(7900), signed=True),
                            say("overdue: €10,520 then", "en retard : 10 520 € alors", "vencidos: antes 10.520 €")),
                    Finding("good", "up", Number(3, signed=True),
                            say("open quotes, €24,300 more", "devis ouverts, 24 300 € de plus", "presupuestos abiertos, 24.300 € más")),
                    Finding("neutral", "flat", euros(50400),
                            say("projection: €50,900 then", "projection : 50 900 € alors", "proyección: antes 50.900 €")),
                )
            ),
        ),
        meta=say("of 12 Oct 2026", "du 12 oct. 2026", "del 12 oct 2026"),
    )  # fmt: skip


def last_12_months(language: Language) -> Card:
    """Return the twelve months."""
    say = words(language)
    return Card(
        "last_12_months",
        say(
            "Sales of the last 12 months",
            "Ventes des 12 derniers mois",
            "Ventas de los últimos 12 meses",
        ),
        (Months(months()),),
        meta=say(
            "net sales, k€; above, change on last year in %",
            "ventes nettes, k€ ; en haut, écart sur un an en %",
            "ventas netas, k€; arriba, variación anual en %",
        ),
    )


def month_projection(language: Language) -> Card:
    """Return November."""
    say = words(language)
    return Card(
        "month_projection",
        say("Projection of the month", "Projection du mois", "Proyección del mes"),
        (path(say),),
        meta=say("cumulative, k€", "cumul, k€", "acumulado, k€"),
    )


def due_amounts(language: Language) -> Card:
    """Return what is owed by age, and the oldest invoices."""
    say = words(language)
    late = say("{} days late", "{} jours de retard", "{} días de retraso")
    return Card(
        "due_amounts",
        say("Due amounts", "Montants dus", "Importes pendientes"),
        (
            Bars(
                (
                    Bar(
                        say("Not due", "Non échu", "No vencido"),
                        23440,
                        euros(23440),
                        "earlier",
                        Percent(0.56, 0),
                    ),
                    Bar(
                        say("1–30 days late", "Retard 1–30 jours", "Retraso 1–30 días"),
                        10120,
                        euros(10120),
                        "late",
                        Percent(0.24, 0),
                    ),
                    Bar(
                        say("31–60 days late", "Retard 31–60 jours", "Retraso 31–60 días"),
                        8300,
                        euros(8300),
                        "late",
                        Percent(0.20, 0),
                    ),
                )
            ),
            Table(
                (
                    Column(say("Invoice", "Facture", "Factura")),
                    Column(say("State", "État", "Estado")),
                    Column(say("Amount due", "Montant dû", "Importe"), "right"),
                ),
                (
                    Row(("F-26-08841", late.format(47), euros(8300)), "bad"),
                    Row(("F-26-09417", late.format(11), euros(10120)), "bad"),
                ),
            ),
        ),
        meta=say(
            "open invoices on 23 Nov", "factures ouvertes au 23 nov.", "facturas abiertas el 23 nov"
        ),
    )
