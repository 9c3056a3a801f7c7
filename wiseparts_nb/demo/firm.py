"""The professional-firm side: engagements with prospects and customers, and the proposals made for them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from wiseparts_nb.demo.arrays import Bools, Days, Floats, Frames, Ints, drawn, stream
from wiseparts_nb.demo.demand import Market
from wiseparts_nb.demo.names import person_names
from wiseparts_nb.demo.organisation import GROUPS, Organisation

__all__ = ["engagements"]

PER_CUSTOMER = 3.0
HISTORY_DAYS = 1000
OUTCOMES = ("won", "lost", "abandoned")
OUTCOME_SHARES = (0.55, 0.31, 0.14)
MISSIONS = (
    ("Tenue comptable", "Pôle TPE", "Prop. Création"),
    ("Audit légal", "Audit", "LM Audit légal"),
    ("Paie et social", "Pôle social", "Prop. Sociale 2026"),
    ("Conseil en énergie", "Conseil", "Prop. Conseil"),
    ("Expertise comptable", "Pôle industrie", "LM Expertise v4"),
)
"""Mission, entity, template. Only advice has no recurring fees."""
ADVICE = 3
DOCUMENTS = ("Proposition", "Proposition", "Lettre de mission", "Avenant")


def engagements(market: Market, house: Organisation) -> Frames:
    """Return engagements of nearly three years and their proposals, whose states agree.

    A won engagement has one signed proposal of the day it was won; an open one has none yet, a draft, or up to two
    pending ones; a lost one was declined; an abandoned one was drafted at most.
    """
    rng = stream(market.seed, 71)
    as_of = np.datetime64(market.days.as_of)
    size = max(60, round(PER_CUSTOMER * len(market.customers.ids)))
    ago = rng.integers(1, HISTORY_DAYS, size)
    lasts = 12 + rng.gamma(2.0, 42.0, size).astype(np.int64)
    is_open = lasts >= ago
    outcome = rng.choice(len(OUTCOMES), size, p=OUTCOME_SHARES)
    status = np.where(is_open, "open", np.array(OUTCOMES)[outcome])
    opened = as_of - ago
    closed = np.where(is_open, np.datetime64("NaT"), opened + lasts)
    place = _clients(rng, market, status == "won")
    mission = rng.integers(0, len(MISSIONS), size)
    ids = [f"EN-{number:05d}" for number in range(1, size + 1)]
    frame = pd.DataFrame(
        {
            "engagement_id": ids,
            "customer_id": [market.customers.ids[at] for at in place],
            "name": [
                f"{market.customers.names[at]} – {MISSIONS[what][0]}"
                for at, what in zip(place, mission, strict=True)
            ],
            "status": status,
            "opened_on": opened,
            "closed_on": closed,
            **_people(rng, house, size),
            "entity": [MISSIONS[what][1] for what in mission],
            "confidentiality_group_id": _groups(rng, size),
        }
    )
    frame.loc[0, "customer_id"] = market.customers.ids[11]
    return {"engagements": frame, "proposals": _proposals(rng, frame, mission, as_of)}


def _clients(rng: np.random.Generator, market: Market, won: Bools) -> Ints:
    """Choose for whom: who was won is a customer, the others are mostly prospects still."""
    prospects = market.customers.are("prospect")
    buyers = np.setdiff1d(np.arange(len(market.customers.ids)), prospects)
    dice = rng.random(len(won))
    among_buyers = buyers[(dice * len(buyers)).astype(np.int64)]
    among_prospects = prospects[(dice * len(prospects)).astype(np.int64)]
    return np.where(won | (rng.random(len(won)) < 0.3), among_buyers, among_prospects)  # noqa: PLR2004


def _people(rng: np.random.Generator, house: Organisation, size: int) -> dict[str, list[str]]:
    """Choose a partner, and with them the manager, the client lead, the office and the team."""
    trios = (len(house.staff_ids) - house.reps) // 3
    partner = house.reps + 3 * rng.integers(0, trios, size)
    signatories = person_names(rng, drawn(rng, ("fr", "fr", "es"), size))
    return {
        "partner_id": [house.staff_ids[at] for at in partner],
        "manager_id": [house.staff_ids[at + 1] for at in partner],
        "client_lead_id": [house.staff_ids[at + 2] for at in partner],
        "signatory": [f"{name[0]}. {name.split(' ', 1)[1]}" for name in signatories],
        "office_id": [house.office_ids[house.office[at]] for at in partner],
        "team_id": [house.team_ids[house.team[at]] for at in partner],
    }


def _groups(rng: np.random.Generator, size: int) -> list[str | None]:
    """Most files are open to the house; the others belong to one of the groups."""
    keys = [None, *(key for key, _ in GROUPS)]
    return [keys[code] for code in rng.choice(len(keys), size, p=(0.6, 0.24, 0.08, 0.06, 0.02))]


def _proposals(
    rng: np.random.Generator, frame: pd.DataFrame, mission: Ints, as_of: np.datetime64
) -> pd.DataFrame:
    status = frame["status"].to_numpy(dtype=object)
    dice = rng.random(len(frame))
    counts = np.select(
        [status == "open", status == "abandoned"],
        [np.select([dice < 0.3, dice < 0.85], [0, 1], 2), (dice < 0.5).astype(np.int64)],  # noqa: PLR2004
        1,
    )
    at = np.repeat(np.arange(len(frame)), counts)
    drafted = rng.random(len(at)) < 0.15  # noqa: PLR2004 - of those not yet decided
    states = np.select(
        [status[at] == "won", status[at] == "lost", status[at] == "abandoned", drafted],
        ["signed", "declined", "draft", "draft"],
        "pending",
    )
    opened = frame["opened_on"].to_numpy(dtype="datetime64[D]")[at]
    closed = frame["closed_on"].to_numpy(dtype="datetime64[D]")[at]
    until = np.where(np.isnat(closed), as_of, closed)
    issued: Days = opened + np.rint(
        (until - opened).astype(np.int64) * rng.uniform(0.1, 0.9, len(at))
    ).astype(np.int64)
    decided = np.where(np.isin(states, ["signed", "declined"]), closed, np.datetime64("NaT"))
    recurring, one_off = _fees(rng, mission[at])
    return pd.DataFrame(
        {
            "proposal_id": [f"PP-{number:05d}" for number in range(1, len(at) + 1)],
            "engagement_id": frame["engagement_id"].to_numpy()[at],
            "customer_id": frame["customer_id"].to_numpy()[at],
            "kind": drawn(rng, DOCUMENTS, len(at)),
            "template": [MISSIONS[what][2] for what in mission[at]],
            "title": frame["name"].to_numpy()[at],
            "status": states,
            "issued_on": np.where(states == "draft", np.datetime64("NaT"), issued),
            "decided_on": decided,
            "recurring_fees": recurring,
            "one_off_fees": one_off,
        }
    )


def _fees(rng: np.random.Generator, mission: Ints) -> tuple[Floats, Floats]:
    """Return yearly and one-off fees in steps of 50 EUR; advice is paid once."""
    yearly = 50 * np.rint(np.exp(rng.normal(8.1, 0.6, len(mission))) / 50)
    once = 50 * np.rint(np.exp(rng.normal(6.9, 0.6, len(mission))) / 50)
    once = np.where((rng.random(len(mission)) < 0.5) | (mission == ADVICE), once, 0.0)  # noqa: PLR2004
    return np.where(mission == ADVICE, 0.0, yearly), once
