"""Who reads and what they may do: a right that is not held is refused, whatever a page sends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiseparts_nb.access import KINDS, RIGHTS, Kind, Reader, Right, machine_reader, rights_of
from wiseparts_nb.errors import AccessError, UnknownNameError
from wiseparts_nb.scope import Scope

MAKER = Reader("U-9", "Kerval", "manufacturer", ("W-2", "W-1"), frozenset({"show_all_sales"}))


def test_the_one_person_of_a_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "claire")
    reader = machine_reader()
    assert (reader.user_id, reader.name, reader.kind) == ("local:claire", "claire", "analyst")
    assert all(map(reader.may, RIGHTS))
    assert reader.scope("C-1", all_sales=True) == Scope("C-1", None, all_sales=True)
    assert reader.scope("C-1").plain


def test_a_machine_whose_user_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("wiseparts_nb.access.getuser", nameless)
    assert machine_reader().user_id == "local:analyst"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (None, set[str]()),
        ("", set[str]()),
        (" , ", set[str]()),
        ("export", {"export"}),
        ("export, see_margin", {"export", "see_margin"}),
        ("export,export ,administer", {"administer", "export"}),
    ],
)
def test_rights_as_the_table_lists_them(text: str | None, held: set[str]) -> None:
    assert rights_of(text) == held


@pytest.mark.parametrize("text", ["exprot", "Export", "export see_margin", "export;administer"])
def test_a_right_that_does_not_exist(text: str) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown right .*Correct users\.rights"):
        rights_of(text)


@given(st.sets(st.sampled_from(RIGHTS)), st.sampled_from(RIGHTS), st.sampled_from(KINDS))
def test_a_right_is_held_or_refused(held: set[Right], asked: Right, kind: Kind) -> None:
    reader = Reader("U-1", "Claire Dumas", kind, ("W-1",), frozenset(held))
    assert reader.may(asked) is (asked in held)
    if asked in held:
        reader.require(asked)
    else:
        with pytest.raises(AccessError, match=rf"Claire Dumas \(U-1\) does not hold .*'{asked}'"):
            reader.require(asked)


def test_a_manufacturer_sees_sales_through_one_wholesaler() -> None:
    assert MAKER.scope("C-1") == Scope("C-1", "W-2")
    assert MAKER.scope() == Scope(None, "W-2")
    assert MAKER.scope("C-1", wholesaler_id="W-1") == Scope("C-1", "W-1")
    assert MAKER.scope("C-1", all_sales=True) == Scope("C-1", "W-2", all_sales=True)
    with pytest.raises(UnknownNameError, match="Unknown wholesaler 'W-3'"):
        MAKER.scope("C-1", wholesaler_id="W-3")


def test_nobody_combines_all_sales_without_the_right() -> None:
    for kind in KINDS:
        reader = Reader("U-1", "X", kind, ("W-1",), frozenset({"export"}))
        with pytest.raises(AccessError, match="show_all_sales"):
            reader.scope("C-1", all_sales=True)


def test_a_manufacturer_without_wholesaler_sees_nothing_rather_than_all() -> None:
    reader = Reader("U-9", "Kerval", "manufacturer", (), frozenset(RIGHTS))
    for all_sales in (False, True):
        with pytest.raises(AccessError, match=r"Set users\.wholesaler_id"):
            reader.scope("C-1", all_sales=all_sales)


def test_others_see_sales_through_whichever_wholesaler() -> None:
    for kind in set(KINDS) - {"manufacturer"}:
        assert Reader("U-1", "X", kind, ("W-1",)).scope("C-1") == Scope("C-1")
