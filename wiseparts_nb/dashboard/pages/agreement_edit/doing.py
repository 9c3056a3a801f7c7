"""What the wizard's buttons do: go on or back, change a list or the tiers, take an advice, save, approve, reopen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.draft import LISTS, STEPS, step_of
from wiseparts_nb.agreements.rights import require_decide
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.forms import Fields, Kept
from wiseparts_nb.dashboard.pages.agreement_edit.choosing import changed, resolved
from wiseparts_nb.dashboard.pages.agreement_edit.covering import covered
from wiseparts_nb.dashboard.pages.agreement_edit.editing import (
    keep,
    keep_terms,
    left_of,
    seen_of,
    step_address,
)
from wiseparts_nb.dashboard.pages.agreement_edit.saving import saved_words
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import InputError, UnknownNameError

__all__ = ["reopen", "submit", "typed"]

_TIERS = 2
"""The step of the tiers."""


def typed(visit: Visit, fields: Fields) -> Kept:
    """Keep what a step holds while it is typed; the preview follows."""
    given = dict(fields.pairs)
    step = _step(given)
    agreement = keep(visit, given, step)
    if agreement is None:
        return Kept()
    found = tuple(f"found_{name}" for name in LISTS if step_of(name) == step)
    rows = int(given["tiers"]) if given.get("tiers", "").isdecimal() else 0
    reached = (*(f"reached_{at}" for at in range(1, min(rows, 20) + 1)), "advice") if rows else ()
    return Kept(
        blocks=(*found, *reached, "preview"),
        fields={"agreement": agreement.agreement_id, "seen": str(agreement.revision)},
        words=saved_words(visit, agreement),
        query=visit.address.put(agreement=agreement.agreement_id).query,
    )


def submit(visit: Visit, fields: Fields) -> Address:
    """Do what the pressed button says, and give the address to show."""
    given = dict(fields.pairs)
    verb, _, rest = given.get("do", "next").partition(".")
    if verb not in _VERBS:
        raise UnknownNameError("button", verb, _VERBS)
    return _VERBS[verb](visit, given, rest)


def reopen(visit: Visit, fields: Fields) -> Address:
    """Open an approved agreement for changes; the approved version stays in force."""
    require_decide(visit.reader)
    agreement = visit.register.reopen(
        fields.get("agreement"), by=visit.reader.user_id, seen=seen_of(dict(fields.pairs))
    )
    return step_address(visit, agreement, 1)


def _step(given: Mapping[str, str]) -> int:
    asked = given.get("step", "")
    if asked not in {str(at) for at in range(1, len(STEPS) + 1)}:
        raise InputError(f"There is no step {asked!r}. Open the agreement again.")
    return int(asked)


def _next(visit: Visit, given: Mapping[str, str], _: str) -> Address:
    """Go on where the step has no problem; what is still in a search field is chosen first, where it can only mean one."""
    step = _step(given)
    agreement = keep(visit, given, step)
    for name in LISTS:
        text = agreement.written.get(f"find.{name}", "") if agreement else ""
        if agreement and text and step_of(name) == step:
            ids = resolved(visit, agreement.terms, name, text)
            if ids:
                return _listed(visit, agreement, "add", name, ids)
    agreement = _with_reference(visit, agreement) if step == _TIERS else agreement
    if any(step_of(one.field) == step for one in left_of(visit, agreement)):
        return step_address(visit, agreement, step, checked=True)
    return step_address(visit, agreement, min(step + 1, len(STEPS)))


def _with_reference(visit: Visit, agreement: Agreement | None) -> Agreement | None:
    """Take the proposed reference tier where nobody chose one."""
    if agreement is None or agreement.terms.reference_tier or not agreement.terms.tiers:
        return agreement
    if any(one.field.startswith("tiers.") for one in left_of(visit, agreement)):
        return agreement
    found = covered(visit, agreement.terms)
    proposed = (found.reference_tier if found else None) or len(agreement.terms.tiers)
    terms = replace(agreement.terms, reference_tier=proposed)
    return keep_terms(visit, agreement, terms, agreement.written)


def _back(visit: Visit, given: Mapping[str, str], _: str) -> Address:
    step = _step(given)
    return step_address(visit, keep(visit, given, step), max(step - 1, 1))


def _save(visit: Visit, given: Mapping[str, str], _: str) -> Address:
    keep(visit, given, _step(given))
    return visit.address.to("agreements", status="draft")


def _approve(visit: Visit, given: Mapping[str, str], _: str) -> Address:
    require_decide(visit.reader)
    agreement = keep(visit, given, _step(given))
    if agreement is None or left_of(visit, agreement):
        return step_address(visit, agreement, len(STEPS), checked=True)
    done = visit.register.approve(
        agreement.agreement_id, by=visit.reader.user_id, seen=agreement.revision
    )
    return visit.address.to("agreement", agreement=done.agreement_id)


# lists


def _change(verb: str) -> Callable[[Visit, Mapping[str, str], str], Address]:
    def do(visit: Visit, given: Mapping[str, str], rest: str) -> Address:
        name, _, one = rest.partition(".")
        if name == "tiers":
            return _rows(visit, given, int(one) if one.isdecimal() else None)
        if name not in LISTS:
            raise UnknownNameError("list", name, (*LISTS, "tiers"))
        agreement = keep(visit, given, _step(given))
        if agreement is None:
            raise InputError("There is nothing to change yet. Type what to search for first.")
        text = agreement.written.get(f"find.{name}", "")
        ids = (one,) if one else resolved(visit, agreement.terms, name, text)
        return _listed(visit, agreement, verb, name, ids)

    return do


def _listed(
    visit: Visit, agreement: Agreement, verb: str, name: str, ids: tuple[str, ...]
) -> Address:
    """Change a list, and come back to its search field, which is empty then."""
    terms = changed(agreement.terms, verb, name, ids)
    kept = agreement.written.items()
    written = {key: text for key, text in kept if key != f"find.{name}" or verb == "remove"}
    changed_one = keep_terms(visit, agreement, terms, written)
    return step_address(visit, changed_one, step_of(name), at=f"find.{name}")


# tiers: rows are moved as they were typed, readable or not


def _rows(visit: Visit, given: Mapping[str, str], removed: int | None) -> Address:
    """Add a row of a tier, or remove one."""
    count = int(given.get("tiers", "1")) if given.get("tiers", "1").isdecimal() else 1
    kept = [at for at in range(1, min(count, 20) + 1) if at != removed]
    rows = [*kept, 0] if removed is None else kept or [0]
    moved = {name: text for name, text in given.items() if not name.startswith("tiers.")}
    for at, was in enumerate(rows, 1):
        for part in ("threshold", "bonus_rate"):
            moved[f"tiers.{at}.{part}"] = given.get(f"tiers.{was}.{part}", "")
    chosen = given.get("reference_tier", "")
    moved["reference_tier"] = str(rows.index(int(chosen)) + 1) if chosen in map(str, rows) else ""
    moved["tiers"] = str(len(rows))
    at = len(rows) if removed is None else min(removed, len(rows))
    return step_address(visit, keep(visit, moved, _TIERS), _TIERS, at=f"tiers.{at}.threshold")


def _advice(visit: Visit, given: Mapping[str, str], threshold: str) -> Address:
    """Take the advised threshold for the first tier."""
    changed_one = {**given, "tiers.1.threshold": threshold}
    agreement = keep(visit, changed_one, _TIERS)
    return step_address(visit, agreement, _TIERS, at="tiers.1.threshold")


_VERBS: Mapping[str, Callable[[Visit, Mapping[str, str], str], Address]] = {
    "next": _next,
    "back": _back,
    "save": _save,
    "approve": _approve,
    "advice": _advice,
    **{verb: _change(verb) for verb in ("add", "remove", "include", "exclude")},
}
