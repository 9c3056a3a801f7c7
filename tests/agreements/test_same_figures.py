"""A report's HTML and PDF say the figures of the performance, each of them by name, in each language."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import pypdf
import pytest

from tests.agreements.reported import STATES, agree, publish_trade
from wiseparts_nb.agreements.performance import Performance, performance
from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.agreements.report import CARDS
from wiseparts_nb.agreements.wording import amount
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.locale import LANGUAGES, Language, Locale
from wiseparts_nb.notebook import open_agreement
from wiseparts_nb.render.page import page
from wiseparts_nb.render.pdf import pdf
from wiseparts_nb.settings import Settings, environment_of
from wiseparts_nb.source.source import open_source

NOW = datetime(2024, 9, 17, 8, 40, tzinfo=UTC)
NAMES = ("active", "each", "final", "quantity")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("reports")
    publish_trade(folder / "snapshots")
    settings = Settings(
        snapshots=folder / "snapshots", store=f"sqlite:///{folder / 'store.sqlite'}"
    )
    agree(settings, *(STATES[name] for name in NAMES))
    return settings


@pytest.fixture(autouse=True)
def in_use(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment_of(settings).items():
        monkeypatch.setenv(name, value)


def figures(found: Performance, locale: Locale) -> Mapping[str, str]:
    """What a reader sees of each figure."""
    total, metric = found.total, found.terms.metric
    bonus = amount(total.bonus, metric, form="exact" if found.final else "whole")
    named = {
        "actual": amount(total.actual, metric),
        "expected": amount(total.expected or 0, metric),  # pyright: ignore[reportArgumentType]
        "bonus": bonus,
        "gap": amount(total.gap or 0, metric, signed=True),  # pyright: ignore[reportArgumentType]
        "year before": amount(total.year_before, metric),
    }
    if found.status == "active":
        named |= {
            "projected": amount(total.projected, metric),
            "high": amount(total.high, metric),
            "straight": amount(total.straight or 0, metric),  # pyright: ignore[reportArgumentType]
        }
    for one in found.shares:
        named[f"actual of {one.customer_id}"] = amount(one.standing.actual, metric)
        change = one.standing.actual - one.standing.year_before
        named[f"change of {one.customer_id}"] = amount(change, metric, signed=True)
    return {name: locale.show(value) for name, value in named.items()}


def plain(text: str) -> str:
    """The text without spaces, which a PDF breaks lines at and a page writes in entities."""
    return re.sub(r"\s|&nbsp;|&#160;", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", range(1, len(NAMES) + 1), ids=NAMES)
def test_the_report_says_the_performance(
    number: int, language: Language, settings: Settings
) -> None:
    report = open_agreement(f"A-{number:04}", language=language)
    source = open_source(settings)
    found = performance(source, STATES[NAMES[number - 1]])
    assert report.performance == found

    cards = [report.show(name).card for name in CARDS]
    html = page(cards, report.locale, title="", made=NOW, layout="report")
    printed = pypdf.PdfReader(
        io.BytesIO(pdf(cards, report.locale, title="", made=NOW, layout="report"))
    )
    written = plain("".join(one.extract_text() for one in printed.pages))
    visible = plain(re.sub(r"<[^>]+>", "", html))
    wanted = figures(found, report.locale)
    lost = {name for name, said in wanted.items() if plain(said) not in visible}
    assert not lost, f"the page lacks {lost}"
    lost = {name for name, said in wanted.items() if plain(said) not in written}
    assert not lost, f"the PDF lacks {lost}"
    assert len(printed.pages) <= 2
    for name in ("A-000", "snapshot" if language == "en" else ""):
        assert name in written


def test_only_what_was_approved_is_reported(settings: Settings) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'A-000"):
        open_agreement("A-00")
    draft = open_register(settings).create(STATES["active"], by="local:tester")
    with pytest.raises(InputError, match="is a draft that was never approved"):
        open_agreement(draft.agreement_id)


def test_a_report_has_the_cards_that_it_lists() -> None:
    report = open_agreement("A-0001")
    assert tuple(report.show(name).card.name for name in CARDS) == CARDS
    with pytest.raises(UnknownNameError, match="Did you mean 'summary'"):
        report.show("sumary")
