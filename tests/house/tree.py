"""Rules for the files of the project, whatever they hold."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["heavy_files", "machine_traces", "project_files", "unnamed_commands"]

LARGEST = 1_000_000

# Absolute paths of one machine, and addresses of package registries (which every client knows by itself).
_MACHINE = re.compile(r"(?<![\w.~$}])/(?:work|farm|tmp|root|Users/\w+|home/\w+)/")
_REGISTRY = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian|archive\.ubuntu)"
)


def project_files(root: Path) -> list[Path]:
    """Every file that git holds or would take, relative to ``root``."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = sorted(Path(name) for name in listed.split("\0") if name)
    return [path for path in paths if (root / path).is_file()]


def heavy_files(root: Path, files: Iterable[Path]) -> Iterator[str]:
    """No file over a megabyte: what is large is made, not stored."""
    for path in files:
        if (size := (root / path).stat().st_size) > LARGEST:
            yield f"{path}: {size / 1e6:.1f} MB; at most {LARGEST / 1e6:g} MB"


def machine_traces(root: Path, files: Iterable[Path]) -> Iterator[str]:
    """No path of one machine and no address of a package registry."""
    for path in files:
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a table
        for number, line in enumerate(text.splitlines(), start=1):
            if found := _MACHINE.search(line) or _REGISTRY.search(line):
                yield f"{path}:{number}: {found[0]} is of one machine or registry"


def unnamed_commands(commands: Iterable[str], readme: str) -> Iterator[str]:
    """Every command is named in the README, as it is typed."""
    for command in commands:
        if not re.search(rf"\bwiseparts {re.escape(command)}\b", readme):
            yield f"README.md does not name `wiseparts {command}`"
