"""A batch: one parameters file that says which report, for which customers, in which formats and language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError

from wiseparts_nb.errors import ConfigurationError, InputError, UnknownNameError
from wiseparts_nb.locale import LANGUAGES
from wiseparts_nb.source.source import Source

__all__ = ["FORMATS", "Batch", "Format", "Visits", "keys_of", "read_batch"]

Format = Literal["html", "pdf", "ipynb"]
FORMATS: tuple[Format, ...] = get_args(Format)

WITH_A_VISIT = """
select distinct customer_id
from activities
where status = 'planned' and kind in ('visit', 'meeting', 'online_meeting')
  and starts_at >= $visits_from_at and starts_at < $visits_end_at
"""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Visits(_Model):
    """Customers with a planned visit or meeting in the next days, today included."""

    visit_within_days: Annotated[int, Field(ge=1, le=366)]


class Batch(_Model):
    """One parameters file.

    ``customers`` is ``all``, a list of ids (always text, so ``0123`` keeps its zero) or those with a visit soon.
    ``language`` ``customer`` writes each report in the customer's own language. ``name`` is also the folder that the reports
    go to. ``limit`` is how many reports at most, ``time_limit`` the seconds that one may take. ``parameters`` are told to the
    notebook of every report.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
    notebook: Path
    customers: Literal["all"] | tuple[StrictStr, ...] | Visits = "all"
    formats: tuple[Format, ...] = FORMATS
    language: Literal["customer", "en", "fr", "es"] = "customer"
    limit: Annotated[int, Field(ge=1)] | None = None
    time_limit: Annotated[float, Field(gt=0)] = 300.0
    parameters: dict[StrictStr, Any] = Field(default_factory=dict)


def read_batch(path: Path) -> Batch:
    """Read a batch file; its name is the batch's name, its notebook is found from the file's own folder.

    Raises
    ------
    ConfigurationError
        The file is missing, not YAML, names an unknown key, or its notebook is not there.
    """
    if not path.is_file():
        known = (
            sorted(one.name for one in path.parent.glob("*.yaml")) if path.parent.is_dir() else []
        )
        near = get_close_matches(path.name, known, n=1, cutoff=0.5)
        listed = f"In {path.parent} there is: {', '.join(known)}." if known else ""
        hint = f"Did you mean {str(path.parent / near[0])!r}?" if near else listed
        raise ConfigurationError(f"There is no batch file {str(path)!r}. {hint}".rstrip())
    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not YAML: {str(error).splitlines()[0]}.") from None
    if not isinstance(fields, dict):
        raise ConfigurationError(f"{path} holds no settings. It needs at least 'notebook: ...'.")
    try:
        batch = Batch.model_validate({"name": path.stem} | fields)
    except ValidationError as error:
        raise _explained(path, error) from None
    notebook = (path.parent / batch.notebook).resolve()
    if not notebook.is_file():
        raise ConfigurationError(
            f"{path} names the notebook {str(batch.notebook)!r}, which is not at {notebook}."
        )
    return batch.model_copy(update={"notebook": notebook})


def _explained(path: Path, error: ValidationError) -> ConfigurationError | UnknownNameError:
    first = error.errors()[0]
    key = str(first["loc"][0]) if first["loc"] else "the file"
    if first["type"] == "extra_forbidden" and len(first["loc"]) == 1:
        return UnknownNameError(f"setting in {path.name}", key, Batch.model_fields)
    if first["type"] == "missing":
        return ConfigurationError(f"{path} does not say {key!r}. Add the line '{key}: ...'.")
    wanted = _WANTED.get(key, first["msg"])
    return ConfigurationError(f"In {path}, {key!r} is {first['input']!r}; expected {wanted}.")


_WANTED = {
    "name": "small letters, digits, - and _ (it is the folder of the reports; without 'name:' it is the file's own name)",
    "notebook": "the path of a notebook, from this file's folder",
    "customers": "'all', a list of ids in quotes, or 'visit_within_days: 7'",
    "formats": f"a list of {', '.join(FORMATS)}",
    "language": f"'customer' or one of {', '.join(LANGUAGES)}",
    "limit": "a whole number from 1",
    "time_limit": "seconds, more than 0",
    "parameters": "names and values of the notebook's parameters",
}


def keys_of(batch: Batch, source: Source, *, only: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the customers of a batch, in order; ``only`` narrows them.

    Raises
    ------
    UnknownNameError
        An id in the batch or in ``only`` is not a customer.
    InputError
        The batch is empty, or an id in ``only`` is not in it.
    """
    match batch.customers:
        case "all":
            keys = tuple(source.customer_ids)
        case Visits(visit_within_days=days):
            keys = _to_visit(source, days)
        case listed:
            keys = tuple(listed)
    known = frozenset(source.customer_ids)
    for key in (*keys, *only):
        if key not in known:
            raise UnknownNameError("customer", key, known)
    outside = [key for key in only if key not in keys]
    if outside:
        raise InputError(
            f"{outside[0]!r} is a customer, but not one of the batch {batch.name!r}. Leave it out, or change 'customers' in its file."
        )
    chosen = tuple(dict.fromkeys(key for key in keys if not only or key in only))[: batch.limit]
    if not chosen:
        raise InputError(f"The batch {batch.name!r} is empty: no customer is {_asked(batch)}.")
    return chosen


def _to_visit(source: Source, days: int) -> tuple[str, ...]:
    today, after = source.as_of, source.as_of + timedelta(days=days)
    instant = source.period.instant
    _, rows = source.table(
        WITH_A_VISIT, visits_from_at=instant(today), visits_end_at=instant(after)
    )
    return tuple(sorted(row[0] for row in rows))


def _asked(batch: Batch) -> str:
    if isinstance(batch.customers, Visits):
        return f"to be visited within {batch.customers.visit_within_days} days of the data's day"
    return "in it"
