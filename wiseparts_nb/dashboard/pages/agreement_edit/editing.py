"""A draft in the wizard: what it says, what is left to say, and how what was typed gets into the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.draft import STEPS, left, step_of, terms_of
from wiseparts_nb.agreements.problems import Problem
from wiseparts_nb.agreements.rights import require_write
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import ConflictError, InputError

__all__ = ["Editing", "editing", "keep", "keep_terms", "left_of", "seen_of", "step_address"]


@dataclass(frozen=True)
class Editing:
    """What the page shows: ``agreement`` is None while nothing was typed, ``problems`` are those of all steps."""

    agreement: Agreement | None
    step: int
    checked: bool
    problems: tuple[Problem, ...]

    @property
    def terms(self) -> Terms:
        """The terms as they are written."""
        return self.agreement.terms if self.agreement else Terms()

    @property
    def written(self) -> Mapping[str, str]:
        """What was typed and is no value yet."""
        return self.agreement.written if self.agreement else {}

    @property
    def locked(self) -> bool:
        """Whether the agreement is approved, so that nothing of it changes."""
        return self.agreement is not None and self.agreement.state == "approved"

    def of_step(self, step: int) -> tuple[Problem, ...]:
        """Return the problems of one step; the last step has those of all."""
        return tuple(one for one in self.problems if step in (step_of(one.field), len(STEPS)))

    @property
    def told(self) -> tuple[Problem, ...]:
        """The problems that the page tells: those of its step, once the reader wanted to go on."""
        return self.of_step(self.step) if self.checked and not self.locked else ()


def editing(visit: Visit) -> Editing:
    """Return the draft that the address names."""
    require_write(visit.reader)
    agreement = visit.agreement if visit.address.get("agreement") else None
    asked = visit.address.get("step")
    step = int(asked) if asked in {str(at) for at in range(1, len(STEPS) + 1)} else 1
    checked = visit.address.get("checked") == "1"
    return Editing(agreement, step, checked, left_of(visit, agreement))


def left_of(visit: Visit, agreement: Agreement | None) -> tuple[Problem, ...]:
    """Return everything that is left to say or to correct."""
    terms, written = (agreement.terms, agreement.written) if agreement else (Terms(), {})
    return left(terms, written, visit.source, visit.locale)


def step_address(
    visit: Visit, agreement: Agreement | None, step: int, *, checked: bool = False, at: str = ""
) -> Address:
    """Return the address of a step; ``at`` is the field that takes the focus there."""
    return visit.address.to(
        "agreement_edit",
        agreement=agreement.agreement_id if agreement else None,
        step=str(step),
        checked="1" if checked else None,
        at=at or None,
    )


def seen_of(fields: Mapping[str, str]) -> int:
    """Return the revision that a form was drawn from."""
    text = fields.get("seen", "0")
    if not (text.isascii() and text.isdecimal()):
        raise InputError(f"{text!r} is not a revision. Open the agreement again.")
    return int(text[:9])


def keep(visit: Visit, fields: Mapping[str, str], step: int) -> Agreement | None:
    """Write what a form holds into the draft, and return it; None where nothing was typed into a new one.

    Raises
    ------
    ConflictError
        Somebody else changed the agreement since the form was drawn.
    InputError
        It is approved, so it is locked.
    """
    require_write(visit.reader)
    before = _before(visit, fields)
    base = before.terms if before else Terms()
    terms, written = terms_of(fields, base, visit.locale)
    kept = before.written if before else {}
    others = {name: text for name, text in kept.items() if step_of(name) != step}
    return _stored(visit, before, terms, {**others, **written}, seen=seen_of(fields))


def keep_terms(
    visit: Visit, before: Agreement | None, terms: Terms, written: Mapping[str, str]
) -> Agreement | None:
    """Write changed terms right after what a form holds was kept."""
    return _stored(visit, before, terms, written, seen=before.revision if before else 0)


def _before(visit: Visit, fields: Mapping[str, str]) -> Agreement | None:
    agreement_id = fields.get("agreement", "")
    return visit.register.one(agreement_id) if agreement_id else None


def _stored(
    visit: Visit, before: Agreement | None, terms: Terms, written: Mapping[str, str], *, seen: int
) -> Agreement | None:
    by = visit.reader.user_id
    if before is None:
        if terms == Terms() and not written:
            return None
        return visit.register.create(terms, by=by, written=written)
    try:
        if before.revision == seen and (before.terms, dict(before.written)) == (terms, written):
            return before
        return visit.register.save(before.agreement_id, terms, by=by, seen=seen, written=written)
    except ConflictError as error:
        who = _name(visit, error.changed_by)
        raise ConflictError(error.what, who, error.changed_at) from None


def _name(visit: Visit, user_id: str) -> str:
    found = visit.source.table(_NAME, user=user_id)[1]
    return found[0][0] if found else user_id


_NAME = """
select coalesce(staff.name, users.user_id) from users left join staff on staff.staff_id = users.staff_id
where users.user_id = $user
"""
