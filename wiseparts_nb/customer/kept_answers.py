"""Answers kept in a snapshot: every KPI's queries for all customers, asked once when the snapshot is written."""

from __future__ import annotations

import duckdb

from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.projection.kept import keep_pool
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.engine import DuckDB
from wiseparts_nb.source.kept import keep
from wiseparts_nb.source.snapshot import Prepare, Snapshot
from wiseparts_nb.source.source import Source, period_of

__all__ = ["keeping_answers"]


def keeping_answers(settings: Settings) -> Prepare:
    """Return what a publish runs last: it keeps the projection's constants and the answers of the catalogue.

    Afterwards a page or a brief of the snapshot's own day reads them, for one customer or for all.
    """

    def prepare(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
        # all parts: what an organisation switches off later is not read from here (see Source)
        whole = settings.model_copy(update={"features_off": ()})
        keep_pool(connection, snapshot, whole)
        source = Source(DuckDB(connection), snapshot, period_of(snapshot, whole), whole)
        for one in CATALOGUE:
            if one.kept:
                one.kpi(source)
        asked = (query for query in source.queries if query.by_customer)
        keep(connection, ((query.asked, query.sql, query.bound) for query in asked))

    return prepare
