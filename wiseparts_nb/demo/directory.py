"""Who the customers are: addresses, people and branches, as the tables have them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from wiseparts_nb.demo.arrays import Floats, Frames, Ints, stream
from wiseparts_nb.demo.calendar import Calendar
from wiseparts_nb.demo.catalogue import WHOLESALERS
from wiseparts_nb.demo.characters import ARCHETYPES
from wiseparts_nb.demo.names import COUNTRIES, PLACES, ROLES, STREETS, ascii_name, person_names
from wiseparts_nb.demo.organisation import Organisation
from wiseparts_nb.demo.showcases import SHOWCASES

__all__ = ["Described", "directory"]

TRADES = ("Installer", "Panel builder", "Industry", "Retailer", "Facility manager", "Renovation")


@dataclass(frozen=True)
class Described:
    """What the tables are written from; the arrays are those of the customers."""

    ids: list[str]
    names: list[str]
    languages: list[str]
    codes: Ints
    twin: Ints
    wholesaler: Ints
    factors: Floats
    terms: Ints
    reps: Ints


def directory(
    seed: int, drawn: Described, days: Calendar, house: Organisation
) -> tuple[Frames, list[list[str]]]:
    """Return the tables customers, contacts and customer_branches, and the contacts' ids by customer."""
    rng = stream(seed, 42)
    contacts = _contacts(rng, drawn)
    ids: list[list[str]] = [[] for _ in drawn.ids]
    for contact_id, place in zip(contacts["contact_id"], contacts.pop("place"), strict=True):
        ids[place].append(contact_id)
    tables = {
        "customers": _customers(rng, drawn, days, house),
        "contacts": contacts,
        "customer_branches": _branches(rng, drawn),
    }
    return tables, ids


def _customers(
    rng: np.random.Generator, drawn: Described, days: Calendar, house: Organisation
) -> pd.DataFrame:
    size, fixed = len(drawn.ids), len(SHOWCASES)
    prospect = drawn.codes == list(ARCHETYPES).index("prospect")
    root = np.where(drawn.twin >= 0, drawn.twin, np.arange(size))
    spots = [PLACES[word][rng.integers(len(PLACES[word]))] for word in drawn.languages]
    spots[:fixed] = [(case.postal_code, case.city) for case in SHOWCASES]
    countries = [COUNTRIES[word] for word in drawn.languages]
    hosts = [ascii_name(name).replace(".", "-") for name in drawn.names]
    first_month = np.argmax(drawn.factors > 0, axis=1)
    since = days.days[np.searchsorted(days.month, first_month)] - rng.integers(0, 2500, size) * (
        first_month == 0
    )
    tiers = np.array(["A", "B", "C"])[rng.choice(3, size, p=(0.2, 0.4, 0.4))].tolist()
    key = list(ARCHETYPES).index("key")
    trades = [TRADES[place] for place in rng.integers(0, len(TRADES), size)]
    trades[:fixed] = [case.trade for case in SHOWCASES]
    tiers = [
        "Key account" if code == key else tier
        for code, tier in zip(drawn.codes, tiers, strict=True)
    ]
    tiers[:fixed] = [case.tier for case in SHOWCASES]
    staff = [*house.staff_ids, None]
    return pd.DataFrame(
        {
            "customer_id": drawn.ids,
            "name": drawn.names,
            "kind": np.where(prospect, "prospect", "customer"),
            "trade": trades,
            "tier": tiers,
            "tax_number": [f"{countries[place]}{40_300_000_001 + 7919 * place}" for place in root],
            "street": [
                f"{number} {STREETS[word][number % len(STREETS[word])]}"
                for number, word in zip(rng.integers(1, 180, size), drawn.languages, strict=True)
            ],
            "postal_code": [spot[0] for spot in spots],
            "city": [spot[1] for spot in spots],
            "country": countries,
            "phone": [f"+00 5550 {place:06d}" for place in range(size)],
            "email": [f"contact@{host}.example" for host in hosts],
            "website": [f"https://{host}.example" for host in hosts],
            "language": drawn.languages,
            "wholesaler_id": [WHOLESALERS[code][0] for code in drawn.wholesaler],
            "customer_since_on": pd.Series(since).where(~prospect),
            "payment_terms_days": drawn.terms,
            **{f"sales_rep_{n + 1}_id": [staff[rep] for rep in drawn.reps[:, n]] for n in range(3)},
        }
    )


def _contacts(rng: np.random.Generator, drawn: Described) -> pd.DataFrame:
    """One to three people a customer; those of the show-cases are named."""
    size, fixed = len(drawn.ids), len(SHOWCASES)
    counts = rng.choice((1, 2, 3), size, p=(0.4, 0.4, 0.2))
    counts[:fixed] = [len(case.contacts) for case in SHOWCASES]
    places = np.repeat(np.arange(size), counts)
    words = [drawn.languages[place] for place in places]
    names = person_names(rng, words)
    named = [name for case in SHOWCASES for name in case.contacts]
    names[: len(named)] = named
    nth = np.arange(len(places)) - np.repeat(np.cumsum(counts) - counts, counts)
    ids = [f"{drawn.ids[place]}-P{n + 1}" for place, n in zip(places, nth, strict=True)]
    return pd.DataFrame(
        {
            "contact_id": ids,
            "customer_id": [drawn.ids[place] for place in places],
            "name": names,
            "role": [ROLES[word][n] for word, n in zip(words, nth, strict=True)],
            "email": [
                f"{ascii_name(name)}@{drawn.ids[place].lower()}.example"
                for name, place in zip(names, places, strict=True)
            ],
            "phone": [f"+00 5551 {place:06d} {n}" for place, n in zip(places, nth, strict=True)],
            "language": words,
            "place": places,
        }
    )


def _branches(rng: np.random.Generator, drawn: Described) -> pd.DataFrame:
    """Every fifth customer, and the first six, deliver to a second address."""
    wanted = rng.random(len(drawn.ids)) < 0.2  # noqa: PLR2004 - a fifth
    wanted[:6] = True
    rows: list[tuple[str, str, str, str]] = []
    for place in np.flatnonzero(wanted):
        spots = PLACES[drawn.languages[place]]
        city = spots[int(rng.integers(len(spots)))][1]
        key = drawn.ids[place]
        rows.append((f"{key}-B1", key, f"{drawn.names[place]}, {city}", city))
    return pd.DataFrame(rows, columns=["customer_branch_id", "customer_id", "name", "city"])
