"""The wizard's form: one step at a time, with what is wrong above it and beside its fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from wiseparts_nb.agreements.draft import LISTS, STEPS, fields_of, row_count, step_of
from wiseparts_nb.agreements.problems import MOST_TIERS, Problem
from wiseparts_nb.agreements.rights import may_decide
from wiseparts_nb.agreements.terms import INTERVALS, METRICS, SCOPES, Metric, Terms
from wiseparts_nb.agreements.tiers import BASES
from wiseparts_nb.agreements.wording import metric_words
from wiseparts_nb.dashboard.drawing import fill
from wiseparts_nb.dashboard.pages.agreement_edit.choosing import chosen, found
from wiseparts_nb.dashboard.pages.agreement_edit.covering import advice, covered, reached
from wiseparts_nb.dashboard.pages.agreement_edit.editing import Editing, editing, step_address
from wiseparts_nb.dashboard.pages.agreement_edit.settings import settings_of
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.locale import Locale
from wiseparts_nb.text import Number, Text, Value, Words

__all__ = ["form", "found_in", "stepper"]


def stepper(visit: Visit) -> Markup:
    """Draw the five steps; those that can be opened are links."""
    draft = editing(visit)
    steps: list[dict[str, Any]] = []
    open_so_far = True
    for at, name in enumerate(STEPS, 1):
        sound = not draft.of_step(at)
        href = step_address(visit, draft.agreement, at).href
        steps.append(
            {
                "at": at,
                "words": Text(f"agreement_edit.step.{name}"),
                "href": href if at != draft.step and (open_so_far or at < draft.step) else "",
                "here": at == draft.step,
                "done": sound and at < draft.step,
            }
        )
        open_so_far = open_so_far and sound
    return fill(
        "agreement_edit/stepper",
        visit.locale,
        steps=steps,
        label=Text("agreement_edit.steps"),
        done=Text("agreement_edit.done"),
    )


def form(visit: Visit) -> Markup:
    """Draw the step that the address names, or why nothing can be changed."""
    draft = editing(visit)
    shared: dict[str, Any] = {
        "draft": draft,
        "step": draft.step,
        "steps": [Text(f"agreement_edit.step.{name}") for name in STEPS],
        "tell": partial(_tell, visit.locale),
        "note": _note,
        "settings": settings_of(visit, draft),
        "decides": may_decide(visit.reader),
    }
    if draft.locked:
        return fill("agreement_edit/locked", visit.locale, **shared)
    summary = tuple(_summary(visit, draft))
    own = _OF_STEP[STEPS[draft.step - 1]](visit, draft)
    return fill(
        f"agreement_edit/{STEPS[draft.step - 1]}",
        visit.locale,
        **shared,
        **own,
        summary=summary,
        fields=fields_of(draft.terms, draft.written, visit.locale),
        errors=_errors(draft.told),
        focus=visit.address.get("at"),
    )


def _tell(locale: Locale, name: str, /, **args: Value | int) -> str:
    return locale.text(_note(name, **args))


def _note(name: str, /, **args: Value | int) -> Text:
    named = {key: Number(one) if isinstance(one, int) else one for key, one in args.items()}
    return Text(f"agreement_edit.{name}", named)


def _summary(visit: Visit, draft: Editing) -> Iterator[tuple[str, str, Words]]:
    """Yield each problem told above the form: its field on this page or its step's address, and its words."""
    for one in draft.told:
        step = step_of(one.field)
        here = step == draft.step
        href = f"#wp-{_anchor(one.field)}" if here else ""
        there = step_address(visit, draft.agreement, step, checked=True).href
        yield href or there, f"wp-{_anchor(one.field)}" if here else "", _named(one)


def _named(problem: Problem) -> Words:
    """Return a problem's words with the tier that it is about, as they stand above the form."""
    name, _, rest = problem.field.partition(".")
    if name != "tiers" or not rest or problem.words.id.startswith("draft."):
        return problem.words
    at, _, part = rest.partition(".")
    named = {"tier": Number(int(at)), "words": problem.words}
    return Text(f"agreement_edit.of_{part}", named)


def _anchor(field: str) -> str:
    if field in LISTS:
        return f"find.{field}"
    return {"tiers": "tiers.1.threshold", "reference_tier": "reference_tier.1"}.get(field, field)


def _errors(told: tuple[Problem, ...]) -> Mapping[str, Words]:
    errors: dict[str, Words] = defaultdict(str)
    for one in told:
        errors.setdefault(_anchor(one.field), one.words)
    return errors


# each step


def _choices(names: tuple[str, ...], words: Callable[[str], Text]) -> list[tuple[str, Text]]:
    return [(name, words(name)) for name in names]


def _set_up(visit: Visit, draft: Editing) -> dict[str, Any]:
    seen = visit.reader.may("see_margin")
    metrics: list[Metric] = [
        one for one in METRICS if one != "margin" or seen or draft.terms.metric == one
    ]
    return {
        "metrics": [(one, metric_words(one)) for one in metrics],
        "lists": {"customers": _listed(visit, draft, "customers")},
    }


def _tiers(visit: Visit, draft: Editing) -> dict[str, Any]:
    terms = draft.terms
    rows = row_count(terms, draft.written)
    proposed = covered(visit, terms) if terms.tiers and terms.reference_tier is None else None
    unit = "" if terms.metric == "quantity" else visit.locale.currency_symbol
    return {
        "rows": [{"at": at, "reached": reached(at, visit)} for at in range(1, rows + 1)],
        "full": rows >= MOST_TIERS,
        "unit": unit,
        "metric": Text(f"agreement_edit.in.{terms.metric}"),
        "bases": _choices(BASES, lambda one: Text(f"agreement_edit.basis.{one}")),
        "proposed": (proposed.reference_tier or 0) if proposed else 0,
        "lead": _tiers_lead(terms),
        "advice": advice(visit),
    }


def _tiers_lead(terms: Terms) -> Text:
    together = "together" if terms.scope == "pooled" else "each_alone"
    named = {"n": Number(len(terms.customers)), "metric": Text(f"agreement_edit.in.{terms.metric}")}
    return Text(f"agreement_edit.lead_{together}", named)


def _options(visit: Visit, draft: Editing) -> dict[str, Any]:
    return {
        "lists": {name: _listed(visit, draft, name) for name in LISTS[1:]},
        "scopes": _choices(SCOPES, lambda one: Text(f"agreement_edit.scope.{one}")),
    }


def _notifications(visit: Visit, draft: Editing) -> dict[str, Any]:
    del visit, draft
    return {"intervals": _choices(INTERVALS, lambda one: Text(f"agreement_edit.interval.{one}"))}


def _check(visit: Visit, draft: Editing) -> dict[str, Any]:
    left = [
        (step_address(visit, draft.agreement, step_of(one.field), checked=True).href, _named(one))
        for one in draft.problems
    ]
    return {"left": left}


_OF_STEP: Mapping[str, Callable[[Visit, Editing], dict[str, Any]]] = {
    "set_up": _set_up,
    "tiers": _tiers,
    "options": _options,
    "notifications": _notifications,
    "check": _check,
}


def _listed(visit: Visit, draft: Editing, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "chosen": chosen(visit, draft.terms, name),
        "found": found_in(name, visit),
    }


def found_in(name: str, visit: Visit) -> Markup:
    """Draw what the search field of a list finds."""
    draft = editing(visit)
    text = draft.written.get(f"find.{name}", "")
    return fill(
        "agreement_edit/found",
        visit.locale,
        name=name,
        found=found(visit, draft.terms, name, text),
        tell=partial(_tell, visit.locale),
    )
