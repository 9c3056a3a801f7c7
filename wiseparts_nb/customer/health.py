"""Account health: the verdict on a customer, its reasons with a figure each, and what to do next (C60 to C63)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from wiseparts_nb.card import Card, Finding, Findings, Headline, Steps, Tone
from wiseparts_nb.customer.activities_by_type import (
    LAST_VISIT,
    PLANNED_VISITS,
    ActivitiesByType,
    activities_by_type,
)
from wiseparts_nb.customer.due_amounts import DueAmounts, due_amounts
from wiseparts_nb.customer.health_evidence import Evidence, judged_months, open_month, signals
from wiseparts_nb.customer.health_signals import Rule, Signal
from wiseparts_nb.customer.health_steps import Proposal, proposals
from wiseparts_nb.customer.month_patterns import run
from wiseparts_nb.customer.monthly_sales import MONTHLY_SALES, SALES_ROWS, nets
from wiseparts_nb.customer.offers import offers
from wiseparts_nb.customer.open_quotes import open_quotes
from wiseparts_nb.customer.order_ratios import OrderRatios, order_ratios
from wiseparts_nb.customer.upcoming import Upcoming, upcoming
from wiseparts_nb.period import Period, month_after
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Number, Text
from wiseparts_nb.widget import Widget

__all__ = ["WIDGET", "Health", "Mark", "State", "card", "health", "state_of"]

State = Literal["healthy", "attention", "risk"]
Mark = Literal["up", "down", "flat", "alert", "clock"]

ORDER_DAYS = """
with order_days as (
    select customer_id, sold_on from sales_lines where sold_on <= $as_of group by customer_id, sold_on having sum(net) > 0
),
latest as (select customer_id, max(sold_on) as last_on from order_days group by customer_id)
select latest.customer_id, latest.last_on, count(*) as order_days
from latest
join order_days on order_days.customer_id = latest.customer_id and order_days.sold_on > latest.last_on - 365
group by latest.customer_id, latest.last_on
"""
"""The last order-day, and the order-days of the year that ended with it: the rhythm before any silence."""
QUOTED = """
select quote.customer_id,
       sum(case when quote.issued_on >= $days_90_start then line.net else 0 end) as now,
       sum(case when quote.issued_on < $days_90_start then line.net else 0 end) as before
