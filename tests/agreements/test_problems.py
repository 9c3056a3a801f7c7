"""Problems: each field says what it must be, in three languages, and sound terms have none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.customer.conftest import MakeSource
from wiseparts_nb.agreements.problems import problems, unknown_names
from wiseparts_nb.agreements.terms import Narrowing, Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.locale import LANGUAGES, Locale

SOUND = Terms(
    "Lighting growth",
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    customers=("C-1", "C-2"),
    tiers=(Tier(Decimal(150_000), Decimal("0.02")), Tier(Decimal(300_000), Decimal("0.03"))),
    reference_tier=1,
)


def test_sound_terms_have_no_problem():
    assert problems(SOUND) == ()


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"description": "  "}, ["description"]),
        ({"starts_on": None}, ["starts_on"]),
        ({"ends_on": date(2025, 12, 31)}, ["ends_on"]),
        ({"ends_on": date(2226, 12, 31)}, ["ends_on"]),
        ({"customers": ()}, ["customers"]),
        ({"customers": ("C-1", "C-1")}, ["customers"]),
        ({"tiers": (), "reference_tier": None}, ["tiers"]),
        ({"tiers": (Tier(Decimal(-1), Decimal(0)),)}, ["tiers.1.threshold"]),
        ({"tiers": (Tier(Decimal(1), Decimal(2)),)}, ["tiers.1.bonus_rate"]),
        ({"tiers": (Tier(Decimal(1), Decimal("-0.01")),)}, ["tiers.1.bonus_rate"]),
        ({"tiers": (*SOUND.tiers, Tier(Decimal(30_000), Decimal("0.045")))}, ["tiers.3.threshold"]),
        (
            {"tiers": (*SOUND.tiers, Tier(Decimal(400_000), Decimal("0.01")))},
            ["tiers.3.bonus_rate"],
        ),
        ({"reference_tier": None}, ["reference_tier"]),
        ({"reference_tier": 3}, ["reference_tier"]),
        ({"brands": Narrowing(("B-1",), ("B-1",))}, ["brands"]),
        ({"grace_days": 400}, ["grace_days"]),
    ],
)
def test_each_field_says_what_it_must_be(changed: dict[str, Any], fields: list[str]):
    found = problems(replace(SOUND, **changed))
    assert [one.field for one in found] == fields
    for language in LANGUAGES:
        assert all(Locale(language).text(one.words) for one in found)


def test_the_sentence_names_the_tier_below():
    (found,) = problems(
        replace(SOUND, tiers=(*SOUND.tiers, Tier(Decimal(30_000), Decimal("0.045"))))
    )
    assert Locale("en").text(found.words) == "Must be more than €300,000, the tier 2 threshold."


def test_names_that_the_data_lost_are_told(make: MakeSource):
    source = make(
        date(2026, 11, 23),
        customers=[{"customer_id": "C-1", "name": "One", "kind": "customer"}],
        brands=[{"brand_id": "B-1", "name": "Kerval"}],
    )
    asked = replace(SOUND, brands=Narrowing(("B-1", "B-9")), branches=Narrowing((), ("S-1",)))
    found = unknown_names(asked, source)
    assert [(one.field, dict(one.words.args)) for one in found] == [
        ("customers", {"customer": "C-2"}),
        ("brands", {"name": "B-9"}),
        ("branches", {"name": "S-1"}),
    ]
