"""Customers behave as their character says, the show-cases one by one and the others in the mass."""

from __future__ import annotations

from datetime import date

import holidays
import numpy as np
import pandas as pd
import pytest

from wiseparts_nb.demo import AS_OF, Company, company


@pytest.fixture(scope="module", params=[1, 2, 3])
def made(request: pytest.FixtureRequest) -> Company:
    return company(seed=request.param)


@pytest.fixture(scope="module")
def frames(made: Company) -> dict[str, pd.DataFrame]:
    return made.frames()


@pytest.fixture(scope="module")
def months(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Net sales: one row a customer, one column for so many months ago, 0 where there were none."""
    sales = frames["sales_lines"]
    ago = 12 * (AS_OF.year - sales["sold_on"].dt.year) + AS_OF.month - sales["sold_on"].dt.month
    return sales.pivot_table(
        index="customer_id", columns=ago, values="net", aggfunc="sum", fill_value=0.0
    )


def change(months: pd.DataFrame, first: int, last: int) -> pd.Series[float]:
    """Return the change of some months on the same months a year before; 1 is last month."""
    now = months[list(range(first, last + 1))].sum(axis=1)
    before = months[list(range(first + 12, last + 13))].sum(axis=1)
    return now / before - 1


def ids(made: Company, character: str) -> list[str]:
    customers = made.market.customers
    return [customers.ids[place] for place in customers.are(character)]


def test_fading_customers_fade(made: Company, months: pd.DataFrame):
    changes = change(months, 1, 3)[ids(made, "fading")]
    assert changes["C-0003"] < -0.3
    assert changes.median() < -0.3
    assert (changes < -0.08).mean() > 0.8


def test_growing_customers_grow(made: Company, months: pd.DataFrame):
    changes = change(months, 1, 12)[ids(made, "growing")]
    assert changes["C-0002"] > 0.15
    assert changes.median() > 0.15
    assert (changes > 0.08).mean() > 0.7


def test_steady_customers_stay(made: Company, months: pd.DataFrame):
    changes = change(months, 1, 12)[ids(made, "steady")]
    assert abs(changes["C-0005"]) < 0.15
    assert abs(changes.median()) < 0.1


def test_seasonal_customers_have_a_season(made: Company, months: pd.DataFrame):
    """The half year around the best month holds far more than half, and not so for steady ones."""
    net = months[list(range(1, 37))].to_numpy()
    year = net.reshape(len(net), 3, 12).sum(axis=1)
    halves = [np.roll(year, shift, axis=1)[:, :6].sum(axis=1) for shift in range(12)]
    share = pd.Series(np.max(halves, axis=0) / year.sum(axis=1), index=months.index)
    assert share["C-0004"] > 0.6
    assert share[ids(made, "seasonal")].median() > share[ids(made, "steady")].median() + 0.08


def test_monthly_customers_get_one_invoice_a_month(made: Company, frames: dict[str, pd.DataFrame]):
    sales = frames["sales_lines"]
    mine = sales[sales["customer_id"].isin(ids(made, "monthly")) & (sales["quantity"] > 0)]
    invoices = mine.groupby(["customer_id", mine["sold_on"].dt.to_period("M")])[
        "invoice_id"
    ].nunique()
    assert invoices.max() == 1
    assert mine["sold_on"].dt.day.min() >= 23  # before Christmas


def test_new_silent_and_recovered_customers(made: Company, months: pd.DataFrame):
    new, silent = months.loc[ids(made, "new")], months.loc[ids(made, "silent")]
    assert new[list(range(2, 37))].abs().to_numpy().max() == 0
    assert (new.loc["C-0008"].to_numpy()[:2] > 0).all()
    assert silent[list(range(5))].to_numpy().max() <= 0
    assert silent[list(range(6, 18))].sum(axis=1).min() > 0
    recovered = months.loc[ids(made, "recovered")]
    assert recovered[list(range(5, 13))].to_numpy().max() <= 0
    assert recovered[list(range(4))].sum(axis=1).min() > 0
    assert recovered[list(range(13, 37))].sum(axis=1).min() > 0


def test_irregular_customers_skip_months(made: Company, months: pd.DataFrame):
    empty = (months[list(range(1, 37))] == 0).mean(axis=1)
    assert empty[ids(made, "irregular")].mean() > 0.3
    assert empty[ids(made, "key")].max() == 0


def test_first_account_sells_less_while_it_asks_for_more(
    frames: dict[str, pd.DataFrame], months: pd.DataFrame
):
    year = [change(months, ago, ago)["C-0001"] for ago in range(1, 12)]
    assert [round(step, 2) < 0 for step in year[:6]] == [True] * 6
    assert np.mean(year[6:]) > 0.02
    assert change(months, 1, 3)["C-0001"] == pytest.approx(-0.135, abs=0.05)
    lines = frames["quotes"].merge(frames["quote_lines"], on=["quote_id", "customer_id"])
    mine = lines[lines["customer_id"] == "C-0001"].set_index("issued_on")["net"]
    now = mine[mine.index > pd.Timestamp(AS_OF) - pd.Timedelta(days=90)].sum()
    end = pd.Timestamp(AS_OF) - pd.Timedelta(days=364)
    before = mine[(mine.index <= end) & (mine.index > end - pd.Timedelta(days=90))].sum()
    assert now / before == pytest.approx(1.22, abs=0.06)


def test_first_account_is_owed_and_unvisited(frames: dict[str, pd.DataFrame]):
    mine = {
        name: frame[frame["customer_id"] == "C-0001"]
        for name, frame in frames.items()
        if "customer_id" in frame.columns
    }
    today = pd.Timestamp(AS_OF)
    due = mine["due_documents"]
    late = due[(due["kind"] == "invoice") & (due["amount_due"] > 0) & (due["due_on"] < today)]
    assert late["amount_due"].sum() > 5_000
    assert (today - late["due_on"]).dt.days.max() > 40
    activities = mine["activities"]
    done, planned = (activities[activities["status"] == status] for status in ("done", "planned"))
    visited = done[done["kind"] == "visit"]["starts_at"].dt.normalize().max()
    assert (today - visited).days == 63
    recent = done[done["starts_at"] > today - pd.Timedelta(days=90)]
    assert recent["kind"].value_counts().to_dict() == {
        "call": 9,
        "email": 5,
        "online_meeting": 2,
        "visit": 1,
    }
    meeting = planned[planned["kind"] == "online_meeting"]["starts_at"].dt.date.to_list()
    assert date(2026, 12, 2) in meeting
    running = mine["price_agreements"]
    assert len(running[(running["starts_on"] <= today) & (running["ends_on"] >= today)]) >= 2
    assert today + pd.Timedelta(days=7) in mine["promotions"]["ends_on"].to_list()


def test_show_cases_have_something_everywhere(frames: dict[str, pd.DataFrame]):
    shown = {f"C-{number:04d}" for number in range(1, 12)}
    for table in (
        *("contacts", "quotes", "orders", "sales_lines", "price_agreements", "promotions"),
        *("activities", "tasks", "notes", "system_events"),
    ):
        assert shown <= set(frames[table]["customer_id"]), table
    assert {"quotes", "activities", "notes", "engagements"} <= {
        name
        for name, frame in frames.items()
        if "customer_id" in frame.columns and (frame["customer_id"] == "C-0012").any()
    }


def test_a_brand_is_asked_for_more_than_ordered(frames: dict[str, pd.DataFrame]):
    lines = frames["quote_lines"]
    decided = lines[lines["status"] != "open"]
    won = decided[decided["status"] == "won"].groupby("brand_id")["net"].sum()
    conversion = won / decided.groupby("brand_id")["net"].sum()
    assert conversion.idxmin() == "B-04"
    assert conversion["B-04"] < 0.7 * conversion.median()


def test_trade_keeps_the_calendar(frames: dict[str, pd.DataFrame], months: pd.DataFrame):
    sold_on = frames["sales_lines"]["sold_on"]
    weekdays = sold_on.dt.day_of_week.value_counts(normalize=True).reindex(range(7), fill_value=0.0)
    assert weekdays[6] == 0
    assert 0 < weekdays[5] < 0.03
    closed = holidays.country_holidays("FR", years=range(2023, 2027))
    assert not set(sold_on.dt.date) & set(closed)
    assert not [day for day in set(sold_on.dt.date) if (day.month, day.day) >= (12, 24)]
    july, august, september = (months[ago].sum() for ago in (4, 3, 2))
    assert august < 0.7 * (july + september) / 2
