"""YAML read and written exactly: numbers as they are written, no key twice, nothing turned into what its writer did not mean.

The usual reading makes 1.5 a binary fraction, ``12:30`` the number 750, ``010`` eight, and of two equal keys the last one.
Here a number is a ``Decimal`` (or an int), and what is none stays text, for whoever checks the document to tell.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wiseparts_nb.errors import InputError

__all__ = ["yaml_text", "yaml_values"]

_TAG = "tag:yaml.org,2002:"
_WIDTH = 100
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_FRACTION = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_BREAKS = re.compile("[\x85\u2028\u2029]")
"""What YAML takes for ends of lines too, and would read as ``\\n``, unless it is escaped."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def yaml_values(text: str) -> Any:
    """Return the plain values of one YAML document; None of an empty one.

    Raises
    ------
    InputError
        It is no YAML, holds a key twice, or refers to another place (``*name``).
    """
    try:
        if any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(text, yaml.SafeLoader)):
            raise InputError(
                "The file refers to another place (*name); write the values out there."
            )
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise InputError(f"The file is no YAML: {_told(error)}.") from None
    except RecursionError:
        raise InputError("The file is no YAML that can be read: it is nested too deeply.") from None
    return None if node is None else _value(node)


def yaml_text(value: Any) -> str:
    """Return plain values (mappings, lists, text, days, whole numbers, null) as YAML that reads as the same."""
    return yaml.serialize(_node(value), Dumper=yaml.SafeDumper, allow_unicode=True, width=_WIDTH)


def _node(value: Any) -> Node:
    match value:
        case dict():
            pairs = [(_node(key), _node(one)) for key, one in value.items()]
            return MappingNode(f"{_TAG}map", pairs, flow_style=False)
        case list():
            return SequenceNode(f"{_TAG}seq", [_node(one) for one in value], flow_style=not value)
        case str():
            style = '"' if _BREAKS.search(value) else "|" if "\n" in value else None
            return ScalarNode(f"{_TAG}str", value, style=style)
        case None:
            return ScalarNode(f"{_TAG}null", "null")
        case date():
            return ScalarNode(f"{_TAG}timestamp", value.isoformat())
        case _:
            return ScalarNode(f"{_TAG}int", str(value))


def _value(node: Node) -> Any:
    match node:
        case MappingNode():
            return _mapping(node)
        case SequenceNode():
            return [_value(one) for one in node.value]
        case ScalarNode():
            return _scalar(node)
        case _:
            return None


def _mapping(node: MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if not isinstance(key, ScalarNode):
            raise InputError(f"The file has a key that is no word, in line {line}.")
        if name in found:
            raise InputError(
                f"The file has the key {name!r} twice in one place, in line {line}; keep one."
            )
        found[name] = _value(value)
    return found


def _scalar(node: ScalarNode) -> Any:
    written = str(node.value)
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool":
            return written.lower() in {"yes", "true", "on"}
        case "int" if _WHOLE.fullmatch(written):
            return int(written)
        case "float" if _FRACTION.fullmatch(written):
            return Decimal(written)
        case "timestamp" if _DAY.fullmatch(written):
            return _day(written)
        case _:
            return written


def _day(written: str) -> date | str:
    try:
        return date.fromisoformat(written)
    except ValueError:  # 2026-02-30
        return written


def _told(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or " ".join(str(error).split())
    return f"{problem}, in line {mark.line + 1}" if mark else str(problem).rstrip(".")
