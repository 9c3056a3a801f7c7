"""Documents: what is written is read again to the cent, and each mistake in a file is one sentence."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.documents import from_document, from_yaml, to_document, to_yaml
from wiseparts_nb.agreements.terms import INTERVALS, METRICS, SCOPES, Narrowing, Notices, Terms
from wiseparts_nb.agreements.tiers import BASES, Tier
from wiseparts_nb.errors import InputError

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ids = st.lists(words, max_size=4).map(tuple)
days = st.none() | st.dates()
amounts = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15)
any_terms = st.builds(
    Terms,
    description=words,
    metric=st.sampled_from(METRICS),
    starts_on=days,
    ends_on=days,
    customers=ids,
    observations=words,
    tiers=st.lists(st.builds(Tier, amounts, amounts), max_size=4).map(tuple),
    tier_basis=st.sampled_from(BASES),
    scope=st.sampled_from(SCOPES),
    brands=st.builds(Narrowing, ids, ids),
    families=st.builds(Narrowing, ids, ids),
    branches=st.builds(Narrowing, ids, ids),
    reference_tier=st.none() | st.integers(-3, 99),
    grace_days=st.integers(-(10**6), 10**6),
    notices=st.builds(Notices, ids, st.sampled_from(INTERVALS)),
)


def agreement(terms: Terms, agreement_id: str = "A-0001") -> Agreement:
    return Agreement(
        agreement_id, terms, None, "draft", 0, 1, "U-1", datetime(2026, 11, 23, tzinfo=UTC)
    )


@settings(max_examples=50)
@given(any_terms)
def test_any_terms_come_back_from_json(terms: Terms) -> None:
    document = json.loads(json.dumps(to_document(terms)))
    assert from_document(document) == terms
    assert to_document(from_document(document)) == document


@settings(max_examples=30)  # YAML takes its time
@given(st.lists(any_terms, max_size=2))
def test_any_terms_come_back_from_yaml(many: list[Terms]) -> None:
    named = [agreement(terms, f"A-{place:04}") for place, terms in enumerate(many, 1)]
    text = to_yaml(named)
    assert from_yaml(text) == tuple((one.agreement_id, one.terms) for one in named)
    assert len(yaml.safe_load(text)["agreements"]) == len(many)  # what other readers see


def test_what_a_person_reads() -> None:
    terms = Terms(
        "Crédit: 2026",
        starts_on=date(2026, 4, 1),
        customers=("C-0001", "4711"),
        tiers=(Tier(Decimal("150000.10"), Decimal("0.02")),),
    )
    text = to_yaml([agreement(terms)])
    assert text.startswith("# Agreements of the WiseParts workbench")
    for line in (
        "# A-0001: draft, revision 1 of 2026-11-23 00:00 UTC",
        "- id: A-0001",
        "  description: 'Crédit: 2026'",
        "  starts_on: 2026-04-01",
        "  ends_on: null",
        "  - threshold: '150000.10'",
        "  - '4711'",
    ):
        assert line in text.splitlines()


def test_an_agreement_may_stand_alone_and_be_short() -> None:
    (read,) = from_yaml("description: Kerval 2027\ntiers: [{threshold: 0.1, bonus_rate: 0.070}]")
    assert read == (
        "",
        replace(Terms("Kerval 2027"), tiers=(Tier(Decimal("0.1"), Decimal("0.07")),)),
    )
    assert str(read[1].tiers[0].bonus_rate) == "0.070"
    assert from_yaml("agreements: []") == ()


def test_cents_survive_however_they_are_written() -> None:
    for written in ("123456789012.37", "'123456789012.37'", '"123456789012.37"'):
        (read,) = from_yaml(f"tiers: [{{threshold: {written}, bonus_rate: 0}}]")
        assert read[1].tiers[0].threshold == Decimal("123456789012.37")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("metrc: net", "Agreement 1 of the file: Unknown key 'metrc'. Did you mean 'metric'?"),
        ("brands: {includes: []}", "brands: Unknown key 'includes'. Did you mean 'include'?"),
        ("tiers: [{treshold: '1', bonus_rate: '0'}]", "tiers.1 lacks threshold; expected an amount"),
        ("metric: nett", "metric is 'nett'; expected one of net, gross, margin, quantity."),
        ("grace_days: '5'", "grace_days is '5'; expected a whole number of days, without quotes"),
        ("grace_days: 5.5", "grace_days is 5.5; expected a whole number"),
        ("reference_tier: yes", "reference_tier is True; expected the number of a tier"),
        ("starts_on: 31.12.2026", "starts_on is '31.12.2026'; expected a day, year-month-day"),
        ("starts_on: 2026-02-30", "starts_on is '2026-02-30'; expected a day"),
        ("ends_on: 2026-12-31 10:00:00", "ends_on is '2026-12-31 10:00:00'; expected a day"),
        ("tiers: [{threshold: 1:30, bonus_rate: 0}]", "tiers.1.threshold is '1:30'; expected"),
        ("tiers: [{threshold: '150,000', bonus_rate: 0}]", "threshold is '150,000'; expected an amount"),
        ("tiers: [{threshold: .nan, bonus_rate: 0}]", "threshold is '.nan'; expected an amount"),
        ("tiers: [{threshold: 1, bonus_rate: 3%}]", "bonus_rate is '3%'; expected a fraction"),
        ("tiers: 5", "tiers is 5; expected a list of tiers"),
        ("customers: C-0001", "customers is 'C-0001'; expected a list of ids"),
        ("customers: [C-0001, 4711]", "customers.2 is 4711; expected a list of ids, each in quotes"),
        ("brands: {include: [no]}", "brands.include.1 is False; expected a list of ids"),
        ("notices: monthly", "notices is 'monthly'; expected the keys recipients and interval"),
        ("notices: {interval: hourly}", "notices.interval is 'hourly'; expected one of daily"),
        ("id: 7", "id is 7; expected an id such as A-0001"),
        ("agreements: [{id: A-0007, metric: 1}]", "Agreement A-0007: metric is 1; expected one"),
        ("agreements: [{}, 5]", "Agreement 2 of the file is 5; expected keys and values"),
        ("agreements: {id: A-1}", "agreements is {'id': 'A-1'}; expected a list"),
        ("agreements: []\nmetric: net", "has the key 'metric' beside 'agreements'"),
        ("agreements: [{id: A-1}, {id: A-1}]", "Agreement A-1 stands in the file twice"),
        ("metric: net\nmetric: gross", "has the key 'metric' twice in one place, in line 2"),
        ("? [a]\n: 1", "has a key that is no word, in line 1"),
        ("a: &x [1]\nb: *x", "refers to another place"),
        ("a: [", "is no YAML: .*in line 1"),
        ("a: \x00", "is no YAML: "),
        ("[" * 1200, "is no YAML"),
        ("a: 1\n---\nb: 2", "is no YAML: .*in line 2"),
        ("hello", "holds 'hello'; expected 'agreements:'"),
        ("", "holds nothing; expected 'agreements:'"),
        ("metric: weight\nscope: all\ngrace_days: x", "There are 2 more."),
    ],
)  # fmt: skip
def test_each_mistake_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(InputError, match=".*".join(map(re.escape, said.split(".*")))) as told:
        from_yaml(text)
    message = str(told.value)
    assert "\n" not in message
    assert "pydantic" not in message
    assert len(message) < 300


def test_a_binary_fraction_is_refused_in_json() -> None:
    with pytest.raises(InputError, match=r"tiers\.1\.threshold is 0\.1; expected an amount"):
        from_document({"tiers": [{"threshold": 0.1, "bonus_rate": "0"}]})
