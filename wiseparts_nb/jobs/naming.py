"""File names made from data: readable, and never a way out of their folder."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import Path

from wiseparts_nb.errors import InputError

__all__ = ["file_stem", "inside"]

_LONGEST = 60


def file_stem(key: str) -> str:
    """Return a file name (without suffix) for any id.

    A plain id stays as it is; any other becomes its readable letters and eight digits of its hash, so two ids never share a
    name, not even on a file system that ignores case.
    """
    if re.fullmatch(r"[A-Z0-9][A-Z0-9_-]*", key) and len(key) <= _LONGEST:
        return key
    letters = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")[:_LONGEST]
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable or 'x'}-{digest}"


def inside(folder: Path, name: str) -> Path:
    """Return the path of ``name`` in ``folder``.

    Raises
    ------
    InputError
        The name would lead out of the folder.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise InputError(
            f"The name {name!r} leads out of {str(folder)!r}. A name has no folders in it."
        )
    return path
