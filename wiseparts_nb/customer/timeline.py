"""Timeline: everything that happened with a customer, or with all of them, to search and to turn the pages of (C14 to C22)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from wiseparts_nb.card import Card, Entry, Timeline
from wiseparts_nb.customer.latest_events import Event, event_icon, event_name, event_words
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Moment, Number, Text, Value

__all__ = ["MOST", "PAGE", "Happening", "Option", "Sought", "TimelinePage", "card", "timeline"]

PAGE = 50
"""Entries of one page."""

_EVERYTHING = """
select done.customer_id, 'activity' as sort, done.kind, done.activity_id as record_id, done.starts_at as happened_at,
       done.subject, done.body, done.staff_id, cast(null as text) as reference, cast(null as decimal(18, 2)) as amount
from activities as done where done.status = 'done'
union all
select made.customer_id, 'task_created', 'task', made.task_id, made.created_at, made.subject, null, made.staff_id, null, null
from tasks as made
union all
select made.customer_id, 'task_done', 'task', made.task_id, made.completed_at, made.subject, null, made.staff_id, null, null
from tasks as made where made.completed_at is not null
union all
select written.customer_id, 'note', 'note', written.note_id, written.written_at, null, written.body, written.staff_id, null, null
from notes as written
union all
select told.customer_id, 'system', told.kind, told.system_event_id, told.happened_at, null, told.body, null, told.reference,
       told.amount
from system_events as told
"""

_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}
_ACCENTED = "".join(
    letter
    for letter in map(chr, range(0xC0, 0x180))
    if (base := unicodedata.normalize("NFKD", letter)[0]) != letter and base.isascii()
)
_BARE = "".join(unicodedata.normalize("NFKD", letter)[0].lower() for letter in _ACCENTED)
_FOLDS = str.maketrans(dict(zip(_ACCENTED, _BARE, strict=True)) | _LIGATURES)
"""Letters as both databases and this module spell them for a search: a database's own rules differ from another's."""

_FIELDS = ("happened.subject", "happened.body", "happened.reference", "person.name", "buyer.name")
_WORDS = 8
"""Words of a search that are looked at."""
MOST = 500
"""Entries that one page may ask for."""


@dataclass(frozen=True)
class Sought:
    """What a reader looks for; an empty field asks nothing.

    ``kinds`` are those of activities, ``task``, ``note`` and the system's own; ``person`` is a staff id; ``start`` and ``end``
    are local days, both included. Every one of ``words`` has to occur, in capitals or not, with accents or not.
    """

    kinds: tuple[str, ...] = ()
    person: str | None = None
    start: date | None = None
    end: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Happening:
    """An event and the customer it happened with."""

    event: Event
    customer_id: str
    customer: str


@dataclass(frozen=True)
class Option:
    """One choice of a filter: ``count`` is what there would be of it, the other filters being as they are."""

    value: str
    label: Value
    count: int
    chosen: bool


@dataclass(frozen=True)
class TimelinePage:
    """One page of what was sought, newest first, out of ``count`` in all; ``named`` says that customers are told apart."""

    happenings: tuple[Happening, ...]
    count: int
    offset: int
    kinds: tuple[Option, ...]
    people: tuple[Option, ...]
    named: bool


def timeline(
    source: Source, sought: Sought | None = None, *, limit: int = PAGE, offset: int = 0
) -> TimelinePage:
    """Return a page of all that happened up to ``as_of`` with the customer in scope, or with all customers.

    Activities done, tasks created and completed, notes and system events; events of one instant stand in the database's own
    order.

    Raises
    ------
    InputError
        The first day is after the last, or the page is out of bounds.
    """
    asked = sought or Sought()
    _check(asked, limit, offset)
    counts = _counts(source, asked)
    where, bound = _conditions(source, asked)
    page = {"page_limit": limit, "page_offset": offset}
    _, found = source.table(f"{_SELECTED} where {where} {_ORDERED}", **bound, **page)
    matching = (one for one in counts if _kind_fits(asked, one) and _person_fits(asked, one))
    return TimelinePage(
        tuple(_happening(source, row) for row in found),
        sum(one.events for one in matching),
        offset,
        tuple(_kinds(asked, [one for one in counts if _person_fits(asked, one)])),
        tuple(_people(asked, [one for one in counts if _kind_fits(asked, one)])),
        source.scope.customer_id is None,
    )


@dataclass(frozen=True)
class _Count:
    """How many events of one kind and person there are in the days and with the words sought."""

    sort: str
    kind: str
    staff_id: str | None
    name: str | None
    events: int


def _counts(source: Source, asked: Sought) -> list[_Count]:
    """Count once for both filters, each of which shows what the other leaves."""
    where, bound = _conditions(source, replace(asked, kinds=(), person=None))
    groups = "happened.sort, happened.kind, person.staff_id, person.name"
    sql = f"select {groups}, count(*) as events from {_FROM} where {where} group by {groups}"
    return [_Count(*row) for row in source.table(sql, **bound)[1]]


def _kind_fits(asked: Sought, one: _Count) -> bool:
    return not asked.kinds or one.kind in asked.kinds


def _person_fits(asked: Sought, one: _Count) -> bool:
    return asked.person is None or one.staff_id == asked.person


_FROM = f"""({_EVERYTHING}) as happened
join customers as buyer on buyer.customer_id = happened.customer_id
left join staff as person on person.staff_id = happened.staff_id"""
_SELECTED = f"""
select happened.customer_id, buyer.name as customer, happened.sort, happened.kind, happened.record_id, happened.happened_at,
       happened.subject, happened.body, person.name as who, happened.reference, happened.amount
