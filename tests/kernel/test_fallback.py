"""Where no process can be forked, the same kernelspec starts a normal kernel, and the log says so once."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from tests.kernel.kernels import kernel


def test_elsewhere_a_normal_kernel_is_started(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "platform", "another")
    monkeypatch.setattr(logging.getLogger("traitlets"), "propagate", True)
    for _ in range(2):
        with kernel("bare") as one:
            assert isinstance(one.manager.provisioner.process, subprocess.Popen)
            assert one.value("__import__('sys').argv[0]").endswith("ipykernel_launcher.py")
    told = [
        record.getMessage() for record in caplog.records if "the normal way" in record.getMessage()
    ]
    assert told == ["Kernels start the normal way, which takes seconds: another cannot fork them."]
