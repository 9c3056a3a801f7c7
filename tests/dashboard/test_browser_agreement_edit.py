"""The wizard in a browser: from nothing to an approved agreement, by mouse and by keyboard, in three languages; nothing typed is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.dashboard.served import Reader, Served, serving, wait_until
from tests.dashboard.walk import WIDE, focused, heading, notice, settled
from wiseparts_nb.agreements.register import Register
from wiseparts_nb.settings import read_settings
from wiseparts_nb.store import Store, open_store

pytestmark = pytest.mark.needs_chromium
NARROW: ViewportSize = {"width": 320, "height": 700}


@dataclass
class Wizard:
    """One tab of the wizard."""

    page: Page
    served: Served

    def open(self, address: str = "agreement_edit") -> Wizard:
        self.page.goto(self.served.url + address)
        settled(self.page)
        return self

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[id="wp-{name}"]')

    def fill(self, **fields: str) -> Wizard:
        """Type into fields; ``tiers_1_threshold`` is the field of that name with dots."""
        for name, text in fields.items():
            dotted = name.replace("tiers_", "tiers.").replace("find_", "find.")
            for part in ("_threshold", "_bonus_rate"):
                dotted = dotted.replace(part, f".{part[1:]}")
            self.field(dotted).fill(text)
        return self

    def press(self, do: str) -> Wizard:
        self.page.locator(f'button[value="{do}"]:visible').first.click()
        settled(self.page)
        return self

    def add_customer(self, customer_id: str) -> Wizard:
        self.fill(find_customers=customer_id)
        return self.press(f"add.customers.{customer_id}")

    def kept(self) -> Wizard:
        """Wait until what was typed is kept."""
        settled(self.page)
        expect(self.page.locator("[data-kept]")).not_to_be_empty()
        return self


@pytest.fixture(scope="module")
def served(demo_snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with a store of its own: each test has agreements of its own there."""
    with serving(tmp_path_factory.mktemp("wizard"), demo_snapshots) as one:
        one.ask("agreement_edit")
        yield one


@pytest.fixture(scope="module")
def opened(chromium: Browser, served: Served) -> Iterator[Callable[[], Wizard]]:
    """A new tab of the one reader, whose browser complains about nothing."""
    reader = Reader.at(
        chromium, served, bypass_csp=True, reduced_motion="reduce", viewport=WIDE, locale="en-GB"
    )
    reader.open("customer").close()

    def tab() -> Wizard:
        return Wizard(reader.open("agreement_edit?lang=en"), served)

    yield tab
    reader.context.close()
    assert reader.foreign == []
    assert [told for told in reader.complaints if "WebSocket" not in told] == []


@pytest.fixture
def wizard(opened: Callable[[], Wizard]) -> Iterator[Wizard]:
    """A tab with an agreement that nobody has typed anything into."""
    one = opened()
    yield one
    one.page.close()


def register(served: Served) -> Register:
    return Register(_store(served))


def _store(served: Served) -> Store:
    settings = read_settings(store=f"sqlite:///{served.work}/store.sqlite")
    return open_store(settings)


def id_of(page: Page) -> str:
    return page.url.partition("agreement=")[2].partition("&")[0]


def set_up(wizard: Wizard, name: str) -> Wizard:
    wizard.fill(description=name, starts_on="1/1/2027", ends_on="31/12/2027")
    return wizard.add_customer("C-0001").press("next")


WORDS = {
    "en": ("Error:", "There is a problem", "180,000.50", "Must be more than", "30,000"),
    "fr": ("Erreur\u00a0:", "Il y a un problème", "180 000,50", "Doit dépasser", "30\u202f000"),
    "es": ("Error:", "Hay un problema", "180.000,50", "Debe ser mayor que", "30.000"),
}
"""Marks of an error, and how 180 000.50 is typed and 30 000 is shown."""


