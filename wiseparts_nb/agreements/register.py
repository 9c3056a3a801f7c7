"""The register: every agreement that was written down, who changed it, and each version that was approved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.documents import from_document, to_document
from wiseparts_nb.agreements.problems import problems
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.errors import InputError, StoreError
from wiseparts_nb.locale import Locale
from wiseparts_nb.settings import Settings
from wiseparts_nb.store import Store, open_store
from wiseparts_nb.store.contracts import Contract, Contracts

__all__ = ["Register", "Version", "open_register", "require_whole"]

_TOLD = 3
"""Problems that a refused approval lists."""


@dataclass(frozen=True)
class Version:
    """One approved version: its terms, who approved it (a user id) and when (UTC)."""

    version: int
    terms: Terms
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True)
class Register:
    """The agreements of a store.

    ``by`` is the user who makes a change, ``seen`` the revision that they read before. Everything raises StoreError where the
    store cannot be used; what names an agreement raises UnknownNameError where there is none, and what names ``seen``
    ConflictError where somebody else changed it since, and then nothing is overwritten.
    """

    store: Store

    @cached_property
    def _kept(self) -> Contracts:
        return Contracts(self.store, "agreement")

    def all(self) -> tuple[Agreement, ...]:
        """Return every agreement, by number."""
        return tuple(map(_agreement, self._kept.all()))

    def one(self, agreement_id: str) -> Agreement:
        """Return the agreement with an id."""
        return _agreement(self._kept.one(agreement_id))

    def of_customer(self, customer_id: str) -> tuple[Agreement, ...]:
        """Return the agreements whose terms in force, or the draft's where none are, name a customer."""
        return tuple(one for one in self.all() if customer_id in one.in_force.customers)

    def versions(self, agreement_id: str) -> tuple[Version, ...]:
        """Return what was approved, the first version first."""
        return tuple(
            Version(one.version, _terms(agreement_id, one.terms), one.approved_by, one.approved_at)
            for one in self._kept.versions(agreement_id)
        )

    def create(
        self, terms: Terms, *, by: str, written: Mapping[str, str] | None = None
    ) -> Agreement:
        """Add a draft under the next number, which is never given again."""
        return _agreement(self._kept.create(to_document(terms), by=by, written=written))

    def save(
        self,
        agreement_id: str,
        terms: Terms,
        *,
        by: str,
        seen: int,
        written: Mapping[str, str] | None = None,
    ) -> Agreement:
        """Change a draft or a reopened agreement; ``written`` is what was typed and is no value yet.

        Raises
        ------
        InputError
            It is approved, so its terms are locked.
        """
        document = to_document(terms)
        return _agreement(
            self._kept.save(agreement_id, document, by=by, seen=seen, written=written)
        )

    def approve(self, agreement_id: str, *, by: str, seen: int) -> Agreement:
        """Lock the terms as the next version, their reference tier with them.

        Raises
        ------
        InputError
            The terms have problems, the first of which it tells, or something typed is no value yet, or they are
            approved already.
        """
        found = self.one(agreement_id)
        if found.revision == seen and found.state != "approved":  # else the store tells
            require_whole(f"Agreement {agreement_id}", found.terms, found.written)
        return _agreement(self._kept.approve(agreement_id, by=by, seen=seen))

    def reopen(self, agreement_id: str, *, by: str, seen: int) -> Agreement:
        """Let the terms be changed, while the approved version stays in force.

        Raises
        ------
        InputError
            They can be changed already.
        """
        return _agreement(self._kept.reopen(agreement_id, by=by, seen=seen))

    def duplicate(self, agreement_id: str, *, by: str) -> Agreement:
        """Add a draft with the terms of another agreement, as they were written last."""
        found = self.one(agreement_id)
        return self.create(found.terms, by=by, written=found.written)

    def remove(self, agreement_id: str, *, by: str, seen: int) -> None:
        """Take a draft away.

        Raises
        ------
        InputError
            It was approved once, so it is kept.
        """
        self._kept.remove(agreement_id, by=by, seen=seen)


def open_register(settings: Settings) -> Register:
    """Return the register in the store that the settings name; StoreError where it cannot be used."""
    return Register(open_store(settings))


def _agreement(row: Contract) -> Agreement:
    return Agreement(
        row.id,
        _terms(row.id, row.terms),
        None if row.approved is None else _terms(row.id, row.approved),
        row.state,
        row.version,
        row.revision,
        row.changed_by,
        row.changed_at,
        row.written,
    )


def _terms(agreement_id: str, document: Any) -> Terms:
    try:
        return _read_terms(json.dumps(document))
    except InputError as error:
        raise StoreError(
            f"The workbench's own store holds agreement {agreement_id} in a form that is not known: {error}"
        ) from None


@lru_cache(maxsize=4096)
def _read_terms(text: str) -> Terms:
    """Return terms, which a page reads again with every click and which hardly ever change."""
    return from_document(json.loads(text))


def require_whole(named: str, terms: Terms, written: Mapping[str, str] | None = None) -> None:
    """Refuse to approve terms that have problems, or beside which something stands ``written`` that is no value.

    Raises
    ------
    InputError
        The first problems, after the agreement as a sentence about it begins.
    """
    told = [f"{field} holds {text!r}, which is no value" for field, text in (written or {}).items()]
    english = Locale("en")
    told += [f"{one.field}: {english.text(one.words)}" for one in problems(terms)]
    if told:
        more = f" ({len(told) - _TOLD} more.)" if len(told) > _TOLD else ""
        raise InputError(
            f"{named} cannot be approved yet. {' '.join(map(_ended, told[:_TOLD]))}{more}"
        )


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."
