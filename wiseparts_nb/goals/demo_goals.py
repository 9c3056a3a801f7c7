"""Goals of the demo company, made from its own staff and sales, and marked as examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from wiseparts_nb.goals.people import Person, people
from wiseparts_nb.goals.performance import goals
from wiseparts_nb.goals.register import GoalRegister
from wiseparts_nb.goals.split import year_before
from wiseparts_nb.goals.terms import GoalTerms
from wiseparts_nb.period import month_after, month_end
from wiseparts_nb.source.source import Source

__all__ = ["demo_goals", "write_demo_goals"]

_NOTE = "Example of the demo company."
_BY = "demo"
_STEPS = {"net": 5000, "margin": 1000, "order_value": 5000, "orders": 10, "activities": 5}
"""What a target is rounded to."""
_SELLERS = """
select sales_rep_1_id, sum(net) from sales_lines join customers using (customer_id)
where sales_rep_1_id is not null and sold_on between $year_ago_start and $as_of
group by sales_rep_1_id order by sum(net) desc, sales_rep_1_id
"""


def demo_goals(source: Source) -> tuple[GoalTerms, ...]:
    """Return goals that the demo company might have set: of its teams and sellers, over last year's figures and some more.

    The same company has the same goals. A company without sellers has none.
    """
    known = people(source)
    sellers = [known.staff[row[0]] for row in source.table(_SELLERS)[1] if row[0] in known.staff]
    drafts = tuple(_drafts(sellers, source.as_of)) if sellers else ()
    wanted = [replace(one, starts_on=year_before(_start(one)), ends_on=_year_before_end(one)) for one, _ in drafts]  # fmt: skip
    earlier = goals(source, wanted)
    return tuple(
        _set(one, past.actual, growth)
        for (one, growth), past in zip(drafts, earlier, strict=True)
        if past.actual > 0
    )


def write_demo_goals(register: GoalRegister, source: Source) -> int:
    """Keep the demo company's goals, all but the last of them approved, where there are none yet; return how many."""
    if register.all():
        return 0
    made = demo_goals(source)
    for at, terms in enumerate(made, 1):
        kept = register.create(terms, by=_BY)
        if at < len(made):
            register.approve(kept.goal_id, by=_BY, seen=kept.revision)
    return len(made)


def _drafts(sellers: list[Person], as_of: date) -> Iterator[tuple[GoalTerms, Decimal]]:
    """Yield goals without a target, each with what it asks for of what the same days brought a year before."""
    year = {"starts_on": date(as_of.year, 1, 1), "ends_on": date(as_of.year, 12, 31)}
    first = month_after(as_of, -((as_of.month - 1) % 3))
    quarter = {"starts_on": first, "ends_on": month_end(month_after(first, 2))}
    coming = month_after(first, 3)
    ahead = {"starts_on": coming, "ends_on": month_end(month_after(coming, 2))}
    teams = list(dict.fromkeys(one.team_id for one in sellers if one.team_id))
    for team, growth in zip(teams, ("1.00", "1.06"), strict=False):
        named = GoalTerms(f"Sales {as_of.year}", teams=(team,), step="quarter", pace="season")
        yield replace(named, **year), Decimal(growth)
    for team in teams[:1]:
        named = GoalTerms("Visits of the quarter", teams=(team,), measure="activities", kinds=("visit", "meeting"))  # fmt: skip
        yield replace(named, **quarter), Decimal("0.95")
    for one, growth in zip(sellers, ("0.96", "1.03"), strict=False):
        named = GoalTerms("Orders of the quarter", staff=(one.staff_id,), measure="orders")
        yield replace(named, **quarter), Decimal(growth)
    for one in sellers[1:3]:
        named = GoalTerms(f"Margin {as_of.year}", staff=(one.staff_id,), measure="margin", step="quarter", pace="season")  # fmt: skip
        yield replace(named, **year), Decimal("0.98")
    for team in teams[1:2]:
        named = GoalTerms("Order value of the quarter", teams=(team,), measure="order_value")
        yield replace(named, **quarter), Decimal("1.02")
    for team in teams[:1]:
        yield replace(GoalTerms("First quarter", teams=(team,)), **ahead), Decimal("1.05")
    for team in teams[2:3]:
        yield replace(GoalTerms("Next quarter, to be agreed", teams=(team,)), **ahead), Decimal(1)


def _start(terms: GoalTerms) -> date:
    assert terms.starts_on is not None  # noqa: S101  # every draft above has a period
    return terms.starts_on


def _year_before_end(terms: GoalTerms) -> date:
    assert terms.ends_on is not None  # noqa: S101  # as above
    return month_end(year_before(terms.ends_on.replace(day=1)))


def _set(terms: GoalTerms, earlier: Decimal, growth: Decimal) -> GoalTerms:
    step = _STEPS[terms.measure]
    target = max(round(earlier * growth / step), 1) * step
    higher = round(target * Decimal("1.08") / step) * step
    stretch = (Decimal(higher),) if higher > target else ()
    return replace(terms, target=Decimal(target), stretch=stretch, observations=_NOTE)
