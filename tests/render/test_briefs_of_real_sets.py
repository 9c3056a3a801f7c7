"""Briefs of third-party data: the largest customers of each set, whole, and widgets without data say why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.parts import ROOT
from wiseparts_nb.card import Card
from wiseparts_nb.customer.kept_answers import keeping_answers
from wiseparts_nb.customer.meeting_brief import MeetingBrief, meeting_brief
from wiseparts_nb.locale import LANGUAGES
from wiseparts_nb.render.page import page
from wiseparts_nb.render.pdf import pdf
from wiseparts_nb.settings import Settings, read_settings
from wiseparts_nb.source.ingest import load
from wiseparts_nb.source.source import Source, open_source

pytestmark = pytest.mark.needs_data

CARDS = (
    *(
        "customer",
        "health",
        "key_figures",
        "since_last_brief",
        "last_12_months",
        "month_projection",
    ),
    *("due_amounts", "offers", "open_quotes", "quotes_by_brand", "order_ratios", "sales_by_brand"),
    *(
        "quotes_and_orders_by_brand",
        "activities_by_type",
        "latest_events",
        "upcoming",
        "provenance",
    ),
)
LARGEST = """
select customer_id from sales_lines where sold_on between $year_before_start and $as_of
group by customer_id order by sum(net) desc, customer_id
"""
MADE = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
Opened = Callable[[str, date | None], Source]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    def source(name: str, as_of: date | None) -> Source:
        folder = tmp_path_factory.mktemp(name)
        mapping = ROOT / "parameters" / "mappings" / f"{name}.toml"
        load(mapping, folder, prepare=keeping_answers(Settings()))
        return open_source(read_settings(snapshots=Path(folder)), as_of=as_of)

    return source


def cards_of(brief: MeetingBrief) -> list[Card]:
    return [card for name in CARDS if (card := brief.card(name)) is not None]


@pytest.mark.parametrize(
    ("name", "as_of", "customers", "hidden"),
    [
        ("online_retail_ii", date(2011, 11, 15), 20, {"due_amounts", "open_quotes", "upcoming"}),
        ("adventureworks", None, 4, {"due_amounts", "open_quotes", "activities_by_type"}),
        ("contoso_10k", None, 4, {"due_amounts", "open_quotes", "latest_events"}),
        ("crm_sales_opportunities", None, 4, {"due_amounts", "upcoming"}),
    ],
)
@pytest.mark.usefixtures("shared_data")
def test_the_largest_customers(
    opened: Opened, name: str, as_of: date | None, customers: int, hidden: set[str]
) -> None:
    source = opened(name, as_of)
    largest = [row[0] for row in source.table(LARGEST)[1][:customers]]
    assert len(largest) == customers
    for place, customer_id in enumerate(largest):
        brief = meeting_brief(source.narrowed(customer_id))
        assert hidden <= {one.name for one in brief.hidden}
        locale = source.locale(LANGUAGES[place % len(LANGUAGES)])
        cards = cards_of(brief)
        assert {"customer", "health", "last_12_months", "provenance"} <= {one.name for one in cards}
        printed = PdfReader(BytesIO(pdf(cards, locale, title=customer_id, made=MADE)))
        assert len(printed.pages) == 2
        assert customer_id in printed.pages[0].extract_text()
        html = page(cards, locale, title=customer_id, made=MADE)
        for one in brief.hidden:
            assert locale.show(one.reason)[:20] in html
