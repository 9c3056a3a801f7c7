"""The customers of the demo company: their characters as arrays, from which everything they do follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wiseparts_nb.demo.arrays import Floats, Frames, Ints, stream
from wiseparts_nb.demo.calendar import Calendar
from wiseparts_nb.demo.catalogue import BRANDS, NO_BRAND, WHOLESALERS, Catalogue
from wiseparts_nb.demo.characters import (
    ARCHETYPES,
    KEY_ACCOUNT_PATH,
    archetype_codes,
    month_factors,
)
from wiseparts_nb.demo.directory import Described, directory
from wiseparts_nb.demo.names import firm_names
from wiseparts_nb.demo.organisation import Organisation
from wiseparts_nb.demo.showcases import SHOWCASES

__all__ = ["LINES_PER_ORDER", "RETURN_SHARE", "Customers", "customers_of"]

LINES_PER_ORDER = 3.3
LINES_AT_MOST, LINES_AT_LEAST = 12.0, 1.3
RETURN_SHARE = 0.012
WORKDAYS_A_MONTH = 20.5
TWIN_SHARE = 0.05
"""Customers who are the one before under another wholesaler, matched by tax number."""
THIRD_SHARE = 0.4
"""Of those, the ones who buy from a third wholesaler as well."""
ELSEWHERE_SHARE = 0.45
"""French customers who do not simply belong to the first wholesaler."""
KEY_ACCOUNT_MIX = (0.40, 0.21, 0.17, 0.08, 0.07, 0.03, 0.015, 0.01, 0.005, 0.01)
KEY_ACCOUNT_ORDER = 2500.0
"""Net EUR of an ordinary order of the first show-case."""
TERMS = (30, 45, 60)
BAD_PAYERS = 0.2
QUOTING_RISES = 6, 1.4
"""Months for which the first show-case asks for more quotes than it used to, and by how much."""


@dataclass(frozen=True)
class Customers:
    """One entry a customer in every array.

    Attributes
    ----------
    archetype
        Place in `ARCHETYPES`.
    twin
        Place of the same end customer under another wholesaler, or -1.
    factors
        How busy each month is (rows: customers, columns: months).
    daily_orders
        Orders to expect on a day of weight 1 in an ordinary month.
    lines_per_order
        Lines to expect on an order, the same for all.
    mix
        Share of lines by brand code, the last column without brand.
    scale
        Units ordered as a multiple of the product's usual quantity.
    discount
        Fraction off the list price.
    quoted
        Share of orders that come from a quote; `conversion` is the share of quotes that become orders.
    quoting
        Change of quoting by month, beyond that of sales.
    days_late
        Days after the due date that invoices are paid on, in the middle; negative pays early.
    reps
        Places in the staff of up to three sales people; -1 is nobody.
    odd_cents
        An amount in cents that is mentioned for this customer and for no other.
    """

    ids: list[str]
    names: list[str]
    languages: list[str]
    archetype: Ints
    twin: Ints
    wholesaler: Ints
    factors: Floats
    daily_orders: Floats
    lines_per_order: float
    mix: Floats
    scale: Floats
    discount: Floats
    quoted: Floats
    conversion: Floats
    quoting: Floats
    terms: Ints
    days_late: Floats
    reps: Ints
    odd_cents: Ints
    contact_ids: list[list[str]]
    tables: Frames

    def are(self, name: str) -> Ints:
        """Return the places of all customers of one character."""
        return np.flatnonzero(self.archetype == list(ARCHETYPES).index(name))

    @property
    def lines_expected(self) -> Floats:
        """Lines of three years and more to expect from each customer, roughly."""
        return (
            self.daily_orders * self.factors.sum(axis=1) * WORKDAYS_A_MONTH * self.lines_per_order
        )


def customers_of(
    seed: int,
    *,
    size: int,
    lines: int | None,
    days: Calendar,
    goods: Catalogue,
    house: Organisation,
) -> Customers:
    """Return `size` customers, the show-cases first, who buy about `lines` lines up to the as-of day."""
    rng = stream(seed, 41)
    codes, twin = _cast(rng, size)
    languages, wholesaler = _places_of_trade(rng, twin)
    factors = month_factors(codes, seed, days)
    factors[0] = _key_account(days, factors[0])
    daily, per_order, more = _rates(rng, codes, factors, days, lines)
    mix = _mixes(rng, codes)
    discount = np.clip(rng.normal(0.26, 0.05, size), 0.05, 0.38)
    value = _order_values(rng, codes) / more
    ids = [f"C-{place:0{max(4, len(str(size)))}d}" for place in range(1, size + 1)]
    names = firm_names(rng, languages, twin.tolist(), [case.name for case in SHOWCASES])
    reps = _reps(rng, wholesaler, house)
    terms, late = _payment(rng, size)
    described = Described(ids, names, languages, codes, twin, wholesaler, factors, terms, reps)
    tables, contact_ids = directory(seed, described, days, house)
    return Customers(
        ids=ids,
        names=names,
        languages=languages,
        archetype=codes,
        twin=twin,
        wholesaler=wholesaler,
        factors=factors,
        daily_orders=daily,
        lines_per_order=per_order,
        mix=mix,
        scale=value / (per_order * (1 - discount) * (mix @ _line_values(goods))),
        discount=discount,
        quoted=np.r_[0.35, rng.uniform(0.1, 0.35, size - 1)],
        conversion=np.r_[0.41, np.clip(rng.normal(0.42, 0.12, size - 1), 0.15, 0.75)],
        quoting=_quoting(size, days),
        terms=terms,
        days_late=late,
        reps=reps,
        odd_cents=1_200_007 + 218 * rng.permutation(size),
        contact_ids=contact_ids,
        tables=tables,
    )


def _cast(rng: np.random.Generator, size: int) -> tuple[Ints, Ints]:
    """Return everybody's character, and whose twin they are; a drawn twin is steady."""
    fixed = len(SHOWCASES)
    codes = archetype_codes(rng, size)
    codes[:fixed] = [list(ARCHETYPES).index(case.character) for case in SHOWCASES]
    twin = _twins(rng, codes)
    codes[fixed:][twin[fixed:] >= 0] = list(ARCHETYPES).index("steady")
    return codes, twin


