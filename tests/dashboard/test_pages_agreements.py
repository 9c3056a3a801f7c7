"""The pages of agreements, drawn in this process: what they list, what they refuse, and what each reader may do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.dashboard.walk import Saved
from wiseparts_nb.agreements.demo_agreements import write_demo_agreements
from wiseparts_nb.agreements.performance import performance
from wiseparts_nb.agreements.problems import problems
from wiseparts_nb.agreements.register import Register, open_register
from wiseparts_nb.cli import main
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.forms import Fields
from wiseparts_nb.dashboard.page import Page, open_page
from wiseparts_nb.dashboard.pages import PAGES
from wiseparts_nb.dashboard.visit import Visit, open_visit
from wiseparts_nb.errors import AccessError, InputError, UnknownNameError
from wiseparts_nb.settings import read_settings
from wiseparts_nb.source.source import Source, open_source

PLACES = ("WISEPARTS_SNAPSHOTS", "WISEPARTS_STORE")


@pytest.fixture(scope="module")
def store(demo_snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A register with the demo's examples, which the settings of this module's pages name."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("agreements")
        for name, value in zip(
            PLACES, (demo_snapshots, f"sqlite:///{folder}/store.sqlite"), strict=True
        ):
            patch.setenv(name, str(value))
        settings = read_settings()
        register = open_register(settings)
        write_demo_agreements(register, open_source(settings))
        yield register


@pytest.fixture
def source(store: Register) -> Source:
    """All customers of the demo company."""
    del store  # it names the snapshot
    return open_source(read_settings())


def opened(name: str, **fields: str) -> Page:
    return open_page(name, **fields)


def shown(page: Page, *names: str) -> str:
    return "".join(page.show(name).html for name in names or page.kind.blocks)


def visited(name: str, kind: str | None = None, rights: str = "", **fields: str) -> Visit:
    """A visit of a reader of another kind, with these rights."""
    visit = open_visit(Address(name, tuple(fields.items())))
    if kind is None:
        return visit
    rest = {"rights": frozenset(rights.split()), "wholesaler_ids": ("W-1",)}
    return replace(visit, reader=replace(visit.reader, kind=kind, **rest))


def approved(store: Register, metric: str = "net", scope: str = "pooled") -> str:
    """Return an agreement that runs, of a metric and a scope."""
    settings = read_settings()
    as_of = open_source(settings).as_of
    found = (
        one.agreement_id
        for one in store.all()
        if one.approved
        and (one.in_force.metric, one.in_force.scope) == (metric, scope)
        and one.in_force.status(as_of) == "active"
    )
    return next(found)


def fields(store: Register, agreement_id: str, **other: str) -> Fields:
    named = {"agreement": agreement_id, "seen": str(store.one(agreement_id).revision)} | other
    return Fields(tuple(named.items()))


def test_the_list_counts_ranks_and_leads(store: Register, source: Source) -> None:
    page = opened("agreements")
    heading = page._heading()
    active = [
        one for one in store.all() if one.approved and one.in_force.status(source.as_of) == "active"
    ]
    stand = {one.agreement_id: performance(source, one.in_force).total for one in active}
    below = sum(one.ahead is False for one in stand.values())
    assert f"{len(active)} active agreements" in heading
    assert re.search(rf"{below} needs? attention before", heading)
    listed = re.findall(r'data-href="agreement\?agreement=(A-\d+)"', shown(page, "list"))
    assert sorted(listed) == sorted(stand)
    ratios = [(stand[one].gap or 0) / (stand[one].expected or 1) for one in listed]
    assert ratios == sorted(ratios), "the furthest below its path first"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_status_and_page_is_drawn_in_every_language(store: Register, language: str) -> None:
    for status in ("active", "upcoming", "expired", "draft"):
        html = shown(opened("agreements", status=status, lang=language))
        assert 'role="alert"' not in html
        assert "data-card" in html
    for one in store.all():
        html = shown(opened("agreement", agreement=one.agreement_id, lang=language))
        assert 'role="alert"' not in html
    customer = store.all()[0].in_force.customers[0]
    for name in ("customer_agreements", "customer"):
        html = shown(opened(name, customer=customer, lang=language))
        assert 'role="alert"' not in html
        assert "agreement?" in html


def test_words_metric_and_brand_narrow_the_list(store: Register, source: Source) -> None:
    one = store.one(approved(store))
    name = dict(source.table("select customer_id, name from customers")[1])[
        one.in_force.customers[0]
    ]
    for asked in (one.agreement_id, one.in_force.description.upper(), name.lower()):
        assert one.agreement_id in shown(opened("agreements", words=asked), "list")
    html = shown(opened("agreements", metric="quantity"), "list")
    assert one.agreement_id not in html
    assert approved(store, "quantity") in html
    nobody = shown(opened("agreements", words="nobody at all"), "list")
    assert "No agreement passes these filters" in nobody
    brand = one.in_force.brands.include[0]
    assert one.agreement_id in shown(opened("agreements", brand=brand), "list")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"status": "gone"}, "Unknown status"),
        ({"metric": "profit"}, "Unknown metric"),
        ({"brand": "B-99"}, "Unknown brand"),
        ({"after": "-1"}, "is not a number of entries"),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_filter_that_nobody_passes_is_told(asked: dict[str, str], words: str) -> None:
    assert words in opened("agreements", **asked)._heading()


@pytest.mark.usefixtures("store")
def test_an_unknown_agreement_meets_its_nearest() -> None:
    html = opened("agreement", agreement="A-001")._heading()
    assert "There is no agreement" in html
    assert "A-001</span>”" in html
    assert re.search(r"agreement\?agreement=A-00\d\d", html)


def test_the_page_says_what_the_command_line_says(
    store: Register, source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = approved(store)
    terms = store.one(asked).in_force
    customer = terms.customers[0]
    assert main(("kpi", "agreements", "--customer", customer, "--json")) == 0
    said = json.loads(capsys.readouterr().out)["value"]["agreements"]
    (one,) = (one for one in said if one["agreement_id"] == asked)
    total = performance(source, terms).total
    assert Decimal(one["together"]["actual"]) == total.actual
    html = shown(opened("agreement", agreement=asked), "summary")
    assert f"€{total.actual:,.0f}" in html
    assert f"€{total.projected:,.0f}" in html


def test_a_month_opens_the_lines_that_add_up_to_it(store: Register, source: Source) -> None:
    asked = approved(store)
    found = performance(source, store.one(asked).in_force)
    month = found.months[-2]
    key = f"month:{month.month:%Y-%m}"
    page = opened("agreement", agreement=asked, open=key)
    assert f"€{month.actual:,.0f}" in page._drawer()
    assert f"open={key}" in shown(page, "months")
    assert page.visit is not None
    file = page.kind.files["rows"](page.visit, key)
    rows = Saved(file.name, file.content).rows()
    assert sum(Decimal(row["amount"]) for row in rows) == month.actual
    for wrong in ("month:2020-01", "month:never", "day:2026-01-01"):
        html = opened("agreement", agreement=asked, open=wrong)._drawer()
        assert "This detail cannot be opened" in html


def test_how_the_figures_come_about(store: Register) -> None:
    page = opened("agreement", agreement=approved(store), open="how:figures")
    assert "reference tier x the share" in page._drawer()
    assert "open=how:figures" in shown(page, "summary")


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("html", b"<!doctype html>")])
def test_the_report_is_made_of_the_same_cards(store: Register, form: str, begins: bytes) -> None:
    visit = visited("agreement", agreement=approved(store))
    file = PAGES["agreement"].files["report"](visit, form)
    assert file.name.endswith(form)
    assert file.content.lower().startswith(begins.lower())


def test_an_incomplete_draft_says_what_is_missing(store: Register) -> None:
    drafts = [one for one in store.all() if problems(one.in_force)]
    html = shown(opened("agreement", agreement=drafts[0].agreement_id))
    assert "before there are figures" in html
    assert f"agreement_edit?agreement={drafts[0].agreement_id}" in html
    assert 'data-card="summary"' not in html


# who may do what


def test_margins_are_for_those_who_may_see_them(store: Register) -> None:
    asked = approved(store, "margin")
    blocks = PAGES["agreement"].blocks
    for rights, there in (("see_margin", True), ("export", False)):
        visit = visited("agreement", "sales_rep", rights, agreement=asked)
        assert (blocks["summary"].draw(visit) is not None) is there
        assert (blocks["missing"].draw(visit) is None) is there
        html = str(
            PAGES["agreements"].blocks["list"].draw(visited("agreements", "sales_rep", rights))
        )
        assert ("counts margins" in html) is not there


def test_buttons_and_forms_go_by_what_the_reader_may(store: Register) -> None:
    asked = approved(store)
    kind = PAGES["agreement"]
    offered = {
        reader: set(re.findall(r'data-form="(\w+)"', str(kind.heading(visited("agreement", reader, agreement=asked)))))
        for reader in ("manager", "sales_rep", "manufacturer")
    }  # fmt: skip
    assert offered == {"manager": {"duplicate", "reopen"}, "sales_rep": {"duplicate"}, "manufacturer": set()}  # fmt: skip
    rep = visited("agreement", "sales_rep", agreement=asked)
    before = store.one(asked)
    for form in ("approve", "reopen", "remove"):
        with pytest.raises(AccessError, match="takes a manager"):
            kind.forms[form](rep, fields(store, asked))
    with pytest.raises(AccessError, match="works for a manufacturer"):
        kind.forms["duplicate"](visited("agreement", "manufacturer"), fields(store, asked))
    assert store.one(asked) == before
    assert "agreement_edit" not in str(
        PAGES["agreements"].heading(visited("agreements", "manufacturer", "see_margin"))
    )


def test_an_agreement_is_copied_approved_reopened_and_removed(store: Register) -> None:
    forms = PAGES["agreement"].forms
    visit = visited("agreement")
    copied = forms["duplicate"](visit, fields(store, approved(store))).get("agreement")
    assert store.one(copied).state == "draft"
    spare = forms["duplicate"](visit, fields(store, copied)).get("agreement")
    assert forms["remove"](visit, fields(store, spare)).href == "agreements?status=draft"
    with pytest.raises(UnknownNameError):
        store.one(spare)
    stale = fields(store, copied)
    assert forms["approve"](visit, stale).href == f"agreement?agreement={copied}"
    assert store.one(copied).state == "approved"
    with pytest.raises(InputError):
        forms["reopen"](visit, stale)  # seen before it was approved
    forms["reopen"](visit, fields(store, copied))
    assert store.one(copied).state == "reopened"
    html = str(PAGES["agreement"].heading(visited("agreement", agreement=copied)))
    assert "version in force shown" in html
    with pytest.raises(InputError, match="is not a revision"):
        forms["approve"](visit, fields(store, copied, seen="x"))


def test_a_long_list_is_paged_and_an_empty_one_offers_a_way_on(
    source: Source, store: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WISEPARTS_STORE", f"sqlite:///{tmp_path}/many.sqlite")
    assert "No agreement is active" in shown(opened("agreements"))
    assert "agreement_edit" in shown(opened("agreements"), "list")
    assert "There is no agreement" in opened("agreement")._heading()
    terms = store.one(approved(store)).in_force
    many = open_register(read_settings())
    for at in range(85):
        end = (terms.ends_on or source.as_of) + timedelta(days=at % 9)
        drafted = many.create(replace(terms, description=f"Deal {at}", ends_on=end), by="U-1")
        many.approve(drafted.agreement_id, by="U-1", seen=drafted.revision)
    seen: list[str] = []
    for after in ("", "40", "80"):
        html = shown(opened("agreements", after=after), "list")
        seen += re.findall(r'data-href="agreement\?agreement=(A-\d+)"', html)
        assert (">Next<" in html) is (after != "80")
    assert len(seen) == len(set(seen)) == 85
