# SPDX-License-Identifier: EUPL-1.2
"""The running product's door: cookies, replays, forms from elsewhere, what it writes down."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gearskifte.app import serving
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.identity import COOKIE
from tests.builders import providers
from tests.builders.providers import KeyPair
from tests.builders.site import PATIENCE, ROOT, Site, free_port
from tests.integration.login.conftest import saml_answer

pytestmark = pytest.mark.integration

ROLE = "http://korsbaek.example/roles/sagsbehandler"
CPR = "610180-0000"


class Door:
    """A site with an officials' provider, and what it has written to its log."""

    def __init__(self, site: Site, log: Path) -> None:
        self.site = site
        self._log = log

    def browser(self) -> httpx.Client:
        """A browser that nobody has used; it takes 127.0.0.1 for a safe connection as others do."""
        return httpx.Client(base_url=self.site.address, timeout=PATIENCE)

    def begin(self, browser: httpx.Client, back: str = "/") -> tuple[str, str]:
        """Begin a log-in: the request's address, and the cookie that remembers it."""
        begun = browser.get("/log-ind/officials/", params={"til": back})
        cookie = begun.headers["set-cookie"].partition(";")[0]
        return begun.headers["location"], cookie

    def answer(
        self, browser: httpx.Client, cookie: str, user: str, request: str
    ) -> tuple[httpx.Response, str]:
        """Post the provider's answer for a user."""
        said = saml_answer(request, user)
        return self.post(browser, cookie, said), said

    def post(self, browser: httpx.Client, cookie: str, said: str) -> httpx.Response:
        """Post an answer, as the provider's page lets a browser do."""
        return browser.post(
            "/log-ind/officials/svar/",
            data={"SAMLResponse": said},
            headers={"Cookie": cookie, "Origin": "http://127.0.0.1:1"},
        )

    def log(self) -> str:
        """What the site has written."""
        return self._log.read_text(encoding="utf-8")


@pytest.fixture
def door(served: Door, database: Database) -> Door:
    """The product in demo mode with the officials' SAML provider, and nobody in the database."""
    return served


@pytest.fixture(scope="module")
def served(migrated_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Both, started once."""
    folder = tmp_path_factory.mktemp("door")
    port = free_port()
    idp, own = KeyPair("identity provider"), KeyPair("gearskifte")
    file = providers.write_login_file(folder, free_port(), port, idp, own, "11111111")
    site = Site(dict(os.environ))
    site.environ = {
        **site.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "GEARSKIFTE_SITE_ADDRESS": site.address,
        "GEARSKIFTE_LOGIN_FILE": str(file),
    }
    people = {
        "ida": providers.official("Ida", ROLE),
        "number": providers.official(CPR, "none", cvr=CPR),
        "guest": providers.official("Guest", CPR),
    }
    told = providers.saml(port, site.address, people, idp, own)
    log = folder / "log"
    with log.open("w") as out, providers.running("saml.cjs", told):
        command = serving.command("127.0.0.1", site.port)
        with subprocess.Popen(command, env=dict(site.environ), stderr=out) as web:
            serving.await_page(f"{site.address}/sundhed/", web)
            yield Door(site, log)
            serving.stop([web])


def test_the_door(door: Door) -> None:
    """Replays, foreign answers, planted logins and foreign forms open nothing; a login does."""
    with door.browser() as browser:
        request, cookie = door.begin(browser, "//evil.example/")
        accepted, said = door.answer(browser, cookie, "ida", request)
        assert (accepted.status_code, accepted.headers["location"]) == (
            302,
            "/",
        )  # no open redirect
        login = accepted.cookies[COOKIE]

        assert "GS-LOGIN-005" in door.post(browser, cookie, said).text  # the same once more
        assert "GS-LOGIN-003" in door.post(browser, "", said).text  # in another browser
        _, another = door.begin(browser)
        assert "GS-LOGIN-003" in door.post(browser, another, said).text  # to another request
        assert "GS-LOGIN-003" in door.post(browser, "gearskifte_login=bm8=", said).text

        request, cookie = door.begin(browser)
        planted = f"{cookie}; {COOKIE}={login}"
        accepted, _ = door.answer(browser, planted, "ida", request)
        assert accepted.cookies[COOKIE] != login  # a login is never one that was there before

        foreign = browser.post("/log-ud/", headers={"Cookie": f"{COOKIE}={login}"})
        assert foreign.status_code == 403  # another site's form does not log anybody out
        still = browser.get("/opslag/", headers={"Cookie": f"{COOKIE}={login}"})
        assert still.status_code == 200
        turned = login[:-2] + ("AA" if login[-2:] != "AA" else "BB")
        refused = browser.get("/opslag/", headers={"Cookie": f"{COOKIE}={turned}"})
        assert "GS-OVW-001" in refused.text


def test_the_log_says_why_and_never_who(door: Door) -> None:
    """A refused login is in the log with its reason; no CPR number is, whatever was sent."""
    with door.browser() as browser:
        for user in ("number", "guest"):
            request, cookie = door.begin(browser)
            refused, _ = door.answer(browser, cookie, user, request)
            assert refused.status_code == 403
            assert CPR not in refused.text
    assert "refused" in door.log()
    assert CPR not in door.log()
    assert CPR.replace("-", "") not in door.log()


def test_our_metadata_tells_the_provider_who_we_are(door: Door) -> None:
    """Our metadata names us, our address for answers and our keys; others' have none."""
    with door.browser() as browser:
        ours = browser.get("/log-ind/officials/metadata.xml").text
        assert f'entityID="{door.site.address}/log-ind/officials/metadata.xml"' in ours
        assert f"{door.site.address}/log-ind/officials/svar/" in ours
        assert ours.count("X509Certificate>") == 4
        assert browser.get("/log-ind/nobody/").status_code == 404


def test_the_doctor_asks_the_providers(door: Door) -> None:
    """The doctor sees a login that works, and says of one that does not what to do."""
    command = [sys.executable, "-m", "gearskifte", "doctor"]
    said = subprocess.run(
        command, env=dict(door.site.environ), capture_output=True, text=True, check=False
    ).stdout
    lines = [line for line in said.splitlines() if "Login" in line or "→" in line]
    assert [line[:4] for line in lines if "Login," in line] == ["FEJL", "ok  "]
    assert "SAML" in lines[-1]
    assert "1 certifikater" in lines[-1]
