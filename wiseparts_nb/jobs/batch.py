"""A batch: one parameters file that says which report, for which customers or agreements, in which formats and language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError

from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.agreements.report import check_reportable
from wiseparts_nb.errors import ConfigurationError, InputError, UnknownNameError
from wiseparts_nb.locale import LANGUAGES
from wiseparts_nb.source.source import Source

__all__ = ["FORMATS", "Batch", "Format", "Subject", "Visits", "keys_of", "read_batch"]

Format = Literal["html", "pdf", "ipynb"]
Subject = Literal["agreement", "customer"]
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

    It is about customers, or where ``agreements`` is not None about those. ``customers`` is ``all``, a list of ids (always text, so
    ``0123`` keeps its zero) or those with a visit soon; ``agreements`` is ``all`` that are approved, the ``active`` ones, or a list of ids.
    ``language`` ``customer`` writes each report in the customer's own language, ``reader`` in that of the settings. ``name`` is also the folder that the reports
    go to. ``limit`` is how many reports at most, ``time_limit`` the seconds that one may take. ``parameters`` are told to the
    notebook of every report.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
    notebook: Path
    customers: Literal["all"] | tuple[StrictStr, ...] | Visits = "all"
    agreements: Literal["all", "active"] | tuple[StrictStr, ...] | None = None
    formats: tuple[Format, ...] = FORMATS
    language: Literal["customer", "reader", "en", "fr", "es"] = "customer"
    limit: Annotated[int, Field(ge=1)] | None = None
    time_limit: Annotated[float, Field(gt=0)] = 300.0
    parameters: dict[StrictStr, Any] = Field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        """What its reports are about."""
        return "customer" if self.agreements is None else "agreement"


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
    if {"agreements", "customers"} <= fields.keys():
        raise ConfigurationError(
            f"{path} names both 'agreements' and 'customers'. A batch is about one of the two: remove a line."
        )
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
    "agreements": "'all', 'active', or a list of ids in quotes",
    "formats": f"a list of {', '.join(FORMATS)}",
    "language": f"'customer', 'reader' or one of {', '.join(LANGUAGES)}",
    "limit": "a whole number from 1",
    "time_limit": "seconds, more than 0",
    "parameters": "names and values of the notebook's parameters",
}


def keys_of(batch: Batch, source: Source, *, only: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the customers or agreements of a batch, in order; ``only`` narrows them.

    Raises
    ------
    UnknownNameError
        An id in the batch or in ``only`` is no such customer or agreement.
    InputError
        The batch is empty, an id in ``only`` is not in it, or an agreement that it names was never approved.
    """
    if batch.agreements is None:
        keys, known = _customers(batch, source), frozenset(source.customer_ids)
    else:
        keys, known = _agreements(batch.agreements, source, only)
    for key in (*keys, *only):
        if key not in known:
            raise UnknownNameError(batch.subject, key, known)
    outside = [key for key in only if key not in keys]
    if outside:
        article = "an" if batch.subject == "agreement" else "a"
        raise InputError(
            f"{outside[0]!r} is {article} {batch.subject}, but not one of the batch {batch.name!r}. Leave it out, or change '{batch.subject}s' in its file."
        )
    chosen = tuple(dict.fromkeys(key for key in keys if not only or key in only))[: batch.limit]
    if not chosen:
        raise InputError(
            f"The batch {batch.name!r} is empty: no {batch.subject} is {_asked(batch)}."
        )
    return chosen


def _customers(batch: Batch, source: Source) -> tuple[str, ...]:
    match batch.customers:
        case "all":
            return tuple(source.customer_ids)
        case Visits(visit_within_days=days):
            return _to_visit(source, days)
        case listed:
            return tuple(listed)


def _agreements(
    asked: Literal["all", "active"] | Sequence[str], source: Source, only: Sequence[str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the agreements asked for, and all that there are; one named that is a draft is refused in words."""
    kept = {one.agreement_id: one for one in open_register(source.settings).all()}
    named = () if isinstance(asked, str) else tuple(asked)
    for key in (*named, *only):
        if key in kept:
            check_reportable(kept[key])
    if named or not isinstance(asked, str):
        return named, frozenset(kept)
    approved = (key for key, one in kept.items() if one.approved is not None)
    status = {key: kept[key].in_force.status(source.as_of) for key in approved}
    keys = tuple(key for key, one in status.items() if asked == "all" or one == "active")
    return keys, frozenset(kept)


def _to_visit(source: Source, days: int) -> tuple[str, ...]:
    today, after = source.as_of, source.as_of + timedelta(days=days)
    instant = source.period.instant
    _, rows = source.table(
        WITH_A_VISIT, visits_from_at=instant(today), visits_end_at=instant(after)
    )
    return tuple(sorted(row[0] for row in rows))


def _asked(batch: Batch) -> str:
    if batch.agreements in ("all", "active"):
        return "approved" if batch.agreements == "all" else "active on the data's day"
    if isinstance(batch.customers, Visits):
        return f"to be visited within {batch.customers.visit_within_days} days of the data's day"
    return "in it"
