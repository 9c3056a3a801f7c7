"""The report of the agreement on the page as a file: the cards that its batch report prints, as PDF or HTML."""

from __future__ import annotations

from datetime import UTC, datetime

from wiseparts_nb.agreements.report import agreement_report as report_of
from wiseparts_nb.agreements.rights import may_see
from wiseparts_nb.dashboard.csv_file import file_name
from wiseparts_nb.dashboard.kind import File
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.render.page import page

__all__ = ["agreement_report"]

_FORMATS = ("html", "pdf")


def agreement_report(visit: Visit, form: str) -> File:
    """Return the report of the agreement's approved version; it names the version, the snapshot and its time.

    Raises
    ------
    UnknownNameError
        There is no such format.
    InputError
        It was never approved, or its amounts are not for this reader.
    """
    if form not in _FORMATS:
        raise UnknownNameError("format", form, _FORMATS)
    if not may_see(visit.reader, visit.agreement.in_force):
        raise InputError("This agreement has no figures for you. Its page says why.")
    report = report_of(visit.everyone, visit.register, visit.agreement.agreement_id)
    title, made = report.version.terms.description, datetime.now(UTC)
    name = file_name(f"{visit.agreement.agreement_id}-{visit.source.as_of}")
    if form == "html":
        html = page(report.cards, visit.locale, title=title, made=made, layout="report")
        return File(f"{name}.html", "text/html;charset=utf-8", html.encode())
    from wiseparts_nb.render.pdf import pdf

    content = pdf(report.cards, visit.locale, title=title, made=made, layout="report")
    return File(f"{name}.pdf", "application/pdf", content)
