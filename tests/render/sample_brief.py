"""A whole meeting brief as cards, with invented and consistent figures, and the hard cases of it.

``brief(language)`` is the ordinary one; ``VARIANTS`` names the others. Sentences are literal, as an analyst might write
them; those of the product come from its message files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from wiseparts_nb.card import (
    Bar,
    Bars,
    Card,
    Change,
    Column,
    Dumbbell,
    DumbbellRow,
    Entry,
    Finding,
    Findings,
    Headline,
    Identity,
    Metric,
    MonthBar,
    Months,
    Note,
    Panel,
    Panels,
    Path,
    PathPoint,
    Row,
    Step,
    Steps,
    Table,
    Timeline,
)
from wiseparts_nb.locale import Language
from wiseparts_nb.text import Day, Moment, Money, Number, Percent, Points, Value

__all__ = ["MADE", "VARIANTS", "brief"]

MADE = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)

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
            earlier=round(thousands(amount) * factor / (1 + Decimal(change) / 100)),
            change=change / 100,
        )
        for day, amount, change in zip(days, sales, CHANGES, strict=True)
    ]
    end = thousands(projected) * factor
    last = replace(
        bars[-1],
        earlier=round(end / Decimal("0.902")),
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
        "changes",
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


def offers(language: Language) -> Card:
    """Return price agreements and promotions with their last days."""
    say = words(language)
    return Card(
        "offers",
        say("Agreements and promotions", "Accords et promotions", "Acuerdos y promociones"),
        (
            Table(
                (
                    Column(say("Offer", "Offre", "Oferta")),
                    Column(say("Brand", "Marque", "Marca")),
                    Column(say("Condition", "Condition", "Condición")),
                    Column(say("Until", "Jusqu’au", "Hasta"), "right"),
                ),
                (
                    Row((say("Promotion, U1000 cable", "Promotion câble U1000", "Promoción cable U1000"), "Ohmex", Percent(-0.08, 0, signed=True), Day(date(2026, 11, 30))), "warn"),
                    Row((say("Net prices, switchgear", "Prix nets appareillage", "Precios netos, aparamenta"), "Kerval", say("212 articles", "212 articles", "212 artículos"), Day(date(2026, 12, 31)))),
                    Row((say("Discount, LED drivers", "Remise drivers LED", "Descuento drivers LED"), "Arcotec", Percent(-0.05, 0, signed=True), Day(date(2027, 3, 31)))),
                ),
            ),
        ),
        meta=say("next to end first", "par date de fin", "por fecha de fin"),
    )  # fmt: skip


def open_quotes(language: Language) -> Card:
    """Return the highest open quotes with their total."""
    say = words(language)
    quotes = (
        ("D-26-1187", date(2026, 11, 20), "Kerval", say("Switchgear, Bron site", "Appareillage, chantier Bron", "Aparamenta, obra de Bron"), 12480, say("Waits for delivery dates", "Attend les délais", "Espera los plazos")),
        ("D-26-1162", date(2026, 11, 13), "Arcotec", say("LED drivers, 240 pieces", "Drivers LED, 240 pièces", "Drivers LED, 240 unidades"), 8940, say("Price disputed", "Prix contesté", "Precio discutido")),
        ("D-26-1139", date(2026, 11, 9), "Ohmex", say("U1000 cable, 4 km", "Câble U1000, 4 km", "Cable U1000, 4 km"), 7620, say("Promotion −8% to 30 Nov", "Promo −8 % jusqu’au 30 nov.", "Promo −8 % hasta el 30 nov")),
        ("D-26-1098", date(2026, 10, 28), "Kerval", say("Enclosures", "Coffrets tertiaires", "Cuadros terciarios"), 6310, say("To follow up", "À relancer", "Por reactivar")),
        ("D-26-1043", date(2026, 10, 14), "Lumora", say("Emergency lighting", "Blocs de secours", "Luces de emergencia"), 3280, say("To follow up", "À relancer", "Por reactivar")),
    )  # fmt: skip
    return Card(
        "open_quotes",
        say("Open quotes", "Devis ouverts", "Presupuestos abiertos"),
        (
            Table(
                (
                    Column(say("Quote", "Devis", "Presupuesto")),
                    Column(say("Date", "Date", "Fecha")),
                    Column(say("Brand", "Marque", "Marca")),
                    Column(say("Subject", "Objet", "Asunto")),
                    Column(say("Net amount", "Montant net", "Importe neto"), "right"),
                    Column(say("To raise", "Point à lever", "Punto por aclarar")),
                ),
                tuple(
                    Row((number, Day(on, "short"), brand, subject, euros(amount), point))
                    for number, on, brand, subject, amount, point in quotes
                ),
                Row((say("Total of these 5 quotes", "Total de ces 5 devis", "Total de estos 5"), None, None, None, euros(38630), None)),
            ),
        ),
        meta=say("5 of 9, the highest", "5 sur 9, les plus élevés", "5 de 9, los más altos"),
    )  # fmt: skip


BRANDS = (
    ("Kerval", "247", -0.05), ("Arcotec", "119", -0.09), ("Ohmex", "105", 0.01),
    ("Lumora", "45", -0.24), ("Torvik", "55", 0.39),
)  # fmt: skip


def sales_by_brand(language: Language, brands: tuple[tuple[str, str, float], ...] = BRANDS) -> Card:
    """Return a small chart a brand."""
    say = words(language)
    shown = (*brands, (say("4 other brands", "4 autres marques", "4 otras marcas"), "29", 0.23))
    return Card(
        "sales_by_brand",
        say("Sales by brand, 12 months", "Ventes par marque, 12 mois", "Ventas por marca, 12 meses"),
        (
            Panels(
                tuple(
                    Panel(
                        name, Money(thousands(total), "short"), Percent(change, 0, signed=True), change > 0,
                        months(thousands(total) / Decimal(600_000)),
                    )
                    for name, total, change in shown
                )
            ),
        ),
        meta=say(
            "common scale; grey, last year; hatched, November projection",
            "échelle commune ; gris, année précédente ; hachuré, projection de novembre",
            "escala común; gris, año anterior; rayado, proyección de noviembre",
        ),
    )  # fmt: skip


def quotes_and_orders_by_brand(language: Language) -> Card:
    """Return each brand's share of quotes and of orders."""
    say = words(language)
    rows = (
        ("Kerval", 0.36, 0.42), ("Arcotec", 0.22, 0.20), ("Ohmex", 0.18, 0.17),
        ("Lumora", 0.11, 0.08), ("Torvik", 0.06, 0.07),
        (say("4 other brands", "4 autres marques", "4 otras marcas"), 0.07, 0.06),
    )  # fmt: skip
    return Card(
        "quotes_and_orders_by_brand",
        say(
            "Quotes and orders by brand",
            "Devis et commandes par marque",
            "Presupuestos y pedidos por marca",
        ),
        (
            Dumbbell(
                tuple(
                    DumbbellRow(
                        name,
                        quoted,
                        ordered,
                        Number(round((ordered - quoted) * 100), signed=True),
                        ordered > quoted,
                    )
                    for name, quoted, ordered in rows
                ),
                say("Quotes, 90 days", "Devis, 90 jours", "Presupuestos, 90 días"),
                say("Orders, 12 months", "Commandes, 12 mois", "Pedidos, 12 meses"),
            ),
        ),
        meta=say("share, gap in pts", "part, écart en pts", "cuota, dif. en p.p."),
        message=say(
            "Lumora is quoted more than it is ordered: ask why.",
            "Lumora se devise plus qu’elle ne se commande : demander pourquoi.",
            "Lumora se presupuesta más de lo que se pide: preguntar por qué.",
        ),
    )


