"""Why a customer is in a list and what to do next, in the few words that a row has room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wiseparts_nb.card import Reason, Reasons
from wiseparts_nb.customer.health import MARKS
from wiseparts_nb.customer.health_signals import Rule, Signal
from wiseparts_nb.customer.month_patterns import run
from wiseparts_nb.portfolio.triage import Course, Kind, Stake
from wiseparts_nb.text import Day, Number, Text, Value

__all__ = ["next_step", "reasons"]

SHOWN = 3
"""Reasons of a row."""
RUN_LOOKED_AT = 11
"""Whole months in which the customer page looks for a run."""

_OTHERS: Mapping[Kind, tuple[Rule, ...]] = {
    "risk": ("quotes_down", "overdue", "overdue_tasks", "no_visit"),
    "growth": (),
    "service": ("no_visit",),
}
"""Reasons that stand after those that a list is made of."""
_OWN: Mapping[Kind, tuple[Rule, ...]] = {
    "risk": ("sales_down", "silence"),
    "growth": ("quotes_up", "conversion_up", "sales_up"),
    "service": ("overdue", "overdue_tasks"),
}
_STEPS: Mapping[Kind, tuple[str, ...]] = {
    "risk": ("silence", "open_quote", "no_visit", "quotes_down", "payment", "overdue_tasks"),
    "growth": ("open_quote", "no_visit"),
    "service": ("payment", "overdue_tasks"),
}
"""What to do next, the first that there is a reason for."""
_NEEDED: Mapping[str, Rule] = {"payment": "overdue"}


def reasons(kind: Kind, stake: Stake, course: Course) -> Reasons:
    """Return why a customer is in a list: the list's own reasons first, the heaviest of each sort before the others."""
    signals = stake.judged.signals
    own, others = (
        [_reason(one, course) for one in _of(signals, rules[kind])] for rules in (_OWN, _OTHERS)
    )
    pending = list(_pending(stake)) if kind == "service" else []
    return Reasons(tuple([*own, *pending, *others][:SHOWN]))


def _pending(stake: Stake) -> Iterator[Reason]:
    since = stake.judged.pending_since
    if since is not None:
        named: dict[str, Value] = {"n": Number(stake.judged.pending), "day": Day(since, "short")}
        yield Reason("warn", "clock", Text("triage.pending", named))


def _of(signals: Sequence[Signal], rules: Sequence[Rule]) -> list[Signal]:
    return sorted((one for one in signals if one.rule in rules), key=lambda one: -abs(one.points))


def _reason(signal: Signal, course: Course) -> Reason:
    tone, mark = MARKS[signal.rule]
    lasting = run(course.months[-RUN_LOOKED_AT:], course.earlier[-RUN_LOOKED_AT:])
    if lasting is not None and signal.rule == ("sales_up" if lasting.up else "sales_down"):
        text = Text(f"triage.run.{signal.rule}", {"n": Number(lasting.months)})
    else:
        text = Text(f"triage.reason.{signal.rule}", {**signal.args, "figure": signal.figure})
    return Reason(tone, mark, text)


def next_step(kind: Kind, stake: Stake) -> Text:
    """Return what to do next, in the opening words of the customer page's own proposal."""
    found: dict[Rule, Signal] = {one.rule: one for one in stake.judged.signals}
    for step, args in _steps(kind, stake, found):
        return Text(f"triage.step.{step}", args)
    return Text("triage.step.look")


def _steps(
    kind: Kind, stake: Stake, found: Mapping[Rule, Signal]
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for step in _STEPS[kind]:
        if step == "open_quote":
            if stake.judged.largest_quote is not None:
                yield step, {"quote": stake.judged.largest_quote}
        elif _NEEDED.get(step, step) in found:
            yield step, {}
