"""What was said and done: activities, tasks and notes of sales people, drawn for a block of customers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from wiseparts_nb.demo.arrays import Days, Frames, Ints
from wiseparts_nb.demo.catalogue import BRANDS
from wiseparts_nb.demo.demand import Market
from wiseparts_nb.demo.phrases import ACTIVITIES, BUDGET_NOTES, NOTES, SITES, TASKS
from wiseparts_nb.demo.showcases import SHOWCASES
from wiseparts_nb.demo.storyline import story

__all__ = ["Words", "moments", "relationship_of"]

KINDS = ("call", "visit", "email", "meeting", "online_meeting", "other")
SHARES = (0.4, 0.22, 0.2, 0.07, 0.08, 0.03)
HISTORY_DAYS = 420
YEARLY = {"key": 26.0, "irregular": 6.0, "silent": 5.0, "prospect": 7.0}
"""Activities of a year by character; the others have `USUAL`."""
USUAL = 12.0
CANCELLED_SHARE, FORGOTTEN_SHARE = 0.06, 0.02
"""Activities that were called off, and planned ones that nobody closed."""
AHEAD_SHARE = 0.45

Words = Callable[[int, int], dict[str, str]]
"""From a customer's place and a die to what fills the slots of a phrase."""


def moments(rng: np.random.Generator, days: Days) -> Days:
    """Return an instant in office hours (UTC) for each day, on the quarter of an hour."""
    quarters = rng.integers(4 * 7, 4 * 16, len(days))
    return days.astype("datetime64[m]") + (quarters * 15).astype("timedelta64[m]")


def relationship_of(market: Market, block: range) -> Frames:
    """Return activities, tasks and notes; the first show-case's are written out."""
    rng = np.random.default_rng((market.seed, 55, block.start))
    words = _words(market)
    frames = {
        "activities": _activities(rng, market, block, words),
        "tasks": _tasks(rng, market, block, words),
        "notes": _notes(rng, market, block, words),
    }
    if block.start == 0:
        for name, rows in story(market).items():
            both = pd.concat([rows, frames[name]], ignore_index=True)
            frames[name] = both[list(rows.columns)]
    return frames