def activities_by_type(language: Language) -> Card:
    """Return how often the customer was met and called."""
    say = words(language)
    return Card(
        "activities_by_type",
        say("Activities", "Activités", "Actividades"),
        (
            Bars(
                (
                    Bar(say("Calls", "Appels", "Llamadas"), 9, Number(9), share=Percent(0.53, 0)),
                    Bar(say("E-mails", "E-mails", "Correos"), 7, Number(7), share=Percent(0.41, 0)),
                    Bar(say("Visits", "Visites", "Visitas"), 1, Number(1), share=Percent(0.06, 0)),
                )
            ),
        ),
        meta=say("90 days", "90 jours", "90 días"),
    )


def latest_events(language: Language) -> Card:
    """Return what happened last."""
    say = words(language)
    events = (
        (date(2026, 11, 20), "quote", say("Quote D-26-1187 sent", "Devis D-26-1187 envoyé", "Presupuesto D-26-1187 enviado"), "C. Dumas"),
        (date(2026, 11, 19), "call", say("Call: delivery of Arcotec drivers", "Appel : délais des drivers Arcotec", "Llamada: plazos de los drivers Arcotec"), "K. Benali"),
        (date(2026, 11, 17), "email", say("2027 price list sent", "Tarif 2027 envoyé", "Tarifa 2027 enviada"), "C. Dumas"),
        (date(2026, 11, 6), "note", say("Note: school in Bron, about €60k of cabling, decided in January", "Note : école de Bron, environ 60 k€ de câblage, décision en janvier", "Nota: colegio de Bron, unos 60 k€ de cableado, decisión en enero"), "C. Dumas"),
        (date(2026, 9, 21), "visit", say("Visit of the workshop", "Visite de l’atelier", "Visita al taller"), "C. Dumas"),
    )  # fmt: skip
    return Card(
        "latest_events",
        say("Latest events", "Derniers échanges", "Últimos contactos"),
        (
            Timeline(
                tuple(Entry(Day(on, "short"), icon, text, who) for on, icon, text, who in events)
            ),
        ),  # pyright: ignore[reportArgumentType]
    )


