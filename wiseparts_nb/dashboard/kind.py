"""A kind of page: its name, its heading, and the blocks that a notebook may show of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from wiseparts_nb.card import Card
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.forms import Fields, Kept
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.render.page import Span
from wiseparts_nb.text import Words
from wiseparts_nb.widget import Hidden

__all__ = ["PAGE_TYPE", "Block", "Drawing", "File", "Kind"]

PAGE_TYPE = "application/vnd.wiseparts.page"
"""Marks the outputs that a page drew itself; what else a cell shows is made safe before it is served."""

Drawing = Card | Hidden | Markup | None
"""What a block gives: a card, why there is none, markup of its own (filters), or nothing."""


@dataclass(frozen=True)
class Block:
    """A part of a page that is drawn, redrawn and may fail by itself.

    ``span`` is its width in columns of twelve, ``more`` the page that has more of the same about the customer, and the words
    that lead there.
    """

    draw: Callable[[Visit], Drawing]
    title: Words = ""
    span: Span = 12
    more: tuple[str, Words] | None = None


@dataclass(frozen=True)
class File:
    """A file made on demand."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Kind:
    """A kind of page.

    ``link`` turns the key of something clickable into the address that it opens, None where it opens nothing here;
    ``how`` gives the address that tells how a card's figures are computed; ``pick`` gives the address that shows a customer chosen in the picker;
    ``drawer`` draws what the address's field ``open`` names; ``files`` are made when they are asked for (``"rows:month:2026-10"``
    calls ``files["rows"]`` with the rest). ``forms`` do what a form is for and give the address to show then; ``typed`` keep what
    a form holds while its reader types.
    """

    name: str
    title: Callable[[Visit], Words]
    heading: Callable[[Visit], Markup]
    blocks: Mapping[str, Block]
    link: Callable[[Visit, str], Address | None]
    pick: Callable[[Visit, str], Address] = lambda visit, customer_id: visit.address.put(
        customer=customer_id, open=None
    )
    how: Callable[[Visit, str], Address | None] | None = None
    drawer: Callable[[Kind, Visit, str], Markup] | None = None
    files: Mapping[str, Callable[[Visit, str], File]] = field(
        default_factory=dict[str, Callable[[Visit, str], File]]
    )
    forms: Mapping[str, Callable[[Visit, Fields], Address]] = field(
        default_factory=dict[str, Callable[[Visit, Fields], Address]]
    )
    typed: Mapping[str, Callable[[Visit, Fields], Kept]] = field(
        default_factory=dict[str, Callable[[Visit, Fields], Kept]]
    )
