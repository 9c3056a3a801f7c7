"""The report of the agreement on the page, as a file to hand on: the cards that the page shows, as PDF or HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.card import Card
from wiseparts_nb.dashboard.csv_file import file_name
from wiseparts_nb.dashboard.kind import File
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.render.page import page
from wiseparts_nb.text import Moment, Text

__all__ = ["report"]

_FORMATS = ("html", "pdf")


def report(visit: Visit, agreement: Agreement, cards: Sequence[Card], form: str) -> File:
    """Return the cards as one file; it names the version of the terms, the snapshot and its time.

    Raises
    ------
    UnknownNameError
        There is no such format.
    """
    if form not in _FORMATS:
        raise UnknownNameError("format", form, _FORMATS)
    snapshot = visit.source.snapshot
    about = Text(
        "agreement_page.provenance",
        {
            "agreement": agreement.agreement_id,
            "version": str(agreement.version),
            "company": snapshot.company,
            "snapshot": snapshot.id,
            "at": Moment(snapshot.created_at.replace(tzinfo=None)),
        },
    )
    title, made = agreement.in_force.description, datetime.now(UTC)
    name = file_name(f"{agreement.agreement_id}-{visit.source.as_of}")
    if form == "html":
        html = page(cards, visit.locale, title=title, made=made, layout="flow", source=about)
        return File(f"{name}.html", "text/html;charset=utf-8", html.encode())
    from wiseparts_nb.render.pdf import pdf

    content = pdf(cards, visit.locale, title=title, made=made, layout="flow", source=about)
    return File(f"{name}.pdf", "application/pdf", content)