def upcoming(language: Language) -> Card:
    """Return what is planned, and a hint."""
    say = words(language)
    return Card(
        "upcoming",
        say("Upcoming", "À venir", "Próximos pasos"),
        (
            Timeline(
                (
                    Entry(Day(date(2026, 11, 24), "short"), "call", say("Follow-up call on D-26-1187", "Appel de suivi du devis D-26-1187", "Llamada de seguimiento de D-26-1187")),
                    Entry(Day(date(2026, 11, 27), "short"), "task", say("Credit note for order 88213 to issue", "Avoir de la commande 88213 à émettre", "Abono del pedido 88213 por emitir")),
                )
            ),
            Note(say("No visit is planned.", "Aucune visite prévue.", "Ninguna visita prevista."), "warn"),
        ),
    )  # fmt: skip


def provenance(language: Language) -> Card:
    """Return the small print."""
    say = words(language)
    return Card(
        "provenance",
        "",
        (
            Note(say(
                "Net sales without tax, carriage and cancelled lines. Comparisons over the same number of working days.",
                "Ventes nettes hors TVA, port et lignes annulées. Comparaisons à nombre égal de jours ouvrés.",
                "Ventas netas sin IVA, portes ni líneas anuladas. Comparaciones con igual número de días hábiles.",
            )),
            Note(say(
                "Hidden: deliveries in progress (feature off), returns (none in 12 months), credit limit (rights).",
                "Masqués : livraisons en cours (fonctionnalité désactivée), retours (aucun en 12 mois), plafond de crédit (droits).",
                "Ocultos: entregas en curso (función desactivada), devoluciones (ninguna en 12 meses), límite de crédito (permisos).",
            )),
            Note(f"meeting_brief.ipynb, customer_id=C-10482, language={language}, as_of=2026-11-23."),
        ),
    )  # fmt: skip


def brief(language: Language) -> list[Card]:
    """Return the ordinary brief: every card."""
    makers = (
        customer, health, key_figures, changes, last_12_months, month_projection, due_amounts, offers, open_quotes,
        sales_by_brand, quotes_and_orders_by_brand, activities_by_type, latest_events, upcoming, provenance,
    )  # fmt: skip
    return [make(language) for make in makers]


def without(cards: list[Card], *names: str) -> list[Card]:
    """Return the cards but those."""
    return [card for card in cards if card.name not in names]


