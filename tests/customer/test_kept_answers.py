"""Answers kept in a snapshot equal those computed, for one customer and for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.customer.kept_answers import keeping_answers
from wiseparts_nb.demo import publish_demo
from wiseparts_nb.settings import Settings, read_settings
from wiseparts_nb.source.kept import Kept
from wiseparts_nb.source.source import Source, open_source
from wiseparts_nb.widget import Widget

EVERY = pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("snapshots")
    publish_demo(folder, customers=40, prepare=keeping_answers(Settings()))
    return read_settings(snapshots=Path(folder))


def computing(source: Source) -> Source:
    """The same source with nothing kept to read from."""
    source.engine.kept = Kept()
    return source


@EVERY
def test_kept_equals_computed(settings: Settings, one: Widget) -> None:
    kept, computed = open_source(settings), computing(open_source(settings))
    found, expected = one.kpi(kept), one.kpi(computed)
    assert dict(found) == dict(expected)
    first = kept.customer_ids[0]
    assert one.kpi(kept.narrowed(first)).get(first) == expected.get(first)
    if one.kept:
        assert all(query.kept for query in kept.queries if query.by_customer)
    assert not any(query.kept for query in computed.queries)


def test_another_day_or_scope_is_another_question(settings: Settings) -> None:
    source = open_source(settings)
    days = replace(source.period, as_of=source.as_of - timedelta(days=1))
    for other in (
        replace(source, period=days, queries=[], _found={}, shared={}),
        source.narrowed(source.customer_ids[0], all_sales=True),
        source.narrowed(source.customer_ids[0], wholesaler_id="W-1"),
    ):
        for one in CATALOGUE:
            one.kpi(other)
        dated = [query for query in other.queries if query.by_customer and "$" in query.asked]
        assert dated
        assert not any(query.kept for query in dated)
