"""The report of one agreement: its cards in reading order, over one state of the data and one version of its terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.contribution_card import contribution_card
from wiseparts_nb.agreements.names import Names, names_of
from wiseparts_nb.agreements.performance import Performance, performance
from wiseparts_nb.agreements.problems import problems
from wiseparts_nb.agreements.progress_cards import chances_card, course_card, progress_card
from wiseparts_nb.agreements.register import Register, Version
from wiseparts_nb.agreements.summary_card import summary_card
from wiseparts_nb.agreements.terms_card import terms_card
from wiseparts_nb.agreements.wording import metric_words, narrowed_words, period_words, status_words
from wiseparts_nb.card import Card, Identity, Note
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.source.source import Source
from wiseparts_nb.source.users import user_name
from wiseparts_nb.text import Day, Moment, Number, Text, Value

__all__ = ["CARDS", "AgreementReport", "agreement_report", "check_reportable"]

CARDS = (
    "agreement",
    "summary",
    "progress",
    "course",
    "chances",
    "contribution",
    "terms",
    "provenance",
)
"""The report's cards in reading order."""


_DRAWN: Mapping[str, Callable[[Performance], Card]] = {
    "summary": summary_card,
    "progress": progress_card,
    "course": course_card,
    "chances": chances_card,
}


@dataclass(frozen=True)
class AgreementReport:
    """One agreement's report over a source of all customers; ``version`` is the one in force."""

    source: Source
    agreement: Agreement
    version: Version

    @cached_property
    def performance(self) -> Performance:
        """The figures, all of them: no card has any other."""
        return performance(self.source, self.version.terms)

    def card(self, name: str) -> Card:
        """Return a card by name.

        Raises
        ------
        UnknownNameError
            The report has no such card.
        """
        if name not in CARDS:
            raise UnknownNameError("card of the report", name, CARDS)
        own = {
            "agreement": self._agreement,
            "terms": self._terms,
            "provenance": self._provenance,
            "contribution": lambda: contribution_card(self.performance, self._names),
        }
        return own[name]() if name in own else _DRAWN[name](self.performance)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards in reading order."""
        return tuple(map(self.card, CARDS))

    @property
    def _names(self) -> Names:
        return names_of(self.source)

    def _agreement(self) -> Card:
        """Whom the page is about: the agreement, and (at the right) the day of its figures."""
        terms, found = self.version.terms, self.performance
        facts: tuple[Value | None, ...] = (
            self.agreement.agreement_id,
            metric_words(terms.metric),
            period_words(terms),
            Text("agreement_cards.customers", {"n": Number(len(terms.customers))}),
            narrowed_words(terms, self._names),
        )
        about: list[Value] = [
            Text("agreement_report.as_of", {"day": Day(found.as_of)}),
            status_words(found.status),
        ]
        if found.status == "active":
            left = {"n": Number(found.working_days_left)}
            about.append(Text("agreement_report.left", left))
        name = terms.description.strip() or self.agreement.agreement_id
        identity = Identity(name, tuple(one for one in facts if one is not None), tuple(about))
        return Card("agreement", Text("agreement_report.title"), (identity,))

    def _terms(self) -> Card:
        version = self.version
        return terms_card(
            version.terms,
            self._names,
            version=version.version,
            approved_by=user_name(self.source, version.approved_by),
            approved_at=version.approved_at,
        )

    def _provenance(self) -> Card:
        snapshot = self.source.snapshot
        made: dict[str, Value] = {
            "company": snapshot.company,
            "source": snapshot.source,
            "snapshot": snapshot.id,
            "day": Day(self.source.as_of),
            "at": Moment(snapshot.created_at.replace(tzinfo=None)),
        }
        terms: dict[str, Value] = {
            "agreement": self.agreement.agreement_id,
            "version": Number(self.version.version),
        }
        notes = (
            Note(Text("agreement_report.definitions")),
            Note(Text("agreement_report.provenance", made)),
            Note(Text("agreement_report.computed", terms)),
        )
        return Card("provenance", Text("agreement_report.about"), notes)


def agreement_report(source: Source, register: Register, agreement_id: str) -> AgreementReport:
    """Return the report of an agreement's approved version.

    Raises
    ------
    UnknownNameError
        There is no such agreement; the message names the nearest.
    InputError
        It was never approved.
    """
    agreement = register.one(agreement_id)
    check_reportable(agreement)
    return AgreementReport(source, agreement, register.versions(agreement_id)[-1])


def check_reportable(agreement: Agreement) -> None:
    """Refuse an agreement that nobody approved: what it asks for is not settled.

    Raises
    ------
    InputError
        It is a draft; the message says what keeps it from being approved, where anything does.
    """
    if agreement.approved is not None:
        return
    open_fields = [one.field for one in problems(agreement.terms)]
    way_out = (
        f"It is incomplete (first: {open_fields[0]}). Complete and approve it, then it can be reported."
        if open_fields
        else "Approve it, then it can be reported."
    )
    raise InputError(
        f"Agreement {agreement.agreement_id} is a draft that was never approved. {way_out}"
    )
