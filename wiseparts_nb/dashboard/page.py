"""A page: what a notebook shows of it, and what happens when its reader clicks.

Nothing a reader does runs code of theirs: an event names an address, a card, a search or a file. Whatever fails becomes a
card in words, with a reference that the log explains; the other cards live on.
"""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from wiseparts_nb.dashboard import drawing
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.events import (
    Again,
    Download,
    Go,
    Refresh,
    Remember,
    Search,
    Submit,
    Typed,
    event_of,
)
from wiseparts_nb.dashboard.forms import Chain
from wiseparts_nb.dashboard.kind import PAGE_TYPE, Kind
from wiseparts_nb.dashboard.server_log import log_to_server
from wiseparts_nb.dashboard.visit import Visit, open_visit
from wiseparts_nb.dashboard.wire import Wire
from wiseparts_nb.errors import InputError, UnknownNameError, WisePartsError
from wiseparts_nb.locale import Locale
from wiseparts_nb.settings import read_settings
from wiseparts_nb.text import Moment

__all__ = ["Page", "Shown", "open_page"]

_log = logging.getLogger("wiseparts.pages")


@dataclass(frozen=True)
class Shown:
    """Markup of a page that displays itself in a notebook."""

    html: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {PAGE_TYPE: "", "text/html": self.html, "text/plain": "[page]"}


