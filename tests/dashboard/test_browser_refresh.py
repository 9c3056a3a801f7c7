"""Newer data, damaged data and no data at all, while a page is open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.served import Reader, Served, serving
from tests.dashboard.snapshots import altered, put_in_place, take_away
from tests.dashboard.walk import (
    as_of,
    drawer,
    heading,
    mark,
    notice,
    press_refresh,
    region,
    settled,
)
from wiseparts_nb.demo.company import publish_demo

pytestmark = pytest.mark.needs_chromium
ReaderAt = Callable[..., Reader]
CUSTOMER = "customer?customer=C-0001"
PLACES = re.compile(
    r"(?<![\w<])/(?:[\w.-]+/)+[\w.-]+|Traceback|duckdb|\.py\b|line \d+", re.IGNORECASE
)
"""What no page ever shows: a path, a traceback, an engine's own words."""


@pytest.fixture(scope="module")
def fresh(demo_snapshots: Path) -> Path:
    return (demo_snapshots / "current.duckdb").resolve()


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same company three days earlier, published then."""
    folder = tmp_path_factory.mktemp("older")
    made = publish_demo(folder, customers=60, lines=12_000, as_of=date(2026, 11, 20))
    then = "update snapshot set created_at = created_at - interval 4 days"
    return altered(made.path, folder / "older.duckdb", then)


@pytest.fixture(scope="module")
def damaged(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot in which a column has another name: what asks for it fails in the engine."""
    copy = tmp_path_factory.mktemp("damaged") / "damaged.duckdb"
    return altered(fresh, copy, "alter table due_documents rename column due_on to due_when")


@pytest.fixture(scope="module")
def changing(
    fresh: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Path]]:
    """A server and its folder of snapshots, which each test fills as it needs."""
    folder = tmp_path_factory.mktemp("changing") / "snapshots"
    put_in_place(fresh, folder)
    with serving(tmp_path_factory.mktemp("changing_work"), folder) as served:
        yield served, folder


def test_refresh_takes_newer_data_for_every_card_at_once(
    reader_at: ReaderAt, changing: tuple[Served, Path], older: Path, fresh: Path
):
    served, folder = changing
    put_in_place(older, folder)
    reader = reader_at(served)
    page = reader.open(CUSTOMER)
    expect(page.locator(".wp-stale")).to_contain_text("Data from 4 days ago")
    before, month = as_of(page), region(page, "sales_trend").inner_text()
    assert "1–20 Nov 2026" in month.replace("\xa0", " ")
    press_refresh(page)
    expect(page.locator("[data-status]")).to_contain_text("The page is up to date")
    assert as_of(page) == before

    put_in_place(fresh, folder)
    assert as_of(page) == before
    page.locator("[data-act=refresh]").click()
    settled(page)
    assert as_of(page) != before
    expect(page.locator("[data-status]")).to_contain_text(as_of(page))
    expect(page.locator(".wp-stale")).to_have_count(0)
    expect(page.locator("[data-act=refresh]")).to_have_text("Refresh")
    days = {
        "sales_trend": "1–23 Nov 2026",
        "month_projection": "23 Nov",
        "due_amounts": "Invoices open on 23 Nov",
        "latest_events": "Mon 23 Nov",
    }
    for name, day in days.items():
        expect(region(page, name)).to_contain_text(day)
        expect(region(page, name)).not_to_contain_text("20 Nov 2026")
    whole = [region(page, name).inner_text() for name in days]
    page.reload()
    assert [region(page, name).inner_text() for name in days] == whole
    assert reader.complaints == []


def test_old_figures_stay_where_the_data_are_gone(
    reader_at: ReaderAt, changing: tuple[Served, Path], fresh: Path
):
    served, folder = changing
    put_in_place(fresh, folder)
    page = reader_at(served).open(CUSTOMER)
    before, figures = as_of(page), page.locator(".wp-row").all_inner_texts()
    take_away(folder)
    press_refresh(page)
    expect(notice(page)).to_contain_text("The data cannot be read right now.")
    expect(notice(page)).to_contain_text(re.compile(r"Reference E-[0-9A-F]{4}"))
    assert as_of(page) == before
    assert page.locator(".wp-row").all_inner_texts() == figures
    assert not PLACES.findall(page.locator("body").inner_text())
    notice(page).get_by_role("button", name="Close").click()
    expect(notice(page)).to_be_hidden()
    mark(page, "month:2026-10").click()
    expect(drawer(page)).to_be_visible()
    expect(drawer(settled(page)).locator("h2").first).to_contain_text("October")
    page.keyboard.press("Escape")

    gone = page.context.new_page()
    gone.goto(served.url + CUSTOMER)
    expect(gone.locator("[role=alert]")).to_contain_text("The data cannot be read right now.")
    expect(gone.locator("[role=alert]")).to_contain_text(re.compile(r"Reference E-[0-9A-F]{4}"))
    assert not PLACES.findall(gone.locator("body").inner_text())
    gone.close()

    put_in_place(fresh, folder)
    press_refresh(page)
    expect(page.locator("[data-status]")).to_contain_text("The page is up to date")
    assert page.locator(".wp-row").all_inner_texts() == figures


def test_a_card_that_fails_says_so_and_the_others_live(
    reader_at: ReaderAt, changing: tuple[Served, Path], fresh: Path, damaged: Path
):
    served, folder = changing
    put_in_place(fresh, folder)
    reader = reader_at(served)
    page = reader.open(CUSTOMER)
    good = texts(page)
    put_in_place(damaged, folder)
    press_refresh(page)
    expect(heading(page)).to_have_text("Électricité Marchand & Fils")
    failed = region(page, "due_amounts").locator("[role=alert]")
    expect(failed).to_contain_text("We could not show this card: Amounts due")
    code = re.search(r"E-[0-9A-F]{4}", failed.inner_text())
    assert code is not None
    assert code.group() in served.log()
    now = texts(page)
    depending = {name for name, text in now.items() if text != good[name]}
    assert {name for name in depending if "could not show" not in now[name]} <= {"hidden", "health"}
    for name in ("sales_trend", "last_12_months", "quotes_by_brand", "open_quotes", "offers"):
        assert now[name] == good[name]
    failed.get_by_role("button", name="Try again").click()
    settled(page)
    again = failed.inner_text()
    assert "We could not show this card" in again
    assert code.group() not in again
    assert not PLACES.findall(page.locator("body").inner_text())
    put_in_place(fresh, folder)
    press_refresh(page)
    assert texts(page) == good
    assert reader.complaints == []


def texts(page: Page) -> dict[str, str]:
    """Return what every block of the page says."""
    return {
        str(one.get_attribute("data-region")): one.inner_text()
        for one in page.locator(".wp-row [data-region]").all()
    }
