"""The meeting brief: who it is about, the next meeting, the key figures, and what is missing and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.customer.cards import check, sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, monthly, utc
from wiseparts_nb.card import Identity, Metric, Note
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.customer.meeting_brief import KEY_FIGURES, meeting_brief
from wiseparts_nb.settings import FEATURES, Settings
from wiseparts_nb.text import Moment
from wiseparts_nb.widget import Hidden

NOW = date(2026, 11, 23)
OWN = ("customer", "key_figures", "provenance")

pytestmark = pytest.mark.parametrize("make", ["duckdb"], indirect=True)

CUSTOMER: Rows = [
    {
        "customer_id": "C-1",
        "name": "Quai & Fils **{n}**",
        "city": "Nantes",
        "trade": "Boat builder",
        "sales_rep_1_id": "S-1",
    }
]
STAFF: Rows = [{"staff_id": "S-1", "name": "Ana Gil"}]


def planned(number: str, kind: str, at: str, **more: object) -> dict[str, object]:
    one: dict[str, object] = {"activity_id": number, "customer_id": "C-1", "kind": kind}
    return one | {"status": "planned", "starts_at": utc(at)} | more


def test_who_and_when(make: MakeSource) -> None:
    brief = meeting_brief(
        make(
            NOW,
            customers=CUSTOMER,
            staff=STAFF,
            contacts=[{"contact_id": "P-1", "customer_id": "C-1", "name": "Paul Roux"}],
            activities=[
                planned("A-1", "call", "2026-11-24 09:00"),
                planned("A-2", "meeting", "2026-11-26 23:30", subject="Range", contact_id="P-1"),
                planned("A-3", "visit", "2026-11-30 09:00"),
            ],
        ).narrowed("C-1")
    )
    shown = brief.card("customer")
    assert shown is not None
    (identity,) = shown.parts
    assert isinstance(identity, Identity)
    assert identity.name == "Quai & Fils **{n}**"
    assert identity.meeting[0] == Moment(utc("2026-11-26 23:30"), "long")
    words = sayings(shown)
    assert {"account manager Ana Gil", "Meeting: Range", "with Paul Roux"} <= set(words)
    assert any(
        said.startswith("Friday 27 November 2026") for said in words
    )  # already Friday in Paris


def test_no_meeting(make: MakeSource) -> None:
    shown = meeting_brief(make(NOW).narrowed("C-1")).card("customer")
    assert shown is not None
    (identity,) = shown.parts
    assert isinstance(identity, Identity)
    assert identity.meeting == ()


def test_every_card_is_shown_or_its_absence_told(make: MakeSource) -> None:
    brief = meeting_brief(
        make(NOW, customers=CUSTOMER, sales_lines=monthly(NOW, [900] * 24)).narrowed("C-1")
    )
    missing = {one.name for one in brief.hidden}
    for name in (*OWN, *(one.name for one in CATALOGUE)):
        shown = brief.card(name)
        assert (shown is None) == (name in missing)
        if shown is not None:
            check(shown)
    figures, provenance = brief.card("key_figures"), brief.card("provenance")
    assert figures is not None
    assert provenance is not None
    assert all(isinstance(part, Metric) for part in figures.parts)
    assert len(figures.parts) == len(set(KEY_FIGURES) - missing)
    told = "\n".join(sayings(provenance))
    for one in brief.hidden:
        assert brief.source.locale("en").show(one.title) in told
    assert "snapshot test" in told


def test_a_value_is_computed_once(make: MakeSource) -> None:
    brief = meeting_brief(make(NOW, sales_lines=monthly(NOW, [900] * 24)).narrowed("C-1"))
    assert brief.value("sales_trend") is brief.value("sales_trend")
    assert brief.card("sales_trend") == brief.card("sales_trend")


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_that_is_off(make: MakeSource, feature: str) -> None:
    source = make(
        NOW,
        customers=CUSTOMER,
        settings=Settings(features_off=(feature,)),
        sales_lines=monthly(NOW, [900] * 24),
    )
    brief = meeting_brief(source.narrowed("C-1"))
    off = {one.name for one in CATALOGUE if one.feature == feature}
    assert off
    reasons = {one.name: source.locale("en").show(one.reason) for one in brief.hidden}
    assert {reasons[name] for name in off} == {"the feature is off for your company"}
    for name in OWN:
        shown = brief.card(name)
        assert shown is None or check(shown)
    assert brief.card("customer") is not None


def test_a_prospect_has_no_key_figures(make: MakeSource) -> None:
    prospect: Rows = [{"customer_id": "P-1", "name": "Soon", "kind": "prospect"}]
    brief = meeting_brief(make(NOW, customers=prospect).narrowed("P-1"))
    assert brief.card("key_figures") is None
    provenance = brief.card("provenance")
    assert provenance is not None
    assert all(isinstance(part, Note) for part in provenance.parts)
    check(provenance)
    assert all(isinstance(one, Hidden) for one in brief.hidden)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert('x')</script>",
        '"; drop table customers; --',
        "{title} **bold** %s $as_of",
        "\u202eabc\u0000".strip("\u0000"),
        "é" * 400,
    ],
)
def test_hostile_words_are_only_words(make: MakeSource, text: str) -> None:
    rows: dict[str, Any] = {
        "customers": [
            {"customer_id": "C-1", "name": text, "kind": "customer", "trade": text, "tier": text}
        ],
        "activities": [
            planned("A-1", "visit", "2026-11-26 09:00", subject=text),
            planned("A-2", "call", "2026-11-20 09:00", status="done", body=text),
        ],
        "tasks": [
            {"task_id": "T-1", "customer_id": "C-1", "subject": text, "due_on": date(2026, 11, 2)}
            | {"created_at": utc("2026-11-01 09:00")}
        ],
        "system_events": [
            {"system_event_id": "E-1", "customer_id": "C-1", "happened_at": utc("2026-11-20 09:00")}
            | {"kind": text, "reference": text, "amount": Decimal("1.5")}
        ],
        "promotions": [{"promotion_id": "M-1", "name": text, "starts_on": NOW, "ends_on": NOW}],
    }
    brief = meeting_brief(make(NOW, **rows).narrowed("C-1"))
    shown = [
        card
        for name in ("customer", "latest_events", "upcoming", "offers", "segments", "health")
        if (card := brief.card(name))
    ]
    assert len(shown) == 6
    for card in shown:
        said = check(card)["en"]
        if card.name in {"latest_events", "upcoming"}:
            assert any(text in one for one in said)
