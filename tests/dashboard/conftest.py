"""The served pages of a demo company, for every test that opens one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.dashboard.own_notebooks import write_own_notebooks
from tests.dashboard.served import PAGES, Reader, Served, serving
from wiseparts_nb.demo.company import publish_demo

OpenReader = Callable[..., Reader]


@pytest.fixture(scope="session")
def demo_snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with one published demo company, the same for every test of the worker."""
    folder = tmp_path_factory.mktemp("demo")
    publish_demo(folder, customers=60, lines=12_000)
    return folder


@pytest.fixture(scope="session")
def pages_server(
    demo_snapshots: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """``wiseparts dashboards`` on the project's own pages: ``.url``, ``.token``, ``.log()``, ``.ask(path)``."""
    with serving(tmp_path_factory.mktemp("served"), demo_snapshots) as served:
        yield served


@pytest.fixture(scope="session")
def own_server(demo_snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of an analyst's own notebooks and the customer page, with two seats; it ends forgotten pages after two seconds."""
    folder = tmp_path_factory.mktemp("own")
    write_own_notebooks(folder)
    shutil.copy(PAGES / "customer.ipynb", folder)
    work = tmp_path_factory.mktemp("own_work")
    program = (sys.executable, str(Path(__file__).with_name("impatient.py")))
    environment = {"DATABASE_PASSWORD": "in-the-environment", "WISEPARTS_SEATS": "2"}
    with serving(work, demo_snapshots, folder=folder, program=program, **environment) as served:
        yield served


@pytest.fixture
def reader_at(chromium: Browser) -> Iterator[Callable[..., Reader]]:
    """``reader_at(served, **options)`` gives a reader with a browser of their own, that reaches this machine only."""
    with ExitStack() as stack:

        def at(served: Served, **options: Any) -> Reader:
            reader = Reader.at(chromium, served, **options)
            stack.callback(reader.context.close)
            return reader

        yield at


@pytest.fixture
def reader(reader_at: OpenReader, pages_server: Served) -> Reader:
    """A reader of ``pages_server``: ``reader.open("customer?customer=C-0001")`` gives Playwright's page."""
    return reader_at(pages_server)
