"""Mapping files: how somebody's own files become the canonical tables, written in TOML and SQL.

A mapping names its sources (CSV, Excel, Parquet, PostgreSQL) and gives one SELECT a canonical table. It is configuration,
so it is checked as a whole before a row is read: an unknown key, zone or currency is refused with the nearest right one.
"""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

import duckdb
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from wiseparts_nb.errors import ConfigurationError, UnknownNameError
from wiseparts_nb.source.schema import tables

__all__ = [
    "About",
    "Csv",
    "Excel",
    "Exclusion",
    "Formats",
    "Mapping",
    "Parquet",
    "Postgres",
    "Source",
    "TableMap",
    "read_mapping",
]

_NAME = r"^[a-z][a-z0-9_]*$"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class About(_Strict):
    """``[snapshot]``: whose numbers these are. ``as_of`` None: the last day that something was sold."""

    company: Annotated[str, Field(min_length=1)]
    currency: str
    country: str
    subdivision: str | None = None
    zone: str
    as_of: date | None = None
    max_rejects: Annotated[float, Field(ge=0, le=1)] = 0.05

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, value: str) -> str:
        from babel.core import get_global

        return _known("currency", value, get_global("all_currencies"))

    @field_validator("country")
    @classmethod
    def _known_country(cls, value: str) -> str:
        from holidays import list_supported_countries

        known = list_supported_countries(include_aliases=False)
        return _known("country (ISO 3166 code, for its holidays)", value, known)

    @model_validator(mode="after")
    def _known_subdivision(self) -> About:
        from holidays import list_supported_countries

        if self.subdivision is not None:
            known = list_supported_countries()[self.country]
            _known(f"subdivision of {self.country}", self.subdivision, known)
        return self

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return _known("time zone", value, available_timezones())


class Formats(_Strict):
    """How a text source writes numbers and days; what is written otherwise is rejected, never guessed.

    ``zone`` is where timestamps without an offset were taken.
    """

    decimal: Literal[".", ","] = "."
    thousands: Annotated[str, Field(pattern=r"^[., '\u00a0\u202f]$")] | None = None
    date_format: str = "%Y-%m-%d"
    zone: str = "UTC"

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        return _known("time zone", value, available_timezones())

    @field_validator("date_format")
    @classmethod
    def _known_date_format(cls, value: str) -> str:
        try:
            duckdb.execute("select try_strptime('', ?)", [value])
        except duckdb.Error:
            example = "%d/%m/%Y for 31/12/2026"
            raise ValueError(f"{value!r} is no format of days, such as {example}") from None
        return value

    @model_validator(mode="after")
    def _two_signs(self) -> Formats:
        if self.thousands == self.decimal:
            raise ValueError(f"decimal and thousands are both {self.decimal!r}; they must differ")
        return self


class _File(Formats):
    path: str
    header_row: Annotated[int, Field(ge=1)] = 1
    template: str | None = None
    optional: bool = False

    @field_validator("template")
    @classmethod
    def _known_template(cls, value: str | None) -> str | None:
        from wiseparts_nb.source.templates import import_types

        return value if value is None else _known("template", value, import_types())

    @model_validator(mode="after")
    def _optional_has_columns(self) -> _File:
        if self.optional and self.template is None:
            raise ValueError(
                "optional = true needs template = ..., which names the columns of a missing file"
            )
        return self


class Csv(_File):
    """A CSV file, read as text with the stated delimiter, quote and encoding."""

    type: Literal["csv"]
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    quote: Annotated[str, Field(min_length=1, max_length=1)] = '"'
    encoding: str = "utf-8"

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str) -> str:
        try:
            return codecs.lookup(value).name
        except LookupError:
            raise ValueError(
                f"unknown encoding {value!r}; common ones: utf-8, cp1252, latin-1"
            ) from None


class Excel(_File):
    """A sheet of an Excel workbook (None: the first), read as text."""

    type: Literal["xlsx"]
    sheet: str | None = None


class Parquet(Formats):
    """A Parquet file, with its own types."""

    type: Literal["parquet"]
    path: str


class Postgres(Formats):
    """A query of a PostgreSQL database; ``dsn_env`` names the environment variable that holds its address."""

    type: Literal["postgres"]
    dsn_env: str
    query: str


Source = Csv | Excel | Parquet | Postgres


class Exclusion(_Strict):
    """Rows left out on purpose: a name to count them under, and a SQL condition over the SELECT's columns."""

    name: Annotated[str, Field(pattern=_NAME)]
    where: str