from {_FROM}"""
_ORDERED = """
order by happened.happened_at desc, happened.sort, happened.record_id desc, happened.customer_id
limit $page_limit offset $page_offset"""


def _check(asked: Sought, limit: int, offset: int) -> None:
    if asked.start and asked.end and asked.start > asked.end:
        raise InputError(
            f"The first day {asked.start} is after the last day {asked.end}. Exchange them."
        )
    if not 1 <= limit <= MOST or offset < 0:
        raise InputError(
            f"A page has 1 to {MOST} entries and begins at 0 or later, not {limit} entries from {offset}."
        )


def _conditions(source: Source, asked: Sought) -> tuple[str, dict[str, Any]]:
    """Return what an event must fulfil, and the values in it."""
    bound: dict[str, Any] = {f"kind_{place}": kind for place, kind in enumerate(asked.kinds)}
    wanted = ["happened.happened_at < $as_of_end_at"]
    if asked.kinds:
        wanted.append(f"happened.kind in ({', '.join(f'${name}' for name in bound)})")
    if asked.person is not None:
        wanted.append("happened.staff_id = $person")
        bound["person"] = asked.person
    if asked.start is not None:
        wanted.append("happened.happened_at >= $start_at")
        bound["start_at"] = source.period.instant(asked.start)
    if asked.end is not None:
        wanted.append("happened.happened_at < $end_at")
        bound["end_at"] = source.period.instant(asked.end + timedelta(days=1))
    for place, word in enumerate(_folded(asked.words).split()[:_WORDS]):
        wanted.append(f"strpos({_haystack(word, place)}, $word_{place}) > 0")
        bound |= {f"word_{place}": word} | _letters(word, place)
    return " and ".join(wanted), bound


def _letters(word: str, place: int) -> dict[str, str]:
    """Return the accented letters of those in a word, and what each becomes: the others can't match, and cost time."""
    pairs = [pair for pair in zip(_ACCENTED, _BARE, strict=True) if pair[1] in word]
    accented, bare = (
        ("".join(letters) for letters in zip(*pairs, strict=True)) if pairs else ("", "")
    )
    return {f"accented_{place}": accented, f"bare_{place}": bare}


def _folded(text: str) -> str:
    return text.translate(_FOLDS).lower()


def _haystack(word: str, place: int) -> str:
    """Return the SQL of all words of an event, spelled as :func:`_folded` spells ``word``: ligatures only where it may have one."""
    text = " || ' ' || ".join(f"coalesce({field}, '')" for field in _FIELDS)
    for ligature, letters in _LIGATURES.items():
        if letters not in word:
            continue
        text = f"replace({text}, '{ligature}', '{letters}')"
    return f"lower(translate({text}, $accented_{place}, $bare_{place}))"


def _happening(source: Source, row: tuple[Any, ...]) -> Happening:
    customer_id, customer, sort, kind, record_id, at, subject, body, who, reference, amount = row
    on = source.period.local_day(at)
    event = Event(sort, kind, record_id, at, on, subject, body, who, reference, amount)
    return Happening(event, customer_id, customer)


def _kinds(asked: Sought, counts: list[_Count]) -> Iterator[Option]:
    """Yield the kinds, the most frequent first."""
    events: Counter[str] = Counter()
    for one in counts:
        events[one.kind] += one.events
    sorts = {one.kind: one.sort for one in counts}
    for kind, count in sorted(events.items(), key=lambda item: (-item[1], item[0])):
        label = Text("activity.task") if kind == "task" else event_name(sorts[kind], kind)
        yield Option(kind, label, count, kind in asked.kinds)


def _people(asked: Sought, counts: list[_Count]) -> Iterator[Option]:
    """Yield the people by name."""
    events: Counter[tuple[str, str]] = Counter()
    for one in counts:
        if one.staff_id is not None and one.name is not None:
            events[_folded(one.name), one.staff_id] += one.events
    names = {one.staff_id: one.name or "" for one in counts}
    for (_, staff_id), count in sorted(events.items()):
        yield Option(staff_id, names[staff_id], count, staff_id == asked.person)


def card(page: TimelinePage) -> Card:
    """List a page's events, each of which opens; the head says which of how many."""
    entries = tuple(_entry(one, named=page.named) for one in page.happenings)
    first = page.offset + 1
    named: dict[str, Value] = {
        "first": Number(first),
        "last": Number(page.offset + len(entries)),
        "n": Number(page.count),
    }
    if not entries:
        nothing = Text("timeline.no_match" if not page.count else "timeline.past_the_end", named)
        return Card("timeline", Text("timeline.title"), (), message=nothing)
    meta = Text("timeline.meta", named)
    return Card("timeline", Text("timeline.title"), (Timeline(entries),), meta=meta)


def _entry(one: Happening, *, named: bool) -> Entry:
    event = one.event
    text = event_words(event)
    if named:
        text = Text("timeline.of_customer", {"customer": one.customer, "event": text})
    return Entry(
        Moment(event.at),
        event_icon(event.sort, event.kind),
        text,
        event.who,
        tone="bad" if event.kind == "invoice_overdue" else "neutral",
        key=f"event:{event.record_id}",
    )
