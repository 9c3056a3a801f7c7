"""Staging: each source of a mapping becomes a view of its name, with ``source_row`` beside the source's own columns.

CSV and Excel arrive as text, exactly as written; Parquet and PostgreSQL keep their types.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from wiseparts_nb.errors import IngestError
from wiseparts_nb.source.csv_files import stage_csv
from wiseparts_nb.source.excel_files import stage_excel
from wiseparts_nb.source.mapping import Csv, Excel, Parquet, Postgres, Source
from wiseparts_nb.source.postgres_copy import stage_postgres
from wiseparts_nb.source.quoting import literal
from wiseparts_nb.source.staging import Staging, require, show, unreadable

__all__ = ["as_filled_in", "stage"]


def as_filled_in(sources: Mapping[str, Source], root: Path) -> dict[str, Source]:
    """Return the sources, with a workbook where a template was filled in as one: ``sales.xlsx`` instead of ``sales.csv``.

    Raises
    ------
    IngestError
        Both are there, and nobody can know which holds.
    """
    return {name: _as_filled_in(name, source, root) for name, source in sources.items()}


def _as_filled_in(name: str, source: Source, root: Path) -> Source:
    if not isinstance(source, Csv) or source.template is None:
        return source
    text = root / source.path
    book = text.with_suffix(".xlsx")
    if not book.is_file():
        return source
    if text.is_file():
        said = f"{text} and {book.name} are both there. Keep the one that holds."
        raise IngestError(f"[sources.{name}] {said}")
    shared = source.model_dump(include=Excel.model_fields.keys() - {"type", "path"})
    return Excel(type="xlsx", path=str(Path(source.path).with_suffix(".xlsx")), **shared)


def stage(at: Staging, sources: Mapping[str, Source]) -> None:
    """Stage every source.

    Raises
    ------
    ConfigurationError
        A file, a sheet or an environment variable is missing, or a header is not the template's.
    IngestError
        A file is not what the mapping says it is.
    SourceError
        PostgreSQL cannot be reached or refuses a query.
    """
    queries: dict[str, Postgres] = {}
    for name, source in sources.items():
        match source:
            case Csv():
                stage_csv(at, name, source)
            case Excel():
                stage_excel(at, name, source)
            case Parquet():
                _stage_parquet(at, name, source)
            case Postgres():
                queries[name] = source
    if queries:
        stage_postgres(at, queries)


def _stage_parquet(at: Staging, name: str, source: Parquet) -> None:
    path = require(name, at.root / source.path)
    try:
        at.con.execute(f"create table staged.{name} as select * from read_parquet({literal(path)})")
    except duckdb.Error as error:
        raise unreadable(name, path, error) from error
    show(
        at, name, f"select rowid + 1 as source_row, * from staged.{name}", template=None, header=()
    )
