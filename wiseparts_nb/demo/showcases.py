"""The first fifteen customers: one of each character, with names that test an alphabet, an apostrophe and an ampersand."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["SHOWCASES", "Showcase"]


class Showcase(NamedTuple):
    """A customer whose character is chosen rather than drawn; `twin` is the place of the same end customer, or -1."""

    name: str
    character: str
    language: str
    trade: str
    tier: str
    postal_code: str
    city: str
    wholesaler: int
    contacts: tuple[str, ...]
    twin: int = -1


SHOWCASES = (
    Showcase(
        *("Électricité Marchand & Fils", "key", "fr", "Installer", "Key account"),
        *("69100", "Villeurbanne", 0, ("Paul Marchand", "Inès Roca", "Zoé Lemaître")),
    ),
    Showcase(
        *("Instalaciones Ibáñez e Hijas", "growing", "es", "Installer", "A"),
        *("17001", "Girona", 2, ("Íñigo Ibáñez", "Begoña Castaño")),
    ),
    Showcase(
        *("L'Atelier Électrique d'Héricourt", "fading", "fr", "Panel builder", "A"),
        *("38000", "Grenoble", 0, ("Hélène d'Héricourt", "Loïc Perrin")),
    ),
    Showcase(
        *("O'Connor & Byrne Lighting Ltd", "seasonal", "en", "Lighting designer", "A"),
        *("BS1 4ST", "Bristol", 1, ("Niamh O'Connor", "Fergus Byrne")),
    ),
    Showcase(
        *("Ets Lefèvre-Brunel SARL", "steady", "fr", "Installer", "B"),
        *("74000", "Annecy", 0, ("Jérôme Brunel", "Aurélie Lefèvre")),
    ),
    Showcase(
        *("Suministros Núñez y Peña S.L.", "irregular", "es", "Industry", "B"),
        *("08018", "Barcelona", 2, ("Lucía Núñez", "Óscar Peña")),
    ),
    Showcase(
        *("Régie d'Électricité du Val d'Ain", "monthly", "fr", "Utility", "A"),
        *("01000", "Bourg-en-Bresse", 0, ("François Noël", "Maëlle Guérin")),
    ),
    Showcase(
        *("Whitfield Smart Homes Ltd", "new", "en", "Home automation", "C"),
        *("EX1 1EB", "Exeter", 1, ("Harriet Whitfield", "Owen Hughes")),
    ),
    Showcase(
        *("Cañas y Órbigo Iluminación S.A.", "silent", "es", "Lighting designer", "B"),
        *("43001", "Tarragona", 2, ("Nuria Cañas", "Álvaro Órbigo")),
    ),
    Showcase(
        *("Énergies du Forez & Cie", "recovered", "fr", "Installer", "B"),
        *("42000", "Saint-Étienne", 0, ("Rémi Forestier", "Noémie Sabatier")),
    ),
    Showcase(
        *("Groupe Rénov'Élec", "steady", "fr", "Renovation", "A"),
        *("93200", "Saint-Denis", 1, ("Sophie Renaud", "Gaël Le Goff")),
    ),
    Showcase(
        *("Clinique du Drac", "prospect", "fr", "Health care", "Prospect"),
        *("38000", "Grenoble", 0, ("Lucie Drac", "Benoît Verdier")),
    ),
    Showcase(
        *("Marchand Élec Villeurbanne", "steady", "fr", "Installer", "B"),
        *("69100", "Villeurbanne", 1, ("Paul Marchand", "Inès Roca"), 0),
    ),
    Showcase(
        *("Rénov-Élec Toulouse", "steady", "fr", "Renovation", "B"),
        *("31000", "Toulouse", 2, ("Sophie Renaud",), 10),
    ),
    Showcase(
        *("Rénov-Élec Lyon Métropole", "steady", "fr", "Renovation", "B"),
        *("69500", "Bron", 0, ("Gaël Le Goff",), 10),
    ),
)
