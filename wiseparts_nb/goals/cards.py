"""Cards of goals: the list, and one goal with its levels, its course, its sub-periods, its members and its terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from wiseparts_nb.agreements.wording import chance_words
from wiseparts_nb.card import (
    Bullet,
    Card,
    Chance,
    Chances,
    Column,
    Delta,
    Difference,
    Named,
    Part,
    Portion,
    Progress,
    Row,
    Table,
    Thumb,
    TierMark,
)
from wiseparts_nb.goals.goal import Goal
from wiseparts_nb.goals.people import People
from wiseparts_nb.goals.performance import GoalPerformance, Member
from wiseparts_nb.goals.performance import Part as SubPeriod
from wiseparts_nb.goals.terms import SALES, GoalTerms
from wiseparts_nb.goals.wording import (
    amount,
    counted_words,
    measure_words,
    part_words,
    span_words,
    whose_words,
)
from wiseparts_nb.text import Number, Percent, Text, Value, Words

__all__ = [
    "Entry",
    "goal_cards",
    "list_card",
    "members_card",
    "parts_card",
    "sentence",
    "standing_card",
    "terms_card",
]


@dataclass(frozen=True)
class Entry:
    """A goal of the list, and how it stands; None where its terms do not say enough, or its amounts are not for the reader."""

    goal: Goal
    found: GoalPerformance | None


def list_card(entries: Iterable[Entry], known: People) -> Card:
    """Return the list of goals, the most behind first, then those to come, those over, those that cannot be followed."""
    columns = (
        Column(Text("goals.goal")),
        Column(Text("goals.measure_head")),
        Column(Text("goals.progress")),
        Column(Text("goals.against_expected")),
        Column(Text("goals.projected"), "right"),
    )
    rows = tuple(_list_row(one, known) for one in sorted(entries, key=_need))
    return Card(
        "goals",
        Text("goals.title"),
        (Table(columns, rows),),
        meta=Text("goals.list_meta"),
        footer=Text("goals.list_footer"),
    )


def _need(entry: Entry) -> tuple[int, float, str]:
    """Rank a running goal by how far it is below its expected path, as a share of it."""
    found = entry.found
    if found is None:
        return 3, 0.0, entry.goal.goal_id
    share = float(found.gap / found.expected) if found.gap and found.expected else 0.0
    return ("active", "upcoming", "expired").index(found.status), share, entry.goal.goal_id


def _list_row(entry: Entry, known: People) -> Row:
    terms, found = entry.goal.in_force, entry.found
    named = Named(terms.description or entry.goal.goal_id, whose_words(known.names(terms)))
    measured = Named(measure_words(terms), span_words(terms))
    key = f"goal:{entry.goal.goal_id}"
    if found is None:
        return Row((named, measured, None, None, None), key=key)
    low, high = (amount(one, terms.measure) for one in (found.low, found.high))
    lands = Named(
        amount(found.projected, terms.measure),
        None if found.method == "final" else Text("goals.range", {"low": low, "high": high}),
    )
    return Row((named, measured, _progress(found), _thumb(found), lands), key=key)


def _progress(found: GoalPerformance) -> Progress | None:
    terms = found.terms
    if terms.target is None:
        return None
    share = float(found.actual / terms.target) if terms.target else 0.0
    told = {
        "share": Percent(share, 0),
        "target": amount(terms.target, terms.measure, form="brief"),
    }
    return Progress(_bullet(found), Text("goals.of_target", told))


def _thumb(found: GoalPerformance) -> Thumb | None:
    if found.gap is None or found.expected is None or found.status == "upcoming":
        return None
    expected = amount(found.expected, found.terms.measure, form="short")
    return Thumb(
        amount(found.gap, found.terms.measure, form="short", signed=True),
        found.ahead,
        Text("goals.expected", {"amount": expected}),
    )


def _bullet(found: GoalPerformance) -> Bullet:
    terms = found.terms
    lands = amount(found.projected, terms.measure, form="short")
    final = found.method == "final"
    return Bullet(
        found.actual,
        amount(found.actual, terms.measure, form="short"),
        tuple(_marks(found)),
        None if final else found.projected,
        None if final else lands,
        None if final else found.low,
        None if final else found.high,
    )


def _marks(found: GoalPerformance) -> Iterator[TierMark]:
    for at, level in enumerate(found.terms.levels):
        yield TierMark(
            level,
            _level_name(at),
            amount(level, found.terms.measure, form="brief"),
            "",
            Text("goals.reached") if at < found.reached else "",
            at < found.reached,
        )


def _level_name(at: int) -> Text:
    return Text("goals.level", {"n": Number(at)}) if at else Text("goals.target")


def sentence(found: GoalPerformance) -> Text:
    """Return where a goal stands, in one sentence."""
    terms = found.terms
    told: dict[str, Value] = {
        "actual": amount(found.actual, terms.measure),
        "gap": amount(abs(found.gap or Decimal(0)), terms.measure),
        "projected": amount(found.projected, terms.measure),
        "target": amount(terms.target or Decimal(0), terms.measure),
    }
    if found.expected is None:
        return Text("goals.sentence.untold", told)
    if found.status == "expired":
        return Text(f"goals.sentence.{'reached' if found.reached else 'missed'}", told)
    if found.status == "upcoming":
        return Text("goals.sentence.upcoming", told)
    told["chance"] = chance_words(found.chances[0])
    if found.reached:
        return Text("goals.sentence.reached_before", told)
    return Text(f"goals.sentence.{'ahead' if found.ahead else 'behind'}", told)


def standing_card(found: GoalPerformance) -> Card:
    """Return actual, projected and the chance of each level."""
    parts: tuple[Part, ...] = (_bullet(found),)
    if found.terms.levels:
        parts = (*parts, Chances(tuple(_chances(found))))
    method = Text(f"goals.method.{found.method}")
    return Card(
        "goal_standing",
        Text("goals.standing"),
        parts,
        meta=Text("goals.standing_meta", {"measure": measure_words(found.terms), "period": span_words(found.terms)}),
        message=sentence(found),
        footer=method,
    )  # fmt: skip


def _chances(found: GoalPerformance) -> Iterator[Chance]:
    measure = found.terms.measure
    for at, (level, chance) in enumerate(zip(found.terms.levels, found.chances, strict=True)):
        reached = at < found.reached
        named = {"level": _level_name(at), "threshold": amount(level, measure, form="exact")}
        rest = level - found.actual
        yield Chance(
            Text("goals.level_at", named),
            Text("goals.reached") if reached else chance_words(chance),
            1.0 if reached else chance,
            reached,
            None if reached else Text("goals.missing", {"amount": amount(rest, measure)}),
            None if reached or found.method == "final" else _needed(found, rest),
        )


def _needed(found: GoalPerformance, rest: Decimal) -> Words | None:
    """Say what a working day must bring from now on."""
    left = found.working_days_left
    if not left or rest <= 0:
        return None
    day = rest / left
    shown = amount(day, found.terms.measure, form="short")
    if isinstance(shown, Number):
        shown = Number(day, 1)
    return Text("goals.needed", {"amount": shown, "n": Number(left)})


def goal_cards(goal: Goal, found: GoalPerformance | None, known: People) -> tuple[Card, ...]:
    """Return all that is told of one goal, without its course; its terms alone where it cannot be followed."""
    terms = terms_card(goal, goal.in_force, known)
    if found is None:
        return (terms,)
    made = (standing_card(found), parts_card(found), members_card(found, known), terms)
    return tuple(one for one in made if one is not None)


def parts_card(found: GoalPerformance) -> Card | None:
    """Return the sub-periods, target against actual; None where there is only one."""
    if len(found.parts) < 2:  # noqa: PLR2004
        return None
    columns = (
        Column(Text(f"goals.step.{found.terms.step}")),
        Column(Text("goals.target"), "right"),
        Column(Text("goals.actual"), "right"),
        Column(Text("goals.against_target"), "right"),
        Column(Text("goals.year_before"), "right"),
        Column(Text("goals.since_start"), "right"),
    )
    rows = tuple(_part_row(found, one) for one in found.parts)
    terms = found.terms
    total = Row(
        (
            Text("goals.total"),
            None if terms.target is None else amount(terms.target, terms.measure),
            amount(found.actual, terms.measure),
            None,
            amount(found.year_before, terms.measure),
            None,
        )
    )
    message = None
    begun = [one for one in found.parts if one.starts_on <= found.as_of and one.ahead is not None]
    if begun:
        met = Number(sum(one.ahead is True for one in begun))
        message = Text(f"goals.parts_met.{terms.step}", {"met": met, "n": Number(len(begun))})
    pace = Text(f"goals.pace.{found.pace}") if found.pace else None
    return Card(
        "goal_parts",
        Text(f"goals.by.{terms.step}"),
        (Table(columns, rows, total),),
        meta=Text("goals.parts_meta"),
        message=message,
        footer=pace,
    )


def _part_row(found: GoalPerformance, part: SubPeriod) -> Row:
    terms = found.terms
    label = part_words(part.starts_on, part.ends_on, terms.step)
    target = None if part.target is None else amount(part.target, terms.measure)
    if part.starts_on > found.as_of:
        return Row((label, target, None, None, None, None))
    gap = None
    if part.expected is not None:
        rest = part.actual - part.expected
        shown = amount(rest, terms.measure, form="short", signed=True)
        gap = Difference(float(rest), shown, part.ahead)
    if part.ends_on > found.as_of:
        label = Named(label, Text("goals.running"))
    return Row(
        (
            label,
            target,
            amount(part.actual, terms.measure),
            gap,
            amount(part.year_before, terms.measure),
            amount(part.cumulative, terms.measure),
        )
    )


def members_card(found: GoalPerformance, known: People) -> Card | None:
    """Return what each member brought; None for a goal of one person."""
    if len(found.members) < 2:  # noqa: PLR2004
        return None
    sales = found.terms.measure in SALES
    columns = (
        Column(Text("goals.member")),
        Column(Text("goals.actual")),
        Column(Text("goals.share"), "right"),
        Column(Text("goals.change"), "right"),
        Column(Text("goals.projected"), "right"),
        *((Column(Text("goals.customers"), "right"),) if sales else ()),
    )
    measure = found.terms.measure
    rows = tuple(_member_row(found, one, known) for one in found.members)
    total = (
        Text("goals.total"),
        amount(found.actual, measure),
        Percent(1.0, 0) if found.actual else None,
        _change(found.actual, found.year_before),
        amount(found.projected, measure),
        *((Number(sum(one.customers for one in found.members)),) if sales else ()),
    )
    return Card(
        "goal_members",
        Text("goals.members"),
        (Table(columns, rows, Row(total)),),
        meta=Text("goals.members_meta", {"n": Number(len(found.members))}),
        footer=counted_words(found.terms),
    )


def _member_row(found: GoalPerformance, member: Member, known: People) -> Row:
    measure = found.terms.measure
    team = member.person.team_id
    named = Named(member.person.name, known.teams.get(team, team) if team else None)
    share = float(member.actual / found.actual) if found.actual > 0 else None
    customers = (Number(member.customers),) if measure in SALES else ()
    return Row(
        (
            named,
            Portion(float(member.actual), amount(member.actual, measure)),
            None if share is None else Percent(share, 0),
            _change(member.actual, member.year_before),
            amount(member.projected, measure),
            *customers,
        )
    )


def _change(actual: Decimal, before: Decimal) -> Delta | None:
    if before <= 0:
        return None
    ratio = float(actual / before - 1)
    up = ratio > 0 if actual != before else None
    return Delta(Percent(ratio, 0, signed=True), up, up)


def terms_card(goal: Goal, terms: GoalTerms, known: People) -> Card:
    """Return what was set: whose goal, what counts, the levels, how the target is spread, and the version in force."""
    rows: list[tuple[str, Value]] = [
        ("whose", whose_words(known.names(terms))),
        ("measure_head", measure_words(terms)),
        ("counts", counted_words(terms)),
        ("period", span_words(terms)),
    ]
    for at, level in enumerate(terms.levels):
        rows.append((f"target {at}", amount(level, terms.measure, form="exact")))
    rows.append(("spread", Text(f"goals.spread_over.{terms.step}.{terms.pace}")))
    if terms.observations:
        rows.append(("observations", terms.observations))
    rows.append(("kept", _kept(goal)))
    made = tuple(
        Row((_level_name(int(name[7:])) if name.startswith("target ") else Text(f"goals.{name}"), value))
        for name, value in rows
    )  # fmt: skip
    columns = (Column(Text("goals.term")), Column(Text("goals.set")))
    return Card("goal_terms", Text("goals.terms"), (Table(columns, made),))


def _kept(goal: Goal) -> Text:
    told: dict[str, Value] = {"id": goal.goal_id, "version": Number(goal.version)}
    return Text(f"goals.state.{goal.state}", told)
