"""The demo company's own people: regions, offices, teams, staff, users, and the groups that may keep a file to themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from wiseparts_nb.demo.arrays import Frames, Ints, drawn, stream
from wiseparts_nb.demo.catalogue import WHOLESALERS
from wiseparts_nb.demo.names import ascii_name, person_names

__all__ = ["Organisation", "organisation"]

REGIONS = (
    (
        "R-1",
        "Auvergne-Rhône-Alpes",
        ("Lyon Part-Dieu", "Villefranche", "Grenoble", "Annecy", "Saint-Étienne"),
    ),
    ("R-2", "Île-de-France et Nord", ("Paris La Défense", "Lille", "Rouen")),
    ("R-3", "Occitanie et Catalogne", ("Toulouse", "Perpignan", "Girona")),
)
TEAMS = ("Commerce", "Pôle industrie")
GROUPS = (
    ("G-1", "Confidentialité générale"),
    ("G-2", "Santé"),
    ("G-3", "Secteur public"),
    ("G-4", "Direction"),
)
FIRM_ROLES = ("partner", "manager", "client lead")
CUSTOMERS_PER_REP = 30
HOME_OF_REPS = (0, 0, 1, 2)
"""The wholesaler that sales people work with, in turn; the first is the largest."""
RIGHTS = {
    "sales_rep": "export",
    "manager": "export, see_margin",
    "manufacturer": "show_all_sales",
    "validator": "export, validate_proposals",
    "administrator": "export, see_margin, show_all_sales, validate_proposals, administer",
}


@dataclass(frozen=True)
class Organisation:
    """Staff by place; sales people come first, then partners, managers and client leads in turn.

    Attributes
    ----------
    reps
        How many of the staff are sales people.
    home
        For each sales person, the wholesaler.
    office, team
        For each member of staff.
    """

    staff_ids: list[str]
    staff_names: list[str]
    reps: int
    home: Ints
    office: Ints
    team: Ints
    office_ids: list[str]
    team_ids: list[str]
    tables: Frames

    def reps_of(self, wholesaler: int) -> Ints:
        """Return the places of a wholesaler's sales people."""
        return np.flatnonzero(self.home == wholesaler)


def organisation(seed: int, customers: int) -> Organisation:
    """Return an organisation large enough for a number of customers."""
    rng = stream(seed, 31)
    reps = max(8, customers // CUSTOMERS_PER_REP)
    size = reps + max(27, 3 * (reps // 3))
    names = ["Claire Dumas", "Karim Benali", "Álvaro Serra"]
    names += person_names(rng, drawn(rng, ("fr", "fr", "fr", "es", "en"), size - len(names)))
    offices = [(f"O-{n:02d}", city, region) for n, (city, region) in enumerate(_cities(), start=1)]
    office = np.r_[0, 0, rng.integers(0, len(offices), size - 2)].astype(np.int64)
    in_firm = np.arange(size) >= reps
    team = office * len(TEAMS) + in_firm
    width = max(3, len(str(size)))
    ids = [f"S-{place:0{width}d}" for place in range(1, size + 1)]
    teams = [
        (f"T-{n * len(TEAMS) + k + 1:02d}", f"{team_name} {city}", office_id)
        for n, (office_id, city, _) in enumerate(offices)
        for k, team_name in enumerate(TEAMS)
    ]
    team_ids = [key for key, _, _ in teams]
    home = np.array([HOME_OF_REPS[place % len(HOME_OF_REPS)] for place in range(reps)])
    staff = pd.DataFrame(
        {
            "staff_id": ids,
            "name": names,
            "email": [
                f"{ascii_name(name)}.{n}@wiseparts.example" for n, name in enumerate(names, 1)
            ],
            "role": ["sales rep"] * reps + [FIRM_ROLES[n % 3] for n in range(size - reps)],
            "team_id": [team_ids[place] for place in team.tolist()],
        }
    )
    tables = {
        "regions": pd.DataFrame([row[:2] for row in REGIONS], columns=["region_id", "name"]),
        "offices": pd.DataFrame(offices, columns=["office_id", "name", "region_id"]),
        "teams": pd.DataFrame(teams, columns=["team_id", "name", "office_id"]),
        "confidentiality_groups": pd.DataFrame(
            GROUPS, columns=["confidentiality_group_id", "name"]
        ),
        "staff": staff,
        "users": _users(ids, home, reps),
    }
    office_ids = [key for key, _, _ in offices]
    return Organisation(ids, names, reps, home, office, team, office_ids, team_ids, tables)


def _cities() -> list[tuple[str, str]]:
    return [(city, region) for region, _, cities in REGIONS for city in cities]


def _users(staff_ids: list[str], home: Ints, reps: int) -> pd.DataFrame:
    """Every sales person and the firm's people read; one user a manufacturer reads from outside."""
    rows: list[tuple[str | None, str, str | None, str | None]] = [
        (staff_ids[place], "sales_rep", WHOLESALERS[home[place]][0], None) for place in range(reps)
    ]
    for place in range(reps, len(staff_ids)):
        kind = {0: "validator", 1: "manager"}.get((place - reps) % 3, "sales_rep")
        rows.append((staff_ids[place], kind, None, None))
    rows += [(None, "manufacturer", WHOLESALERS[0][0], maker) for maker in ("M-01", "M-02", "M-03")]
    rows.append((None, "administrator", None, None))
    frame = pd.DataFrame(rows, columns=["staff_id", "kind", "wholesaler_id", "manufacturer_id"])
    width = max(3, len(str(len(rows))))
    frame.insert(0, "user_id", [f"U-{place:0{width}d}" for place in range(1, len(rows) + 1)])
    frame["rights"] = frame["kind"].map(RIGHTS)
    return frame
