"""The cards of the triage: what needs a person this week, and the three lists with their reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from wiseparts_nb.card import (
    Card,
    Cell,
    Column,
    Difference,
    Finding,
    Findings,
    Named,
    Note,
    Row,
    Table,
    To,
    Tone,
    Trend,
)
from wiseparts_nb.customer.health import Mark
from wiseparts_nb.customer.trade import trade_name
from wiseparts_nb.portfolio.accounts import Account
from wiseparts_nb.portfolio.reasons import next_step, reasons
from wiseparts_nb.portfolio.triage import KINDS, Course, Kind, RankedList, Stake, Triage
from wiseparts_nb.text import Day, Money, Number, Percent, Text, Value

__all__ = ["list_card", "scale", "sentence", "summary_card"]

_LOOKS: dict[Kind, tuple[Tone, Mark]] = {
    "risk": ("bad", "down"),
    "growth": ("good", "up"),
    "service": ("warn", "clock"),
}
SCALES = (0.45, 0.6, 0.8, 1.0)
"""Changes at which the bars of a column may end ..."""
FITTING = 0.8
"""... of which the first is taken that holds this part of the bars."""


def sentence(value: Triage) -> Text:
    """Return the page's first sentence: how many customers there are, slip, grow and wait."""
    said = {
        kind: Text(f"triage.said.{kind}", {"n": Number(value.lists[kind].count)}) for kind in KINDS
    }
    return Text(
        "triage.sentence",
        {"customers": Text("triage.customers", {"n": Number(value.count)}), **said},
    )


def summary_card(value: Triage) -> Card:
    """Draw a line a list: how many customers, what it is about, and the money at stake."""
    return Card(
        "triage",
        Text("triage.title"),
        (Findings(tuple(_summed(value.lists[kind]) for kind in KINDS)),),
        meta=Text("triage.two_lists"),
        footer=Text("triage.same_rules"),
    )


def _summed(one: RankedList) -> Finding:
    tone, mark = _LOOKS[one.kind]
    about = Text(f"triage.about.{one.kind}", {"n": Number(one.count)})
    amount = Money(one.money, "short", signed=one.kind != "service") if one.money else None
    return Finding(tone, mark, Number(one.count), about, amount)


def list_card(value: Triage, kind: Kind) -> Card:
    """Draw a list as a table: who, the course of sales, why it is here, the money at stake, and what to do next.

    A column that the source has nothing for is left out.
    """
    ranked = value.lists[kind]
    title = Text(f"triage.list.{kind}")
    if not ranked.count:
        return Card(f"triage_{kind}", title, (Note(Text(f"triage.nobody.{kind}")),))
    counts = {"shown": Number(len(ranked.shown)), "n": Number(ranked.count)}
    by = kind if ranked.money else "signs"
    said = {"n": Number(ranked.count), "amount": Money(abs(ranked.money))}
    end = scale(value)
    return Card(
        f"triage_{kind}",
        title,
        (_table(ranked, value, end),),
        meta=Text(f"triage.ranked.{by}", counts),
        message=Text(f"triage.message.{kind}", said) if ranked.money else None,
        footer=Text(
            "triage.lines", {"n": Number(len(value.months)), "end": Percent(end, digits=0)}
        ),
    )


def scale(value: Triage) -> float:
    """Return the change at which the bars of all three lists end, as a fraction."""
    changes = [
        abs(one.judged.change)
        for ranked in value.lists.values()
        for one in ranked.shown
        if one.judged.change is not None
    ]
    inside = (end for end in SCALES if sum(one <= end for one in changes) >= FITTING * len(changes))
    return next(inside, SCALES[-1])


@dataclass(frozen=True)
class _Shown:
    """One row of a list."""

    rank: int
    stake: Stake
    course: Course
    kind: Kind
    end: float


def _table(ranked: RankedList, value: Triage, end: float) -> Table:
    pairs = zip(ranked.shown, ranked.courses, strict=True)
    rows = [
        _Shown(rank, stake, course, ranked.kind, end)
        for rank, (stake, course) in enumerate(pairs, 1)
    ]
    cells = [[cell(row) for row in rows] for _, _, cell in _COLUMNS]
    filled = [at for at, column in enumerate(cells) if any(one is not None for one in column)]
    heads = {"n": Number(len(value.months))}
    return Table(
        tuple(
            Column(
                Text(f"triage.column.{_head(_COLUMNS[at][0], ranked.kind)}", heads), _COLUMNS[at][1]
            )
            for at in filled
        ),
        tuple(
            Row(tuple(cells[at][place] for at in filled), key=_key(row.stake))
            for place, row in enumerate(rows)
        ),
    )


def _head(name: str, kind: Kind) -> str:
    return f"stake_{kind}" if name == "stake" else name


def _key(stake: Stake) -> str:
    return f"customer:{stake.judged.account.customer_id}"


def _named(one: Account) -> Named:
    trade, city = trade_name(one.trade), one.city
    if trade is None or city is None:
        return Named(one.name, trade or city)
    caption: dict[str, Value] = {"trade": trade, "city": city}
    return Named(one.name, Text("triage.caption", caption))


def _trend(course: Course) -> Trend:
    return Trend(tuple(map(float, course.months)), tuple(map(float, course.earlier)))


def _change(one: _Shown) -> Difference | None:
    change = one.stake.judged.change
    if change is None:
        return None
    better = change > 0 if round(change, 3) else None
    return Difference(max(-one.end, min(one.end, change)), Percent(change, signed=True), better)


def _money(one: _Shown) -> Money | None:
    return Money(one.stake.money, signed=one.kind != "service") if one.stake.money else None


def _visit(one: _Shown) -> Day | None:
    last = one.stake.judged.evidence.last_visit_on
    return None if last is None else Day(last, "short")


def _step(one: _Shown) -> To:
    return To(next_step(one.kind, one.stake), _key(one.stake))


_COLUMNS: tuple[tuple[str, Literal["left", "right"], Callable[[_Shown], Cell | None]], ...] = (
    ("rank", "right", lambda one: Number(one.rank)),
    ("customer", "left", lambda one: _named(one.stake.judged.account)),
    ("months", "left", lambda one: _trend(one.course)),
    ("change", "left", _change),
    ("why", "left", lambda one: reasons(one.kind, one.stake, one.course)),
    ("stake", "right", _money),
    ("visit", "left", _visit),
    ("owner", "left", lambda one: one.stake.judged.account.owner),
    ("step", "left", _step),
)
