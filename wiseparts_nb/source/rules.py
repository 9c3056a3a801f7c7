"""Row-level rules as SQL, derived from the canonical tables: nothing here names a table or a column.

A value is converted as its source states it is written. What cannot be converted is a fault of rule ``type``, never a NULL;
blank text is NULL. ``not_null``, ``check``, ``reference`` and ``duplicate`` follow from the DDL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wiseparts_nb.source.mapping import Formats
from wiseparts_nb.source.quoting import literal
from wiseparts_nb.source.schema import Table

__all__ = ["RowRules"]

# What a table can work out for itself where the mapping does not give it: (column, its formula).
_COMPUTED = {"sales_lines": {"margin": "net - cost"}}


@dataclass(frozen=True)
class RowRules:
    """The rules of one table for one SELECT.

    Attributes
    ----------
    given
        The SELECT's columns with their DuckDB types.
    formats
        How its source writes numbers and days.
    """

    table: Table
    given: Mapping[str, str]
    formats: Formats

    def typed(self, raw: str, excluded: str) -> str:
        """SELECT of every row of the relation `raw`, converted, with ``_n``, ``source_row``, ``_excluded`` and ``_bad``.

        ``_excluded`` is the expression `excluded` (NULL: not excluded), ``_bad`` true where a rule of the row itself is broken.
        """
        source_row = "source_row" if "source_row" in self.given else "null::bigint"
        columns = [f"{self._convert(c.name, c.type)} as {c.name}" for c in self.table.columns]
        written = [f"{self._filled(name)} as _raw_{name}" for name in self._convertible()]
        computed = {
            name: f"try_cast({sql} as {kind}) as {name}" for name, kind, sql in self._computed()
        }
        kept = ", ".join(computed.get(name, name) for name in self.table.names)
        broken = " or ".join(condition for condition, *_ in self._faults()) or "false"
        return f"""select _n, source_row, _excluded, {kept}, coalesce({broken}, false) as _bad
            from (select rowid as _n, {source_row} as source_row, {excluded} as _excluded,
                         {", ".join(columns + written)} from {raw})"""

    def faults(self, raw: str, typed: str) -> Iterator[str]:
        """SELECTs of the bad rows of `typed`, one a rule: _n, source_row, field, value as written, rule."""
        given = [name for name in self.table.names if name in self.given]
        written = ", ".join(f"{self._filled(name)} as _raw_{name}" for name in given)
        for condition, columns, rule in self._faults():
            values = [f"_raw_{name}" for name in columns if name in given] or ["null"]
            value = values[0] if len(values) == 1 else f"concat_ws(', ', {', '.join(values)})"
            yield f"""select _n, source_row, '{", ".join(columns)}' as field, {value} as value, '{rule}' as rule
                from {typed} join (select rowid as _n, {written} from {raw}) using (_n)
                where _bad and _excluded is null and coalesce({condition}, false)"""

    def _faults(self) -> Iterator[tuple[str, tuple[str, ...], str]]:
        """(condition that breaks it, columns, rule): bare names are converted, ``_raw_`` names as written."""
        convertible = self._convertible()
        for name in convertible:
            yield f"(_raw_{name} is not null and {name} is null)", (name,), "type"
        for column in self.table.columns:
            if column.required:
                absent = f"_raw_{column.name}" if column.name in convertible else column.name
                yield f"({absent} is null)", (column.name,), "not_null"
        for check in self.table.checks:
            yield f"(not {check.expression})", check.columns, "check"

    def _convertible(self) -> list[str]:
        return [c.name for c in self.table.columns if c.name in self.given and c.type != "VARCHAR"]

    def _computed(self) -> list[tuple[str, str, str]]:
        known = _COMPUTED.get(self.table.name, {})
        absent = [column for column in self.table.columns if column.name not in self.given]
        return [(c.name, c.type, known[c.name]) for c in absent if c.name in known]

    def _filled(self, name: str) -> str:
        """The given value as text, blank as NULL."""
        if self.given[name] == "VARCHAR":
            return f"""nullif(trim("{name}"), '')"""
        return f'cast("{name}" as varchar)'

    def _convert(self, name: str, kind: str) -> str:
        if name not in self.given:
            return f"cast(null as {kind})"
        if self.given[name] != "VARCHAR":
            return self._recast(name, kind)
        if kind == "VARCHAR":
            return f"""case when trim("{name}") <> '' then "{name}" end"""
        text = f'trim("{name}")'
        if kind == "DATE":
            formats = dict.fromkeys((self.formats.date_format, *self._also_iso()))
            listed = ", ".join(literal(each) for each in formats)
            return f"cast(try_strptime({text}, [{listed}]) as date)"
        if kind == "TIMESTAMP":
            return _in_utc(text, self.formats.zone)
        return self._number(text, kind)

    def _recast(self, name: str, kind: str) -> str:
        """A value that has a type already."""
        value = f'"{name}"'
        if kind == "TIMESTAMP" and self.given[name] == "TIMESTAMP":
            value = f"timezone({literal(self.formats.zone)}, {value})"
        if kind == "TIMESTAMP" and self.given[name].startswith("TIMESTAMP"):
            return f"timezone('UTC', {value})"
        value = f"try_cast({value} as {kind})"
        return f"case when isfinite({value}) then {value} end" if kind == "DOUBLE" else value

    def _also_iso(self) -> tuple[str, ...]:
        """Days of a spreadsheet are staged as ISO, whatever the text cells beside them look like."""
        return ("%Y-%m-%d",) if getattr(self.formats, "type", None) == "xlsx" else ()

    def _number(self, text: str, kind: str) -> str:
        digits = r"\d+"
        plain = text
        if self.formats.thousands:
            digits = rf"(\d+|\d{{1,3}}({re.escape(self.formats.thousands)}\d{{3}})+)"
            plain = f"replace({plain}, {literal(self.formats.thousands)}, '')"
        fraction = (
            rf"({re.escape(self.formats.decimal)}\d+)?" if kind not in ("INTEGER", "BIGINT") else ""
        )
        plain = f"replace({plain}, ',', '.')" if self.formats.decimal == "," else plain
        number = f"try_cast({plain} as {kind})"
        return f"case when regexp_full_match({text}, {literal(rf'[+-]?{digits}{fraction}')}) then {number} end"


def _in_utc(text: str, zone: str) -> str:
    """A timestamp: with an offset as it says, without one as the clock of `zone`."""
    offset = f"regexp_matches({text}, '(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$') and length({text}) > 10"
    local = f"timezone({literal(zone)}, try_cast({text} as timestamp))"
    return (
        f"timezone('UTC', case when {offset} then try_cast({text} as timestamptz) else {local} end)"
    )
