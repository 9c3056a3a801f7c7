"""The three lists: who is in them, in which order, and what they add up to."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, quoted, sold, utc
from tests.portfolio.customers import NOW, due, of, people, year_and_year
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.portfolio.accounts import Selection, options
from wiseparts_nb.portfolio.triage import KINDS, MEMBERSHIP, Kind, Triage, triage
from wiseparts_nb.source.source import Source


def listed(value: Triage, kind: Kind) -> list[tuple[str, Decimal]]:
    return [(one.judged.account.customer_id, one.money) for one in value.lists[kind].stakes]


def quotes(customer_id: str, *nets: tuple[str, date, str, str]) -> dict[str, Rows]:
    """Quotes of one line: number, day, net, status of the line."""
    heads: Rows = []
    lines: Rows = []
    for number, on, net, status in nets:
        head, own = quoted(number, on, (None, net, status))
        heads, lines = heads + of(customer_id, head), lines + of(customer_id, own)
    return {"quotes": heads, "quote_lines": lines}


def test_at_risk_is_who_lost_most_against_last_year(make: MakeSource) -> None:
    source = make(
        NOW,
        customers=people("C-1", "C-2", "C-3", "C-4"),
        sales_lines=[
            *year_and_year("C-1", 1000, 700),
            *year_and_year("C-2", 9000, 6000),
            *year_and_year("C-3", 9000, 8900),
            *year_and_year("C-4", 900, 2000),
        ],
    )
    value = triage(source)
    assert listed(value, "risk") == [("C-2", Decimal(-9000)), ("C-1", Decimal(-900))]
    assert listed(value, "growth") == [("C-4", Decimal(0))]
    assert listed(value, "service") == []
    assert value.lists["risk"].money == Decimal(-9900)
    assert value.count == 4
    first = value.lists["risk"].courses[0]
    assert (first.months, first.earlier) == ((Decimal(6000),) * 11, (Decimal(9000),) * 11)
    assert value.months[0], value.months[-1] == (date(2025, 12, 1), date(2026, 10, 1))


def test_silence_of_who_has_no_season_puts_no_money_at_stake(make: MakeSource) -> None:
    days = [date(2026, 1, 5) + timedelta(4 * place) for place in range(40)]
    source = make(NOW, sales_lines=[sold(day, "50.00") for day in days])
    assert listed(triage(source), "risk") == [("C-1", Decimal(0))]


def test_growth_is_ranked_by_what_open_quotes_are_likely_to_bring(make: MakeSource) -> None:
    old = NOW - timedelta(40)
    decided = [(f"D-{n}", old, "100.00", "won" if n < 3 else "lost") for n in range(6)]
    mine = quotes("C-1", *decided, ("D-9", NOW, "300.00", "open"))
    few = quotes("C-2", ("E-1", old, "900.00", "lost"), ("E-2", NOW, "800.00", "open"))
    source = make(
        NOW,
        customers=people("C-1", "C-2", "C-3"),
        sales_lines=[row for one in ("C-1", "C-2", "C-3") for row in year_and_year(one, 500, 900)],
        quotes=mine["quotes"] + few["quotes"],
        quote_lines=mine["quote_lines"] + few["quote_lines"],
    )
    # own: 300 of 600 won; the group's, for too few of one's own: 300 of 1500
    group = Decimal(800) * 300 / 1500
    assert listed(triage(source), "growth") == [
        ("C-2", group),
        ("C-1", Decimal(150)),
        ("C-3", Decimal(0)),
    ]


def test_service_is_ranked_by_overdue_money_then_by_the_oldest_task(make: MakeSource) -> None:
    def tasks(customer_id: str, late: int) -> Rows:
        """Four tasks, with 9 points; a late payment adds the rest."""
        return [
            {"task_id": f"{customer_id} {n}", "customer_id": customer_id, "subject": "Call",
             "created_at": utc("2026-01-05 09:00"), "due_on": NOW - timedelta(late + n)}
            for n in range(4)
        ]  # fmt: skip

    ids = ("C-1", "C-2", "C-3", "C-4", "C-5")
    source = make(
        NOW,
        customers=people(*ids),
        tasks=[
            row for one, late in zip(ids, (3, 9, 9, 1, 1), strict=True) for row in tasks(one, late)
        ],
        due_documents=[
            *(due(one, f"F-{one}", 5, "200.00") for one in ids[:3]),
            due("C-4", "F-9", 5, "900.00"),
            due("C-5", "F-8", -5, "900.00"),
        ],
    )
    same = Decimal(200)
    assert listed(triage(source), "service") == [
        ("C-4", Decimal(900)),
        ("C-2", same),
        ("C-3", same),
        ("C-1", same),
    ]


def test_a_customer_can_be_in_two_lists_and_ties_are_broken_by_id(make: MakeSource) -> None:
    ids = ("C-2", "C-1")
    source = make(
        NOW,
        customers=people(*ids),
        sales_lines=[row for one in ids for row in year_and_year(one, 1000, 100)],
        due_documents=[due(one, f"F-{one}", 47, "500.00") for one in ids],
    )
    value = triage(source)
    assert [one for one, _ in listed(value, "risk")] == ["C-1", "C-2"]
    assert [one for one, _ in listed(value, "service")] == ["C-1", "C-2"]


def test_returns_make_no_list_fail(make: MakeSource) -> None:
    rows = [*year_and_year("C-1", 1000, 300), sold(date(2026, 10, 5), "-5000.00")]
    value = triage(make(NOW, sales_lines=rows))
    assert listed(value, "risk") == [("C-1", Decimal(-7100))]
    assert value.judged[0].change == pytest.approx((900 - 5000 - 3000) / 3000)


def test_prospects_and_an_empty_source(make: MakeSource) -> None:
    source = make(NOW, customers=people("P-1", kind="prospect"))
    value = triage(source)
    assert value.count == 1
    assert [value.lists[kind].count for kind in KINDS] == [0, 0, 0]
    assert [value.lists[kind].money for kind in KINDS] == [Decimal(0)] * 3


STAFF: dict[str, Rows] = {
    "regions": [{"region_id": "R-1", "name": "Lyon"}],
    "offices": [{"office_id": "O-1", "name": "Lyon", "region_id": "R-1"}],
    "teams": [{"team_id": "T-1", "name": "Lyon", "office_id": "O-1"}],
    "staff": [{"staff_id": "S-1", "name": "K. Benali", "team_id": "T-1"}, {"staff_id": "S-2", "name": "L. Perret"}],
}  # fmt: skip


def owned(make: MakeSource) -> Source:
    first = people("C-1", "C-2", trade="Installer", tier="A", city="Lyon", sales_rep_1_id="S-1")
    other = people("C-3", trade="Retailer", sales_rep_1_id="S-2")
    sales = [row for one in ("C-1", "C-3") for row in year_and_year(one, 1000, 100)]
    return make(NOW, customers=first + other, sales_lines=sales, **STAFF)


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(), ["C-1", "C-2", "C-3"]),
        (Selection(region="R-1"), ["C-1", "C-2"]),
        (Selection(owner="S-2"), ["C-3"]),
        (Selection(trade="Installer", segment="never"), ["C-2"]),
        (Selection(tier="A", city="Lyon"), ["C-1", "C-2"]),
        (Selection(trade="Retailer", tier="A"), []),
    ],
)
def test_a_selection_narrows(make: MakeSource, selection: Selection, ids: list[str]) -> None:
    value = triage(owned(make), selection)
    assert [one.account.customer_id for one in value.judged] == ids
    members = [customer_id for customer_id, _ in listed(value, "risk")]
    assert members == [one for one in ("C-1", "C-3") if one in ids]


def test_options_are_counted(make: MakeSource) -> None:
    found = {
        field: [(one.key, one.count) for one in some]
        for field, some in options(owned(make)).items()
    }
    assert found == {
        "region": [("R-1", 2)],
        "owner": [("S-1", 2), ("S-2", 1)],
        "trade": [("Installer", 2), ("Retailer", 1)],
        "tier": [("A", 2)],
        "city": [("Lyon", 2)],
        "segment": [("active", 2), ("never", 1)],
    }


def test_an_unknown_value_is_refused_with_the_nearest(make: MakeSource) -> None:
    with pytest.raises(
        UnknownNameError, match=r"Unknown trade 'Instaler'\. Did you mean 'Installer'"
    ):
        triage(owned(make), Selection(trade="Instaler"))
    with pytest.raises(InputError, match="at least 1 row, not 0"):
        Selection(limit=0)


def test_the_limit_shows_fewer_and_counts_all(make: MakeSource) -> None:
    source = owned(make)
    one, every = triage(source, Selection(limit=1)), triage(source, Selection(limit=None))
    assert len(one.lists["risk"].shown) == len(one.lists["risk"].courses) == 1
    assert one.lists["risk"].stakes == every.lists["risk"].stakes == every.lists["risk"].shown
    assert one.lists["risk"].money == every.lists["risk"].money


def test_lists_of_a_company_add_up(demo: Source) -> None:
    value = triage(demo, Selection(limit=None))
    for kind in KINDS:
        found = value.lists[kind]
        amounts = [abs(one.money) for one in found.stakes]
        assert amounts == sorted(amounts, reverse=True)
        assert abs(found.money) == sum(amounts)
        assert found.count > 1
        for one in value.judged:
            points = sum(abs(s.points) for s in one.signals if s.rule in MEMBERSHIP[kind].rules)
            inside = one in [stake.judged for stake in found.stakes]
            assert inside == (
                points >= MEMBERSHIP[kind].points and (kind != "risk" or one.state == "risk")
            )
    risk = {one.judged.account.customer_id: one for one in value.lists["risk"].stakes}
    for place, one in enumerate(value.lists["risk"].shown):
        now, before = (
            sum(some[-3:], Decimal(0))
            for some in (
                value.lists["risk"].courses[place].months,
                value.lists["risk"].courses[place].earlier,
            )
        )
        assert risk[one.judged.account.customer_id].money == min(now - before, Decimal(0))
