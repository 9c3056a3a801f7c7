from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from tests.projection.histories import history_of, made_pool
from wiseparts_nb.errors import InputError
from wiseparts_nb.projection import Pool, chance_of, pool_of, project

POOL = made_pool(60)
MAY = (date(2025, 5, 1), date(2025, 5, 12), date(2025, 5, 31))
START, AS_OF, END = MAY
LABOUR_DAY = (date(2025, 5, 1),)
DECILES = [f"q{k}0" for k in range(1, 10)]
MONEY = ["to_date", "mean", *DECILES]

days_of_may = st.integers(1, 31).map(lambda day: date(2025, 5, day))
seeds = st.integers(0, 2**32 - 1)
quick = settings(max_examples=25)


def regular(amount: float = 100.0, *, until: date = AS_OF) -> pd.DataFrame:
    """One customer who orders every Monday for a year."""
    mondays = [date(2024, 5, 6) + timedelta(weeks=k) for k in range(60)]
    return history_of(*[("C-1", day, amount) for day in mondays if day <= until])


def test_a_weekly_customer_is_projected_at_a_few_more_orders():
    row = project(regular(), START, AS_OF, END, ()).iloc[0]
    assert row["to_date"] == 200.0  # 5 and 12 May
    assert row["orders_left"] == pytest.approx(2.0, abs=0.5)  # 19 and 26 May
    assert row["order_value"] == pytest.approx(100.0)
    assert row["mean"] == pytest.approx(200.0 + 100.0 * row["orders_left"])
    assert row["q50"] == pytest.approx(400.0, rel=0.15)
    assert row["confidence"] in {"high", "medium"}


def test_a_customer_invoiced_at_the_end_of_the_month_is_not_finished_on_day_25():
    ends = [day.date() for day in pd.date_range("2024-01-31", "2025-04-30", freq="ME")]
    monthly = history_of(*[("monthly", day, 500.0) for day in ends])
    both = pd.concat([POOL, monthly], ignore_index=True)
    period = (START, date(2025, 5, 25), END)
    medians = [
        project(both, *period, (), rhythm=rhythm).set_index("customer_id")["q50"].to_dict()
        for rhythm in (False, True)
    ]
    assert medians[0]["monthly"] < 450 < medians[1]["monthly"]


def test_days_of_returns_lower_the_value_and_are_no_orders():
    returns = history_of(("C-1", date(2025, 5, 6), -40.0))
    before = project(regular(), START, AS_OF, END, ()).iloc[0]
    after = project(pd.concat([regular(), returns]), START, AS_OF, END, ()).iloc[0]
    assert after["to_date"] == before["to_date"] - 40.0
    assert after["orders_left"] == before["orders_left"]
    assert after["order_value"] < before["order_value"]


def test_known_sales_are_added_to_date():
    known = pd.Series({"C-0003": 1000.0})
    without = project(POOL, START, AS_OF, END, ()).set_index("customer_id")
    added = project(POOL, START, AS_OF, END, (), known=known).set_index("customer_id")
    difference = added["mean"] - without["mean"]
    assert difference["C-0003"] == pytest.approx(1000.0)
    assert (difference.drop("C-0003") == 0).all()


@quick
@given(as_of=days_of_may, seed=seeds)
def test_no_row_after_the_day_is_read(as_of: date, seed: int):
    random = np.random.default_rng(seed)
    later = POOL["date"] > pd.Timestamp(as_of)
    changed = POOL.copy()
    changed.loc[later, "amount"] = random.normal(0, 1e6, later.sum())
    changed.loc[later, "orders"] = random.integers(0, 9, later.sum())
    changed.loc[later, "customer_id"] = random.choice(["C-0001", "new"], later.sum())
    same = project(POOL, START, as_of, END, LABOUR_DAY)
    assert_frame_equal(project(changed, START, as_of, END, LABOUR_DAY), same, check_exact=True)


