from __future__ import annotations

from pathlib import Path

import pytest

from tests.source.companies import Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """A small company in CSV files."""
    return Company(tmp_path)