def _words(market: Market) -> Words:
    customers = market.customers
    contacts = dict(
        zip(
            customers.tables["contacts"]["contact_id"],
            customers.tables["contacts"]["name"],
            strict=True,
        )
    )

    def words(place: int, die: int) -> dict[str, str]:
        sites = SITES[customers.languages[place]]
        ids = customers.contact_ids[place]
        return {
            "site": sites[die % len(sites)],
            "brand": BRANDS[die // 7 % len(BRANDS)][0],
            "contact": contacts[ids[die % len(ids)]],
        }

    return words


def _places(rng: np.random.Generator, block: range, mean: np.ndarray | float) -> Ints:
    """Repeat customers as often as chance has it; the first show-case is left to its story."""
    places = np.arange(block.start, block.stop)
    counts = rng.poisson(mean, len(places))
    counts[(places > 0) & (places < len(SHOWCASES))] += 2
    counts[places == 0] = 0
    return np.repeat(places, counts)


def _past_days(rng: np.random.Generator, market: Market, size: int, longest: int) -> Ints:
    """Return places of open days before the as-of day."""
    days = market.days
    return days.shifted(days.today - 1 - rng.integers(0, longest, size), np.zeros(size, np.int64))


def _activities(
    rng: np.random.Generator, market: Market, block: range, words: Words
) -> pd.DataFrame:
    customers, days = market.customers, market.days
    yearly = np.full(len(customers.ids), USUAL)
    for name, often in YEARLY.items():
        yearly[customers.are(name)] = often
    past = _places(rng, block, yearly[block.start : block.stop] * HISTORY_DAYS / 365)
    ahead = _places(rng, block, AHEAD_SHARE)
    place = np.r_[past, ahead]
    before = _past_days(rng, market, len(past), HISTORY_DAYS)
    coming = days.shifted(
        days.today + 1 + rng.integers(0, 29, len(ahead)), np.zeros(len(ahead), np.int64)
    )
    coming = np.where(
        coming > days.today, coming, days.shifted(coming, np.ones(len(ahead), np.int64))
    )
    day = np.r_[before, coming]
    done = rng.choice(
        3, len(past), p=(1 - CANCELLED_SHARE - FORGOTTEN_SHARE, CANCELLED_SHARE, FORGOTTEN_SHARE)
    )
    status = np.array(["done", "cancelled", "planned"])[np.r_[done, np.full(len(ahead), 2)]]
    kinds = np.array(KINDS)[rng.choice(len(KINDS), len(place), p=SHARES)].tolist()
    dice = rng.integers(0, 1 << 30, len(place)).tolist()
    texts = _spoken(market, place, kinds, dice, words)
    contacts = [
        customers.contact_ids[at][die % len(customers.contact_ids[at])]
        for at, die in zip(place, dice, strict=True)
    ]
    return pd.DataFrame(
        {
            "activity_id": _ids("ACT", block, len(place)),
            "customer_id": [customers.ids[at] for at in place],
            "kind": kinds,
            "status": status,
            "starts_at": moments(rng, days.days[day]),
            "staff_id": _staff(rng, market, place),
            "contact_id": contacts,
            "subject": [subject for subject, _ in texts],
            "body": [
                body if state == "done" else None
                for (_, body), state in zip(texts, status, strict=True)
            ],
        }
    )


def _spoken(
    market: Market, place: Ints, kinds: list[str], dice: list[int], words: Words
) -> list[tuple[str, str]]:
    languages = market.customers.languages
    texts: list[tuple[str, str]] = []
    for at, kind, die in zip(place.tolist(), kinds, dice, strict=True):
        phrases = ACTIVITIES[languages[at]][kind]
        subject, body = phrases[die % len(phrases)]
        slots = words(at, die)
        texts.append((subject.format_map(slots), body.format_map(slots)))
    return texts


def _tasks(rng: np.random.Generator, market: Market, block: range, words: Words) -> pd.DataFrame:
    """Past ones are mostly completed; each show-case has one overdue and one still to do."""
    customers, days = market.customers, market.days
    place = _places(rng, block, 3.0)
    created = _past_days(rng, market, len(place), 150)
    due = days.shifted(created + rng.integers(3, 30, len(place)), np.zeros(len(place), np.int64))
    due = np.maximum(due, created)
    nth = np.arange(len(place)) - np.searchsorted(place, place)
    case = place < len(SHOWCASES)
    due = np.where(
        case & (nth == 0), days.today - 4, np.where(case & (nth == 1), days.today + 4, due)
    )
    created = np.minimum(created, due)
    completed = np.minimum(due + rng.integers(-2, 4, len(place)), days.today - 1)
    is_done = (rng.random(len(place)) < np.where(due < days.today, 0.88, 0.25)) & ~(
        case & (nth <= 1)
    )
    completed_at = moments(rng, days.days[np.maximum(completed, created)])
    completed_at[~is_done] = np.datetime64("NaT")
    dice = rng.integers(0, 1 << 30, len(place)).tolist()
    phrases = [
        (TASKS[customers.languages[at]], at, die)
        for at, die in zip(place.tolist(), dice, strict=True)
    ]
    return pd.DataFrame(
        {
            "task_id": _ids("TASK", block, len(place)),
            "customer_id": [customers.ids[at] for at in place],
            "subject": [
                texts[die % len(texts)].format_map(words(at, die)) for texts, at, die in phrases
            ],
            "staff_id": _staff(rng, market, place),
            "created_at": days.days[created].astype("datetime64[m]") + 6 * 60,
            "due_on": days.days[due],
            "completed_at": completed_at,
        }
    )


def _notes(rng: np.random.Generator, market: Market, block: range, words: Words) -> pd.DataFrame:
    """Notes of a year, and for everybody one with the customer's own odd amount."""
    customers, days = market.customers, market.days
    usual, everybody = _places(rng, block, 3.0), np.arange(block.start, block.stop)
    place = np.r_[usual, everybody]
    day = np.r_[
        _past_days(rng, market, len(usual), 400), _past_days(rng, market, len(everybody), 25)
    ]
    dice = rng.integers(0, 1 << 30, len(place)).tolist()
    bodies: list[str] = []
    for nth, (at, die) in enumerate(zip(place.tolist(), dice, strict=True)):
        word = customers.languages[at]
        amount = f"{customers.odd_cents[at] / 100:.2f}".replace(".", "." if word == "en" else ",")
        text = NOTES[word][die % len(NOTES[word])] if nth < len(usual) else BUDGET_NOTES[word]
        bodies.append(text.format_map({**words(at, die), "amount": amount}))
    return pd.DataFrame(
        {
            "note_id": _ids("NOTE", block, len(place)),
            "customer_id": [customers.ids[at] for at in place],
            "written_at": moments(rng, days.days[day]),
            "staff_id": _staff(rng, market, place),
            "body": bodies,
        }
    )


def _ids(prefix: str, block: range, size: int) -> list[str]:
    """Return keys that no other block uses; the first hundred of the first block are the story's."""
    return [f"{prefix}-{block.start:05d}-{number:05d}" for number in range(101, size + 101)]


def _staff(rng: np.random.Generator, market: Market, place: Ints) -> list[str]:
    """Mostly the first sales person, sometimes the second where there is one."""
    reps = market.customers.reps[place]
    chosen = np.where((reps[:, 1] >= 0) & (rng.random(len(place)) < 0.25), reps[:, 1], reps[:, 0])  # noqa: PLR2004
    return [market.staff_ids[rep] for rep in chosen]