def _order_values(rng: np.random.Generator, codes: Ints) -> Floats:
    """Return the net EUR of an ordinary order; the show-cases are as their character has it."""
    values = np.array([float(each.order_value) for each in ARCHETYPES.values()])[codes]
    values *= np.exp(rng.normal(0.0, 0.35, len(codes)) * (np.arange(len(codes)) >= len(SHOWCASES)))
    values[0] = KEY_ACCOUNT_ORDER
    return values


def _payment(rng: np.random.Generator, size: int) -> tuple[Ints, Floats]:
    """Return the days agreed for payment, and how many days late it mostly comes."""
    terms = np.array(TERMS)[rng.choice(len(TERMS), size, p=(0.45, 0.35, 0.2))]
    bad = rng.random(size) < BAD_PAYERS
    late = rng.normal(-1.0, 5.0, size) + np.where(bad, rng.uniform(12, 45, size), 0)
    terms[0], late[0] = 30, -2.0
    return terms, late


def _quoting(size: int, days: Calendar) -> Floats:
    """Return 1 for every customer and month, but for the rise of the first show-case."""
    quoting = np.ones((size, days.months))
    quoting[0, days.months_ago < QUOTING_RISES[0]] = QUOTING_RISES[1]
    return quoting


def _twins(rng: np.random.Generator, codes: Ints) -> Ints:
    """Let some customers be the one before, and a few of those the one before that as well."""
    size, fixed = len(codes), len(SHOWCASES)
    prospects = codes == list(ARCHETYPES).index("prospect")
    wanted = (rng.random(size) < TWIN_SHARE) & ~prospects
    twin = np.full(size, -1)
    twin[:fixed] = [case.twin for case in SHOWCASES]
    for place in np.flatnonzero(wanted[fixed + 1 :]) + fixed + 1:
        if not prospects[place - 1] and twin[place - 1] < 0:
            twin[place] = place - 1
            if place + 1 < size and not prospects[place + 1] and rng.random() < THIRD_SHARE:
                twin[place + 1] = place - 1
    return twin