@quick
@given(factor=st.floats(1e-3, 1e6), as_of=days_of_may)
def test_amounts_scale_and_chances_do_not(factor: float, as_of: date):
    scaled = POOL.assign(amount=POOL["amount"] * factor)
    one = project(POOL, START, as_of, END, ())
    many = project(scaled, START, as_of, END, ())
    np.testing.assert_allclose(many[MONEY], one[MONEY] * factor, rtol=1e-9, atol=1e-6 * factor)
    np.testing.assert_allclose(many["p0"], one["p0"], rtol=1e-9)
    assert many["confidence"].tolist() == one["confidence"].tolist()
    chances = chance_of(one, [500.0, 5000.0]), chance_of(many, [500.0 * factor, 5000.0 * factor])
    np.testing.assert_allclose(chances[1], chances[0], atol=1e-9)


@quick
@given(seed=seeds)
def test_neither_order_nor_names_matter(seed: int):
    shuffled = POOL.sample(frac=1, random_state=seed)
    one = project(POOL, START, AS_OF, END, ())
    assert_frame_equal(project(shuffled, START, AS_OF, END, ()), one, check_exact=True)
    names = np.random.default_rng(seed).permutation(60)
    renamed = shuffled.assign(customer_id=names[shuffled["customer_id"].str[2:].astype(int)])
    other = project(renamed, START, AS_OF, END, ()).set_index("customer_id").loc[names]
    np.testing.assert_allclose(other[MONEY], one[MONEY], rtol=1e-9)


@quick
@given(
    amounts=st.lists(
        st.integers(-(10**8), 10**8).map(lambda cents: cents / 100), min_size=1, max_size=40
    ),
    gaps=st.lists(st.integers(1, 60), min_size=40, max_size=40),
    as_of=days_of_may,
)
def test_quantiles_rise_and_chances_fall(amounts: list[float], gaps: list[int], as_of: date):
    days = [as_of - timedelta(days=int(back)) for back in np.cumsum(gaps) - 1]
    history = history_of(*[("C-1", day, x) for day, x in zip(days, amounts, strict=False)])
    projection = project(history, START, as_of, END, ())
    row = projection.iloc[0]
    assert np.isfinite(row[MONEY].to_numpy(float)).all()
    assert row["to_date"] <= row["q10"]
    assert (np.diff(row[DECILES].to_numpy(float)) >= 0).all()
    tiers = sorted({row["to_date"] - 1, row["to_date"], *row[DECILES], row["q90"] * 2 + 1})
    chances = chance_of(projection, tiers).iloc[0].to_numpy()
    assert (np.diff(chances) <= 0).all()
    assert (chances[:2] == 1.0).all()
    assert ((chances >= 0) & (chances <= 1)).all()


def test_the_chance_of_a_quantile_is_what_it_says():
    projection = project(POOL, START, AS_OF, END, ())
    for q, column in zip(range(10, 100, 10), DECILES, strict=True):
        open_ended = projection[projection[column] > projection["to_date"]]
        chances = chance_of(open_ended, open_ended[column])
        np.testing.assert_allclose(chances, 1 - q / 100, atol=1e-9)


@pytest.mark.parametrize("end", [date(2025, 5, 31), date(2025, 2, 28), date(2024, 2, 29)], ids=str)
def test_on_the_last_day_the_total_is_the_actual(end: date):
    start = end.replace(day=1)
    projection = project(POOL, start, end, end, ()).set_index("customer_id")
    inside = POOL[POOL["date"].between(pd.Timestamp(start), pd.Timestamp(end))]
    actual = inside.groupby("customer_id")["amount"].sum().reindex(projection.index, fill_value=0)
    for column in MONEY:
        np.testing.assert_allclose(projection[column], actual, atol=1e-6)
    assert set(projection["confidence"]) == {"high"}
    assert set(projection["reason"]) == {"period_over"}


