"""The meeting brief of the customer on the page, printed as the batch prints it."""

from __future__ import annotations

from datetime import UTC, datetime

from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.customer.meeting_brief import MeetingBrief
from wiseparts_nb.dashboard.csv_file import file_name
from wiseparts_nb.dashboard.kind import File
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Text

__all__ = ["brief"]


def brief(visit: Visit, _: str = "") -> File:
    """Return the brief as a PDF of two pages."""
    from wiseparts_nb.render.pdf import pdf

    made = MeetingBrief(visit.customer)
    names = (
        "customer",
        "key_figures",
        *(one.name for one in CATALOGUE if one.name != "customer_record"),
        "provenance",
    )
    cards = [card for name in names if (card := made.card(name)) is not None]
    content = pdf(
        cards, visit.locale, title=visit.locale.text(Text("pdf.brief")), made=datetime.now(UTC)
    )
    name = f"{visit.customer_id}-{visit.source.as_of}"
    return File(f"{file_name(name)}.pdf", "application/pdf", content)
