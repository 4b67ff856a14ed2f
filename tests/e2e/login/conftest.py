# SPDX-License-Identifier: EUPL-1.2
"""The product in production mode, with a provider for citizens and one for officials."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from gearskifte.app import serving
from gearskifte.kernel.database.provider import Database
from tests.builders import providers
from tests.builders.providers import KeyPair
from tests.builders.site import Site, free_port
from tests.e2e.conftest import environment
from tests.e2e.visiting import PATIENCE, cpr_of

CASE_WORKER = "http://korsbaek.example/roles/sagsbehandler"
DIRECTION = "http://korsbaek.example/roles/direktion"


@dataclass
class Town:
    """A municipality in production: its site, its providers, and who can log in there."""

    site: Site
    oidc_port: int
    saml_port: int
    idp: KeyPair
    own: KeyPair
    file: Path
    keys: list[dict[str, Any]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The site's own address."""
        return self.site.address

    def oidc(self, keys: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        """What the citizens' provider is told."""
        high = {"loa": f"{providers.NSIS}/Substantial"}
        people = {
            "sofie": {"cpr": cpr_of("sofie"), "name": "Sofie Holm", **high},
            "weak": {"cpr": cpr_of("sofie"), "name": "Sofie Holm", "loa": f"{providers.NSIS}/Low"},
            "silent": {"cpr": cpr_of("sofie"), "name": "Sofie Holm"},
            "nobody": {"name": "Uden nummer", **high},
        }
        return providers.oidc(self.oidc_port, self.address, people, keys or self.keys)

    def saml(self, **more: Any) -> dict[str, Any]:
        """What the officials' provider is told."""
        people = {
            "ida": providers.official("Ida", "users", CASE_WORKER),
            "boss": providers.official("Boss", CASE_WORKER, DIRECTION),
            "chief": providers.official("Chief", DIRECTION, level="High"),
            "low": providers.official("Low", CASE_WORKER, level="Low"),
            "guest": providers.official("Guest", "users"),
            "foreign": providers.official("Foreign", CASE_WORKER, cvr="29189999"),
        }
        return providers.saml(self.saml_port, self.address, people, self.idp, self.own, **more)


@pytest.fixture(scope="session")
def town(korsbaek: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The product in production mode on the demo's municipality; its providers do not run yet."""
    folder = tmp_path_factory.mktemp("login")
    idp, own = KeyPair("identity provider"), KeyPair("gearskifte")
    oidc_port, saml_port = free_port(), free_port()
    file = providers.write_login_file(folder, oidc_port, saml_port, idp, own, "11111111")
    site = Site(environment(korsbaek))
    site.environ = {
        **site.environ,
        "GEARSKIFTE_MODE": "production",
        "GEARSKIFTE_SITE_ADDRESS": site.address,
        "GEARSKIFTE_LOGIN_FILE": str(file),
    }
    # Two processes, so that what one of them is told must reach the other.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEARSKIFTE_WEB_WORKERS", "2")
        site.start()
    yield Town(site, oidc_port, saml_port, idp, own, file, providers.signing_keys("first"))
    assert site.web is not None
    serving.stop([site.web])


@pytest.fixture(scope="session")
def providers_run(town: Town) -> Iterator[None]:
    """Both providers run."""
    with ExitStack() as stack:
        stack.enter_context(providers.running("oidc.mjs", town.oidc()))
        stack.enter_context(providers.running("saml.cjs", town.saml()))
        yield


@pytest.fixture
def tab(chromium: Browser, town: Town, providers_run: None) -> Iterator[Page]:
    """An empty tab of a browser that nobody has used, at the site."""
    with new_tab(chromium, town) as page:
        yield page


@contextmanager
def new_tab(chromium: Browser, town: Town) -> Iterator[Page]:
    """A tab in a browser profile of its own."""
    profile = chromium.new_context(base_url=town.address)
    profile.set_default_timeout(PATIENCE)
    yield profile.new_page()
    profile.close()


def log_in_citizen(page: Page, who: str, begin: str = "/log-ind/citizens/") -> None:
    """The whole log-in at the citizens' provider: who, a password, and yes to sharing."""
    page.goto(begin)
    page.locator("input[name=login]").fill(who)
    page.locator("input[name=password]").fill("of no importance")
    page.locator("button[type=submit]").click()
    if page.locator("button[type=submit]").count() and "interaction" in page.url:
        page.locator("button[type=submit]").click()


def log_in_official(page: Page, who: str, begin: str = "/log-ind/officials/") -> None:
    """The whole log-in at the officials' provider."""
    page.goto(begin)
    page.locator("input[name=user]").fill(who)
    page.locator("button").click()
    page.wait_for_url(lambda address: "/sso" not in address)


Way = Callable[[Page], None]
