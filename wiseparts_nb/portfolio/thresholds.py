"""The thresholds behind the verdicts and the lists, as a reader may check them: read from the rules' own constants."""

from __future__ import annotations

from collections.abc import Mapping

from wiseparts_nb.card import Card, Column, Note, Row, Table
from wiseparts_nb.customer import health_signals as rules
from wiseparts_nb.customer.health import ATTENTION, RISK
from wiseparts_nb.customer.health_signals import MOST, Rule
from wiseparts_nb.portfolio.triage import KINDS, MEMBERSHIP, OWN_QUOTES
from wiseparts_nb.text import Listing, Money, Number, Percent, Text, Value

__all__ = ["thresholds_card"]


def thresholds_card() -> Card:
    """List when each reason counts and with how many points, then what makes a list."""
    return Card(
        "thresholds",
        Text("thresholds.title"),
        (_reasons(), _lists(), Note(Text("thresholds.share", {"n": Number(OWN_QUOTES)}))),
        meta=Text("thresholds.meta"),
        footer=Text("thresholds.verdict", {"attention": Number(ATTENTION), "risk": Number(RISK)}),
    )


def _numbers() -> Mapping[Rule, Mapping[str, Value]]:
    noticed = Percent(rules.NOTICED_CHANGE, digits=0)
    return {
        "sales_down": {"change": noticed},
        "silence": {"gaps": Number(rules.SILENT_GAPS), "days": Number(rules.SILENT_DAYS)},
        "overdue": {"amount": Money(rules.OVERDUE_FROM), "days": Number(rules.LONG_OVERDUE_DAYS)},
        "no_visit": {"days": Number(rules.VISIT_DAYS)},
        "overdue_tasks": {"tasks": Number(rules.MOST_TASKS)},
        "quotes_down": {"change": Percent(2 * rules.NOTICED_QUOTES, digits=0)},
        "sales_up": {"change": noticed},
        "quotes_up": {"change": Percent(rules.NOTICED_QUOTES, digits=0)},
        "conversion_up": {"points": Number(100 * rules.NOTICED_POINTS)},
    }


def _reasons() -> Table:
    numbers = _numbers()
    rows = (
        Row((_name(rule), Text(f"thresholds.when.{rule}", numbers[rule]), _points(rule)))
        for rule in MOST
    )
    heads = (
        Column(Text("thresholds.reason")),
        Column(Text("thresholds.counts")),
        Column(Text("thresholds.points"), "right"),
    )
    return Table(heads, tuple(rows))


def _name(rule: Rule) -> Text:
    return Text(f"thresholds.rule.{rule}")


def _points(rule: Rule) -> Value:
    most = Number(MOST[rule], signed=True)
    return Text("thresholds.up_to", {"most": most}) if rule in _GRADED else most


_GRADED: frozenset[Rule] = frozenset(
    {"sales_down", "silence", "overdue", "overdue_tasks", "sales_up"}
)
"""Rules whose points depend on a figure."""


def _lists() -> Table:
    rows: list[Row] = []
    for kind in KINDS:
        needed = MEMBERSHIP[kind]
        named = Listing(tuple(map(_name, needed.rules)))
        if needed.score is not None:
            needs = Text("thresholds.needs_score", {"score": Number(needed.score)})
        else:
            needs = Text("thresholds.needs_points", {"points": Number(needed.points)})
        rows.append(Row((Text(f"triage.list.{kind}"), named, needs)))
    heads = ("list", "reasons", "needs")
    return Table(tuple(Column(Text(f"thresholds.{name}")) for name in heads), tuple(rows))
