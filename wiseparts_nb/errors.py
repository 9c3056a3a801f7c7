"""What can go wrong, as one tree: each message says what was wrong, which value, what was expected and the way out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches

__all__ = [
    "AccessError",
    "ConfigurationError",
    "ConflictError",
    "IngestError",
    "InputError",
    "RunError",
    "SourceError",
    "StoreError",
    "UnknownNameError",
    "WisePartsError",
]

_TELLING = 3
"""Letters below which half of them alike says nothing: 'de' is not a slip of 'es'."""
_LISTED = 8
"""Names that a message lists at most."""


class WisePartsError(Exception):
    """Root of every error that a user can act on; the command line prints it without a traceback.

    Attributes
    ----------
    exit_code
        What the command line exits with (4: configuration or input refused).
    """

    exit_code = 4


class ConfigurationError(WisePartsError):
    """A setting, a batch file or a mapping file is not as it should be."""


class InputError(WisePartsError):
    """A parameter has a value that cannot be used."""


class UnknownNameError(InputError):
    """A name that does not exist, with the nearest one that does.

    Parameters
    ----------
    what
        The kind of thing, as a person would say it: ``"customer"``, ``"KPI"``.
    value
        The name asked for.
    known
        The names that exist; a few of them are listed when none is near.
    way_out
        What to do next, as a sentence.
    """

    def __init__(self, what: str, value: str, known: Iterable[str], *, way_out: str = "") -> None:
        self.what, self.value = what, value
        names = sorted(set(known))
        folded = {name.casefold(): name for name in names}
        likeness = 0.5 if len(value) >= _TELLING else 0.6
        near = get_close_matches(value.casefold(), folded, n=1, cutoff=likeness)
        self.nearest = folded[near[0]] if near else None
        more = len(names) - _LISTED
        some = ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")
        hint = (
            f" Did you mean {self.nearest!r}?" if self.nearest else f" There is: {some or 'none'}."
        )
        super().__init__(f"Unknown {what} {value!r}.{hint}" + (f" {way_out}" if way_out else ""))


class ConflictError(InputError):
    """Somebody else changed the same thing since it was read, so a change of it was not made.

    Parameters
    ----------
    what
        The thing, as a sentence begins: ``"Agreement A-0001"``.
    changed_by, changed_at
        Who made the other change (a user id) and when (UTC).
    """

    def __init__(self, what: str, changed_by: str, changed_at: datetime) -> None:
        self.what, self.changed_by, self.changed_at = what, changed_by, changed_at
        super().__init__(
            f"{what} was changed by {changed_by} on {changed_at:%Y-%m-%d at %H:%M:%S} UTC, after you read it."
            " Nothing was overwritten. Open it again, compare, and make your change anew."
        )


class SourceError(WisePartsError):
    """A snapshot or a database is missing, broken, foreign or out of reach."""


class IngestError(WisePartsError):
    """A load was refused as a whole; the snapshot in use is unchanged."""


class StoreError(WisePartsError):
    """The workbench's own store cannot be read or written; pages go on without what it remembers."""


class AccessError(WisePartsError):
    """A reader asked for what they have no right to."""


class RunError(WisePartsError):
    """A report could not be made; the others of its batch go on."""

    exit_code = 2
