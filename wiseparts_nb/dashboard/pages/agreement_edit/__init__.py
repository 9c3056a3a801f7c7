"""The wizard: an agreement written in five steps, kept while it is typed, checked step by step (A8 to A17)."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from wiseparts_nb.agreements.draft import LISTS
from wiseparts_nb.agreements.problems import MOST_TIERS
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.drawing import fill
from wiseparts_nb.dashboard.kind import Block, Kind
from wiseparts_nb.dashboard.pages.agreement_edit.covering import advice, preview, reached
from wiseparts_nb.dashboard.pages.agreement_edit.doing import reopen, submit, typed
from wiseparts_nb.dashboard.pages.agreement_edit.editing import editing
from wiseparts_nb.dashboard.pages.agreement_edit.saving import saved_words
from wiseparts_nb.dashboard.pages.agreement_edit.steps import form, found_in, stepper
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Text, Words

__all__ = ["AGREEMENT_EDIT"]


def _name(visit: Visit) -> Words:
    draft = editing(visit)
    version = draft.agreement.version if draft.agreement else 0
    kept = "agreement_edit.change" if version else "agreement_edit.new"
    if not draft.terms.description:
        return Text(f"{kept}_unnamed")
    return Text(kept, {"name": draft.terms.description})


def _title(visit: Visit) -> Words:
    name = _name(visit)
    return Text("agreement_edit.error", {"title": name}) if editing(visit).told else name


def _heading(visit: Visit) -> Markup:
    agreement = editing(visit).agreement
    known = agreement is not None and agreement.version
    close = (
        visit.address.to("agreement", agreement=agreement.agreement_id)
        if agreement and known
        else visit.address.to("agreements", status="draft" if agreement else None)
    )
    return fill(
        "agreement_edit/heading",
        visit.locale,
        list=visit.address.to("agreements").href,
        kicker=agreement.agreement_id if agreement else Text("agreement_edit.new_unnamed"),
        agreements=Text("frame.agreements"),
        name=_name(visit),
        saved=saved_words(visit, agreement) if agreement else "",
        close=close.href,
        close_words=Text("page.close"),
    )


def _link(visit: Visit, key: str) -> Address | None:
    kind, _, name = key.partition(":")
    return visit.address.to("customer", customer=name) if kind == "customer" else None


AGREEMENT_EDIT = Kind(
    name="agreement_edit",
    title=_title,
    heading=_heading,
    blocks={
        "steps": Block(stepper, Text("agreement_edit.steps")),
        "form": Block(form, Text("agreement_edit.form"), 8),
        "preview": Block(preview, Text("agreement_edit.covers"), 4),
        "advice": Block(advice),
        **{f"found_{name}": Block(partial(found_in, name)) for name in LISTS},
        **{f"reached_{at}": Block(partial(reached, at)) for at in range(1, MOST_TIERS + 1)},
    },
    link=_link,
    forms={"step": submit, "reopen": reopen},
    typed={"step": typed},
)
