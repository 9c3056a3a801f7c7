"""File names made from data: readable, and never a way out of their folder."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256
from pathlib import Path

from wiseparts_nb.errors import InputError

__all__ = ["file_stem", "inside"]

_LONGEST = 60
_DIGITS = 12
_PLAIN = re.compile(r"[A-Z0-9][A-Z0-9_-]*")
_LIKE_A_HASH = re.compile(rf"-[0-9A-F]{{{_DIGITS}}}$")
_DEVICE = re.compile(r"CON|PRN|AUX|NUL|(COM|LPT)[0-9]")


def file_stem(key: str) -> str:
    """Return a file name (without suffix) for any id.

    A plain id (capitals, digits, hyphen, underscore) stays as it is; any other becomes its readable letters and twelve digits of
    its hash. So two ids never share a name, not even on a file system that ignores case, and no name is a device of Windows.
    """
    plain = _PLAIN.fullmatch(key) and len(key) <= _LONGEST
    if plain and not _LIKE_A_HASH.search(key) and not _DEVICE.fullmatch(key):
        return key
    letters = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9]+", "-", letters).strip("-")[:_LONGEST].rstrip("-")
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
    return f"{readable or 'x'}-{digest}"


def inside(folder: Path, name: str) -> Path:
    """Return the path of ``name`` in ``folder``.

    Raises
    ------
    InputError
        The name would lead out of the folder.
    """
    path = (folder / name).resolve()
    if path.parent != folder.resolve():
        raise InputError(
            f"The name {name!r} leads out of {str(folder)!r}. A name has no folders in it."
        )
    return path
