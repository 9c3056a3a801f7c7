"""Sources for the portfolio: rows on both engines, a demo company, and the third-party wholesaler."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.customer.conftest import make, stores
from tests.parts import ROOT
from wiseparts_nb.demo import publish_demo
from wiseparts_nb.settings import Settings, read_settings
from wiseparts_nb.source.ingest import load
from wiseparts_nb.source.source import Source, open_source

__all__ = ["demo", "make", "online_retail", "stores"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """A demo company of 80 customers."""
    folder = tmp_path_factory.mktemp("demo")
    publish_demo(folder, customers=80)
    source = open_source(read_settings(snapshots=folder))
    yield source
    source.close()


@pytest.fixture(scope="session")
def online_retail(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where the snapshot of Online Retail II is: two years of a wholesaler's invoices."""
    assert shared_data.is_dir()
    folder = tmp_path_factory.mktemp("online_retail")
    loaded = load(ROOT / "parameters" / "mappings" / "online_retail_ii.toml", folder)
    return Settings(snapshot=loaded.snapshot.path)