@pytest.mark.parametrize("language", WORDS)
def test_an_agreement_is_written_corrected_and_approved(wizard: Wizard, language: str):
    error, problem, amount, rising, shown = WORDS[language]
    page = wizard.page
    wizard.open(f"agreement_edit?lang={language}").press("next")
    expect(page.locator(".wp-summary")).to_be_focused()
    assert page.title().startswith(error)
    assert page.locator(".wp-summary a").count() == 4
    page.locator(".wp-summary a").first.click()
    expect(wizard.field("description")).to_be_focused()
    expect(wizard.field("description")).to_have_attribute("aria-invalid", "true")
    set_up(wizard, f"Lighting {language}")
    expect(page.locator("[aria-current=step]")).to_contain_text("2")
    wizard.fill(tiers_1_threshold=amount, tiers_1_bonus_rate="2").press("add.tiers")
    expect(wizard.field("tiers.2.threshold")).to_be_focused()
    wizard.fill(tiers_2_threshold="30000", tiers_2_bonus_rate="3").press("next")
    expect(page.locator(".wp-summary h2")).to_have_text(problem)
    expect(page.locator(".wp-wrong")).to_contain_text(rising)
    expect(wizard.field("tiers.2.threshold")).to_have_value(shown)
    wizard.fill(tiers_2_threshold="300000").press("next")
    assert not page.title().startswith(error)
    wizard.press("next").fill(recipients="ines@sonelec.example").press("next")
    expect(page.locator(".wp-group")).to_have_count(4)
    page.go_back()
    expect(wizard.field("recipients")).to_have_value("ines@sonelec.example")
    page.go_forward()
    expect(page.locator(".wp-group")).to_have_count(4)
    settled(page)
    number = id_of(page)
    page.locator("button[value=approve]").click()
    page.wait_for_url("**/agreement?**")
    assert heading(page).inner_text() == f"Lighting {language}"
    approved = register(wizard.served).one(number)
    # the year before reached the first tier, so the second is proposed
    assert (approved.state, approved.version, approved.terms.reference_tier) == ("approved", 1, 2)
    assert approved.terms.tiers[0].threshold == Decimal("180000.5")
    wizard.open(f"agreement_edit?agreement={number}&lang=en")
    expect(page.get_by_role("heading", name="approved and locked")).to_be_visible()
    page.get_by_role("button", name="Reopen").click()
    expect(wizard.field("description")).to_have_value(f"Lighting {language}")