def replaced(cards: list[Card], *others: Card) -> list[Card]:
    """Return the cards, those of the same name replaced."""
    new = {card.name: card for card in others}
    return [new.get(card.name, card) for card in cards]


def first_fiche(language: Language) -> list[Card]:
    """Return the brief of a customer who had none before."""
    return without(brief(language), "changes")


def as_drawn(language: Language) -> list[Card]:
    """Return the cards of the design's pictures, without those that they don't show."""
    return without(brief(language), "changes", "activities_by_type")


def small(language: Language) -> list[Card]:
    """Return a customer with hardly any history."""
    say = words(language)
    kept = ("customer", "health", "key_figures", "latest_events", "upcoming", "provenance")
    cards = [card for card in brief(language) if card.name in kept]
    verdict = Card(
        "health",
        "",
        (Headline(say("Too early to say", "Trop tôt pour le dire", "Demasiado pronto"), "neutral",
                  say("Two orders in three weeks.", "Deux commandes en trois semaines.", "Dos pedidos en tres semanas.")),),
    )  # fmt: skip
    figures = Card(
        "key_figures",
        "",
        (
            Metric(
                say("Sales", "Ventes", "Ventas"),
                euros(412),
                say("2 orders", "2 commandes", "2 pedidos"),
            ),
        ),
    )
    return replaced(cards, verdict, figures)


def near_empty(language: Language) -> list[Card]:
    """Return nothing but a name."""
    return [customer(language)]


def huge(language: Language) -> list[Card]:
    """Return amounts of nine digits, 25 brands, 40 quotes and 60 events."""
    cards = {card.name: card for card in brief(language)}
    factor = Decimal(4321)
    quotes = cards["open_quotes"].parts[0]
    events = cards["latest_events"].parts[0]
    due = cards["due_amounts"].parts[0]
    assert isinstance(quotes, Table)
    assert isinstance(events, Timeline)
    assert isinstance(due, Bars)
    money = euros(123_456_789)
    rows = (
        tuple(replace(row, cells=(*row.cells[:4], money, row.cells[5])) for row in quotes.rows) * 8
    )
    total = Row(("Total", None, None, None, euros(123_456_789 * 40), None))
    brands = tuple(
        (f"Brand {place:02d} International", "512345", 0.9 - place / 10) for place in range(25)
    )
    figures = tuple(
        replace(part, value=euros(-123_456_789), changes=part.changes * 2)
        for part in cards["key_figures"].parts
        if isinstance(part, Metric)
    )
    bars = tuple(replace(bar, amount=bar.amount * 4321, value=money) for bar in due.bars)
    return replaced(
        brief(language),
        replace(cards["last_12_months"], parts=(Months(months(factor)),)),
        replace(cards["month_projection"], parts=(path(words(language), factor),)),
        replace(cards["open_quotes"], parts=(replace(quotes, rows=rows, total=total),)),
        replace(cards["latest_events"], parts=(Timeline(events.entries * 12),)),
        replace(cards["key_figures"], parts=figures),
        replace(cards["due_amounts"], parts=(Bars(bars), *cards["due_amounts"].parts[1:])),
        sales_by_brand(language, brands),
    )


def negative(language: Language) -> list[Card]:
    """Return months below zero (more returned than sold) and figures without a judgement."""
    say = words(language)
    cards = {card.name: card for card in brief(language)}
    below = tuple(
        replace(month, actual=-month.actual / 2, change=-1.6) if place in {3, 8} else month
        for place, month in enumerate(months())
    )
    flat = Change(
        Percent(0.0, signed=True),
        say("on last year", "sur un an", "en un año"),
        better=None,
        up=None,
    )
    figures = tuple(
        replace(part, value=euros(-36214), changes=(flat,))
        for part in cards["key_figures"].parts
        if isinstance(part, Metric)
    )
    return replaced(
        brief(language),
        replace(cards["last_12_months"], parts=(Months(below),)),
        replace(cards["key_figures"], parts=figures),
    )