class Page:
    """One page: displayed by itself it is the heading with the controls, ``show`` gives one row of its blocks."""

    def __init__(self, kind: Kind, address: Address) -> None:
        self.kind = kind
        self.address = address
        self.visit: Visit | None = None
        self.served = os.environ.get("WISEPARTS_SERVED") == "1"
        self._rows: list[tuple[str, ...]] = []
        self._refusal = ""
        self._last: dict[str, tuple[Address, Moment, str]] = {}
        self._chain = Chain()
        self._wire = Wire(self._received, served=self.served)
        self._look(lambda: open_visit(address), address)

    def show(self, *names: str) -> Shown:
        """Return one row of blocks.

        Raises
        ------
        UnknownNameError
            This page has no such block; the message names the nearest.
        """
        for name in names:
            if name not in self.kind.blocks:
                raise UnknownNameError(
                    f"block of the {self.kind.name} page", name, self.kind.blocks
                )
        self._rows.append(names)
        if self.visit is not None:
            self.visit = self.visit.showing(*names)
        made = drawing.row(self._drawn(names), self.kind)
        return Shown(made if self.served else drawing.unlinked(made))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        html = drawing.opening(
            self.address,
            drawing.title(self.kind, self.visit),
            heading=self._heading(),
            drawer=self._drawer(),
            comm=self._wire.model_id,
            locale=self._locale,
        )
        if self.served:
            return {PAGE_TYPE: "", "text/html": html}
        view = {"model_id": self._wire.model_id, "version_major": 2, "version_minor": 1}
        self._wire.html = drawing.style() + drawing.unlinked(html)
        shown = {"text/html": self._wire.html, "text/plain": f"[{self.kind.name} page]"}
        return shown | {"application/vnd.jupyter.widget-view+json": view}

    def __repr__(self) -> str:
        """Say which page it is, where nothing but text is shown."""
        return f"[{self.kind.name} page]"

    @property
    def _locale(self) -> Locale:
        return self.visit.locale if self.visit else Locale.of(read_settings().language)

    def _look(self, visit: Callable[[], Visit], address: Address, *, name: str = "") -> None:
        """Take up a visit; where it can't be made the page says why, in its heading or where ``name`` says, and shows nothing else."""
        self.address = address
        self._chain.clear()
        try:
            found = visit()
            self.kind.title(found)  # narrows to what the address names
        except Exception as error:  # noqa: BLE001  # a page never shows a traceback
            self.visit = None
            self._refusal = self._told(error, name)
        else:
            self.visit, self._refusal = (
                found.showing(*(name for row in self._rows for name in row)),
                "",
            )

    # what is drawn

    def _heading(self) -> str:
        if self.visit is None:
            return self._refusal
        return self._guarded("heading", self.kind.heading)

    def _drawer(self) -> str:
        key = self.address.get("open")
        if self.visit is None or not key or self.kind.drawer is None:
            return ""
        drawer = self.kind.drawer
        return self._guarded("drawer", lambda visit: drawer(self.kind, visit, key))

    def _drawn(self, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for name in names:
            yield name, "" if self.visit is None else self._block(name, self.visit)

    def _block(self, name: str, visit: Visit) -> str:
        """Draw a block; where it fails, say so above what it showed last of the same address."""
        shown = self.address.put(open=None)
        block = self.kind.blocks[name]
        try:
            made = drawing.block(block, visit, self.kind)
        except Exception as error:  # noqa: BLE001  # one card fails, the page lives
            address, at, last = self._last.get(name, (None, None, ""))
            told = self._told(error, name, block.title)
            return (
                told + drawing.last_shown(last, at, self._locale)
                if address == shown and at and last
                else told
            )
        self._last[name] = (shown, visit.published, made)
        return made

    def _guarded(self, name: str, draw: Callable[[Visit], str]) -> str:
        assert self.visit is not None  # noqa: S101  # only called with a visit
        try:
            return str(draw(self.visit))
        except Exception as error:  # noqa: BLE001  # one card fails, the page lives
            return self._told(error, name)

    def _told(self, error: Exception, name: str = "", title: Any = "") -> str:
        """Say in words that something failed; what a reader can't act on goes to the log under a reference."""
        reference = f"E-{secrets.token_hex(2).upper()}"
        if not isinstance(error, InputError):
            _log.error("%s: %s", reference, self.address.href, exc_info=error)
        return str(drawing.failure(error, reference, self._locale, self.address, name, title))

    # what a reader does

    def _received(self, message: Any) -> None:
        seq = message.get("seq", 0) if isinstance(message, dict) else 0
        try:
            self._handle(event_of(message))
        except Exception as error:  # noqa: BLE001  # the page answers every event
            if not isinstance(error, WisePartsError):
                _log.exception("An event failed")
            self._wire.tell("notice", html=self._told(error, "notice"))
        self._wire.tell("done", seq=seq)

    def _handle(self, event: Any) -> None:
        match event:
            case Go():
                self._go(Address.of(self.kind.name, event.query))
            case Refresh():
                self._refresh()
            case Again():
                self._again(event.block)
            case Search():
                self._wire.tell(
                    "options", html=str(drawing.options(self._asked(), self.kind, event.text))
                )
            case Remember():
                self.visit = self._asked().remember(event.name, event.value)
                self._redraw()
            case Download():
                self._download(event.what)
            case Submit():
                self._submit(event)
            case Typed():
                self._typed(event)
            case _:
                assert_never(event)

    def _asked(self) -> Visit:
        if self.visit is None:
            raise InputError(
                "Nothing is shown yet, so there is nothing to ask for. Open another address."
            )
        return self.visit

    def _go(self, address: Address) -> None:
        before = self.address
        visit = self.visit
        self._look(lambda: visit.at(address) if visit else open_visit(address), address)
        if visit is not None and before.shows_what(address):
            self._wire.regions([("drawer", self._drawer())])
            self._tell_shown()
        else:
            self._redraw()

    def _refresh(self) -> None:
        visit = self.visit
        self._look(
            lambda: visit.refreshed() if visit else open_visit(self.address),
            self.address,
            name="notice" if visit else "",
        )
        if self.visit is None and visit is not None:
            self.visit, refusal = visit, self._refusal  # the old figures stay
            self._wire.tell("notice", html=refusal)
            return
        self._redraw()

    def _again(self, name: str) -> None:
        if name not in self.kind.blocks:
            raise UnknownNameError("block", name, self.kind.blocks)
        self.visit = self._asked().at(self.address)
        self._wire.regions(list(self._drawn((name,))))

    def _submit(self, event: Submit) -> None:
        """Do what a form is for, and show what it leads to; where it is refused, the form stays as it is."""
        if event.form not in self.kind.forms:
            raise UnknownNameError("form", event.form, self.kind.forms)
        visit = self._asked()
        address = self.kind.forms[event.form](visit, self._chain.newest(event.fields))
        if address.page != self.address.page:
            self._wire.tell("leave", href=address.href)
            return
        self._look(lambda: visit.at(address), address)
        self._redraw(step=True)
        self._wire.tell("focus")

    def _typed(self, event: Typed) -> None:
        """Keep what a form holds; what the reader is typing in is not drawn again."""
        if event.form not in self.kind.typed:
            raise UnknownNameError("form", event.form, self.kind.typed)
        visit = self._asked()
        fields = self._chain.newest(event.fields)
        kept = self.kind.typed[event.form](visit, fields)
        self._chain.extend(fields, kept.fields)
        if kept.query is not None:
            self.address = Address.of(self.kind.name, kept.query)
        self.visit = visit.at(self.address)
        self._wire.tell(
            "kept",
            form=event.form,
            fields=dict(kept.fields),
            words=visit.locale.show(kept.words),
            query=kept.query,
        )
        self._wire.regions(list(self._drawn(kept.blocks)))

    def _redraw(self, *, step: bool = False) -> None:
        """Draw everything, the first row first: what is ready does not wait for the rest. A ``step`` is one to go back from."""
        self._wire.regions([("heading", self._heading()), ("drawer", self._drawer())])
        self._tell_shown(step=step)
        for row in self._rows:
            self._wire.regions(list(self._drawn(row)))

    def _tell_shown(self, *, step: bool = False) -> None:
        title = drawing.title(self.kind, self.visit)
        self._wire.tell("shown", query=self.address.query, title=title, step=step)

    def _download(self, what: str) -> None:
        name, _, rest = what.partition(":")
        if name not in self.kind.files:
            raise UnknownNameError("file", name, self.kind.files)
        file = self.kind.files[name](self._asked(), rest)
        self._wire.tell("file", file.content, name=file.name, type=file.content_type)


def open_page(name: str, **fields: str) -> Page:
    """Open a page: the address that the browser asked for, or in JupyterLab the fields given here.

    Raises
    ------
    UnknownNameError
        There is no such page; the message names the nearest.
    """
    from wiseparts_nb.dashboard.pages import PAGES

    if name not in PAGES:
        raise UnknownNameError("page", name, PAGES)
    served = os.environ.get("WISEPARTS_SERVED") == "1"
    if served:
        log_to_server()
    asked = os.environ.get("QUERY_STRING", "") if served else ""
    address = Address(name, tuple((field, value) for field, value in fields.items() if value))
    try:
        given = Address.of(name, asked)
    except InputError:
        given = Address(name)
        _log.warning("An address was too long to be read")
    named = {field for field, _ in given.fields}
    merged = [pair for pair in address.fields if pair[0] not in named]
    return Page(PAGES[name], Address(name, (*merged, *given.fields)))