def test_the_whole_path_goes_by_keyboard_alone(wizard: Wizard):
    page = wizard.page
    wizard.open()
    to(page, "wp-description")
    page.keyboard.type("By keyboard")
    to(page, "wp-starts_on")
    page.keyboard.type("1/1/2027")
    to(page, "wp-ends_on")
    page.keyboard.type("31/12/2027")
    to(page, "wp-find.customers")
    page.keyboard.type("C-0002")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator(".wp-chips li")).to_have_count(1)
    expect(wizard.field("find.customers")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#wp-step")).to_be_focused()
    to(page, "wp-tiers.1.threshold")
    page.keyboard.type("50,000")
    page.keyboard.press("Tab")
    page.keyboard.type("2.5")
    page.keyboard.press("Enter")
    for _ in range(2):
        expect(page.locator("#wp-step")).to_be_focused()
        settled(page)
        to(page, "", value="next")
        page.keyboard.press("Space")
        settled(page)
    expect(page.locator("[aria-current=step]")).to_contain_text("5")
    to(page, "", value="approve")
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreement?**")


def to(page: Page, name: str, *, value: str = "") -> None:
    """Press Tab until a field, or the button with a value, has the focus."""
    settled(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        at: dict[str, Any] = focused(page).evaluate(
            "one => ({ id: one.id, value: one.value ?? '' })"
        )
        if (name and at["id"] == name) or (value and at["value"] == value):
            return
    raise AssertionError(f"Tab never comes to {name or value}")


def test_a_closed_page_keeps_what_was_typed_last(opened: Callable[[], Wizard], served: Served):
    wizard = opened().fill(description="Kept").kept()
    number = id_of(wizard.page)
    wizard.field("observations").press_sequentially("to the last word")
    wizard.page.close(run_before_unload=True)
    wait_until(lambda: register(served).one(number).terms.observations == "to the last word")


def test_a_killed_kernel_keeps_the_draft(wizard: Wizard, served: Served):
    page = wizard.page
    wizard.fill(description="Survives", starts_on="32/1/2027").kept()
    number = id_of(page)
    wait_until(lambda: register(served).one(number).written == {"starts_on": "32/1/2027"})
    for one in psutil.Process(served.process.pid).children(recursive=True):
        if one.ppid() != served.process.pid:  # what the warm process forked: kernels
            os.kill(one.pid, signal.SIGKILL)
    expect(page.locator(".wp-lost")).to_be_visible()
    expect(wizard.field("description")).to_have_value("Survives")
    wizard.open(f"agreement_edit?agreement={number}")
    expect(wizard.field("description")).to_have_value("Survives")
    expect(wizard.field("starts_on")).to_have_value("32/1/2027")


def test_the_second_of_two_editors_is_told_and_keeps_their_text(
    opened: Callable[[], Wizard], served: Served
):
    first = opened().fill(description="Together").kept()
    number = id_of(first.page)
    second = opened().open(f"agreement_edit?agreement={number}")
    first.fill(observations="Written first")
    wait_until(lambda: register(served).one(number).terms.observations == "Written first")
    second.fill(observations="Written second")
    expect(notice(second.page)).to_contain_text("Nothing was overwritten")
    expect(second.field("observations")).to_have_value("Written second")
    second.press("next")
    expect(second.field("observations")).to_have_value("Written second")
    assert register(served).one(number).terms.observations == "Written first"
    newest = notice(second.page).get_by_role("link", name="Open the newest version")
    with second.page.context.expect_page() as opening:
        newest.click()
    third = opening.value
    expect(third.locator('[id="wp-observations"]')).to_have_value("Written first")
    for page in (first.page, second.page, third):
        page.close()


def test_typing_on_while_the_draft_is_kept_is_no_conflict(wizard: Wizard, served: Served):
    page = wizard.page
    for part in ("A", " long", " description", " in", " pieces"):
        wizard.field("description").press_sequentially(part, delay=20)
        page.wait_for_timeout(420)
    wizard.field("observations").press_sequentially("and more")
    wizard.field("description").focus()
    settled(page)
    kept = register(served).one(id_of(page)).terms
    assert (kept.description, kept.observations) == ("A long description in pieces", "and more")
    expect(notice(page)).to_have_count(0)


def test_the_preview_follows_and_the_form_stays(wizard: Wizard):
    page = wizard.page
    preview = page.locator("[data-region=preview]")
    expect(preview).to_contain_text("customers")
    wizard.fill(description="Preview", starts_on="1/1/2027", ends_on="31/12/2027")
    wizard.fill(find_customers="C-0001, C-0002").press("add.customers")
    expect(preview.locator("dd b").first).to_have_text("2")
    wizard.press("next").fill(tiers_1_threshold="1000")
    wizard.field("tiers.1.bonus_rate").press_sequentially("2")
    expect(preview).to_contain_text("almost certain")
    expect(wizard.field("tiers.1.bonus_rate")).to_be_focused()
    expect(wizard.field("tiers.1.threshold")).to_have_value("1000")


def test_axe_finds_nothing_at_any_step_and_nothing_lies_beside_a_narrow_page(wizard: Wizard):
    page = wizard.page
    wizard.press("next")
    accessible(page)
    wizard.fill(find_customers="C-00")
    expect(page.locator(".wp-found li").first).to_be_visible()
    accessible(page)
    set_up(wizard, "Lighting for everybody").press("next")
    accessible(page)
    wizard.fill(tiers_1_threshold="1000", tiers_1_bonus_rate="2").press("next")
    for _ in range(3):
        accessible(page)
        if page.locator("button[value=next]:visible").count():
            wizard.press("next")
    page.locator("button[value=approve]").click()
    page.wait_for_url("**/agreement?**")
    wizard.open(f"agreement_edit?{page.url.partition('?')[2]}")
    accessible(page)


def accessible(page: Page) -> None:
    settled(page)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    page.set_viewport_size(NARROW)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    small = page.locator(".wp-row :is(button, input, a):visible").evaluate_all(
        "all => all.filter(one => !one.matches('[type=radio]')).map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect().height])"
        ".filter(([, height]) => height < 24)"
    )
    assert small == []
    page.set_viewport_size({"width": 1440, "height": 900})
