"""The second page of a sample brief as cards: the detail, and where the figures come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.render.sample_figures import euros, months, thousands, words
from wiseparts_nb.card import (
    Bar,
    Bars,
    Card,
    Column,
    Dumbbell,
    DumbbellRow,
    Entry,
    Note,
    Panel,
    Panels,
    Row,
    Table,
    Timeline,
)
from wiseparts_nb.locale import Language
from wiseparts_nb.text import Day, Money, Number, Percent

__all__ = [
    "activities_by_type",
    "latest_events",
    "offers",
    "open_quotes",
    "provenance",
    "quotes_and_orders_by_brand",
    "sales_by_brand",
    "upcoming",
]


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
        Entry(Day(date(2026, 11, 20), "short"), "quote", say("Quote D-26-1187 sent", "Devis D-26-1187 envoyé", "Presupuesto D-26-1187 enviado"), "C. Dumas"),
        Entry(Day(date(2026, 11, 19), "short"), "call", say("Call: delivery of Arcotec drivers", "Appel : délais des drivers Arcotec", "Llamada: plazos de los drivers Arcotec"), "K. Benali"),
        Entry(Day(date(2026, 11, 17), "short"), "email", say("2027 price list sent", "Tarif 2027 envoyé", "Tarifa 2027 enviada"), "C. Dumas"),
        Entry(Day(date(2026, 11, 6), "short"), "note", say("Note: school in Bron, about €60k of cabling, decided in January", "Note : école de Bron, environ 60 k€ de câblage, décision en janvier", "Nota: colegio de Bron, unos 60 k€ de cableado, decisión en enero"), "C. Dumas"),
        Entry(Day(date(2026, 9, 21), "short"), "visit", say("Visit of the workshop", "Visite de l’atelier", "Visita al taller"), "C. Dumas"),
    )  # fmt: skip
    return Card(
        "latest_events",
        say("Latest events", "Derniers échanges", "Últimos contactos"),
        (Timeline(events),),
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