HOSTILE = (
    "<script>alert(1)</script>",
    '#import "@preview/cetz:0.3.0": *',
    '$ sum_(i=0)^n $ #read("/etc/passwd")',
    "back\\slash \\n {x} {n} **bold** _it_ `code` @ref <label> // c",
    "W" * 300,
    "שלום עולם العربية",
    "nul\x00bell\x07esc\x1b[31m tab\tline\nend\u2028sep \u202eevil\u202c",
    "emoji 😀👩‍👩‍👧 日本語 \U000e0041 \ufffe \ud800",
    "z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308algo",
)


def hostile(language: Language) -> list[Card]:
    """Return strings that mean harm, in every place where data is shown."""
    strings = iter(HOSTILE * 40)
    texts: Mapping[str, Value] = {}
    assert not texts
    cards = brief(language)
    found: list[Card] = []
    for card in cards:
        parts = tuple(_poisoned(part, strings) for part in card.parts)
        found.append(
            replace(card, title=f"{card.title} {next(strings)}", meta=next(strings), parts=parts)
        )
    return found


def _poisoned(part, strings):  # noqa: ANN001
    match part:
        case Identity():
            return replace(
                part, name=HOSTILE[0] + " " + HOSTILE[1], facts=HOSTILE[2:4], meeting=HOSTILE[3:6]
            )
        case Headline():
            return replace(part, badge=next(strings), sentence=" ".join(HOSTILE[:4]))
        case Findings():
            return replace(
                part,
                findings=tuple(
                    replace(one, figure=next(strings), text=next(strings)) for one in part.findings
                ),
            )
        case Steps():
            return replace(
                part, steps=tuple(replace(one, text=next(strings)) for one in part.steps)
            )
        case Metric():
            return replace(part, label=next(strings), value=next(strings), caption=next(strings))
        case Table():
            rows = tuple(
                replace(row, cells=tuple(next(strings) for _ in row.cells)) for row in part.rows
            )
            return replace(part, rows=rows)
        case Timeline():
            return replace(
                part,
                entries=tuple(
                    replace(one, text=next(strings), who=next(strings)) for one in part.entries
                ),
            )
        case Bars():
            return replace(part, bars=tuple(replace(one, label=next(strings)) for one in part.bars))
        case Panels():
            return replace(
                part, panels=tuple(replace(one, label=next(strings)) for one in part.panels)
            )
        case Dumbbell():
            return replace(
                part,
                rows=tuple(replace(one, label=next(strings)) for one in part.rows),
                hollow_label=next(strings),
            )
        case Path():
            return replace(part, earlier_label=next(strings), confidence_text=next(strings))
        case Note():
            return replace(part, text=next(strings))
        case _:
            return part


def prospect(language: Language) -> list[Card]:
    """Return somebody who has never bought."""
    say = words(language)
    cards = without(
        brief(language), "last_12_months", "month_projection", "due_amounts", "sales_by_brand",
        "quotes_and_orders_by_brand", "changes", "key_figures",
    )  # fmt: skip
    verdict = Card(
        "health",
        "",
        (
            Headline(say("Prospect", "Prospect", "Cliente potencial"), "neutral",
                     say("Five open quotes, no order yet.", "Cinq devis ouverts, pas encore de commande.", "Cinco presupuestos abiertos, ningún pedido.")),
            *(part for part in health(language).parts if isinstance(part, Steps)),
        ),
    )  # fmt: skip
    return replaced(cards, verdict)


def with_strangers(language: Language) -> list[Card]:
    """Return the brief with cards of an analyst that it has no place for."""
    say = words(language)
    return [
        *brief(language),
        Card(
            "my_margin",
            say("My margin", "Ma marge", "Mi margen"),
            (Metric(say("Margin", "Marge", "Margen"), Percent(0.21)),),
        ),
        Card("my_list", say("My list", "Ma liste", "Mi lista"), open_quotes(language).parts),
    ]


VARIANTS: Mapping[str, Callable[[Language], list[Card]]] = {
    "full": brief,
    "first": first_fiche,
    "as_drawn": as_drawn,
    "small": small,
    "near_empty": near_empty,
    "huge": huge,
    "negative": negative,
    "hostile": hostile,
    "prospect": prospect,
    "with_strangers": with_strangers,
}