from quotes as quote
join quote_lines as line on line.quote_id = quote.quote_id and line.customer_id = quote.customer_id
where quote.issued_on between $days_90_before_start and $as_of
group by quote.customer_id
"""

ATTENTION, RISK = 12, 40
"""Scores from which a customer needs attention, and is at risk."""
SHOWN_REASONS = 4
"""Reasons on the card, of which the last helps where any does."""


@dataclass(frozen=True)
class Health:
    """The verdict: ``score`` is the exact sum of the signals' points, the worst signal first.

    ``months_below`` counts the whole months in a row, up to the last one, that were below the year before; 0 is no run.
    """

    state: State
    score: int
    signals: tuple[Signal, ...]
    months_below: int
    proposals: tuple[Proposal, ...]

    def signal(self, rule: Rule) -> Signal | None:
        """Return the signal of a rule, or None when it found nothing."""
        return next((one for one in self.signals if one.rule == rule), None)

    @property
    def worst(self) -> Signal | None:
        """The signal that hurts most."""
        return self.signals[0] if self.signals and self.signals[0].points > 0 else None

    @property
    def best(self) -> Signal | None:
        """The signal that helps most."""
        return self.signals[-1] if self.signals and self.signals[-1].points < 0 else None


def health(source: Source) -> Answers[Health]:
    """Judge each customer by rules with published thresholds (customer/health_signals.py).

    Score = sum of the points of all signals; from 12 on a customer needs attention, from 40 on it is at risk. None where
    no rule has anything to look at: no sales, no quotes, no activity or late task, nothing due.
    """
    months, days, quoted = source.rows(MONTHLY_SALES), source.rows(ORDER_DAYS), source.rows(QUOTED)
    ratios, due, done = order_ratios(source), due_amounts(source), activities_by_type(source)
    ahead, open_now, offered = upcoming(source), open_quotes(source), offers(source)
    visited, booked = source.rows(LAST_VISIT), source.rows(PLANNED_VISITS)

    def value(customer_id: str) -> Health | None:
        rows = (months.of(customer_id), days.of(customer_id), quoted.of(customer_id))
        owed, seen, planned = due.get(customer_id), done.get(customer_id), ahead.get(customer_id)
        late_tasks = planned is not None and planned.overdue
        if not any((*rows, owed, seen, visited.of(customer_id), late_tasks)):
            return None
        evidence = Evidence(
            **_from_rows(source.period, *rows),
            **_from_due(owed),
            **_from_visits(source.period, visited.of(customer_id), booked.of(customer_id), seen),
            **_from_tasks(planned),
            **_from_ratios(ratios.get(customer_id)),
        )
        found = signals(evidence, source.period)
        below = _months_below(source.period, rows[0])
        steps = proposals(found, owed, open_now.get(customer_id), offered.get(customer_id))
        score = sum(one.points for one in found)
        return Health(state_of(score), score, found, below, steps)

    return source.combined(value)


def _from_rows(
    period: Period, months: list[Any], days: list[Any], quoted: list[Any]
) -> dict[str, Any]:
    whole = judged_months(period)
    found: dict[str, Any] = {
        "sales": nets(months, whole),
        "sales_before": nets(months, [month_after(month, -12) for month in whole]),
    }
    if days:
        found |= {"last_order_on": days[0].last_on, "order_days": days[0].order_days}
    if quoted:
        found |= {"quoted": quoted[0].now, "quoted_before": quoted[0].before}
    return found


def _from_due(owed: DueAmounts | None) -> dict[str, Any]:
    if owed is None or not owed.late:
        return {}
    late = owed.late[0].days_late
    return {"overdue": owed.overdue, "payable": owed.total - owed.credits, "days_late": late}


def _from_visits(
    period: Period, visited: list[Any], booked: list[Any], seen: ActivitiesByType | None
) -> dict[str, Any]:
    return {
        "last_visit_on": period.local_day(visited[0].visited_at) if visited else None,
        "visit_planned": bool(booked),
        "calls": seen.count_of("call") if seen else 0,
    }


def _from_tasks(ahead: Upcoming | None) -> dict[str, Any]:
    late = ahead.overdue if ahead else ()
    return {"late_tasks": len(late), "late_task": (late[0].subject, late[0].on)} if late else {}


def _from_ratios(ratios: OrderRatios | None) -> dict[str, Any]:
    found = ratios.conversion if ratios else None
    return {"conversion": found.by_count, "conversion_before": found.earlier} if found else {}


def _months_below(period: Period, months: list[Any]) -> int:
    whole = [month_after(open_month(period), -back) for back in range(11, 0, -1)]
    earlier = [month_after(month, -12) for month in whole]
    lasting = run(nets(months, whole), nets(months, earlier))
    return 0 if lasting is None or lasting.up else lasting.months


def state_of(score: int) -> State:
    """Return the verdict of a score."""
    return "risk" if score >= RISK else "attention" if score >= ATTENTION else "healthy"


_BADGES: dict[State, Tone] = {"healthy": "good", "attention": "warn", "risk": "bad"}


def card(value: Health) -> Card:
    """Draw the verdict: badge, one sentence, reasons the worst first and one good last, and what to do."""
    badge = Headline(Text(f"health.{value.state}"), _BADGES[value.state], _sentence(value))
    hurting = [one for one in value.signals if one.points > 0]
    helping = [one for one in value.signals if one.points < 0][-1:]
    reasons = [*hurting[: SHOWN_REASONS - len(helping)], *helping]
    parts: list[Any] = [badge]
    if reasons:
        parts.append(Findings(tuple(map(_finding, reasons))))
    if value.proposals:
        parts.append(Steps(Text("health.steps"), tuple(one.step for one in value.proposals)))
    return Card(
        "health",
        Text("health.title"),
        tuple(parts),
        footer=Text(
            "health.footer",
            {"score": Number(value.score), "attention": Number(ATTENTION), "risk": Number(RISK)},
        ),
    )


def _sentence(value: Health) -> Text:
    worst, best = value.worst, value.best
    bad = worst.rule if worst and value.state != "healthy" else "steady"
    if bad == "sales_down" and value.months_below:
        bad = "sales_run"
    good = best.rule if best and (best.rule, bad) not in _CONTRADICTIONS else ""
    name = f"health.sentence.{bad}" + (f".{good}" if good else ".alone")
    return Text(name, {"n": Number(value.months_below)})


_CONTRADICTIONS = {
    ("sales_up", "sales_down"),
    ("sales_up", "sales_run"),
    ("quotes_up", "quotes_down"),
}

MARKS: Mapping[Rule, tuple[Tone, Mark]] = {
    "sales_down": ("bad", "down"),
    "silence": ("bad", "clock"),
    "overdue": ("bad", "alert"),
    "no_visit": ("warn", "clock"),
    "overdue_tasks": ("warn", "alert"),
    "quotes_down": ("bad", "down"),
    "sales_up": ("good", "up"),
    "quotes_up": ("good", "up"),
    "conversion_up": ("good", "up"),
}


def _finding(signal: Signal) -> Finding:
    tone, mark = MARKS[signal.rule]
    return Finding(
        tone,
        mark,
        signal.figure,
        Text(f"health.reason.{signal.rule}", dict(signal.args)),
        signal.amount,
    )


WIDGET = Widget("health", health, card, SALES_ROWS, "sales", ("sales_lines",))
