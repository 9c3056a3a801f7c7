"""The first show-case, day by day: no visit for nine weeks, many calls, an online meeting ahead."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from wiseparts_nb.demo.arrays import Frames
from wiseparts_nb.demo.demand import Market

__all__ = ["story"]

ACTIVITIES = (
    (
        -63,
        9,
        "visit",
        "done",
        0,
        0,
        "Tour de l'atelier",
        "Tour de l'atelier avec Paul Marchand. Il demande une remise sur Kerval.",
    ),
    (
        -105,
        9,
        "visit",
        "done",
        0,
        0,
        "Chantier de l'école de Bron",
        "Relevé des tableaux avec le conducteur de travaux.",
    ),
    (
        -147,
        13,
        "visit",
        "done",
        0,
        0,
        "Budget du second semestre",
        "Le budget du second semestre est prudent.",
    ),
    (
        -189,
        9,
        "visit",
        "done",
        1,
        1,
        "Inventaire du magasin",
        "Inventaire des drivers Arcotec avec Inès Roca.",
    ),
    (
        -232,
        8,
        "visit",
        "done",
        0,
        0,
        "Tour de l'atelier",
        "Nouveau câbleur au tableau ; formation Kerval demandée.",
    ),
    (
        -4,
        10,
        "call",
        "done",
        1,
        1,
        "Délais des drivers Arcotec",
        "Inès Roca demande les délais ; réponse promise mardi.",
    ),
    (
        -13,
        9,
        "call",
        "done",
        0,
        0,
        "Relance du devis Kerval",
        "Paul Marchand attend le planning du chantier de Bron.",
    ),
    (
        -19,
        14,
        "call",
        "done",
        1,
        2,
        "Factures en retard",
        "Zoé Lemaître annonce un virement « dans la quinzaine ».",
    ),
    (-27, 8, "call", "done", 0, 1, "Câble U-1000", "4 km à livrer en deux fois."),
    (
        -34,
        15,
        "call",
        "done",
        0,
        0,
        "Prix des coffrets",
        "Un concurrent serait 6 % moins cher.",
    ),
    (
        -46,
        9,
        "call",
        "done",
        1,
        1,
        "Avoir à émettre",
        "Deux coffrets rendus ; bon de retour signé.",
    ),
    (
        -55,
        10,
        "call",
        "done",
        0,
        0,
        "Blocs de secours",
        "Compare Lumora et un autre fabricant.",
    ),
    (
        -74,
        13,
        "call",
        "done",
        0,
        0,
        "Reprise après les congés",
        "Deux chantiers décalés à octobre.",
    ),
    (-82, 9, "call", "done", 1, 1, "Commande de rentrée", "Commande passée le jour même."),
    (
        -6,
        8,
        "email",
        "done",
        0,
        1,
        "Tarif 2027 envoyé",
        "Tarif Kerval et Arcotec, avec la lettre d'accompagnement.",
    ),
    (-20, 9, "email", "done", 0, 0, "Variante chiffrée", "Coffrets tertiaires, deux variantes."),
    (-41, 12, "email", "done", 1, 2, "Relevé de compte envoyé", "Deux factures à vérifier."),
    (
        -60,
        9,
        "email",
        "done",
        0,
        0,
        "Compte rendu de visite",
        "Trois actions pour nous, une pour le client.",
    ),
    (-77, 10, "email", "done", 0, 1, "Documentation Ohmex envoyée", "Fiches du câble U-1000."),
    (
        -31,
        9,
        "online_meeting",
        "done",
        0,
        0,
        "École de Bron",
        "Planning revu ; décision en janvier.",
    ),
    (
        -69,
        13,
        "online_meeting",
        "done",
        0,
        1,
        "Drivers LED",
        "Arcotec présente la nouvelle gamme.",
    ),
    (-25, 9, "visit", "cancelled", 0, 0, "Tour de l'atelier", None),
    (1, 13, "call", "planned", 0, 0, "Suivi du devis Kerval", None),
    (9, 8, "online_meeting", "planned", 0, 0, "Tarifs 2027", None),
)
"""Days from the as-of day, hour (UTC), kind, status, place of the sales person, of the contact, subject, body."""

TASKS = (
    (-12, -6, -6, 0, "Envoyer le tarif 2027"),
    (-40, -30, -29, 1, "Vérifier les bons de livraison d'octobre"),
    (-30, -3, None, 0, "Proposer une date de paiement à Zoé Lemaître"),
    (-10, 4, None, 1, "Émettre l'avoir des deux coffrets rendus"),
    (-5, 21, None, 0, "Préparer la revue annuelle"),
)
"""Created, due, completed (days from the as-of day), place of the sales person, subject."""

NOTES = (
    (
        -17,
        0,
        "École de Bron : environ 60 k€ de câblage, décision en janvier. Paul Marchand pense être retenu.",
    ),
    (-34, 0, "Un concurrent propose les coffrets 6 % moins cher, livraison en trois semaines."),
    (-52, 1, "Inès Roca regroupe les achats le jeudi ; appeler le mercredi."),
    (-63, 0, "L'atelier tourne à trois postes sur cinq. Deux câbleurs partent en décembre."),
    (-140, 0, "Intéressé par le relevé mensuel des accords."),
)


def story(market: Market) -> Frames:
    """Return the written-out rows of the first customer."""
    customers = market.customers
    midnight = np.datetime64(market.days.as_of, "m")
    staff = [market.staff_ids[rep] for rep in customers.reps[0]]
    contacts = customers.contact_ids[0]
    activities = [
        (kind, status, midnight + 1440 * day + 60 * hour, staff[rep], contacts[who], subject, body)
        for day, hour, kind, status, rep, who, subject, body in ACTIVITIES
    ]
    tasks = [
        (
            subject,
            staff[rep],
            midnight + 1440 * created + 480,
            (midnight + 1440 * due).astype("datetime64[D]"),
            np.datetime64("NaT", "m") if done is None else midnight + 1440 * done + 570,
        )
        for created, due, done, rep, subject in TASKS
    ]
    notes = [(midnight + 1440 * day + 880, staff[rep], body) for day, rep, body in NOTES]
    columns = ["kind", "status", "starts_at", "staff_id", "contact_id", "subject", "body"]
    return {
        "activities": _frame(customers.ids[0], "activity_id", "ACT", columns, activities),
        "tasks": _frame(
            customers.ids[0],
            *("task_id", "TASK", ["subject", "staff_id", "created_at", "due_on", "completed_at"]),
            tasks,
        ),
        "notes": _frame(
            customers.ids[0], "note_id", "NOTE", ["written_at", "staff_id", "body"], notes
        ),
    }


def _frame(
    customer_id: str, key: str, prefix: str, columns: list[str], rows: Sequence[tuple[object, ...]]
) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns)
    frame.insert(0, key, [f"{prefix}-00000-{number:05d}" for number in range(1, len(rows) + 1)])
    frame.insert(1, "customer_id", customer_id)
    return frame