def _places_of_trade(rng: np.random.Generator, twin: Ints) -> tuple[list[str], Ints]:
    """Choose languages and wholesalers: Iberluz where Spanish is spoken, Distrivolt where English is."""
    size, fixed = len(twin), len(SHOWCASES)
    language = rng.choice(3, size, p=(0.7, 0.16, 0.14))
    wholesaler = np.array([0, 2, 1])[language]
    elsewhere = (language == 0) & (rng.random(size) < ELSEWHERE_SHARE)
    wholesaler[elsewhere] = rng.integers(0, 3, int(elsewhere.sum()))
    codes = ("fr", "es", "en")
    language[:fixed] = [codes.index(case.language) for case in SHOWCASES]
    wholesaler[:fixed] = [case.wholesaler for case in SHOWCASES]
    for place in np.flatnonzero(twin >= 0):
        if place >= fixed:
            language[place] = language[twin[place]]
            wholesaler[place] = (wholesaler[twin[place]] + place - twin[place]) % len(WHOLESALERS)
    return [codes[code] for code in language.tolist()], wholesaler


def _key_account(days: Calendar, wobble: Floats) -> Floats:
    """Let the first show-case follow its path against the year before, whose own months wobble little."""
    ago = days.months_ago
    factors = 1 + 0.25 * (wobble / wobble.mean() - 1)
    work = np.bincount(days.month, days.weight, minlength=days.months)
    for month in np.flatnonzero(ago < len(KEY_ACCOUNT_PATH)).tolist():
        same_work = work[month - 12] / work[month] if month < days.this_month else 1.0
        factors[month] = factors[month - 12] * (1 + KEY_ACCOUNT_PATH[ago[month]]) * same_work
    return factors


def _rates(
    rng: np.random.Generator, codes: Ints, factors: Floats, days: Calendar, lines: int | None
) -> tuple[Floats, float, float]:
    """Return orders on a day, lines on an order, and by what the orders were multiplied to reach `lines`."""
    orders = np.array([each.orders for each in ARCHETYPES.values()])[codes]
    spread = rng.normal(0.0, 0.35, len(codes)) * (np.arange(len(codes)) >= len(SHOWCASES))
    daily = orders / WORKDAYS_A_MONTH * np.exp(spread)
    daily[: len(SHOWCASES)] *= 1.3
    if lines is None:
        return daily, LINES_PER_ORDER, 1.0
    past = days.weight[: days.today + 1]
    by_month = np.bincount(days.month[: days.today + 1], past, minlength=days.months)
    expected = float((daily * (factors @ by_month)).sum()) * (1 + RETURN_SHARE)
    per_order = lines / expected
    kept = float(np.clip(per_order, LINES_AT_LEAST, LINES_AT_MOST))
    return daily * per_order / kept, kept, per_order / kept


def _mixes(rng: np.random.Generator, codes: Ints) -> Floats:
    """Return each customer's brands: most have two or three that count, key accounts all."""
    shares = np.array([share for _, _, share in BRANDS] + [0.04])
    narrow = np.where(codes == list(ARCHETYPES).index("key"), 6.0, 0.9)[:, None]
    mix = shares * rng.gamma(narrow, 1 / narrow, (len(codes), NO_BRAND + 1))
    mix[:, :NO_BRAND] += 0.01 * shares[:NO_BRAND]
    mix /= mix.sum(axis=1, keepdims=True)
    mix[0] = KEY_ACCOUNT_MIX
    return mix


def _line_values(goods: Catalogue) -> Floats:
    """Return the list value of an ordinary line, by brand code."""
    values = goods.list_price * goods.usual_quantity
    code = np.where(goods.brand < 0, NO_BRAND, goods.brand)
    return np.bincount(code, values) / goods.count


def _reps(rng: np.random.Generator, wholesaler: Ints, house: Organisation) -> Ints:
    """Return up to three sales people of the customer's wholesaler; two in five have a second, one in ten a third."""
    size = len(wholesaler)
    reps = np.full((size, 3), -1)
    dice = rng.random(size)
    for code in range(len(WHOLESALERS)):
        among = house.reps_of(code)
        mine = np.flatnonzero(wholesaler == code)
        first = rng.integers(0, len(among), len(mine))
        for nth, limit in enumerate((1.0, 0.4, 0.1)):
            chosen = among[(first + nth) % len(among)]
            reps[mine, nth] = np.where((dice[mine] < limit) & (nth < len(among)), chosen, -1)
    reps[0] = (0, 1, -1)
    return reps
