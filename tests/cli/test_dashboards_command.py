"""``wiseparts dashboards``: what it prints, what it refuses, and how it ends."""

from __future__ import annotations

import socket
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import Type
from tests.dashboard.served import PAGES, serving
from wiseparts_nb.source.snapshot import Snapshot


@pytest.mark.parametrize("ip", ["0.0.0.0", "192.168.1.7", "::", "8.8.8.8"])  # noqa: S104  # refused
def test_it_listens_on_this_machine_only(wiseparts: Type, ip: str):
    said = wiseparts("dashboards", str(PAGES), "--ip", ip)
    assert said.code == 4
    assert said.err.count("\n") == 1
    assert "this machine only" in said.err


def test_an_address_that_is_none_is_refused(wiseparts: Type):
    said = wiseparts("dashboards", str(PAGES), "--ip", "here")
    assert said.code == 4
    assert "'here' is not an address" in said.err


def test_without_a_snapshot_one_sentence_says_what_to_do(type_: Type):
    said = type_("dashboards", str(PAGES))
    assert said.code != 0
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "wiseparts demo" in said.err


def test_a_folder_without_notebooks_is_refused(wiseparts: Type, tmp_path: Path):
    said = wiseparts("dashboards", str(tmp_path))
    assert said.code == 4
    assert "no notebooks" in said.err


def test_an_unknown_reader_is_refused_at_the_start(wiseparts: Type):
    said = wiseparts("dashboards", str(PAGES), "--reader", "U-no-such")
    assert said.code == 4
    assert "U-no-such" in said.err


def test_it_prints_the_address_takes_the_next_port_and_leaves_no_process(
    company: Snapshot, tmp_path: Path
):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serving(tmp_path, company.path.parent, "--port", str(port)) as served:
            assert (tmp_path / "said").read_text() == f"{served.url}?token={served.token}\n"
            assert served.port not in (0, port)
            assert served.ask("customer").status == 200
            family = psutil.Process(served.process.pid).children(recursive=True)
            assert family
            assert served.end() == 0
            _, left = psutil.wait_procs(family, timeout=5)
            assert left == []
    assert "Traceback" not in served.log()
    assert served.token not in served.log()
