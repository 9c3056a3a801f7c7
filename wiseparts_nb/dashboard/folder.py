"""The folder of notebooks that is served: what lies in it now, and what each notebook says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from wiseparts_nb.errors import InputError

__all__ = ["Folder", "Notebook"]

_HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)")
_OPENS_PAGE = re.compile(r"^[^#\n]*\bopen_page\(", re.MULTILINE)
_SENTENCE = re.compile(r"(.+?[.!?])(?:\s|\Z)", re.DOTALL)
_LONGEST = 200


@dataclass(frozen=True)
class Notebook:
    """One notebook: its name in addresses, its cells, its title and first sentence (empty where it has none).

    ``slim``: it opens one of our pages, so our own small script is all that its page needs.
    """

    name: str
    content: Any
    title: str
    sentence: str
    slim: bool


@dataclass(frozen=True)
class Folder:
    """A folder; every question looks at the disk, so that what an analyst saves is served at the next reload."""

    path: Path

    def names(self) -> tuple[str, ...]:
        """Return the names of the notebooks: those that lie in the folder itself and are not hidden."""
        found = (one for one in self.path.glob("*.ipynb") if not one.name.startswith("."))
        return tuple(sorted(one.stem for one in found if one.resolve().is_relative_to(self.inside)))

    @property
    def inside(self) -> Path:
        """Where everything that is served must lie, links followed."""
        return self.path.resolve()

    def notebook(self, name: str) -> Notebook:
        """Return a notebook by one of the ``names``, all outputs that were saved in it left out.

        Raises
        ------
        InputError
            The file is not a notebook.
        """
        try:
            content = nbformat.read(self.path / f"{name}.ipynb", as_version=4)
        except (OSError, ValueError, nbformat.ValidationError) as error:
            raise InputError(f"{name!r} is not a notebook that can be read: {error}.") from error
        for cell in content.cells:
            if cell.cell_type == "code":
                cell.outputs = []
        title, sentence = _taken(content)
        code = "\n".join(cell.source for cell in content.cells if cell.cell_type == "code")
        return Notebook(name, content, title, sentence, bool(_OPENS_PAGE.search(code)))


def _taken(content: Any) -> tuple[str, str]:
    """Return the heading, taken out of the first Markdown cell, and the first sentence after it."""
    first = next((cell for cell in content.cells if cell.cell_type == "markdown"), None)
    if first is None:
        return "", ""
    if heading := _HEADING.match(first.source):
        first.source = first.source[heading.end() :]
    paragraph = first.source.strip().split("\n\n")[0]
    sentence = _SENTENCE.match(paragraph)
    return heading[1] if heading else "", (sentence[1] if sentence else paragraph)[:_LONGEST]
