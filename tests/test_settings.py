"""The configuration: a file beside the project, each key overridable, every mistake told with the way out."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from wiseparts_nb.errors import ConfigurationError, UnknownNameError
from wiseparts_nb.settings import FEATURES, Settings, environment_of, read_settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with nothing configured."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("WISEPARTS_")]:
        monkeypatch.delenv(name)
    return tmp_path


def written(folder: Path, text: str, name: str = "wiseparts.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_configured_is_enough() -> None:
    settings = read_settings()
    assert settings == Settings()
    assert (settings.language, settings.active_days, settings.weekend) == ("en", 180, (5, 6))


def test_arguments_over_environment_over_file(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(elsewhere, 'language = "fr"\nactive_days = 90\nthreads = 3\nclosures = [2026-12-24]')
    monkeypatch.setenv("WISEPARTS_ACTIVE_DAYS", "120")
    monkeypatch.setenv("WISEPARTS_THREADS", "4")
    settings = read_settings(threads=5)
    assert (settings.language, settings.active_days, settings.threads) == ("fr", 120, 5)
    assert settings.closures == (date(2026, 12, 24),)


def test_another_file(elsewhere: Path) -> None:
    written(elsewhere, 'language = "fr"')
    other = written(elsewhere, 'language = "es"\nfeatures_off = ["offers"]', "other.toml")
    settings = read_settings(other)
    assert (settings.language, settings.features_off) == ("es", ("offers",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("active_day = 90", r"Unknown setting 'active_day'\. Did you mean 'active_days'\?"),
        (
            'language = "de"',
            r"The setting 'language' is 'de'.*'en', 'fr' or 'es'.*WISEPARTS_LANGUAGE",
        ),
        ("active_days = 10", r"The setting 'active_days' is 10.*greater than or equal to 30"),
        ("weekend = [5, 7]", r"The setting 'weekend\.1' is 7.*WISEPARTS_WEEKEND\."),
        ("language = fr", r"wiseparts\.toml is not valid TOML"),
        (
            'features_off = ["offer"]',
            r"Unknown feature in features_off 'offer'\. Did you mean 'offers'\?",
        ),
        ('closures = ["24.12.2026"]', r"The setting 'closures\.0' is '24\.12\.2026'"),
    ],
)
def test_a_mistake_in_the_file(elsewhere: Path, text: str, said: str) -> None:
    written(elsewhere, text)
    with pytest.raises((ConfigurationError, UnknownNameError), match=said):
        read_settings()


def test_a_file_that_is_no_text(elsewhere: Path) -> None:
    (elsewhere / "wiseparts.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="is not valid TOML"):
        read_settings()


def test_a_file_that_is_not_there(elsewhere: Path) -> None:
    with pytest.raises(
        ConfigurationError, match=r"no configuration file '.*absent\.toml'.*leave --config out"
    ):
        read_settings(elsewhere / "absent.toml")
    with pytest.raises(ConfigurationError, match="no configuration file"):
        read_settings(elsewhere)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WISEPARTS_THREADS", "0", "The setting 'threads' is '0'"),
        (
            "WISEPARTS_WEEKEND",
            "5,6",
            r"environment cannot be read.*weekend.*WISEPARTS_WEEKEND='\[5, 6\]'",
        ),
    ],
)
def test_a_mistake_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=said):
        read_settings()


def test_the_environment_carries_every_setting(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        snapshots=Path("here"),
        snapshot=Path("one.duckdb"),
        source_url="postgresql://reader@host/db",
        store="sqlite:///own.sqlite",
        reader="U-001",
        language="es",
        features_off=("offers", "orders"),
        closures=(date(2026, 12, 24),),
        weekend=(4, 5),
        threads=1,
        memory_limit="1GB",
    )
    assert "WISEPARTS_SOURCE_URL" not in environment_of(Settings())
    carried = environment_of(settings)
    assert carried["WISEPARTS_SNAPSHOTS"] == str(elsewhere / "here")
    for name, value in carried.items():
        monkeypatch.setenv(name, value)
    (elsewhere / "there").mkdir()
    monkeypatch.chdir(elsewhere / "there")
    found = read_settings()
    paths = {"snapshots", "snapshot", "reports", "store"}
    assert found.model_dump(exclude=paths) == settings.model_dump(exclude=paths)
    assert found.snapshots == elsewhere / "here"
    assert found.snapshot == elsewhere / "one.duckdb"
    assert found.store == f"sqlite:///{elsewhere}/own.sqlite"
    assert environment_of(found)["WISEPARTS_STORE"] == found.store
    server = Settings(store="postgresql://user@host/db")
    assert environment_of(server)["WISEPARTS_STORE"] == server.store


def test_features_are_in_order() -> None:
    assert list(FEATURES) == sorted(set(FEATURES))
