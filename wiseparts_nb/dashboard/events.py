"""What a browser may ask of a page: a closed set of events, each checked before anything is done.

An event names things and is never an authorisation: whatever it names is looked up again through the reader's own source.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from wiseparts_nb.errors import InputError

__all__ = [
    "Again",
    "Download",
    "Event",
    "Go",
    "Refresh",
    "Remember",
    "Search",
    "Submit",
    "Typed",
    "event_of",
]

MOST_BYTES = 64 * 1024
"""A form's fields, names and values together, in UTF-8."""

_Short = Annotated[str, Field(max_length=200)]
_Pair = tuple[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=4000)]]


class _Asked(BaseModel):
    """``seq`` numbers the browser's events, so that it knows which answer belongs to which."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    seq: int = 0


class Go(_Asked):
    """Show another address of this page."""

    event: Literal["go"]
    query: Annotated[str, Field(max_length=4000)]


class Refresh(_Asked):
    """Take the newest data, for every card at once."""

    event: Literal["refresh"]


class Again(_Asked):
    """Try one card again."""

    event: Literal["again"]
    block: _Short


class Search(_Asked):
    """Find customers whose name or id holds a text."""

    event: Literal["search"]
    text: _Short


class Remember(_Asked):
    """Keep a view setting for this reader, here and next time."""

    event: Literal["remember"]
    name: Literal["all_sales"]
    value: bool


class Download(_Asked):
    """Make a file: the brief, or the rows behind what is shown."""

    event: Literal["download"]
    what: _Short


def _paired(fields: Any) -> Any:
    """Take the lists of a message as the tuples that they are, unless they are too much to be a form of ours."""
    if not isinstance(fields, list):
        return fields
    size = sum(len(str(pair).encode()) for pair in fields)
    if size > MOST_BYTES:
        raise ValueError(f"a form has at most {MOST_BYTES} bytes, this one {size}")
    return tuple(tuple(pair) if isinstance(pair, list) else pair for pair in fields)


class _Form(_Asked):
    """The fields of a form, each a name and a value, in their order."""

    form: Annotated[str, Field(max_length=60)]
    fields: Annotated[tuple[_Pair, ...], Field(max_length=200), BeforeValidator(_paired)]


class Submit(_Form):
    """Do what a form is for."""

    event: Literal["submit"]


class Typed(_Form):
    """Keep what a form holds while its reader types on."""

    event: Literal["typed"]


Event = Annotated[
    Go | Refresh | Again | Search | Remember | Download | Submit | Typed,
    Field(discriminator="event"),
]

_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


def event_of(message: Any) -> Event:
    """Return the event that a browser's message is.

    Raises
    ------
    InputError
        It is none; a browser of ours never sends that.
    """
    try:
        return _ADAPTER.validate_python(message)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "message"
        raise InputError(f"Not an event of this page: {where}: {first['msg']}.") from None
