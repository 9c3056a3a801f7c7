"""Configuration: ``wiseparts.toml`` beside the project, each key overridable as ``WISEPARTS_...``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from wiseparts_nb.errors import ConfigurationError, UnknownNameError, WisePartsError
from wiseparts_nb.locale import Language

__all__ = ["FEATURES", "Settings", "environment_of", "read_settings"]

FEATURES: Mapping[str, tuple[str, ...]] = {
    "activities": ("activities", "notes", "system_events", "tasks"),
    "agreements": (),
    "due_documents": ("due_documents",),
    "offers": ("price_agreements", "promotions"),
    "orders": ("order_lines", "orders"),
    "projection": (),
    "quotes": ("quote_lines", "quotes"),
    "sales": ("sales_lines",),
    "segments": (),
}
"""Parts of the workbench that an organisation can switch off, each with the tables that nobody sees then."""

SQLITE = "sqlite:///"
"""What the address of a file begins with; a fourth stroke makes the path absolute."""


class Settings(BaseSettings):
    """What an organisation decides for itself.

    Every default runs the demo company on one machine with nothing configured.
    """

    model_config = SettingsConfigDict(
        env_prefix="WISEPARTS_", extra="forbid", toml_file="wiseparts.toml", frozen=True
    )

    snapshots: Path = Field(
        default=Path("data/snapshots"), description="folder of the published snapshots"
    )
    snapshot: Path | None = Field(
        default=None, description="one snapshot file to read, whatever is published meanwhile"
    )
    reports: Path = Field(
        default=Path("reports"), description="folder that finished reports are written to"
    )
    source_url: str | None = Field(
        default=None, description="postgresql://... to read live instead of a snapshot"
    )
    store: str = Field(
        default="sqlite:///data/workbench.sqlite",
        description="the workbench's own store: sqlite:///FILE or postgresql://...",
    )
    reader: str | None = Field(
        default=None, description="user whose rights hold; none: the one person of this machine"
    )
    language: Language = Field(
        default="en", description="language where neither reader nor batch states one"
    )
    features_off: tuple[str, ...] = Field(
        default=(), description="parts that this organisation does not use"
    )
    closures: tuple[date, ...] = Field(
        default=(), description="days on which the organisation is closed"
    )
    weekend: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field(
        default=(5, 6), description="days off, Monday is 0"
    )
    active_days: int = Field(
        default=180,
        ge=30,
        le=1100,
        description="a purchase within this many days makes a customer active",
    )
    seats: int = Field(default=50, ge=1, le=1000, description="pages that may be open at once")
    threads: int = Field(default=2, ge=1, description="threads of one database process")
    memory_limit: str = Field(default="2GB", description="memory of one database process")

    @property
    def hidden_tables(self) -> frozenset[str]:
        """Tables of the parts that are switched off: nothing is computed from them."""
        return frozenset(name for off in self.features_off for name in FEATURES.get(off, ()))

    @property
    def store_file(self) -> Path | None:
        """The store's SQLite file as it is written in ``store``; None where a server holds it."""
        return Path(self.store.removeprefix(SQLITE)) if self.store.startswith(SQLITE) else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put arguments before the environment before the file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """Read the configuration; ``path`` names another file than ``wiseparts.toml`` here.

    Raises
    ------
    ConfigurationError
        The file is missing or not TOML, or a key or value is not as expected.
    """
    if path is not None and not path.is_file():
        raise ConfigurationError(
            f"There is no configuration file {str(path)!r}. Give the path of a TOML file, or leave --config out."
        )
    model = Settings if path is None else _reading(path)
    try:
        settings = model(**overrides)
    except ValidationError as error:
        raise _explained(error) from None
    except SettingsError as error:
        reason = f"{error}: {error.__cause__}" if error.__cause__ else str(error)
        raise ConfigurationError(
            f"A setting in the environment cannot be read: {reason}. Lists are JSON, such as WISEPARTS_WEEKEND='[5, 6]'."
        ) from None
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{path or 'wiseparts.toml'} is not valid TOML: {error}."
        ) from None
    for feature in settings.features_off:
        if feature not in FEATURES:
            raise UnknownNameError("feature in features_off", feature, FEATURES)
    return settings


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the settings as environment variables with absolute paths, for a process that works in another folder."""
    found: dict[str, str] = {}
    for name, value in settings.model_dump(mode="json", exclude_none=True).items():
        if name == "store" and (file := settings.store_file):
            found[name] = f"{SQLITE}{file.absolute()}"
        elif isinstance(getattr(settings, name), Path):
            found[name] = str(getattr(settings, name).absolute())
        else:
            found[name] = value if isinstance(value, str) else json.dumps(value)
    return {f"WISEPARTS_{name.upper()}": value for name, value in found.items()}


def _reading(path: Path) -> type[Settings]:
    class SettingsFile(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    return SettingsFile


def _explained(error: ValidationError) -> WisePartsError:
    first = error.errors()[0]
    key = ".".join(map(str, first["loc"]))
    if first["type"] == "extra_forbidden":
        return UnknownNameError("setting", key, Settings.model_fields)
    return ConfigurationError(
        f"The setting {key!r} is {first['input']!r}: {first['msg']}. See wiseparts.toml and WISEPARTS_{str(first['loc'][0]).upper()}."
    )
