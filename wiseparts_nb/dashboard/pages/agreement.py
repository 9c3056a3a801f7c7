"""One agreement: how it stands against its tiers, where it will land, who brought what, and what was agreed (A18 to A23)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.contribution_card import contribution_card
from wiseparts_nb.agreements.months_card import months_card
from wiseparts_nb.agreements.names import Names, names_of
from wiseparts_nb.agreements.performance import Performance
from wiseparts_nb.agreements.problems import problems
from wiseparts_nb.agreements.progress_cards import chances_card, course_card, progress_card
from wiseparts_nb.agreements.rights import (
    may_decide,
    may_see,
    may_write,
    require_decide,
    require_write,
)
from wiseparts_nb.agreements.summary_card import summary_card
from wiseparts_nb.agreements.terms_card import terms_card
from wiseparts_nb.agreements.wording import (
    metric_words,
    narrowed_words,
    period_words,
    status_words,
)
from wiseparts_nb.card import Card
from wiseparts_nb.dashboard.actions import Action, actions, empty
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.agreed import link, one_measured, standing
from wiseparts_nb.dashboard.agreement_how import agreement_how
from wiseparts_nb.dashboard.agreement_month import agreement_month, month_lines
from wiseparts_nb.dashboard.agreement_report import agreement_report
from wiseparts_nb.dashboard.csv_file import csv_file
from wiseparts_nb.dashboard.drawing import card, fill
from wiseparts_nb.dashboard.forms import Fields
from wiseparts_nb.dashboard.heading import heading
from wiseparts_nb.dashboard.kind import Block, Drawing, File, Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.render.page import Span
from wiseparts_nb.source.users import user_name
from wiseparts_nb.text import Number, Text, Value, Words

__all__ = ["AGREEMENT"]

SHOWN = 25
"""Customers of the table of contributions; the others stand in one row together."""


def _title(visit: Visit) -> Words:
    return visit.agreement.in_force.description or Text("agreement_page.unnamed")


# the heading


def _heading(visit: Visit) -> Markup:
    agreement = visit.agreement
    stands = standing(agreement, visit)
    listed = visit.address.to("agreements", status=None if stands == "active" else stands)
    return heading(
        visit,
        above={"href": listed.href, "words": Text("frame.agreements")},
        kicker=Text(f"agreements_page.status.{stands}"),
        title=_title(visit),
        badges=tuple(_tags(visit, agreement)),
        facts=tuple(_facts(visit, agreement)),
        files=_files(visit),
        actions=actions(visit, _actions(visit, agreement)),
    )


def _tags(visit: Visit, agreement: Agreement) -> Iterator[Value]:
    if agreement.state == "draft":
        yield Text("agreement_page.state.draft")
    else:
        yield status_words(agreement.in_force.status(visit.source.as_of) or "upcoming")
    yield metric_words(agreement.in_force.metric)
    if agreement.version:
        yield Text("agreement_page.version", {"n": Number(agreement.version)})
    if agreement.state == "reopened":
        yield Text("agreement_page.state.reopened")


def _facts(visit: Visit, agreement: Agreement) -> Iterator[Value]:
    terms = agreement.in_force
    yield agreement.agreement_id
    yield Text("agreement_page.customers", {"n": Number(len(terms.customers))})
    yield period_words(terms)
    found = one_measured(visit, agreement)
    if found is not None and found.status == "active":
        yield Text("agreement_page.left", {"n": Number(found.working_days_left)})
    narrowed = narrowed_words(terms, names_of(visit.source))
    if narrowed is not None:
        yield narrowed


def _files(visit: Visit) -> tuple[dict[str, object], ...]:
    if not visit.agreement.version or one_measured(visit, visit.agreement) is None:
        return ()
    return (
        {"what": "report:pdf", "icon": "print", "words": Text("agreement_page.report_pdf")},
        {"what": "report:html", "icon": "download", "words": Text("agreement_page.report_html")},
    )


def _actions(visit: Visit, agreement: Agreement) -> Iterator[Action]:
    """What this reader may do with the agreement as it is: an approved one is locked until it is reopened."""
    decides = may_decide(visit.reader)
    named = (("agreement", agreement.agreement_id), ("seen", str(agreement.revision)))
    if not may_write(visit.reader):
        return
    yield Action(Text("agreement_page.duplicate"), form="duplicate", fields=named)
    if agreement.state == "approved":
        if decides:
            yield Action(Text("agreement_page.reopen"), form="reopen", fields=named)
        return
    edit = visit.address.to("agreement_edit", agreement=agreement.agreement_id)
    ready = not problems(agreement.terms)
    if decides and agreement.state == "draft":
        yield Action(Text("agreement_page.remove"), form="remove", fields=named)
    yield Action(Text("agreement_page.edit"), href=edit.href, primary=not (ready and decides))
    if decides and ready:
        yield Action(Text("agreement_page.approve"), form="approve", fields=named, primary=True)


# what is done


def _seen(fields: Fields) -> int:
    text = fields.get("seen")
    if not (text.isascii() and text.isdecimal()):
        raise InputError(f"{text!r} is not a revision. Open the agreement again.")
    return int(text[:9])


def _approve(visit: Visit, fields: Fields) -> Address:
    require_decide(visit.reader)
    changed = visit.register.approve(
        fields.get("agreement"), by=visit.reader.user_id, seen=_seen(fields)
    )
    return visit.address.to("agreement", agreement=changed.agreement_id)


def _reopen(visit: Visit, fields: Fields) -> Address:
    require_decide(visit.reader)
    changed = visit.register.reopen(
        fields.get("agreement"), by=visit.reader.user_id, seen=_seen(fields)
    )
    return visit.address.to("agreement_edit", agreement=changed.agreement_id)


def _duplicate(visit: Visit, fields: Fields) -> Address:
    require_write(visit.reader)
    copied = visit.register.duplicate(fields.get("agreement"), by=visit.reader.user_id)
    return visit.address.to("agreement_edit", agreement=copied.agreement_id)


def _remove(visit: Visit, fields: Fields) -> Address:
    require_decide(visit.reader)
    visit.register.remove(fields.get("agreement"), by=visit.reader.user_id, seen=_seen(fields))
    return visit.address.to("agreements", status="draft")


# what is shown


def _missing(visit: Visit) -> Markup | None:
    """Why there are no figures: an incomplete draft, or margins that are not for this reader."""
    agreement = visit.agreement
    found = problems(agreement.in_force)
    if found:
        edit = visit.address.to("agreement_edit", agreement=agreement.agreement_id)
        action = Action(Text("agreement_page.complete"), href=edit.href, primary=True)
        return empty(
            visit,
            Text("agreement_page.incomplete", {"n": Number(len(found))}),
            tuple(one.words for one in found),
            action if may_write(visit.reader) else None,
        )
    if not may_see(visit.reader, agreement.in_force):
        return empty(visit, Text("agreement_page.margin"), (Text("agreement_page.margin_why"),))
    return None


def _of(make: Callable[[Performance, Names], Card | None]) -> Callable[[Visit], Drawing]:
    """A block that is drawn from the agreement's figures, empty where there are none to show."""

    def draw(visit: Visit) -> Drawing:
        found = one_measured(visit, visit.agreement)
        return None if found is None else make(found, names_of(visit.source))

    return draw


