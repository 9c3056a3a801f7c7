"""Goals in a real browser: set in the form, told what is wrong, approved, found in the list; the second editor is told."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.dashboard.served import Reader
from tests.dashboard.walk import notice, region, settled


def violations(page: Page) -> list[str]:
    return [one["id"] for one in Axe().run(page).response["violations"]]


def kept(page: Page) -> None:
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
    settled(page)


def test_a_goal_is_set_told_what_is_wrong_approved_and_found(reader: Reader):
    page = reader.open("goals?status=expired")
    expect(region(page, "list")).to_contain_text("No expired goals")
    page.get_by_role("link", name="New goal").first.click()
    page.get_by_label("Description", exact=True).wait_for()
    page.get_by_role("button", name="Approve").click()
    problems = page.get_by_role("alert")
    expect(problems).to_contain_text("There are 5 problems")
    assert page.title().startswith("Error: ")
    problems.get_by_role("link", name="Enter the target.").click()
    expect(page.get_by_label("Target", exact=True)).to_be_focused()
    assert violations(page) == []

    page.get_by_label("Description", exact=True).fill("Calls of the year")
    page.get_by_role("group", name="Teams").get_by_role("checkbox").first.check()
    page.get_by_role("radio", name="Activities").check()
    page.get_by_label("First day").fill("1/1/2026")
    page.get_by_label("Last day").fill("31/12/2026")
    page.get_by_label("Target", exact=True).fill("12k")
    page.get_by_label("Target", exact=True).blur()
    kept(page)
    assert "goal=G-" in page.url
    expect(region(page, "preview")).to_contain_text("A year before")
    page.reload()
    expect(page.get_by_label("Target", exact=True)).to_have_value("12k")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("[id='wp-target-error']")).to_contain_text("12k")
    settled(page)
    page.get_by_label("Target", exact=True).fill("1,200")
    page.get_by_role("button", name="Approve").click()

    page.wait_for_url(re.compile(r"/goals\?.*goal=G-"))
    expect(page.locator("h1")).to_have_text("Calls of the year")
    for name in ("standing", "course", "parts", "terms"):
        expect(region(page, name)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Goals").last.click()
    expect(region(page, "list")).to_contain_text("Calls of the year")
    assert (reader.complaints, reader.foreign) == ([], [])


def test_the_second_of_two_editors_is_told(reader: Reader):
    page = reader.open("goal_edit")
    page.get_by_label("Description", exact=True).fill("Mine")
    page.get_by_label("Description", exact=True).blur()
    kept(page)
    other = reader.open(page.url.rpartition("/")[2])
    other.get_by_label("Description", exact=True).fill("Theirs")
    other.get_by_label("Description", exact=True).blur()
    kept(other)
    page.get_by_label("Description", exact=True).fill("Mine again")
    page.get_by_role("button", name="Save").click()
    expect(notice(page)).to_contain_text("changed")
    expect(page.get_by_label("Description", exact=True)).to_have_value("Mine again")
    other.reload()
    expect(other.get_by_label("Description", exact=True)).to_have_value("Theirs")


def test_an_unknown_goal_and_a_wrong_filter_are_told(reader: Reader):
    page = reader.open("goals?goal=G-9999")
    expect(page.locator("#wp-main")).to_contain_text("Unknown goal 'G-9999'")
    page = reader.open("goals?status=late")
    expect(page.locator("#wp-main")).to_contain_text("Unknown status 'late'")
