"""Every word file of the project: three languages, the same values in each, plurals whole, typography right, none unused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import wiseparts_nb
from tests.house.verdict import hold
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.locale import LANGUAGES, messages
from wiseparts_nb.source.schema import tables

FOLDER = Path(str(wiseparts_nb.__file__)).parent
FORMS = {"one", "other"}


class Message(NamedTuple):
    """One message: its id, and what stands in the file for each language."""

    id: str
    said: Mapping[str, Any]


@cache
def word_files() -> tuple[Path, ...]:
    """The files that hold messages: a table of which names a language."""
    return tuple(path for path in sorted(FOLDER.rglob("*.toml")) if any(_messages(path)))


def _messages(path: Path) -> Iterator[Message]:
    prefix = "" if path.name == "words.toml" else f"{path.stem}."
    yield from _flat(tomllib.loads(path.read_text(encoding="utf-8")), prefix.rstrip("."))


def _flat(table: Mapping[str, Any], name: str) -> Iterator[Message]:
    if set(table) & set(LANGUAGES):
        yield Message(name, table)
        return
    for key, inner in table.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{name}.{key}" if name else key)


@cache
def every() -> tuple[Message, ...]:
    return tuple(message for path in word_files() for message in _messages(path))


def sentences(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else list(said.values())


def test_there_are_many() -> None:
    assert len(every()) > 300
    assert {message.id for message in every()} == set(messages()["en"])


def test_no_two_files_say_the_same_id() -> None:
    ids = [message.id for message in every()]
    hold(f"{one} stands in two files" for one in sorted({one for one in ids if ids.count(one) > 1}))


def test_three_languages_and_no_other() -> None:
    hold(
        f"{name} is in {', '.join(said)}" for name, said in every() if list(said) != list(LANGUAGES)
    )


# the lower end of a range, once with its currency and once without, where a language says it once
SAME = {"least": "low"}


def test_the_same_values_in_each_language() -> None:
    def mentioned(said: Any) -> set[str]:
        named: list[str] = re.findall(r"\{(\w+)\}", " ".join(sentences(said)))
        return {SAME.get(name, name) for name in named}

    def mistakes() -> Iterator[str]:
        for name, said in every():
            by_language = [mentioned(said[language]) for language in LANGUAGES]
            if any(one != by_language[0] for one in by_language):
                yield f"{name} mentions {' / '.join(map(str, by_language))}"

    hold(mistakes())


def test_plurals_have_both_forms_everywhere() -> None:
    def mistakes() -> Iterator[str]:
        for name, said in every():
            plural = [isinstance(said[language], dict) for language in LANGUAGES]
            if any(plural) and not all(plural):
                yield f"{name} is a plural in one language only"
            for language in LANGUAGES:
                if isinstance(said[language], dict) and set(said[language]) != FORMS:
                    yield f"{name} in {language} has {', '.join(said[language])}"

    hold(mistakes())


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("a hyphen as minus", r"(?<!\w)-\s?[\d{]|−\s"),
        ("an exclamation mark", r"!|¡"),
        ("a straight apostrophe", r"'"),
        ("straight quotation marks", r'"'),
        ("two spaces", r"  "),
        ("space at an end", r"^\s|\s$"),
        ("three dots", r"\.\.\."),
        ("a space before an English or Spanish mark", r"\s[,.]"),
        ("jargon", r"\b(?:KPI|YTD|MoM|YoY)\b"),
    ],
)
def test_typography(what: str, wrong: str) -> None:
    hold(
        f"{name} in {language} has {what}: {sentence}"
        for name, said in every()
        for language in LANGUAGES
        for sentence in sentences(said[language])
        if re.search(wrong, sentence)
    )


def test_spaces_before_double_marks_are_french() -> None:
    def mistakes() -> Iterator[str]:
        for name, said in every():
            for sentence in sentences(said["fr"]):
                if re.search(r"[^\s\u00a0\u202f:][:;?»%€](?!\d)", sentence):
                    yield f"{name} in fr lacks a space: {sentence}"
            for language in ("en", "es"):
                for sentence in sentences(said[language]):
                    if re.search(r"\s[:;?]" + (r"|[\d}]\s%" if language == "en" else ""), sentence):
                        yield f"{name} in {language} has a French space: {sentence}"

    hold(mistakes())
    loose = re.compile(r" [:;?!»%€]|« ")
    hold(
        f"{name} may break before its mark"
        for name, said in messages()["fr"].items()
        if any(loose.search(sentence) for sentence in sentences(said))
    )


def test_spanish_questions_are_opened() -> None:
    hold(
        f"{name} asks without ¿: {sentence}"
        for name, said in every()
        for sentence in sentences(said["es"])
        if sentence.count("?") != sentence.count("¿")
    )


def test_readers_are_addressed_as_agreed() -> None:
    """Vous in French, tú in Spanish."""
    wrong = {"fr": r"\b(?:tu|ton|ta|tes|toi)\b", "es": r"\b(?:usted|ustedes|su empresa)\b"}
    hold(
        f"{name} in {language}: {sentence}"
        for name, said in every()
        for language, pattern in wrong.items()
        for sentence in sentences(said[language])
        if re.search(pattern, sentence, re.IGNORECASE)
    )


def test_sentences_are_short() -> None:
    def mistakes() -> Iterator[str]:
        for name, said in every():
            for sentence in sentences(said["en"]):
                for one in re.split(r"(?<=[.?:;])\s", sentence):
                    if len(one.split()) > 20:
                        yield f"{name} is long: {one}"

    hold(mistakes())


def test_bold_is_closed() -> None:
    hold(
        f"{name} in {language}: {sentence}"
        for name, said in every()
        for language in LANGUAGES
        for sentence in sentences(said[language])
        if sentence.count("**") % 2
    )


@cache
def _code() -> str:
    suffixes = {".py", ".j2", ".typ", ".js"}
    files = (path for path in FOLDER.rglob("*") if path.suffix in suffixes)
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_message_named_in_the_code_exists() -> None:
    literal = set(re.findall(r"\bText\(\s*\"([\w.]+)\"", _code()))
    assert len(literal) > 100
    hold(
        f"the code says {name}, which no file holds"
        for name in sorted(literal - set(messages()["en"]))
    )


def test_no_message_is_unused() -> None:
    """An id that the code spells, or whose beginning it spells before a name of its own."""
    literals = set(re.findall(r"\"([\w.]+)\"", _code())) | set(re.findall(r"'([\w.]+)'", _code()))
    made = {re.escape(one) for one in re.findall(r"f[\"']([\w.]+\.)\{", _code())}
    patterns = re.compile("|".join(sorted(made)) or "$^")
    of_widgets = {f"{one.name}.{part}" for one in CATALOGUE for part in ("title", "nothing")}
    hold(
        f"{message.id} is not used"
        for message in every()
        if message.id not in literals | of_widgets and not patterns.match(message.id)
    )


def test_every_table_and_kind_has_its_words() -> None:
    known = messages()["en"]
    wanted = {f"table.{one.tables[0]}" for one in CATALOGUE}
    kinds = next(check for check in tables()["activities"].checks if check.columns == ("kind",))
    wanted |= {f"activity.{kind}" for kind in re.findall(r"'(\w+)'", kinds.expression)}
    wanted |= {f"customer_record.{kind}" for kind in ("customer", "prospect")}
    hold(f"{name} has no words" for name in sorted(wanted - set(known)))
