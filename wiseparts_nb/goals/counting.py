"""What counts for a goal: one text for sales, one for orders, one for activities; for one goal or many in one pass.

Sales are those of the customers whom a member serves. Orders are those that a member took (an order that names nobody is its
customer's first sales rep's) and that were not cancelled. Activities are those that a member did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wiseparts_nb.goals.split import year_before
from wiseparts_nb.goals.terms import COUNTS, SALES, GoalTerms
from wiseparts_nb.source.source import Source

__all__ = [
    "PACE_DAYS",
    "Counted",
    "Customers",
    "amount_of",
    "counted",
    "customers_served",
    "data_begin",
]

PACE_DAYS = 91
"""Thirteen whole weeks, of which the pace is taken."""
_ITEM, _ROW = "\x1f", "\x1e"
_CENT = Decimal("0.01")
_DIGITS: Mapping[str, Decimal] = {one: Decimal(1) for one in COUNTS} | {
    "quantity": Decimal("0.001")
}
_MARKS = str.maketrans("", "", _ITEM + _ROW)


@dataclass(frozen=True)
class Counted:
    """What members of one goal brought, by member and day: from a year before the period, and from the weeks of the pace, to ``as_of``."""

    amounts: Mapping[str, Mapping[date, Decimal]]

    def of(self, staff_id: str, start: date, end: date) -> Decimal:
        """Return what one member brought from ``start`` to ``end``."""
        own = self.amounts.get(staff_id, {})
        return sum((one for day, one in own.items() if start <= day <= end), Decimal(0))

    def by_day(self) -> dict[date, Decimal]:
        """Return what all of them brought, by day."""
        days: defaultdict[date, Decimal] = defaultdict(Decimal)
        for own in self.amounts.values():
            for day, amount in own.items():
                days[day] += amount
        return dict(sorted(days.items()))


@dataclass(frozen=True)
class Customers:
    """The customers that count for one goal: who serves each, and what each brought in the period."""

    staff: Mapping[str, str]
    actual: Mapping[str, Decimal]


def _column(name: str, kind: str) -> str:
    texts = f"regexp_split_to_array(nullif($goal_{name}, ''), chr(30))"
    return f"unnest({texts if kind == 'text' else f'cast({texts} as {kind}[])'}) as {name}"


_GOALS = f"""
goal as (
    select
        {_column("goal", "integer")},
        {_column("measure", "text")},
        {_column("serving", "text")},
        {_column("kinds", "text")},
        {_column("from_on", "date")},
        {_column("starts_on", "date")},
        {_column("ends_on", "date")}
),
member as (
    select
        unnest(cast(regexp_split_to_array($member_goal, chr(30)) as integer[])) as goal,
        unnest(regexp_split_to_array($member_staff, chr(30))) as staff_id
)"""

_SERVED = """
served as (
    select goal.goal, customer_id,
        coalesce(rep_1.staff_id, rep_2.staff_id, rep_3.staff_id) as staff_id
    from goal
    cross join customers
    left join member as rep_1 on rep_1.goal = goal.goal and rep_1.staff_id = sales_rep_1_id
    left join member as rep_2
        on goal.serving = 'any' and rep_2.goal = goal.goal and rep_2.staff_id = sales_rep_2_id
    left join member as rep_3
        on goal.serving = 'any' and rep_3.goal = goal.goal and rep_3.staff_id = sales_rep_3_id
    where coalesce(rep_1.staff_id, rep_2.staff_id, rep_3.staff_id) is not null
)"""

_AMOUNT = """case goal.measure
            when 'gross' then line.gross
            when 'margin' then line.margin
            when 'quantity' then line.quantity
            else line.net
        end"""

_SALES = f"""
with {_GOALS}, {_SERVED}
select goal.goal, served.staff_id, line.sold_on as day, sum({_AMOUNT}) as amount
from goal
join served on served.goal = goal.goal
join sales_lines as line on line.customer_id = served.customer_id
where line.sold_on between goal.from_on and $as_of
group by goal.goal, served.staff_id, line.sold_on
"""

_ORDERS = f"""
with {_GOALS}, taken as (
    select order_id, ordered_on, coalesce(orders.staff_id, sales_rep_1_id) as staff_id
    from orders
    left join customers using (customer_id)
    where status <> 'cancelled' and ordered_on <= $as_of
), valued as (
    select order_id, sum(net) as net from order_lines group by order_id
)
select goal.goal, member.staff_id, taken.ordered_on as day,
    sum(case goal.measure when 'order_value' then coalesce(valued.net, 0) else 1 end) as amount
from goal
join member on member.goal = goal.goal
join taken on taken.staff_id = member.staff_id
left join valued on valued.order_id = taken.order_id
where taken.ordered_on >= goal.from_on
group by goal.goal, member.staff_id, taken.ordered_on
"""

_ACTIVITIES = f"""
with {_GOALS}
select goal.goal, member.staff_id, activities.starts_at as at, count(*) as amount
from goal
join member on member.goal = goal.goal
join activities on activities.staff_id = member.staff_id
where activities.status = 'done' and activities.starts_at < $as_of_end_at
  and (coalesce(goal.kinds, '') = ''
    or strpos(goal.kinds, chr(31) || activities.kind || chr(31)) > 0)
