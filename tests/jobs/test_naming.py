from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiseparts_nb.errors import InputError
from wiseparts_nb.jobs.naming import file_stem, inside


@pytest.mark.parametrize("key", ["C-0001", "0123", "AW000110", "A_B-C"])
def test_a_plain_id_is_its_own_name(key: str) -> None:
    assert file_stem(key) == key


@pytest.mark.parametrize(
    "key",
    ["../../etc/passwd", "a/b", "..", "", ".", "CON", "com1", "{x.__class__}", "x\0y", "é", "-rf", "x" * 300, "\u202egpj"],
)  # fmt: skip
def test_any_other_id_becomes_a_harmless_name(key: str, tmp_path: Path) -> None:
    name = file_stem(key)
    assert name.isascii()
    assert name.replace("-", "").isalnum()
    assert not name.startswith("-")
    assert len(name) < 80
    assert inside(tmp_path, f"{name}.html").parent == tmp_path.resolve()


@given(st.lists(st.text() | st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True), unique=True))
def test_two_ids_never_share_a_name_even_where_case_is_ignored(keys: list[str]) -> None:
    assert len({file_stem(key).lower() for key in keys}) == len(keys)


def test_a_plain_id_that_looks_like_a_made_name_is_not_taken_for_one() -> None:
    made = file_stem("ab c")
    assert file_stem(made.upper()).lower() != made.lower()


@pytest.mark.parametrize("name", ["../x", "a/b", "/etc/x", "..", "."])
def test_a_name_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="leads out of"):
        inside(tmp_path, name)
