"""Who is let in: whoever once had the token of the address that the command printed, kept by a signed cookie."""

from __future__ import annotations

import logging
import os
import secrets
import stat
from hmac import compare_digest
from pathlib import Path
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User

from wiseparts_nb.settings import Settings

__all__ = ["Door", "cookie_secret"]

_log = logging.getLogger("wiseparts.pages")
_BYTES = 32
_NAME = "cookie_secret"


class Door(IdentityProvider):
    """Jupyter's own provider without a login form, its token compared in constant time."""

    login_available = False  # pyright: ignore[reportIncompatibleMethodOverride, reportAssignmentType]  # a property there

    async def _bearer(self, handler: Any) -> User | None:
        """Return the visitor who brings the token, None for any other."""
        given = self.get_token(handler) or ""
        if not compare_digest(given.encode(), str(self.token).encode()):
            return None
        known = self.get_user_cookie(handler)
        return known if isinstance(known, User) else self.generate_anonymous_user(handler)

    get_user_token = _bearer  # Jupyter's name for it


def cookie_secret(settings: Settings) -> bytes:
    """Return what signs the cookies: the same after a restart, kept beside the store in a file for this user alone.

    Where no file can be kept it is new at every start, and readers need the printed address again.
    """
    beside = settings.store_file or settings.snapshots / "any"
    path = beside.absolute().with_name(_NAME)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _kept(path) or _made(path)
    except OSError as error:
        _log.warning("Readers have to log in again after a restart: %s", error)
        return secrets.token_bytes(_BYTES)


def _kept(path: Path) -> bytes:
    """Return the kept secret; one that others could read is no secret any more."""
    try:
        content, mode = path.read_bytes(), stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return b""
    if len(content) == _BYTES and not mode & 0o077:
        return content
    _log.warning("%s could be read by others or was cut; a new one is made", path)
    path.unlink()
    return b""


def _made(path: Path) -> bytes:
    secret = secrets.token_bytes(_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
    return secret
