"""What a form of a page sends: its fields, and what the page answers when it was kept while its reader still types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wiseparts_nb.text import Words

__all__ = ["Chain", "Fields", "Kept"]


@dataclass(frozen=True)
class Fields:
    """The fields of a form, in their order; a name may stand several times, as ticked boxes do."""

    pairs: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """Return a field's last value, empty where the form has none."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return tuple(value for key, value in self.pairs if key == name)


@dataclass(frozen=True)
class Kept:
    """What became of a form while its reader types: it was kept, and these parts of the page follow.

    ``blocks`` are drawn again, ``fields`` are new values of hidden fields (the revision that was written), ``words`` stand where
    the page has ``data-kept``, and ``query`` is what the address says from now on (None: as before).
    """

    blocks: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    words: Words = ""
    query: str | None = None


class Chain:
    """What hidden fields became since their form was drawn.

    A reader types on while the draft is being kept, so a form may still send the revision that its own last keeping replaced.
    A value that another's change replaced is not in the chain, and is refused.
    """

    def __init__(self) -> None:
        self._later: dict[tuple[str, str], str] = {}

    def newest(self, pairs: Iterable[tuple[str, str]]) -> Fields:
        """Return the fields as they are by now."""
        return Fields(tuple((name, self._newest(name, value)) for name, value in pairs))

    def _newest(self, name: str, value: str) -> str:
        while (name, value) in self._later:
            value = self._later[name, value]
        return value

    def extend(self, sent: Fields, became: Mapping[str, str]) -> None:
        """Note what fields became."""
        for name, value in became.items():
            if sent.get(name) != value:
                self._later[name, sent.get(name)] = value

    def clear(self) -> None:
        """Begin anew: the form is drawn again, with the values that hold now."""
        self._later.clear()
