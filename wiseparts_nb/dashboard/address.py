"""Addresses: a page is a function of its address, so every view can be shared, reopened and gone back to.

``customer?customer=C-0001&lang=fr&open=month:2026-10`` names a page and its fields. A field may stand several times
(``compare?customer=C-1&customer=C-2``). What stands in an address is a stranger's input: it names things, it proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from wiseparts_nb.errors import InputError

__all__ = ["Address"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 4000
_MOST_FIELDS = 60
_SAFE = ":/"
"""Characters that an address shows as they are; everything else that is not a letter or digit is escaped."""


@dataclass(frozen=True)
class Address:
    """A page and its fields, in their order."""

    page: str
    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, page: str, query: str) -> Address:
        """Return the address of a page with the query that a browser sent; fields that no page could mean are left out.

        Raises
        ------
        InputError
            The query is too long to be one of ours.
        """
        if len(query) > _LONGEST:
            raise InputError(
                f"The address has {len(query)} characters, at most {_LONGEST} are read. Open the page anew."
            )
        pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True, errors="replace")
        fields = [(name, _UNSEEN.sub("", value)) for name, value in pairs if _NAME.fullmatch(name)]
        return cls(page, tuple(fields[:_MOST_FIELDS]))

    def get(self, name: str) -> str:
        """Return a field's last value, empty where it is not given."""
        return next((value for key, value in reversed(self.fields) if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field, each once."""
        return tuple(dict.fromkeys(value for key, value in self.fields if key == name))

    def put(self, **fields: str | Sequence[str] | None) -> Address:
        """Return this address with other values in these fields; None takes a field out."""
        kept = list(self.without(*fields).fields)
        for name, given in fields.items():
            values = () if given is None else (given,) if isinstance(given, str) else given
            kept += [(name, value) for value in values]
        return Address(self.page, tuple(kept))

    def without(self, *names: str) -> Address:
        """Return this address without these fields."""
        return Address(self.page, tuple(pair for pair in self.fields if pair[0] not in names))

    def to(self, page: str, **fields: str | Sequence[str] | None) -> Address:
        """Return another page's address in the same language."""
        lang = self.get("lang")
        return Address(page, (("lang", lang),) if lang else ()).put(**fields)

    def shows_what(self, other: Address) -> bool:
        """Whether both addresses show the same page, whatever the drawer holds and in which order the fields stand."""
        names = {name for one in (self, other) for name, _ in one.fields} - {"open"}
        return all(self.all(name) == other.all(name) for name in names)

    @property
    def query(self) -> str:
        """The fields as a browser writes them."""
        return urlencode(self.fields, safe=_SAFE)

    @property
    def href(self) -> str:
        """The address relative to any other page's, for all pages lie side by side."""
        return f"{self.page}?{self.query}" if self.fields else self.page