class TableMap(_Strict):
    """``[tables.NAME]``: the rows of one canonical table.

    ``select`` (or ``file``, a .sql file beside the mapping) names its columns as the canonical table does; absent, all columns
    of the source are taken. ``source`` says whose formats hold and where rejects are looked up, where a SELECT joins several.
    """

    select: str | None = None
    file: str | None = None
    source: str | None = None
    exclusions: tuple[Exclusion, ...] = Field(default=(), strict=False)


class Mapping(_Strict):
    """A mapping file.

    ``views`` are SELECTs that several tables share, in the order written; ``root`` is where relative paths start (default: the
    mapping's own folder).
    """

    root: str = "."
    snapshot: About
    sources: dict[
        Annotated[str, Field(pattern=_NAME)], Annotated[Source, Field(discriminator="type")]
    ]
    views: dict[Annotated[str, Field(pattern=_NAME)], str] = {}
    tables: dict[str, TableMap]

    @model_validator(mode="after")
    def _names_exist(self) -> Mapping:
        if words := sorted(_reserved_words() & (self.sources.keys() | self.views.keys())):
            raise ValueError(f"{words[0]!r} is a word of SQL; name the source or view otherwise")
        if twice := sorted(self.sources.keys() & self.views.keys()):
            raise ValueError(f"{twice[0]!r} names both a source and a view")
        for name, spec in self.tables.items():
            _known("canonical table", name, tables())
            if spec.source is not None:
                _known(f"source of [tables.{name}]", spec.source, self.sources)
            if spec.select is not None and spec.file is not None:
                raise ValueError(f"[tables.{name}] has both select and file; keep one")
            if spec.select is None and spec.file is None:
                _known(f"source of [tables.{name}]", spec.source or name, self.sources)
        if "customers" not in self.tables:
            raise ValueError("[tables.customers] is missing; every number belongs to a customer")
        return self


def read_mapping(path: Path) -> Mapping:
    """The mapping in a TOML file, its SQL files read in.

    Raises
    ------
    ConfigurationError
        The file is missing, is not TOML, or says something that cannot be; every fault is named.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"Cannot read the mapping {path}: {error.strerror}.{_near(path)}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is not TOML: {error}.") from error
    try:
        mapping = Mapping.model_validate(raw)
    except ValidationError as error:
        faults = "\n".join(f"  {_fault(fault)}" for fault in error.errors())
        raise ConfigurationError(f"{path} cannot be used:\n{faults}") from error
    return mapping.model_copy(
        update={"tables": {name: _with_sql(spec, path) for name, spec in mapping.tables.items()}}
    )


def _with_sql(spec: TableMap, path: Path) -> TableMap:
    if spec.file is None:
        return spec
    sql = path.parent / spec.file
    try:
        return spec.model_copy(update={"select": sql.read_text(encoding="utf-8")})
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{path} names {spec.file!r}, which cannot be read: {error}."
        ) from error


def _known(what: str, value: str, known: Iterable[str]) -> str:
    names = set(known)
    if value not in names:
        raise ValueError(str(UnknownNameError(what, value, names)))
    return value


@cache
def _reserved_words() -> frozenset[str]:
    with duckdb.connect() as con:
        words = con.execute(
            "select keyword_name from duckdb_keywords() where keyword_category = 'reserved'"
        )
        return frozenset(word for (word,) in words.fetchall())


def _near(path: Path) -> str:
    there = (
        sorted(p.name for p in path.parent.glob(f"*{path.suffix}")) if path.parent.is_dir() else []
    )
    near = get_close_matches(path.name, there, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def _fault(fault: Any) -> str:
    where = [str(step) for step in fault["loc"]]
    if fault["type"] == "extra_forbidden":
        place = f" in [{'.'.join(where[:-1][:2])}]" if len(where) > 1 else ""
        return str(UnknownNameError(f"key{place}", where[-1], _keys(where)))
    if fault["type"] == "union_tag_invalid":
        kinds = fault["ctx"]["expected_tags"].replace("'", "").split(", ")
        return str(UnknownNameError(f"type in [{'.'.join(where)}]", fault["ctx"]["tag"], kinds))
    message = fault["msg"].removeprefix("Value error, ")
    return f"{'.'.join(where)}: {message}" if where else message


def _keys(where: list[str]) -> Iterable[str]:
    kinds = {"csv": Csv, "xlsx": Excel, "parquet": Parquet, "postgres": Postgres}
    match where:
        case ["snapshot", *_]:
            return About.model_fields
        case ["sources", _, kind, *_]:
            return kinds[kind].model_fields
        case ["tables", _, "exclusions", *_]:
            return Exclusion.model_fields
        case ["tables", *_]:
            return TableMap.model_fields
        case _:
            return Mapping.model_fields