group by goal.goal, member.staff_id, activities.starts_at
"""

_CUSTOMERS = f"""
with {_GOALS}, {_SERVED}
select served.goal, served.customer_id, served.staff_id, coalesce(sum({_AMOUNT}), 0) as amount
from served
join goal on goal.goal = served.goal
left join sales_lines as line on line.customer_id = served.customer_id
    and line.sold_on between goal.starts_on and goal.ends_on and line.sold_on <= $as_of
group by served.goal, served.customer_id, served.staff_id
order by served.goal, served.customer_id
"""

_BEGIN = {
    "sales": "select min(sold_on) from sales_lines",
    "orders": "select min(ordered_on) from orders",
    "activities": "select cast(min(starts_at) as date) from activities where status = 'done'",
}


def counted(
    source: Source, terms: Sequence[GoalTerms], members: Sequence[Sequence[str]]
) -> tuple[Counted, ...]:
    """Return what counts for each goal, by member and day; one query for each sort of measure that is asked for.

    ``members`` has the staff of each goal. Amounts that the source does not have (no cost: no margin) count as nothing.
    """
    found = [{one: defaultdict[date, Decimal](Decimal) for one in own} for own in members]
    for sort, query in (("sales", _SALES), ("orders", _ORDERS), ("activities", _ACTIVITIES)):
        places = [at for at, one in enumerate(terms) if _sort(one) == sort and members[at]]
        if not places:
            continue
        for at, staff_id, when, amount in source.table(
            query, **_bound(source, terms, members, places)
        )[1]:
            day = source.period.local_day(when) if sort == "activities" else when
            if amount is not None and day >= _from(terms[at], source.as_of):
                found[at][staff_id][day] += amount_of(terms[at], amount)
    return tuple(Counted(one) for one in found)


def customers_served(
    source: Source, terms: Sequence[GoalTerms], members: Sequence[Sequence[str]]
) -> tuple[Customers, ...]:
    """Return the customers of each goal over sales, in order of their ids; of any other goal none."""
    staff = [dict[str, str]() for _ in terms]
    actual = [dict[str, Decimal]() for _ in terms]
    places = [at for at, one in enumerate(terms) if _sort(one) == "sales" and members[at]]
    if places:
        for at, customer_id, staff_id, amount in source.table(
            _CUSTOMERS, **_bound(source, terms, members, places)
        )[1]:
            staff[at][customer_id] = staff_id
            actual[at][customer_id] = amount_of(terms[at], amount)
    return tuple(Customers(*both) for both in zip(staff, actual, strict=True))


def amount_of(terms: GoalTerms, amount: Any) -> Decimal:
    """Return an amount with the digits of its measure, as both engines would have it: whole, cents, or thousandths of a quantity."""
    return Decimal(amount).quantize(_DIGITS.get(terms.measure, _CENT))


def data_begin(source: Source, terms: GoalTerms) -> date | None:
    """Return the first day of what the measure is counted from; None without any."""
    return source.table(_BEGIN[_sort(terms)])[1][0][0]


def _sort(terms: GoalTerms) -> str:
    if terms.measure in SALES:
        return "sales"
    return "activities" if terms.measure == "activities" else "orders"


def _from(terms: GoalTerms, as_of: date) -> date:
    """The first day that is read: a year before the period, or the first of the weeks of the pace."""
    start = terms.starts_on or as_of
    return min(year_before(start), as_of - timedelta(days=PACE_DAYS - 1))


def _bound(
    source: Source,
    terms: Sequence[GoalTerms],
    members: Sequence[Sequence[str]],
    places: Iterable[int],
) -> dict[str, Any]:
    """Bind goals as text: a source remembers what it was asked, and no id holds the marks between them."""
    asked = [(at, terms[at]) for at in places]
    columns = {
        "goal": [str(at) for at, _ in asked],
        "measure": [one.measure for _, one in asked],
        "serving": [one.serving for _, one in asked],
        "kinds": ["".join(f"{_ITEM}{kind}{_ITEM}" for kind in one.kinds) for _, one in asked],
        "from_on": [_from(one, source.as_of).isoformat() for _, one in asked],
        "starts_on": [str(one.starts_on) for _, one in asked],
        "ends_on": [str(one.ends_on) for _, one in asked],
    }
    pairs = [(str(at), one) for at, _ in asked for one in dict.fromkeys(members[at])]
    return {f"goal_{name}": _ROW.join(values) for name, values in columns.items()} | {
        "member_goal": _ROW.join(at for at, _ in pairs),
        "member_staff": _ROW.join(one.translate(_MARKS) for _, one in pairs),
    }
