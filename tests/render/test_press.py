"""A chart press gives what a process draws itself, to all who ask, whatever any of them sends."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.render import gallery
from tests.render.sample_parts import part_cards
from wiseparts_nb.card import Picture
from wiseparts_nb.errors import ConfigurationError, InputError
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.charts import chart, conversion, press
from wiseparts_nb.render.html import card_html

SERVE = "import sys; from wiseparts_nb.render.charts.press import serve; serve(sys.argv[1])"
ASK = """
import json, os, sys
from tests.render.test_press import everything
drawn = everything()
print(json.dumps(drawn))
told, tell = os.pipe()
if os.fork() == 0:  # a fork asks on a line of its own, while its parent goes on
    os.write(tell, json.dumps(everything() == drawn).encode())
    os._exit(0)
print(json.dumps(everything() == drawn))
print(os.read(told, 9).decode())
print(json.dumps("vl_convert" in sys.modules))
"""
PARENT = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]]).pid, flush=True)
time.sleep(60)
"""
FRENCH = Locale("fr", zone="Europe/Paris")
POINTS: dict[str, Any] = {
    "data": {"values": [{"a": 1}]},
    "mark": "point",
    "encoding": {"x": {"field": "a", "type": "quantitative"}},
}
ENDLESS = {
    **POINTS,
    "transform": [
        {"calculate": f"test(regexp('^(a+)+$'), '{'a' * 40}b')", "as": "never"},
    ],
}


def everything() -> dict[str, str]:
    """Every chart of the gallery and every sample part as HTML."""
    charts = {
        title: chart(part, FRENCH, width=width)
        for title, part, widths in gallery.cases()
        for width in widths
    }
    cards = {kind: card_html(card, FRENCH) for kind, card in part_cards("fr").items()}
    return charts | cards


def until(true: Callable[[], bool]) -> None:
    """Wait until something is true, or fail."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def answers(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex(str(place)) == 0


@contextmanager
def serving(place: Path, code: str = SERVE) -> Generator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", code, str(place)]) as process:
        try:
            until(lambda: answers(place))
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder with a path as short as a socket needs."""
    with tempfile.TemporaryDirectory(prefix="press-") as made:
        yield Path(made)


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Path]:
    """A press that the tests of this module share."""
    with serving(folder / "shared"):
        yield folder / "shared"


