"""Lists of the wizard: customers, brands, families and branches, searched by name or id, added one by one or pasted as ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wiseparts_nb.agreements.names import names_of
from wiseparts_nb.agreements.terms import Narrowing, Terms
from wiseparts_nb.dashboard.picker import folded
from wiseparts_nb.dashboard.visit import Visit

__all__ = ["Choice", "Found", "changed", "chosen", "found", "resolved"]

MOST = 8
"""Names that a search shows."""
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Choice:
    """A name of the data; ``sort`` is where it stands in the terms: chosen, included, excluded, or nowhere."""

    id: str
    name: str
    more: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Found:
    """What a search finds: the best names, how many more, and the ids when the text is a list of them."""

    text: str
    names: tuple[Choice, ...] = ()
    more: int = 0
    ids: tuple[str, ...] = ()


def chosen(visit: Visit, terms: Terms, name: str) -> tuple[Choice, ...]:
    """Return what a list of the terms holds, as the data name it."""
    names = names_of(visit.source)
    if name == "customers":
        return tuple(Choice(one, names.of(name, one), one, "chosen") for one in terms.customers)
    narrowing: Narrowing = getattr(terms, name)
    return tuple(
        Choice(one, names.of(name, one), "", sort)
        for sort, ids in (("include", narrowing.include), ("exclude", narrowing.exclude))
        for one in ids
    )


def found(visit: Visit, terms: Terms, name: str, text: str) -> Found:
    """Search a list: every id when the text is ids, else names that hold the text, the best first."""
    known = getattr(names_of(visit.source), name)
    taken = {one.id for one in chosen(visit, terms, name)}
    asked = folded(text)
    if not asked:
        return Found("")
    ids = _ids(text, known)
    ranked = sorted(
        (rank, folded(label), one)
        for one, label in known.items()
        if one not in taken and (rank := _rank(asked, folded(label), folded(one))) is not None
    )
    cities = names_of(visit.source).cities if name == "customers" else {}
    best = [_choice(one, known[one], cities.get(one, "")) for _, _, one in ranked[:MOST]]
    new = tuple(one for one in ids if one not in taken)
    return Found(text, tuple(best), len(ranked) - len(best), new if len(ids) > 1 else ())


def _choice(one: str, label: str, city: str) -> Choice:
    return Choice(one, label, f"{one} · {city}" if city else one)


def _ids(text: str, known: object) -> tuple[str, ...]:
    """Return the ids that a text lists, none when a word of it is no id."""
    assert isinstance(known, dict)  # noqa: S101  # one of our own
    folded_ids = {folded(one): one for one in known}
    words = [folded(word) for word in _BETWEEN.split(text.strip()) if word]
    ids = tuple(dict.fromkeys(folded_ids.get(word, "") for word in words))
    return () if "" in ids else ids


def _rank(asked: str, name: str, one: str) -> int | None:
    if asked in (one, name):
        return 0
    if name.startswith(asked) or one.startswith(asked):
        return 1
    return 2 if asked in name or asked in one else None


def resolved(visit: Visit, terms: Terms, name: str, text: str) -> tuple[str, ...]:
    """Return the ids that a text can only mean: those that it lists, or the one that it finds."""
    ids = _ids(text, getattr(names_of(visit.source), name))
    if ids:
        return ids
    matches = found(visit, terms, name, text)
    if matches.names and folded(text) in (
        folded(matches.names[0].name),
        folded(matches.names[0].id),
    ):
        return (matches.names[0].id,)
    return (matches.names[0].id,) if len(matches.names) == 1 else ()


def changed(terms: Terms, verb: str, name: str, ids: tuple[str, ...]) -> Terms:
    """Return the terms with ids added to a list (``add``, ``include``, ``exclude``) or taken out of it (``remove``)."""
    if name == "customers":
        kept = tuple(one for one in terms.customers if one not in ids)
        added = () if verb == "remove" else tuple(one for one in ids if one not in terms.customers)
        return replace(terms, customers=kept if verb == "remove" else terms.customers + added)
    before: Narrowing = getattr(terms, name)
    sides = dict(_without(before, ids))
    if verb in ("add", "include", "exclude"):
        side = "exclude" if verb == "exclude" else "include"
        sides[side] = (*sides[side], *ids)
    return replace(terms, **{name: Narrowing(**sides)})


def _without(narrowing: Narrowing, ids: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for side in ("include", "exclude"):
        yield side, tuple(one for one in getattr(narrowing, side) if one not in ids)
