"""What a reader does on a page, in steps that wait for what they cause."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

__all__ = [
    "PHONE",
    "WIDE",
    "Saved",
    "amount_of",
    "amounts_in",
    "as_of",
    "close_drawer",
    "download",
    "drawer",
    "figure_in",
    "focused",
    "heading",
    "mark",
    "notice",
    "press_refresh",
    "region",
    "settled",
]

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
_AMOUNT = re.compile(r"[+\-−]?[€£$]([\d,]+(?:\.\d+)?)")


@dataclass(frozen=True)
class Saved:
    """A file that the browser saved."""

    name: str
    content: bytes

    def rows(self) -> list[dict[str, str]]:
        """Return the rows of a CSV file, by column."""
        return list(csv.DictReader(io.StringIO(self.content.decode("utf-8-sig"))))


def settled(page: Page) -> Page:
    """Wait until the page has got every answer that it waits for."""
    page.locator("#wp-main:not([data-waiting])").wait_for(state="attached")
    return page


def region(page: Page, name: str) -> Locator:
    """Return a block of the page."""
    return page.locator(f"[data-region={name}]")


def heading(page: Page) -> Locator:
    """Return the page's title."""
    return page.locator("h1")


def as_of(page: Page) -> str:
    """Return what stands under "Data as of"."""
    return page.locator(".wp-as-of").inner_text()


def drawer(page: Page) -> Locator:
    """Return the drawer, open or not."""
    return page.locator(".wp-drawer")


def mark(page: Page, key: str) -> Locator:
    """Return what can be clicked to open a key: links and marks of charts outside the drawer."""
    ends = f"open={key}"
    return page.locator(
        f".wp-row a[href$='{ends}']:visible, .wp-row [data-href$='{ends}']:visible"
    ).first


def notice(page: Page) -> Locator:
    """Return what the page says of something that did not work."""
    return page.locator(".wp-notice")


def close_drawer(page: Page) -> None:
    """Press Esc and wait until the drawer is gone."""
    page.keyboard.press("Escape")
    expect(drawer(page)).to_be_hidden()
    settled(page)


def press_refresh(page: Page) -> None:
    """Press Refresh and wait until everything is drawn."""
    page.locator("[data-act=refresh]").click()
    settled(page)


def download(page: Page, button: Locator) -> Saved:
    """Click a button that saves a file."""
    with page.expect_download() as started:
        button.click()
    saved = Saved(started.value.suggested_filename, Path(started.value.path()).read_bytes())
    settled(page)
    return saved


def focused(page: Page) -> Locator:
    """Return what has the focus."""
    return page.locator(":focus")


def amounts_in(text: str) -> list[Decimal]:
    """Return the amounts of money in an English text, without their signs."""
    return [Decimal(found.replace(",", "")) for found in _AMOUNT.findall(text)]


def amount_of(text: str) -> Decimal:
    """Return the first amount of money in an English text."""
    return amounts_in(text)[0]


def figure_in(column: str, saved: Saved) -> Decimal:
    """Return the sum of a column of a CSV file."""
    return sum((Decimal(row[column] or 0) for row in saved.rows()), Decimal())
