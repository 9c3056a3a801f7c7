"""What people agree on, as documents with a life: draft, approved (locked, a version each), reopened.

Agreements and goals are kept the same way. This module knows their states and who changed what, and nothing of what
their terms say: those are JSON documents here.

A change is one transaction, and it is made only where the row still is as its editor saw it: of two who change the same
one at once, the second is told. Versions are only ever added.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.engine import Connection

from wiseparts_nb.errors import ConflictError, InputError, UnknownNameError
from wiseparts_nb.store import Store
from wiseparts_nb.store.tables import (
    CONTRACTS_SINCE,
    contract_numbers,
    contract_versions,
    contracts,
)

__all__ = ["Contract", "ContractVersion", "Contracts", "Kind"]

Kind = Literal["agreement", "goal"]
_LETTERS: Mapping[Kind, str] = {"agreement": "A", "goal": "G"}
_STATED = {"draft": "a draft", "reopened": "reopened already"}


@dataclass(frozen=True)
class Contract:
    """One row; see :class:`wiseparts_nb.agreements.agreement.Agreement` for what its fields mean."""

    id: str
    state: Literal["draft", "approved", "reopened"]
    version: int
    revision: int
    terms: Any
    approved: Any | None
    written: Mapping[str, str]
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True)
class ContractVersion:
    """One approved version: its terms, who approved it (a user id) and when (UTC)."""

    version: int
    terms: Any
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True)
class Contracts:
    """All of one kind in a store.

    ``by`` is the user who makes a change, and ``seen`` the revision that they read before.
    Everything raises :class:`~wiseparts_nb.errors.StoreError` where the store cannot be used; what names an id raises
    UnknownNameError where it is none, and what names ``seen`` ConflictError where the row has changed since.
    """

    store: Store
    kind: Kind

    def all(self) -> tuple[Contract, ...]:
        """Return every one, by number."""
        asked = select(contracts).where(contracts.c.kind == self.kind)
        numbered = asked.order_by(func.length(contracts.c.id), contracts.c.id)
        return tuple(map(_contract, self.store.read(numbered, since=CONTRACTS_SINCE)))

    def one(self, contract_id: str) -> Contract:
        """Return the one with an id."""
        found = self.store.read(self._asked(contract_id), since=CONTRACTS_SINCE)
        if not found:
            raise self._unknown(contract_id)
        return _contract(found[0])

    def versions(self, contract_id: str) -> tuple[ContractVersion, ...]:
        """Return the approved versions, the first one first."""
        self.one(contract_id)
        table = contract_versions.c
        asked = select(table.version, table.terms, table.approved_by, table.approved_at).where(
            table.kind == self.kind, table.id == contract_id
        )
        found = self.store.read(asked.order_by(table.version), since=CONTRACTS_SINCE)
        return tuple(
            ContractVersion(version, json.loads(terms), by, _utc(at))
            for version, terms, by, at in found
        )

    def create(self, terms: Any, *, by: str, written: Mapping[str, str] | None = None) -> Contract:
        """Add a draft under the next number."""
        with self.store.change() as connection:
            contract_id = self._next_id(connection)
            row = {"kind": self.kind, "id": contract_id, "state": "draft"}
            new = {"version": 0, "revision": 1, **_text(terms, written), **_changed(by)}
            connection.execute(contracts.insert().values(**row, **new))
            return _contract(connection.execute(self._asked(contract_id)).one())

    def save(
        self,
        contract_id: str,
        terms: Any,
        *,
        by: str,
        seen: int,
        written: Mapping[str, str] | None = None,
    ) -> Contract:
        """Change the terms of one that is no longer, or not yet, approved; InputError where it is."""
        with self._changing(contract_id, seen) as (connection, found):
            if found.state == "approved":
                raise InputError(
                    f"{self._named(contract_id)} is approved, so its terms are locked; reopen it before you change it."
                )
            return self._updated(connection, found, by, **_text(terms, written))

    def approve(self, contract_id: str, *, by: str, seen: int) -> Contract:
        """Lock the terms as the next version; InputError where they are approved."""
        with self._changing(contract_id, seen) as (connection, found):
            if found.state == "approved":
                raise InputError(
                    f"{self._named(contract_id)} is approved already, as version {found.version}; reopen it to change it."
                )
            version, text = found.version + 1, json.dumps(found.terms)
            locked = {"state": "approved", "version": version, "approved": text, "written": "{}"}
            approved = self._updated(connection, found, by, **locked)
            row = {"kind": self.kind, "id": contract_id, "version": version, "terms": text}
            who = {"approved_by": by, "approved_at": approved.changed_at}
            connection.execute(contract_versions.insert().values(**row, **who))
            return approved

    def reopen(self, contract_id: str, *, by: str, seen: int) -> Contract:
        """Let the terms be changed, while the approved version stays in force; InputError where they can be already."""
        with self._changing(contract_id, seen) as (connection, found):
            if found.state != "approved":
                raise InputError(
                    f"{self._named(contract_id)} is {_STATED[found.state]}, so it can be changed as it is;"
                    " only an approved one is reopened."
                )
            return self._updated(connection, found, by, state="reopened")

    def remove(self, contract_id: str, *, by: str, seen: int) -> None:
        """Take a draft away; InputError where it was ever approved."""
        del by  # nothing is left that could say who
        with self._changing(contract_id, seen) as (connection, found):
            if found.version:
                raise InputError(
                    f"{self._named(contract_id)} was approved (version {found.version}), so it is kept for good;"
                    " only a draft that was never approved can be removed."
                )
            connection.execute(contracts.delete().where(*self._as_seen(found)))

    @contextmanager
    def _changing(
        self, contract_id: str, seen: int
    ) -> Generator[tuple[Connection, Contract], None, None]:
        """Open a transaction in which the row is as it was seen, and nobody else's until it ends."""
        with self.store.change() as connection:
            row = connection.execute(self._asked(contract_id).with_for_update()).one_or_none()
            if row is None:
                raise self._unknown(contract_id)
            found = _contract(row)
            if found.revision != seen:
                raise ConflictError(self._named(contract_id), found.changed_by, found.changed_at)
            yield connection, found

    def _updated(
        self, connection: Connection, found: Contract, by: str, **changed: Any
    ) -> Contract:
        """Return the row as it is once it is changed."""
        values = {**changed, **_changed(by), "revision": found.revision + 1}
        connection.execute(update(contracts).where(*self._as_seen(found)).values(values))
        return _contract(connection.execute(self._asked(found.id)).one())

    def _asked(self, contract_id: str) -> Select[Any]:
        table = contracts.c
        return select(contracts).where(table.kind == self.kind, table.id == contract_id)

    def _as_seen(self, found: Contract) -> tuple[ColumnElement[bool], ...]:
        table = contracts.c
        return table.kind == self.kind, table.id == found.id, table.revision == found.revision

    def _next_id(self, connection: Connection) -> str:
        """Return the next id, which nobody else is given: they wait for this transaction's end."""
        counted = contract_numbers.c.kind == self.kind
        raised = update(contract_numbers).where(counted)
        connection.execute(raised.values(last=contract_numbers.c.last + 1))
        number = connection.execute(select(contract_numbers.c.last).where(counted)).scalar_one()
        return f"{_LETTERS[self.kind]}-{number:04}"

    def _named(self, contract_id: str) -> str:
        return f"{self.kind.capitalize()} {contract_id}"

    def _unknown(self, contract_id: str) -> UnknownNameError:
        return UnknownNameError(self.kind, contract_id, (one.id for one in self.all()))


def _text(terms: Any, written: Mapping[str, str] | None) -> dict[str, str]:
    return {"terms": json.dumps(terms), "written": json.dumps(dict(written or {}))}


def _changed(by: str) -> dict[str, Any]:
    return {"changed_by": by, "changed_at": datetime.now(UTC)}


def _contract(row: Any) -> Contract:
    return Contract(
        row.id,
        row.state,
        row.version,
        row.revision,
        json.loads(row.terms),
        None if row.approved is None else json.loads(row.approved),
        json.loads(row.written),
        row.changed_by,
        _utc(row.changed_at),
    )


def _utc(moment: datetime) -> datetime:
    """Return an instant with its zone, which SQLite does not keep."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