@pytest.fixture
def asking(running: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The press that this process asks."""
    monkeypatch.setenv(conversion.PRESS, str(running))
    return running


@contextmanager
def line_to(place: Path) -> Generator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(30)
        line.connect(str(place))
        yield line


def request(spec: Any, *, number: int = 2) -> bytes:
    wanted = json.dumps(spec).encode()
    return struct.pack("!BI", number, len(wanted)) + wanted


def test_all_charts_are_the_same_and_who_asks_has_no_engine_nor_has_its_fork(running: Path):
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env=os.environ | {conversion.PRESS: str(running)},
        check=True,
        capture_output=True,
        text=True,
    )
    drawn, again, forked, engine = map(json.loads, asked.stdout.splitlines())
    assert drawn == everything()
    assert (again, forked, engine) == (True, True, False)


def test_the_socket_is_for_this_user_alone(running: Path):
    assert running.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "sent",
    [
        b"\xff" * 5,
        b"GET / HTTP/1.1\r\n\r\n",
        struct.pack("!BI", 3, 2) + b"{}",
        struct.pack("!BI", 0, 17 * 2**20),
    ],
    ids=["noise", "http", "conversion", "length"],
)
def test_nonsense_closes_its_line_and_no_other(asking: Path, sent: bytes):
    with line_to(asking) as other, line_to(asking) as line:
        line.sendall(sent)
        assert line.recv(9) == b""
        other.sendall(request(POINTS))
        assert other.recv(1) == b"\x00"


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff\xfe", b"[]", b"7", b"[" * 100_000, b'{"mark": 1}']
)
def test_a_request_that_is_no_chart_is_refused_in_words(asking: Path, text: bytes):
    with line_to(asking) as line:
        for _ in range(2):
            line.sendall(struct.pack("!BI", 2, len(text)) + text)
            state, length = struct.unpack("!BI", line.recv(5, socket.MSG_WAITALL))
            assert state == 1
            assert line.recv(length, socket.MSG_WAITALL).decode()


def test_half_a_request_keeps_nobody_waiting(asking: Path):
    with line_to(asking) as line:
        line.sendall(request(POINTS)[:20])
        assert "<svg" in conversion.converted("vegalite_to_svg", POINTS)


@pytest.mark.usefixtures("asking")
def test_a_request_too_long_to_send_is_drawn_here(monkeypatch: pytest.MonkeyPatch):
    asked = chart(Picture(POINTS, ""), FRENCH, width=300)
    monkeypatch.setattr(conversion, "LONGEST_REQUEST", 10)
    assert chart(Picture(POINTS, ""), FRENCH, width=300) == asked


@pytest.mark.usefixtures("asking")
def test_several_at_once_each_get_their_own():
    specs = [{**POINTS, "width": 100 + place % 7} for place in range(40)]
    with ThreadPoolExecutor(4) as threads:
        drawn = threads.map(lambda spec: conversion.converted("vegalite_to_svg", spec), specs)
        for spec, svg in zip(specs, drawn, strict=True):
            assert svg == conversion.made_here("vegalite_to_svg", spec)


@pytest.mark.usefixtures("asking")
def test_what_is_refused_is_refused_in_the_same_words(monkeypatch: pytest.MonkeyPatch):
    hostile = [
        {**POINTS, "data": {"url": "https://example.org/a.csv"}},
        {**POINTS, "data": {"url": "/etc/passwd"}},
        {"nothing": 1},
    ]

    def told() -> list[str]:
        refused: list[str] = []
        for spec in hostile:
            with pytest.raises(InputError) as error:
                chart(Picture(spec, ""), FRENCH, width=300)
            refused.append(str(error.value))
        return refused

    from_press = told()
    monkeypatch.delenv(conversion.PRESS)
    assert told() == from_press


@pytest.mark.parametrize("at_press", [True, False])
def test_what_no_json_can_say_is_refused_or_left_open(
    running: Path, at_press: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(conversion.PRESS, str(running) if at_press else "")
    with pytest.raises(InputError, match="cannot be drawn"):
        chart(Picture({**POINTS, "usermeta": {"day": object()}}, ""), FRENCH, width=300)
    gap, none = (
        conversion.converted(
            "vegalite_to_svg", {**POINTS, "data": {"values": [{"a": 1}, {"a": value}]}}
        )
        for value in (float("nan"), None)
    )
    assert gap == none


@pytest.mark.usefixtures("asking")
def test_no_file_is_read(tmp_path: Path):
    (tmp_path / "points.csv").write_text("a\n1\n2\n3\n")

    def marks(data: dict[str, Any]) -> int:
        return chart(Picture({**POINTS, "data": data}, ""), FRENCH, width=300).count("<path")

    none, some = marks({"values": []}), marks({"values": [{"a": 1}, {"a": 2}]})
    assert marks({"url": (tmp_path / "points.csv").as_uri()}) == none < some


@pytest.mark.parametrize("at_press", [True, False])
def test_a_refused_chart_does_not_spoil_the_next_one(
    running: Path, at_press: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(conversion.PRESS, str(running) if at_press else "")
    fine = conversion.converted("vegalite_to_svg", POINTS)
    with pytest.raises(ValueError, match="href"):
        conversion.converted(
            "vegalite_to_svg", {**POINTS, "mark": {"type": "point", "href": "zzz:1"}}
        )
    assert conversion.converted("vegalite_to_svg", {**POINTS, "description": "again"}) == fine


def test_what_was_drawn_is_kept_until_there_is_no_more_room(monkeypatch: pytest.MonkeyPatch):
    own = press._Press()
    specs = [json.dumps({**POINTS, "width": 50 + place}).encode() for place in range(3)]
    first = own.answer("vegalite_to_vega", specs[0])
    assert own.answer("vegalite_to_vega", specs[0]) is first
    monkeypatch.setattr(press, "_MOST_KEPT", int(2.5 * len(first)))
    for spec in specs[1:]:
        own.answer("vegalite_to_vega", specs[0])
        own.answer("vegalite_to_vega", spec)
    assert len(own.kept) == 2
    assert own.size <= press._MOST_KEPT
    assert own.answer("vegalite_to_vega", specs[0]) is first


def test_a_refusal_is_not_kept():
    own = press._Press()
    own.answer("vegalite_to_vega", b"{")
    assert (dict(own.kept), own.size) == ({}, 0)


def test_without_its_press_a_process_draws_itself_and_says_so_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    place = folder / "mortal"
    monkeypatch.setenv(conversion.PRESS, str(place))
    with serving(place) as process:
        drawn = conversion.converted("vegalite_to_svg", POINTS)
        process.kill()
        process.wait()
        with caplog.at_level(logging.WARNING, logger=conversion.__name__):
            assert [conversion.converted("vegalite_to_svg", POINTS) for _ in range(3)] == [
                drawn
            ] * 3
        assert [record.levelname for record in caplog.records] == ["WARNING"]
    with serving(place):  # in place of the socket that the dead one left
        caplog.clear()
        assert conversion.converted("vegalite_to_svg", POINTS) == drawn
        assert conversion._line(os.getpid()).press == str(place)


def test_a_chart_that_takes_for_ever_ends_the_press(folder: Path):
    hurried = "from wiseparts_nb.render.charts import press; press._DRAWING_SECONDS = 0.3\n" + SERVE
    with serving(folder / "hurried", hurried) as process, line_to(folder / "hurried") as line:
        line.sendall(request(ENDLESS))
        assert line.recv(5) == b""
        assert process.wait(10) == -signal.SIGALRM


def test_it_ends_with_its_parent(folder: Path):
    place = folder / "child"
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, SERVE, str(place)], stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        try:
            until(lambda: answers(place))
            parent.kill()
            parent.wait()
            until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
        finally:
            parent.kill()
    assert not place.exists()


def test_it_ends_with_its_socket(folder: Path):
    place = folder / "removed"
    with serving(place) as process, line_to(place):
        place.unlink()
        assert process.wait(10) == 0


def test_a_place_that_is_taken_or_cannot_be_is_told(running: Path, tmp_path: Path):
    for place in (running, tmp_path / ("x" * 120), tmp_path / "none" / "socket"):
        with pytest.raises(ConfigurationError, match="cannot listen at"):
            press.serve(str(place))
    assert answers(running)
