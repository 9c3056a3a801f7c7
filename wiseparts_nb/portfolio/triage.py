"""Triage: which accounts slip, which grow, which wait, each list ranked by the money at stake.

Every customer is judged by the rules of the customer page; a list takes those whose reasons of its kind add up to enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Literal

from wiseparts_nb.customer.health import ATTENTION, RISK, State, state_of
from wiseparts_nb.customer.health_evidence import Evidence, signals
from wiseparts_nb.customer.health_signals import Rule, Signal
from wiseparts_nb.period import month_after
from wiseparts_nb.portfolio.accounts import Account, Selection, chosen
from wiseparts_nb.portfolio.columns import money
from wiseparts_nb.portfolio.ledger import Ledger, evidence, ledger
from wiseparts_nb.source.source import Source

__all__ = [
    "KINDS",
    "Course",
    "Judged",
    "Kind",
    "Membership",
    "RankedList",
    "Stake",
    "Triage",
    "triage",
]

Kind = Literal["risk", "growth", "service"]
KINDS: tuple[Kind, ...] = ("risk", "growth", "service")


@dataclass(frozen=True)
class Membership:
    """Who is in a list: the points of ``rules`` add up to ``points`` (helping ones count as they help), and the score is at least ``score``."""

    rules: tuple[Rule, ...]
    points: int
    score: int | None = None


MEMBERSHIP: Mapping[Kind, Membership] = {
    "risk": Membership(("sales_down", "silence"), 1, RISK),
    "growth": Membership(("sales_up", "quotes_up", "conversion_up"), ATTENTION),
    "service": Membership(("overdue", "overdue_tasks"), ATTENTION),
}
CENT = Decimal("0.01")
OWN_QUOTES = 5
"""Decided quotes from which a customer's own conversion says more than the group's."""


@dataclass(frozen=True)
class Judged:
    """A customer with its verdict: ``score`` is the exact sum of the signals' points.

    ``net`` is that of the twelve months that end with the running one. ``change`` sets three whole months beside the year
    before, ``quotes_change`` 90 days of quotes beside the 90 before; None without a fair base. ``largest_quote`` is the number of the largest
    open quote; ``pending`` counts planned activities whose day has passed, the oldest on ``pending_since``.
    """

    account: Account
    evidence: Evidence
    signals: tuple[Signal, ...]
    net: Decimal
    change: float | None
    quotes_change: float | None
    largest_quote: str | None
    pending: int = 0
    pending_since: date | None = None

    @property
    def score(self) -> int:
        """The sum of all points."""
        return sum(one.points for one in self.signals)

    @property
    def state(self) -> State:
        """The verdict of the customer page."""
        return state_of(self.score)

    def points(self, kind: Kind) -> int:
        """Add up the points that count for a list."""
        rules = MEMBERSHIP[kind].rules
        return sum(abs(one.points) for one in self.signals if one.rule in rules)

    def belongs(self, kind: Kind) -> bool:
        """Whether the customer is in a list."""
        needed = MEMBERSHIP[kind]
        enough = needed.score is None or self.score >= needed.score
        return enough and self.points(kind) >= needed.points


@dataclass(frozen=True)
class Stake:
    """A customer in a list with the money at stake."""

    judged: Judged
    money: Decimal


@dataclass(frozen=True)
class Course:
    """Net sales of the whole months of the last twelve, the oldest first, and of the same months a year before."""

    months: tuple[Decimal, ...]
    earlier: tuple[Decimal, ...]


@dataclass(frozen=True)
class RankedList:
    """A list: all its customers, the most money at stake first; ``courses`` are those of the ones that are shown."""

    kind: Kind
    stakes: tuple[Stake, ...]
    courses: tuple[Course, ...]

    @property
    def shown(self) -> tuple[Stake, ...]:
        """The customers that are shown."""
        return self.stakes[: len(self.courses)]

    @property
    def count(self) -> int:
        """How many customers are in the list."""
        return len(self.stakes)

    @property
    def money(self) -> Decimal:
        """What is at stake in the list."""
        return sum((one.money for one in self.stakes), Decimal(0))


@dataclass(frozen=True)
class Triage:
    """All customers of a selection, judged, and the three lists; a customer may be in more than one.

    ``months`` are the whole months of each course; the last three of them are judged.
    """

    as_of: date
    selection: Selection
    judged: tuple[Judged, ...]
    lists: Mapping[Kind, RankedList]
    months: tuple[date, ...]

    @property
    def count(self) -> int:
        """How many customers are looked at."""
        return len(self.judged)


def triage(source: Source, selection: Selection | None = None) -> Triage:
    """Judge the customers of a selection and rank the three lists.

    At risk: the page's verdict, with falling sales or silence among its reasons; at stake is what the last three whole
    months lost against the year before. Growth: helping reasons that add to 12 points; open quotes x the part of quoted value that
    the customer (with fewer than 5 decided quotes: the selection) turns into orders. Service: overdue money, then late tasks.

    Raises
    ------
    UnknownNameError
        The selection names a value that no customer in scope has.
    """
    asked = selection or Selection()
    judged = _judged(source, chosen(source, asked))
    book = ledger(source)
    members = {kind: [one for one in judged if one.belongs(kind)] for kind in KINDS}
    stakes: dict[Kind, list[Stake]] = {
        "risk": [Stake(one, _lost(one)) for one in members["risk"]],
        "growth": _growing(book, members["growth"], _group_share(book, judged)),
        "service": [Stake(one, one.evidence.overdue) for one in members["service"]],
    }
    lists: dict[Kind, RankedList] = {
        kind: _ranked(book, kind, stakes[kind], asked.limit) for kind in KINDS
    }
    return Triage(source.as_of, asked, judged, lists, tuple(book.whole()))


def _judged(source: Source, looked_at: Sequence[Account]) -> tuple[Judged, ...]:
    found, book = evidence(source), ledger(source)
    nets = book.months[:, -12:].sum(axis=1).tolist()

    def one(account: Account) -> Judged:
        place = book.places[account.customer_id]
        own = found[place]
        return Judged(
            account=account,
            evidence=own,
            signals=signals(own, source.period),
            net=money(nets[place]),
            change=own.sales_change,
            quotes_change=own.quotes_change,
            largest_quote=book.waiting.largest[place],
            pending=int(book.pending.count[place]),
            pending_since=book.pending.oldest[place],
        )

    return tuple(map(one, looked_at))


def _lost(one: Judged) -> Decimal:
    own = one.evidence
    return min(sum(own.sales, Decimal(0)) - sum(own.sales_before, Decimal(0)), Decimal(0))


def _group_share(book: Ledger, judged: Sequence[Judged]) -> Decimal:
    places = [book.places[one.account.customer_id] for one in judged]
    won, decided = (
        int(column[places].sum()) if places else 0
        for column in (book.winnings.won_net, book.winnings.decided_net)
    )
    return _share(won, decided)


def _share(won: int, decided: int) -> Decimal:
    """Return a part of a whole, none of none."""
    return min(Decimal(won) / decided, Decimal(1)) if decided > 0 else Decimal(0)


def _growing(book: Ledger, members: Sequence[Judged], group: Decimal) -> list[Stake]:
    found: list[Stake] = []
    for one in members:
        place, own = book.places[one.account.customer_id], book.winnings
        share = group
        if own.decided[place] >= OWN_QUOTES:
            share = _share(int(own.won_net[place]), int(own.decided_net[place]))
        likely = money(book.waiting.net[place]) * share
        found.append(Stake(one, likely.quantize(CENT)))
    return found


def _ranked(book: Ledger, kind: Kind, stakes: Sequence[Stake], limit: int | None) -> RankedList:
    order = tuple(sorted(stakes, key=partial(_rank, kind)))
    return RankedList(kind, order, tuple(_course(book, one) for one in order[:limit]))


def _course(book: Ledger, one: Stake) -> Course:
    place = book.places[one.judged.account.customer_id]
    whole = book.whole()
    before = [month_after(month, -12) for month in whole]
    return Course(book.nets(place, whole), book.nets(place, before))


def _rank(kind: Kind, one: Stake) -> tuple[Any, ...]:
    """Most money first; then the oldest task, the most points, the most sales; the id decides between equals."""
    own = one.judged
    task = own.evidence.late_task if kind == "service" else None
    waiting = task[1] if task else date.max
    return (-abs(one.money), waiting, -own.points(kind), -own.net, own.account.customer_id)
