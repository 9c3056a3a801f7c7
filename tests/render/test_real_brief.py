"""Briefs of a whole demo company: two pages each, nothing cut but names of data, and a page that a mail can carry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from wiseparts_nb.card import Card
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.customer.kept_answers import keeping_answers
from wiseparts_nb.customer.meeting_brief import MeetingBrief, meeting_brief
from wiseparts_nb.demo import publish_demo
from wiseparts_nb.locale import LANGUAGES, Language
from wiseparts_nb.render.page import page
from wiseparts_nb.render.pdf import pdf
from wiseparts_nb.settings import Settings, read_settings
from wiseparts_nb.source.source import Source, open_source
from wiseparts_nb.text import Text

CUSTOMERS = 40
MADE = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)
LARGEST_PAGE = 150_000
"""Bytes of a brief as HTML: fonts, pictures and all."""
LONGEST_NAME = 40
"""Characters of a name or subject that is always printed whole."""
TWICE = re.compile(r"\b([A-ZÀ-Ý]\w{3,})[ :]+\1\b")
"""A word said twice, as of a visit whose subject is "Visit"."""

NAMES = (
    "customer", "health", "key_figures", "since_last_brief",
    *(one.name for one in CATALOGUE if one.name not in {"health", "since_last_brief", "segments", "customer_record"}),
    "provenance",
)  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    folder = tmp_path_factory.mktemp("demo")
    publish_demo(folder, customers=CUSTOMERS, prepare=keeping_answers(Settings()))
    return open_source(read_settings(snapshots=folder))


@pytest.fixture(scope="module")
def briefs(source: Source) -> list[tuple[str, Language, MeetingBrief]]:
    ids = [row[0] for row in source.table("select customer_id from customers order by 1")[1]]
    assert len(ids) == CUSTOMERS
    return [
        (one, LANGUAGES[place % len(LANGUAGES)], meeting_brief(source.narrowed(one)))
        for place, one in enumerate(ids)
    ]


def cards_of(brief: MeetingBrief) -> list[Card]:
    return [card for name in NAMES if (card := brief.card(name)) is not None]


def cut_words(lines: Sequence[str]) -> list[str]:
    """Return what ends with an ellipsis and would have been short enough."""
    cut = [word for line in lines for word in re.findall(r"[^…]*…", line)]
    return [word for word in cut if len(word.strip()) < LONGEST_NAME]


def test_every_customers_brief_is_two_whole_pages(
    source: Source, briefs: list[tuple[str, Language, MeetingBrief]]
) -> None:
    for customer_id, language, brief in briefs:
        locale, cards = source.locale(language), cards_of(brief)
        file = pdf(cards, locale, title=customer_id, made=MADE, layout="brief")
        pages = PdfReader(BytesIO(file)).pages
        text = "\n".join(one.extract_text() for one in pages)
        about = f"{customer_id} in {language}"
        assert len(pages) == 2, about
        assert cut_words(text.splitlines()) == [], about
        assert ".." not in text.replace("…", ""), about
        assert not TWICE.search(text.replace("\u00a0", " ")), about
        for word in ("shortened", "not_printed"):
            start = locale.text(Text(f"pdf.{word}", {"names": ""})).split(":")[0].strip()
            assert start not in text, about


def test_every_customers_page_is_light(
    source: Source, briefs: list[tuple[str, Language, MeetingBrief]]
) -> None:
    sizes = {
        customer_id: len(page(cards_of(brief), source.locale(language), title=customer_id, made=MADE).encode())
        for customer_id, language, brief in briefs[::2]
    }  # fmt: skip
    assert {name: size for name, size in sizes.items() if size > LARGEST_PAGE} == {}
    assert len(set(sizes.values())) > CUSTOMERS / 4


def test_the_first_account_has_the_story_of_the_design(
    briefs: list[tuple[str, Language, MeetingBrief]], source: Source
) -> None:
    health = briefs[0][2].card("health")
    assert health is not None
    headline = next(part for part in health.parts if part.kind == "headline")
    words = source.locale("en").text(headline.sentence)
    assert re.fullmatch(
        r"Sales have been below last year for [5-7] months, yet quotes are rising\.", words
    )
