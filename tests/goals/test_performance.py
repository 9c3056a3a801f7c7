"""How goals stand, against a slow and obvious walk through the rows, on DuckDB and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.customer.conftest import MakeSource
from wiseparts_nb.errors import InputError
from wiseparts_nb.goals.goal import Goal
from wiseparts_nb.goals.performance import followed, goal, goals
from wiseparts_nb.goals.terms import GoalTerms

GoalOf = Callable[[str, GoalTerms], Goal]
World = dict[str, list[dict[str, Any]]]
AS_OF = date(2026, 11, 23)
STAFF: list[dict[str, Any]] = [
    {"staff_id": "S-1", "name": "One", "team_id": "T-1"},
    {"staff_id": "S-2", "name": "Two", "team_id": "T-1"},
    {"staff_id": "S-3", "name": "Three", "team_id": "T-2"},
    {"staff_id": "S-4", "name": "Four", "team_id": None},
]
TEAMS: list[dict[str, Any]] = [
    {"team_id": "T-1", "name": "North"},
    {"team_id": "T-2", "name": "South"},
]
REPS = [
    ("S-1", None, None),
    ("S-2", "S-1", None),
    ("S-3", "S-2", "S-1"),
    (None, "S-1", None),
    (None, None, None),
    ("S-4", "S-3", "S-3"),
]
CUSTOMERS: list[dict[str, Any]] = [
    {"customer_id": f"C-{at}", "name": f"Customer {at}", "kind": "customer"}
    | {f"sales_rep_{place}_id": one for place, one in enumerate(reps, 1)}
    for at, reps in enumerate(REPS, 1)
]
SERVED_BY = {f"C-{at}": reps for at, reps in enumerate(REPS, 1)}
YEAR = GoalTerms(
    "A year", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), target=Decimal(9000)
)


def world(seed: int = 1, days: int = 780) -> World:
    random = Random(seed)
    sales, orders, order_lines, activities = (list[dict[str, Any]]() for _ in range(4))
    for at in range(420):
        day = AS_OF - timedelta(days=random.randrange(days))
        customer = f"C-{random.randint(1, len(REPS))}"
        net = Decimal(random.randint(-3000, 20000)) / 100
        cost = random.choice([None, Decimal("1.25")])
        sales.append(
            {"invoice_id": f"F-{at}", "customer_id": customer, "sold_on": day, "net": net}
            | {"gross": net + 1, "margin": None if cost is None else net - cost}
            | {"quantity": Decimal(random.randint(1, 9000)) / 1000}
        )
        staff = random.choice(["S-1", "S-2", "S-3", None])
        status = random.choice(["open", "delivered", "delivered", "cancelled"])
        orders.append(
            {"order_id": f"O-{at}", "customer_id": customer, "ordered_on": day}
            | {"staff_id": staff, "status": status}
        )
        order_lines += [
            {"order_id": f"O-{at}", "line_no": line, "customer_id": customer, "net": net}
            for line in range(1, random.randint(1, 3))
        ]
        when = datetime.combine(day, time(random.choice([9, 22, 23]), 30))
        activities.append(
            {"activity_id": f"V-{at}", "customer_id": customer, "starts_at": when}
            | {"kind": random.choice(["visit", "call"]), "staff_id": staff}
            | {"status": random.choice(["done", "done", "planned", "cancelled"])}
        )
    return {
        "staff": STAFF, "teams": TEAMS, "customers": CUSTOMERS, "sales_lines": sales,
        "orders": orders, "order_lines": order_lines, "activities": activities,
    }  # fmt: skip


def local_day(at: datetime) -> date:
    """Return the day in Paris of an instant in UTC."""
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Paris")).date()


def walked(rows: World, terms: GoalTerms, members: list[str]) -> dict[str, Decimal]:
    """Count row by row what each member brought by AS_OF."""
    found = dict.fromkeys(members, Decimal(0))
    assert terms.starts_on
    assert terms.ends_on
    for day, who, amount in WALKS.get(terms.measure, sales)(rows, terms, members):
        if who in found and terms.starts_on <= day <= min(AS_OF, terms.ends_on):
            found[who] += amount
    return found


def activities(rows: World, terms: GoalTerms, _: list[str]) -> Iterator[tuple[date, Any, Any]]:
    for row in rows["activities"]:
        if row["status"] == "done" and (not terms.kinds or row["kind"] in terms.kinds):
            yield local_day(row["starts_at"]), row["staff_id"], 1


def orders(rows: World, terms: GoalTerms, _: list[str]) -> Iterator[tuple[date, Any, Any]]:
    for row in rows["orders"]:
        if row["status"] != "cancelled":
            own = (one["net"] for one in rows["order_lines"] if one["order_id"] == row["order_id"])
            who = row["staff_id"] or SERVED_BY[row["customer_id"]][0]
            yield row["ordered_on"], who, 1 if terms.measure == "orders" else sum(own)


def sales(rows: World, terms: GoalTerms, members: list[str]) -> Iterator[tuple[date, Any, Any]]:
    for row in rows["sales_lines"]:
        serving = SERVED_BY[row["customer_id"]][: 1 if terms.serving == "first" else 3]
        who = next((one for one in serving if one in members), None)
        yield row["sold_on"], who, row[terms.measure] or 0


WALKS = {"activities": activities, "orders": orders, "order_value": orders}


@pytest.mark.parametrize("serving", ["first", "any"])
@pytest.mark.parametrize(
    "measure", ["net", "gross", "margin", "quantity", "orders", "order_value", "activities"]
)
def test_what_counts_is_what_a_walk_through_the_rows_counts(
    make: MakeSource, measure: Any, serving: Any
):
    rows = world()
    source = make(AS_OF, **rows)
    base = replace(YEAR, measure=measure, serving=serving)
    asked = {
        "team": (replace(base, teams=("T-1",)), ["S-1", "S-2"]),
        "person and team": (replace(base, teams=("T-2",), staff=("S-1", "S-3")), ["S-1", "S-3"]),
        "one, a quarter": (replace(base, staff=("S-1",), starts_on=date(2025, 2, 3), ends_on=date(2025, 4, 30)), ["S-1"]),
        "kinds": (replace(base, staff=("S-2", "S-4"), kinds=("visit",)), ["S-2", "S-4"]),
        "nobody known": (replace(base, staff=("S-99",)), ["S-99"]),
    }  # fmt: skip
    found = goals(source, [terms for terms, _ in asked.values()])
    for one, (terms, members) in zip(found, asked.values(), strict=True):
        expected = walked(rows, terms, members)
        assert {who.person.staff_id: who.actual for who in one.members} == expected
        assert one.actual == sum(expected.values())


def test_members_and_sub_periods_sum_to_the_goal(make: MakeSource):
    source = make(AS_OF, **world(2))
    for measure in ("net", "orders", "activities"):
        terms = replace(YEAR, measure=measure, teams=("T-1", "T-2"), step="month")
        found = goal(source, terms)
        assert sum(one.actual for one in found.members) == found.actual
        assert sum(one.year_before for one in found.members) == found.year_before
        assert sum(one.projected for one in found.members) == found.projected
        assert sum(part.actual for part in found.parts) == found.actual
        assert sum(part.target for part in found.parts if part.target) == terms.target
        assert [sum(one.parts[at] for one in found.members) for at in range(12)] == [
            part.actual for part in found.parts
        ]
        assert found.low <= found.projected <= found.high
        assert all(0 <= chance <= 1 for chance in found.chances)


def test_more_activity_never_lowers_anything(make: MakeSource):
    rows = world(3)
    terms = replace(YEAR, measure="activities", teams=("T-1",), target=Decimal(200))
    before = goal(make(AS_OF, **rows), terms)
    more = {"activity_id": "V-new", "customer_id": "C-1", "kind": "visit", "status": "done"}
    more |= {"starts_at": datetime.combine(date(2026, 11, 20), time(9)), "staff_id": "S-1"}
    after = goal(make(AS_OF, **rows | {"activities": [*rows["activities"], more]}), terms)
    assert after.actual == before.actual + 1
    assert after.projected >= before.projected
    assert after.reached >= before.reached
    assert after.expected == before.expected


def test_the_thumb_the_levels_and_what_is_over(make: MakeSource):
    row = {
        "invoice_id": "F-1",
        "customer_id": "C-1",
        "sold_on": date(2026, 2, 2),
        "net": Decimal(100),
    }
    source = make(AS_OF, staff=STAFF, teams=TEAMS, customers=CUSTOMERS, sales_lines=[row])
    terms = GoalTerms("Q1", staff=("S-1",), starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    met = goal(source, replace(terms, target=Decimal(100), stretch=(Decimal("100.01"),)))
    assert (met.status, met.method, met.reached, met.missing) == (
        "expired",
        "final",
        1,
        Decimal("0.01"),
    )
    assert (met.projected, met.low, met.high, met.chances) == (100, 100, 100, (1, 0))
    assert (met.expected, met.gap, met.ahead) == (100, 0, True)
    missed = goal(source, replace(terms, target=Decimal(101)))
    assert (missed.reached, missed.ahead, missed.chances) == (0, False, (0,))
    untold = goal(source, terms)
    assert (untold.expected, untold.ahead, untold.chances) == (None, None, ())
    ahead = replace(terms, starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 31), target=Decimal(9))
    assert (goal(source, ahead).status, goal(source, ahead).actual) == ("upcoming", 0)


def test_what_says_too_little_is_refused_or_left_out(make: MakeSource, goal_of: GoalOf):
    source = make(AS_OF, **world())
    with pytest.raises(InputError, match="no period yet"):
        goal(source, GoalTerms("No days"))
    whole = replace(YEAR, staff=("S-1",))
    kept = [
        goal_of("G-1", whole),
        goal_of("G-2", GoalTerms()),
        goal_of("G-3", replace(whole, measure="margin")),
    ]
    assert list(followed(source, kept)) == ["G-1", "G-3"]
    assert list(followed(source, kept, margin=False)) == ["G-1"]
