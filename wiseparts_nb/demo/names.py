"""Names of firms, people and places in French, Spanish and English; every one is put together, none is a real firm."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

__all__ = ["COUNTRIES", "PLACES", "ROLES", "STREETS", "ascii_name", "firm_names", "person_names"]

COUNTRIES = {"fr": "FR", "es": "ES", "en": "GB"}
PREFIXES = {
    "fr": (
        *(
            "Électricité",
            "Ets",
            "Établissements",
            "L'Atelier",
            "Installations",
            "Énergies",
            "Réseaux",
        ),
        *(
            "Domotique",
            "Éclairages",
            "Câblage",
            "Automatismes",
            "Thermique",
            "Solaire",
            "Maintenance",
        ),
        *("Courants Faibles", "Entreprise", "Comptoir", "Dépannage", "Tableaux", "Chantiers"),
    ),
    "es": (
        *("Electricidad", "Instalaciones", "Suministros", "Iluminación", "Montajes", "Energías"),
        *("Domótica", "Talleres", "Automatismos", "Climatización", "Cuadros", "Reformas"),
    ),
    "en": (
        *("North", "South", "Harbour", "Castle", "Abbey", "River", "Mill", "Old Town", "Bridge"),
        *("Station", "Park", "Market", "Forest", "Bay"),
    ),
}
SURNAMES = {
    "fr": (
        *(
            "Aubert",
            "Béranger",
            "Besson",
            "Blanchard",
            "Bouvier",
            "Brunel",
            "Carpentier",
            "Chevalier",
        ),
        *("Colin", "D'Alméida", "Delcourt", "Deschamps", "Dubois", "Dufour", "Étienne", "Fabre"),
        *("Faure", "Fontaine", "Gaillard", "Garnier", "Gauthier", "Girard", "Guérin", "Hénault"),
        *("Jacquet", "Joly", "Lacroix", "Lambert", "Le Goff", "Lefèvre", "Lemaître", "Lévêque"),
        *("Mallet", "Marchetti", "Mercier", "Meunier", "Moreau", "Noël", "Olivier", "Paris"),
        *("Pélissier", "Perrin", "Picard", "Poirier", "Prévost", "Renaud", "Rivière", "Roussel"),
        *("Sabatier", "Simonet", "Tessier", "Thévenet", "Vasseur", "Verdier", "Vidal", "Voisin"),
    ),
    "es": (
        *("Álvarez", "Bermúdez", "Cañas", "Castaño", "Díaz", "Echeverría", "Fernández", "Gálvez"),
        *("García", "Gutiérrez", "Herrera", "Ibáñez", "Jiménez", "López", "Marín", "Martínez"),
        *("Muñoz", "Núñez", "Ordóñez", "Peña", "Quiñones", "Ramírez", "Rodríguez", "Sáez"),
        *("Téllez", "Ureña", "Vázquez", "Yáñez", "Zúñiga"),
    ),
    "en": (
        *("Ashdown", "Barlow", "Bennett", "Byrne", "Carmichael", "Doyle", "Ellison", "Fairclough"),
        *("Gallagher", "Hargreaves", "Hughes", "Kavanagh", "Lockwood", "MacLeod", "Murphy"),
        *("O'Connor", "O'Neill", "Pemberton", "Quinn", "Ramsey", "Sinclair", "Thornton"),
        *("Underwood", "Whitfield", "Wrigley", "Yates"),
    ),
}
SUFFIXES = {
    "fr": ("& Fils", "& Filles", "Frères", "& Cie", "SARL", "SAS", "et Associés"),
    "es": ("S.L.", "S.A.", "e Hijos", "Hermanos", "y Asociados", "y Cía."),
    "en": (
        "Electrical Ltd",
        "& Sons Ltd",
        "Lighting Ltd",
        "Contractors",
        "Building Services",
        "Group",
    ),
}
FIRST_NAMES = {
    "fr": (
        *(
            "Claire",
            "Karim",
            "Paul",
            "Inès",
            "Zoé",
            "Hélène",
            "Jérôme",
            "François",
            "Aurélie",
            "Loïc",
        ),
        *("Maëlle", "Benoît", "Sophie", "Thibault", "Amélie", "Rémi", "Noémie", "Gaël", "Lucie"),
    ),
    "es": (
        *("Lucía", "Álvaro", "Begoña", "Íñigo", "Sofía", "Andrés", "Nuria", "Joaquín", "Belén"),
        *("Óscar", "Pilar", "Raúl"),
    ),
    "en": (
        *("Alice", "Brendan", "Ciara", "Duncan", "Eleanor", "Fergus", "Grace", "Harriet", "Ian"),
        *("Niamh", "Owen", "Rosie"),
    ),
}
PLACES = {
    "fr": (
        *(("69100", "Villeurbanne"), ("69500", "Bron"), ("38000", "Grenoble"), ("74000", "Annecy")),
        *(
            ("42000", "Saint-Étienne"),
            ("31000", "Toulouse"),
            ("66000", "Perpignan"),
            ("44000", "Nantes"),
        ),
        *(
            ("59000", "Lille"),
            ("76000", "Rouen"),
            ("93200", "Saint-Denis"),
            ("01000", "Bourg-en-Bresse"),
        ),
        *(("26000", "Valence"), ("73000", "Chambéry"), ("34500", "Béziers"), ("80000", "Amiens")),
    ),
    "es": (
        *(("17001", "Girona"), ("08018", "Barcelona"), ("43001", "Tarragona"), ("25001", "Lleida")),
        *(("26001", "Logroño"), ("20001", "San Sebastián")),
    ),
    "en": (
        *(
            ("BS1 4ST", "Bristol"),
            ("CT16 1LH", "Dover"),
            ("EX1 1EB", "Exeter"),
            ("LS1 4AP", "Leeds"),
        ),
        *(("SO14 2AR", "Southampton"), ("YO1 7HH", "York")),
    ),
}
STREETS = {
    "fr": (
        "rue de l'Industrie",
        "avenue Jean-Jaurès",
        "impasse des Tilleuls",
        "chemin du Pré-Fleuri",
    ),
    "es": ("Calle Mayor", "Avenida de la Constitución", "Polígono Can Roca", "Calle del Peñón"),
    "en": ("Foundry Lane", "Station Road", "King's Parade", "Wharf Street"),
}
ROLES = {
    "fr": ("gérant", "achats", "conducteur de travaux", "comptabilité", "magasin"),
    "es": ("gerente", "compras", "jefe de obra", "contabilidad", "almacén"),
    "en": ("managing director", "purchasing", "site manager", "accounts", "stores"),
}


def firm_names(
    rng: np.random.Generator,
    languages: Sequence[str],
    like: Sequence[int],
    taken: Sequence[str] = (),
) -> list[str]:
    """Return one name a firm, none of which is another's or a part of it.

    Parameters
    ----------
    languages
        One a firm.
    like
        For each firm the place of an earlier one that is the same end customer under another wholesaler, whose
        family name it then carries; or -1.
    taken
        Names that are used already; they come first in the result.
    """
    names = list(taken)
    families = [""] * len(taken)
    used = set(taken)
    for language, twin in zip(languages[len(taken) :], like[len(taken) :], strict=True):
        family = families[twin] if twin >= 0 else ""
        name, family = next(
            (name, drawn) for name, drawn in _candidates(rng, language, family) if name not in used
        )
        used.add(name)
        names.append(name)
        families.append(family)
    return names


def _candidates(rng: np.random.Generator, language: str, family: str) -> Iterator[tuple[str, str]]:
    """Draw names for ever; after a few in vain, the family name is doubled."""
    prefixes, surnames, suffixes = PREFIXES[language], SURNAMES[language], SUFFIXES[language]
    tries = 0
    while True:
        first, middle, other, last = rng.integers(
            0, (len(prefixes), len(surnames), len(surnames), len(suffixes))
        ).tolist()
        surname = family or surnames[middle]
        if tries > 2 and other != middle:  # noqa: PLR2004 - a few
            surname = f"{surname}-{surnames[other]}"
        yield f"{prefixes[first]} {surname} {suffixes[last]}", surname
        tries += 1


def person_names(rng: np.random.Generator, languages: Sequence[str]) -> list[str]:
    """Return one first name and surname a person; two people may share them, as they do."""
    firsts, lasts = rng.random((2, len(languages)))
    return [
        f"{FIRST_NAMES[language][int(first * len(FIRST_NAMES[language]))]} "
        f"{SURNAMES[language][int(last * len(SURNAMES[language]))]}"
        for language, first, last in zip(languages, firsts.tolist(), lasts.tolist(), strict=True)
    ]


def ascii_name(name: str) -> str:
    """Return a name as an address spells it: lower case, no accents, dots between the words."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return ".".join(words)
