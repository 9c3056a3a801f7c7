"""Agreements handed back as a file: looked at as a whole first, then written; what stands there already is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.register import Register, require_whole
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.errors import InputError

__all__ = ["Imported", "Outcome", "import_agreements"]

Outcome = Literal["created", "changed", "unchanged"]


@dataclass(frozen=True)
class Imported:
    """One agreement of a file: what became of it, and as it is now."""

    outcome: Outcome
    agreement: Agreement


def import_agreements(
    register: Register,
    found: Sequence[tuple[str, Terms]],
    *,
    by: str,
    reopen: bool = False,
    approve: bool = False,
) -> tuple[Imported, ...]:
    """Create and change agreements.

    An id names the one that is changed. Without an id a draft is created, unless one with the same terms is there.

    Parameters
    ----------
    found
        Ids, ``""`` for none, and terms, as :func:`.documents.from_yaml` returns them.
    reopen
        Whether an approved one may be changed; it stays reopened then.
    approve
        Whether all of them are approved in the end.

    Raises
    ------
    UnknownNameError
        There is no agreement with an id.
    InputError
        One is approved and would change, or is to be approved and has problems. Nothing was written.
    ConflictError
        Somebody else changed one meanwhile; those before it in the file were written.
    """
    known = register.all()
    matched = [_match(register, known, *one) for one in found]
    for place, ((_, terms), there) in enumerate(zip(found, matched, strict=True), 1):
        _require_changeable(terms, there, reopen=reopen)
        if approve and (there is None or there.state != "approved" or there.terms != terms):
            named = f"Agreement {there.agreement_id if there else f'{place} of the file'}"
            require_whole(named, terms)
    return tuple(
        _take(register, terms, there, by=by, approve=approve)
        for (_, terms), there in zip(found, matched, strict=True)
    )


def _match(
    register: Register, known: Sequence[Agreement], agreement_id: str, terms: Terms
) -> Agreement | None:
    if agreement_id:
        return register.one(agreement_id)
    return next((one for one in known if one.terms == terms), None)


def _require_changeable(terms: Terms, there: Agreement | None, *, reopen: bool) -> None:
    if there is None or there.terms == terms or there.state != "approved" or reopen:
        return
    raise InputError(
        f"Agreement {there.agreement_id} is approved (version {there.version}) and the file has other terms, so nothing"
        " was imported. Reopen it first, or allow it with --reopen."
    )


def _take(
    register: Register, terms: Terms, there: Agreement | None, *, by: str, approve: bool
) -> Imported:
    outcome: Outcome = "unchanged"
    if there is None:
        outcome, there = "created", register.create(terms, by=by)
    elif there.terms != terms:
        outcome = "changed"
        if there.state == "approved":
            there = register.reopen(there.agreement_id, by=by, seen=there.revision)
        there = register.save(there.agreement_id, terms, by=by, seen=there.revision)
    if approve and there.state != "approved":
        there = register.approve(there.agreement_id, by=by, seen=there.revision)
    return Imported(outcome, there)
