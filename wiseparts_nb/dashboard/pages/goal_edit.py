"""A goal's form: whose, what counts, by when, how much; kept while it is typed, with what it would mean beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from markupsafe import Markup

from wiseparts_nb.agreements.rights import may_decide, require_decide, require_write
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.drawing import fill
from wiseparts_nb.dashboard.forms import Fields, Kept
from wiseparts_nb.dashboard.goal_changes import CHANGES, register_of, seen_of
from wiseparts_nb.dashboard.goal_preview import preview
from wiseparts_nb.dashboard.heading import heading
from wiseparts_nb.dashboard.kind import Block, Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import AccessError
from wiseparts_nb.goals.draft import STRETCH, fields_of, left, terms_of
from wiseparts_nb.goals.goal import Goal
from wiseparts_nb.goals.people import people
from wiseparts_nb.goals.problems import Problem
from wiseparts_nb.goals.terms import ACTIVITY_KINDS, MEASURES, PACES, SERVING, STEPS, GoalTerms
from wiseparts_nb.goals.wording import measure_name
from wiseparts_nb.locale import Locale
from wiseparts_nb.text import Moment, Number, Text, Value, Words

__all__ = ["GOAL_EDIT"]


@dataclass(frozen=True)
class _Editing:
    """The draft that the address names, new where it names none; ``told`` are its problems, once they were asked for."""

    goal: Goal | None
    terms: GoalTerms
    written: Mapping[str, str]
    told: tuple[Problem, ...]


def _editing(visit: Visit) -> _Editing:
    require_write(visit.reader)
    goal_id = visit.address.get("goal")
    goal = register_of(visit).one(goal_id) if goal_id else None
    terms, written = (goal.terms, goal.written) if goal else (GoalTerms(), {})
    _refuse_margin(visit, terms)
    asked = bool(visit.address.get("checked")) and (goal is None or goal.state != "approved")
    told = left(terms, written, visit.source, visit.locale) if asked else ()
    return _Editing(goal, terms, written, told)


def _refuse_margin(visit: Visit, terms: GoalTerms) -> None:
    if terms.measure == "margin" and not visit.reader.may("see_margin"):
        raise AccessError(f"{visit.reader.name} ({visit.reader.user_id}) does not see margins.")


# what is drawn


def _name(visit: Visit) -> Words:
    goal = _editing(visit).goal
    if goal is None:
        return Text("goal_edit.new")
    named = goal.terms.description
    return Text("goal_edit.change", {"name": named}) if named else Text("goal_edit.unnamed")


def _title(visit: Visit) -> Words:
    name = _name(visit)
    return Text("goal_edit.error", {"title": name}) if _editing(visit).told else name


def _heading(visit: Visit) -> Markup:
    draft = _editing(visit)
    goal_id = draft.goal.goal_id if draft.goal else None
    back = visit.address.to("goals", goal=goal_id)
    return heading(
        visit,
        above={"href": back.href, "words": Text("goals.title")},
        kicker=goal_id or Text("goal_edit.new"),
        title=_name(visit),
    )


def _form(visit: Visit) -> Markup:
    draft = _editing(visit)
    shared: dict[str, Any] = {
        "goal": draft.goal,
        "tell": partial(_tell, visit.locale),
        "decides": may_decide(visit.reader),
    }
    if draft.goal is not None and draft.goal.state == "approved":
        return fill("goal_edit/locked", visit.locale, **shared)
    errors: dict[str, Words] = defaultdict(str)
    for one in draft.told:
        errors.setdefault(one.field, one.words)
    return fill(
        "goal_edit/form",
        visit.locale,
        **shared,
        **_choices(visit, draft.terms),
        fields=fields_of(draft.terms, draft.written, visit.locale),
        errors=errors,
        summary=[(_anchor(one.field), one.words) for one in draft.told],
        stretch=STRETCH,
        saved=_saved(draft.goal) if draft.goal else "",
    )


def _anchor(field: str) -> str:
    return {"teams": "wp-teams", "staff": "wp-staff"}.get(field, f"wp-{field}")


def _choices(visit: Visit, terms: GoalTerms) -> dict[str, Any]:
    known = people(visit.source)
    teams = sorted(
        (known.teams[one], one)
        for one in {*known.with_members(), *terms.teams}
        if one in known.teams
    )
    staff = sorted((one.name, one.staff_id) for one in known.staff.values())
    lost = [(one, one) for one in terms.teams if one not in known.teams]
    gone = [(one, one) for one in terms.staff if one not in known.staff]
    margin = visit.reader.may("see_margin")
    return {
        "teams": [(one, named, one in terms.teams) for named, one in (*teams, *lost)],
        "staff": [(one, named, one in terms.staff) for named, one in (*staff, *gone)],
        "kinds": [(one, Text(f"activity.{one}"), one in terms.kinds) for one in ACTIVITY_KINDS],
        "measures": [(one, measure_name(one)) for one in MEASURES if one != "margin" or margin],
        "servings": [(one, Text(f"goal_edit.serving.{one}")) for one in SERVING],
        "steps": [(one, Text(f"goal_edit.step.{one}")) for one in STEPS],
        "paces": [(one, Text(f"goal_edit.pace.{one}")) for one in PACES],
    }  # fmt: skip


def _tell(locale: Locale, name: str, /, **args: Value | int) -> str:
    named = {key: Number(one) if isinstance(one, int) else one for key, one in args.items()}
    return locale.text(Text(f"goal_edit.{name}", named))


def _saved(goal: Goal) -> Text:
    return Text("goal_edit.saved", {"at": Moment(goal.changed_at.replace(tzinfo=None))})


def _preview(visit: Visit) -> Any:
    draft = _editing(visit)
    return preview(visit, draft.terms)


# what is done


def _keep(visit: Visit, fields: Fields) -> Goal | None:
    """Keep what the form holds; nothing where a new form is still empty."""
    require_write(visit.reader)
    terms, written = terms_of(fields.get, fields.all, visit.locale)
    _refuse_margin(visit, terms)
    register, by = register_of(visit), visit.reader.user_id
    goal_id = fields.get("goal")
    if not goal_id:
        if terms == GoalTerms() and not written:
            return None
        return register.create(terms, by=by, written=written)
    before = register.one(goal_id)
    terms = replace(terms, stretch=(*terms.stretch, *before.terms.stretch[STRETCH:]))
    if before.revision == seen_of(fields) and (before.terms, before.written) == (terms, written):
        return before
    return register.save(goal_id, terms, by=by, seen=seen_of(fields), written=written)


def _typed(visit: Visit, fields: Fields) -> Kept:
    goal = _keep(visit, fields)
    if goal is None:
        return Kept()
    return Kept(
        blocks=("preview",),
        fields={"goal": goal.goal_id, "seen": str(goal.revision)},
        words=_saved(goal),
        query=visit.address.put(goal=goal.goal_id).query,
    )


def _submit(visit: Visit, fields: Fields) -> Address:
    """Save, and approve where that was asked for and nothing is wrong; else come back and say what is."""
    approving = fields.get("do") == "approve"
    if approving:
        require_decide(visit.reader)
    goal = _keep(visit, fields)
    if goal is None:
        return visit.address.to("goal_edit", checked="1")
    if left(goal.terms, goal.written, visit.source, visit.locale):
        return visit.address.to("goal_edit", goal=goal.goal_id, checked="1")
    if approving:
        by = visit.reader.user_id
        register_of(visit).approve(goal.goal_id, by=by, seen=goal.revision)
    return visit.address.to("goals", goal=goal.goal_id)


GOAL_EDIT = Kind(
    name="goal_edit",
    title=_title,
    heading=_heading,
    blocks={
        "form": Block(_form, Text("goal_edit.form"), 8),
        "preview": Block(_preview, Text("goal_edit.preview"), 4),
    },
    link=lambda _visit, _key: None,
    forms={"goal": _submit, "reopen": CHANGES["reopen"]},
    typed={"goal": _typed},
)