def _terms(visit: Visit) -> Card:
    agreement = visit.agreement
    names = names_of(visit.source)
    if not agreement.version:
        return terms_card(agreement.in_force, names)
    last = visit.register.versions(agreement.agreement_id)[-1]
    return terms_card(
        last.terms,
        names,
        version=last.version,
        approved_by=user_name(visit.source, last.approved_by),
        approved_at=last.approved_at,
    )


_FIGURES: Mapping[str, Callable[[Performance, Names], Card | None]] = {
    "summary": lambda found, _: summary_card(found),
    "progress": lambda found, _: progress_card(found),
    "course": lambda found, _: course_card(found),
    "chances": lambda found, _: chances_card(found),
    "months": lambda found, _: months_card(found),
    "contribution": lambda found, names: contribution_card(found, names, most=SHOWN),
}
_EXPLAINED = ("chances", "course", "summary")
"""Cards that lead to how the figures are computed."""
_SPANS: Mapping[str, Span] = {"course": 8, "chances": 4}


def _how(visit: Visit, name: str) -> Address | None:
    return visit.address.put(open="how:figures") if name in _EXPLAINED else None


def _drawer(kind: Kind, visit: Visit, key: str) -> Markup:
    """Open a month, with the lines that count in it as a file, or how the figures are computed."""
    what, _, name = key.partition(":")
    if what not in ("how", "month"):
        raise UnknownNameError("detail of an agreement", what, ("how", "month"))
    found = _figures(visit)
    if what == "how":
        return agreement_how(kind, visit, visit.agreement)
    detail = agreement_month(visit.everyone, visit.agreement, found, name)
    return fill(
        "drawer",
        visit.locale,
        detail=detail,
        cards=[Markup(card(one, visit, kind)) for one in detail.cards],  # noqa: S704  # escaped by its templates
        close=visit.address.put(open=None).href,
        count=detail.rows.count if visit.reader.may("export") else 0,
        what=f"rows:{key}",
        links=[],
    )


def _figures(visit: Visit) -> Performance:
    found = one_measured(visit, visit.agreement)
    if found is None:
        raise InputError("This agreement has no figures to open. Its page says why.")
    return found


def _rows(visit: Visit, key: str) -> File:
    """The lines that count in a month, as a file."""
    name = key.partition(":")[2]
    agreement_month(visit.everyone, visit.agreement, _figures(visit), name)  # refuses another month
    columns, lines = month_lines(visit.everyone, visit.agreement, name)
    return csv_file(f"{visit.agreement.agreement_id}-{name}", columns, lines, visit)


AGREEMENT = Kind(
    name="agreement",
    title=_title,
    heading=_heading,
    blocks={
        "missing": Block(_missing, Text("agreement_page.missing")),
        **{
            name: Block(_of(make), Text(f"agreement_page.block.{name}"), _SPANS.get(name, 12))
            for name, make in _FIGURES.items()
        },
        "terms": Block(_terms, Text("agreement_page.block.terms")),
    },
    link=link,
    how=_how,
    drawer=_drawer,
    files={"report": agreement_report, "rows": _rows},
    forms={"approve": _approve, "duplicate": _duplicate, "remove": _remove, "reopen": _reopen},
)
