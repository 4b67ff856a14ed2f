# SPDX-License-Identifier: EUPL-1.2
"""Bring a process up: configuration, key, database, Django; in that order, once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import django

from gearskifte.kernel import config as configuration
from gearskifte.kernel.config import Config
from gearskifte.kernel.database import provider
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.secrets import Vault, new_key

PUBLISHED: Final = frozenset(
    {
        "kernel_pub_outbox",
        "registry_pub_source",
        "registry_pub_authority",
        "registry_pub_intake",
        "registry_pub_unread",
        "registry_pub_unread_since",
        "registry_pub_waited_for",
        "registry_pub_quarantine",
        "registry_pub_decided",
        "registry_pub_source_state",
        "registry_pub_quality",
        "registry_pub_sent",
        "registry_pub_finding",
        "effects_adoption",
        "effects_import",
        "effects_picture",
        "effects_deadline",
        "effects_elsewhere",
        "effects_meaning",
        "effects_proposal",
        "effects_initiative",
        "effects_staffing",
        "effects_reckoning",
        "workforce_file",
        "workforce_freed",
        "workforce_use",
        "commons_entry",
        "commons_judgement",
        "commons_package",
        "commons_publisher",
        "commons_reply",
        "commons_milestone",
        "commons_reuse",
        "commons_effect",
        "commons_pool",
        "commons_partner",
        "commons_page",
        "commons_peer",
        "commons_untold",
    }
)
"""What the web role may read without row security: nothing in it is about a person."""

TRUSTED_FUNCTIONS: Final = frozenset(
    {
        "kernel_delays",
        "kernel_log",
        "kernel_statements",
        "overview_accept_mandate",
        "overview_for_source",
        "overview_guarded",
        "overview_protected",
        "overview_queue",
        "robots_account",
        "robots_approve",
        "robots_lend_about",
        "robots_lend_add",
        "robots_lend_clear",
        "robots_lend_constant",
        "robots_lend_find",
        "robots_lend_next",
        "robots_lend_note",
        "robots_lend_secret",
        "robots_lend_tell",
        "robots_lender",
        "robots_note",
        "robots_now",
        "robots_queue",
        "robots_sums",
        "registry_find_person",
        "registry_in_scope",
        "registry_partly",
        "registry_pub_caller",
        "registry_pub_left_unread",
        "registry_shown",
        "registry_authenticate",
        "registry_keep_message",
        "registry_mend",
        "registry_own_overview",
        "registry_message_status",
        "registry_reject",
        "registry_run_again",
    }
)
"""Functions that run with the owner's rights, each of them read line by line."""


@dataclass(frozen=True, slots=True)
class Installation:
    """A configured process before Django: what it is, where its data is, and its key."""

    config: Config
    database: Database
    key: bytes = field(repr=False)

    @property
    def vault(self) -> Vault:
        """Enciphers and finds with this installation's key."""
        return Vault(self.key)


_current: dict[str, Any] = {}


def installation() -> Installation:
    """The installation that the configuration describes. Nothing is started.

    Raises:
        ConfigurationError: if the configuration cannot be used.
        DatabaseError: if there is no database to use.
    """
    config = configuration.load()
    return Installation(config, provider.resolve(config), _key(config))


def set_up_django(installed: Installation, process: str) -> None:
    """Set Django up for a process of kind "owner", "worker" or "web" (its default database role).

    A web process of production gets no other role than web.
    """
    databases = provider.django_databases(installed.database, process)
    if process == "web" and installed.config.production:
        databases = {alias: databases[alias] for alias in ("default", "web")}
    _current.update(installation=installed, databases=databases)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gearskifte.app.settings")
    django.setup()


def current() -> Installation:
    """The installation this process was set up for, else the one that is configured."""
    if "installation" not in _current:
        _current["installation"] = installation()
    found: Installation = _current["installation"]
    return found


def current_databases() -> dict[str, dict[str, Any]]:
    """Django's DATABASES of this process."""
    if "databases" not in _current:
        _current["databases"] = provider.django_databases(current().database, "owner")
    found: dict[str, dict[str, Any]] = _current["databases"]
    return found


@contextmanager
def running(process: str) -> Iterator[Installation]:
    """A process with its database up and its tables at the newest version."""
    installed = installation()
    with provider.serving(installed.database):
        set_up_django(installed, process)
        if installed.database.managed is not None:
            from gearskifte.kernel.database.migrate import migrate

            migrate(installed.database)
        yield installed


def template_folders() -> list[Path]:
    """Where pages' templates are: one folder a room."""
    package = Path(__file__).parent.parent
    return sorted(package.glob("*/templates"))


def compiled_folder() -> Path | None:
    """Where compiled templates are kept: in the data folder, if there is one that is ours."""
    folder = provider.data_folder(current().config, os.environ)
    if not folder.is_dir() or folder.stat().st_uid != os.geteuid():
        return None
    kept = folder / "pages"
    try:
        kept.mkdir(mode=0o700, exist_ok=True)
    except OSError:  # read-only, or full
        return None
    return kept


def _key(config: Config) -> bytes:
    """The configured key; a demo without one makes a key file beside its data."""
    if config.secret_key:
        return bytes.fromhex(config.secret_key)
    folder = provider.data_folder(config, os.environ)
    file = Path(folder, "secret.key")
    if not file.exists():
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o755)  # root's database server runs as another user, which must get in
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(new_key().hex())
    return bytes.fromhex(file.read_text(encoding="ascii").strip())