@quick
@given(closure=st.integers(13, 31).map(lambda day: date(2025, 5, day)))
def test_a_closure_lowers_the_projection(closure: date):
    pool = pool_of(POOL, START, AS_OF, END, ())
    without = project(POOL, START, AS_OF, END, (), pool=pool, rhythm=False)
    shut = project(POOL, START, AS_OF, END, (closure,), pool=pool, rhythm=False)
    if closure.weekday() < 5:
        assert (shut["mean"] < without["mean"]).all()
    else:
        np.testing.assert_allclose(shut["mean"], without["mean"])


@quick
@given(number=st.integers(0, 59), as_of=days_of_may, rhythm=st.booleans())
def test_one_customer_alone_equals_the_same_in_a_batch(number: int, as_of: date, rhythm: bool):
    period = (START, as_of, END, LABOUR_DAY)
    pool = Pool.from_json(pool_of(POOL, *period).to_json())
    batch = project(POOL, *period, rhythm=rhythm)
    own = POOL[POOL["customer_id"] == f"C-{number:04d}"]
    alone = project(own, *period, pool=pool, rhythm=rhythm)
    same = batch[batch["customer_id"] == f"C-{number:04d}"].reset_index(drop=True)
    assert_frame_equal(alone, same, check_exact=True)


@pytest.mark.parametrize(
    "rows",
    [
        (("new", AS_OF, 50.0),),
        (("once", date(2024, 9, 2), 50.0),),
        (("returns", date(2024, 9, 2), -50.0), ("returns", date(2025, 5, 5), -10.0)),
        (("gift", date(2025, 5, 5), 0.0),),
    ],
    ids=["first order today", "one order", "only returns", "only free goods"],
)
def test_little_history_is_projected_low(rows: tuple[tuple[str, date, float], ...]):
    row = project(history_of(*rows), START, AS_OF, END, ()).iloc[0]
    assert np.isfinite(row[MONEY].to_numpy(float)).all()
    assert row["to_date"] == sum(amount for _, day, amount in rows if day >= START)
    assert row["confidence"] == "low"
    assert row["reason"] in {"few_months", "few_orders", "nothing_expected"}


def test_no_history_gives_no_rows():
    empty = project(POOL.head(0), START, AS_OF, END, LABOUR_DAY)
    assert len(empty) == 0
    assert list(empty.columns) == list(project(POOL, START, AS_OF, END, ()).columns)
    assert len(project(POOL, date(2020, 1, 1), date(2020, 1, 5), date(2020, 1, 31), ())) == 0


def test_a_month_ahead_is_projected_whole():
    june = (date(2025, 6, 1), AS_OF, date(2025, 6, 30))
    projection = project(POOL, *june, ())
    assert (projection["to_date"] == 0).all()
    longer = project(POOL, START, AS_OF, date(2025, 6, 30), (), rhythm=False)
    rest_of_may = project(POOL, START, AS_OF, END, (), rhythm=False)
    june_alone = project(POOL, *june, (), rhythm=False)
    added = rest_of_may["mean"] + june_alone["mean"]
    np.testing.assert_allclose(longer["mean"], added, rtol=0.03)


def test_a_finished_period_is_what_it_was():
    april = project(POOL, date(2025, 4, 1), AS_OF, date(2025, 4, 30), ())
    assert (april["mean"] == april["to_date"]).all()
    assert (april["p0"] == 1).all()


def test_thresholds_come_as_a_number_a_list_or_one_each():
    projection = project(POOL, START, AS_OF, END, ())
    tiers = chance_of(projection, [100.0, 1000.0])
    assert tiers.columns.tolist() == [100.0, 1000.0]
    assert chance_of(projection, 100.0).equals(tiers[100.0].rename("chance"))
    own = chance_of(projection, projection["to_date"] + 1e-9)
    np.testing.assert_allclose(own, 1 - projection["p0"], atol=1e-3)


def test_a_wrong_question_is_told():
    with pytest.raises(InputError, match="starts on 2025-05-31, after its end on 2025-05-01"):
        project(POOL, END, AS_OF, START, ())
    with pytest.raises(InputError, match="no column orders"):
        project(POOL.drop(columns="orders"), START, AS_OF, END, ())
