"""Examples: hung on real ids, approvable but the draft, and each where its story says that it is."""

from __future__ import annotations

from datetime import date

import pytest

from tests.customer.conftest import MakeSource
from wiseparts_nb.agreements.demo_agreements import demo_agreements
from wiseparts_nb.agreements.performance import Performance, performances
from wiseparts_nb.agreements.problems import problems, unknown_names
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.demo.company import publish_demo
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.source import Source, open_source


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    folder = tmp_path_factory.mktemp("company")
    publish_demo(folder, customers=60, lines=12_000)
    return open_source(Settings(snapshots=folder))


@pytest.fixture(scope="module")
def examples(source: Source) -> tuple[Terms, ...]:
    return demo_agreements(source)


def test_all_can_be_approved_but_the_draft(source: Source, examples: tuple[Terms, ...]) -> None:
    assert len(examples) == 10
    assert [bool(problems(one)) for one in examples] == [False] * 9 + [True]
    assert not [found for one in examples for found in unknown_names(one, source)]
    for one in examples:
        assert "example" in one.observations
        assert all(name.endswith("@example.com") for name in one.notices.recipients)


def test_they_stand_where_their_story_says(source: Source, examples: tuple[Terms, ...]) -> None:
    found = performances(source, examples[:9])
    ahead, behind, pieces, margin, begun, each, coming, over, missed = found
    assert [one.status for one in found] == ["active"] * 6 + ["upcoming"] + ["expired"] * 2
    assert (len(ahead.shares), ahead.total.reached, ahead.total.ahead) == (7, 2, True)
    assert len(ahead.terms.tiers) == len(ahead.terms.families.include) == 3
    assert (len(behind.shares), behind.total.reached, behind.total.ahead) == (1, 0, False)
    assert (pieces.terms.metric, pieces.terms.starts_on) == ("quantity", date(2026, 4, 1))
    assert (margin.terms.metric, margin.total.reached) == ("margin", 0)
    assert margin.terms.branches.include
    assert (begun.terms.metric, begun.total.reached) == ("gross", 0)
    assert (each.terms.scope, len(each.shares)) == ("each", 40)
    assert each.reached_by[0] > each.reached_by[1] > each.reached_by[2]
    assert coming.total.actual == 0
    assert (over.total.reached, missed.total.reached) == (2, 0)
    assert all(actual(one) for one in found if one is not coming)


def actual(one: Performance) -> bool:
    return one.total.actual > 0


@pytest.mark.parametrize("as_of", [date(2025, 1, 3), date(2026, 2, 28), date(2026, 4, 1)])
def test_on_any_day(source: Source, as_of: date) -> None:
    examples = demo_agreements(open_source(source.settings, as_of=as_of))
    assert len(examples) >= 8
    assert all(not problems(one) for one in examples[:-1])


def test_without_brands_branches_or_cost(make: MakeSource) -> None:
    """What the data lack is not narrowed by, and no margin suggests no tier."""
    source = make(
        date(2026, 11, 23),
        customers=[{"customer_id": "C-1", "name": "One", "kind": "customer"}],
        sales_lines=[
            {"invoice_id": f"I-{n}", "line_no": 1, "customer_id": "C-1", "net": 500, "quantity": 2}
            | {"sold_on": date(2026, n, 5)}
            for n in range(1, 12)
        ],
    )
    examples = demo_agreements(source)
    assert examples
    assert {one.customers for one in examples} <= {("C-1",), ()}
    assert all(not one.brands.include and not one.families.include for one in examples)
    assert "margin" not in {one.metric for one in examples}


def test_where_nothing_was_sold(make: MakeSource) -> None:
    assert demo_agreements(make(date(2026, 11, 23))) == ()
