"""Notebooks of an analyst's own, each named for what it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["PRINTED_ENVIRONMENT", "write_own_notebooks"]

PRINTED_ENVIRONMENT = "environment"

_NOTEBOOKS: dict[str, tuple[str, ...]] = {
    "plain": (
        "# md\n# Plain things\n\nOnly **outputs**. More.",
        "print('printed <b>words</b>')",
        "import pandas as pd\npd.DataFrame({'name': ['<script>alert(1)</script>']})",
        (
            "from IPython.display import HTML\n"
            'HTML(\'<h3>Drawn</h3><script>document.title = "taken"</script>'
            "<img src=http://stranger.example/x.png onerror=alert(1)>')"
        ),
        (
            "import altair as alt\nimport pandas as pd\n"
            "alt.Chart(pd.DataFrame({'x': [1, 2], 'y': [3, 4]})).mark_bar().encode(x='x:O', y='y')"
        ),
        (
            "from wiseparts_nb.notebook import open_workbench\nworkbench = open_workbench()\n"
            "workbench.card('Mine', 'A sentence of my own.')"
        ),
        "workbench.customer('C-0001').show('sales_trend')",
    ),
    "slider": (
        "# md\n# A slider",
        (
            "import ipywidgets as widgets\n"
            "slider = widgets.IntSlider(value=3, max=10, description='Days')\n"
            "label = widgets.Label('3 days')\n"
            "slider.observe(lambda change: setattr(label, 'value', f'{change.new} days'), 'value')\n"
            "widgets.VBox([slider, label])"
        ),
        (
            "import anywidget\nimport traitlets\n\n\nclass Counter(anywidget.AnyWidget):\n"
            "    _esm = '''export default { render({ model, el }) {\n"
            '      const button = document.createElement("button");\n'
            '      const paint = () => { button.textContent = `count ${model.get("n")}`; };\n'
            '      model.on("change:n", paint); paint();\n'
            '      button.onclick = () => { model.set("n", model.get("n") + 1); model.save_changes(); };\n'
            "      el.append(button); } };'''\n"
            "    n = traitlets.Int(0).tag(sync=True)\n\n\nCounter()"
        ),
        "broken = widgets.Button(description='Break')\nbroken.on_click(lambda _: 1 / 0)\nbroken",
    ),
    "raises": ("print('before')", "raise ValueError('/etc/a-path')", "print('after')"),
    "exits": ("import sys\nsys.exit(3)",),
    "dies": ("import os\nos._exit(3)",),
    "traceback": (
        (
            "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n"
            "    print(traceback.format_exc())\n    traceback.print_exc()"
        ),
    ),
    "sleeps": ("import time\ntime.sleep(60)",),
    PRINTED_ENVIRONMENT: ("import json\nimport os\nprint(json.dumps(dict(os.environ)))",),
}


def write_own_notebooks(folder: Path) -> None:
    """Write them all, one file that is no notebook, and files that nobody may read."""
    for name, cells in _NOTEBOOKS.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(_notebook(cells)), encoding="utf-8")
    (folder / "broken.ipynb").write_text("{", encoding="utf-8")
    (folder / ".hidden.ipynb").write_text(json.dumps(_notebook(("1",))), encoding="utf-8")
    (folder / ".env").write_text("PASSWORD=in-a-file", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG secret picture")


def _notebook(cells: tuple[str, ...]) -> dict[str, Any]:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = [_cell(at, text) for at, text in enumerate(cells)]
    return {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cell(at: int, text: str) -> dict[str, Any]:
    common: dict[str, Any] = {"id": f"c{at}", "metadata": {}, "source": text.removeprefix("# md\n")}
    if text.startswith("# md\n"):
        return common | {"cell_type": "markdown"}
    return common | {"cell_type": "code", "outputs": [], "execution_count": None}
