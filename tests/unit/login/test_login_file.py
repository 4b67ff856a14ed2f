# SPDX-License-Identifier: EUPL-1.2
"""The login file says what is meant, or is refused with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from gearskifte.kernel.access import Role
from gearskifte.kernel.errors import ConfigurationError
from gearskifte.login.rules.assurance import Level
from gearskifte.login.rules.configured import Oidc, Saml, read_login_file, see_secure
from tests.builders.providers import LOGIN_FILE

pytestmark = pytest.mark.unit

GOOD = LOGIN_FILE.format(oidc=1, authority="own")


def test_a_good_file_is_read(tmp_path: Path) -> None:
    """Both providers, the levels and the roles are as written; the rest is OIOSAML's names."""
    file = tmp_path / "login.toml"
    file.write_text(GOOD)
    login = read_login_file(file)
    assert login.citizens is not None
    assert login.officials is not None
    assert isinstance(login.citizens.provider, Oidc)
    assert isinstance(login.officials.provider, Saml)
    assert login.citizens.level is Level.SUBSTANTIAL
    assert [rule.role for rule in login.officials.roles] == [Role.DIRECTOR, Role.CASE_WORKER]
    assert login.officials.cvr == "https://data.gov.dk/model/core/eid/professional/cvr"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('protocol = "oidc"', 'protocol = "saml1"', "saml1"),
        ('role = "director"', 'role = "king"', "king"),
        ('role = "director"', 'role = "citizen"', "citizen"),
        ('level = "high"', 'level = "4"', "4"),
        ('client_secret_file = "oidc.secret"', "", "client_key_file"),
        ('scopes = ["openid", "profile"]', 'scopes = ["profile"]', "openid"),
        ('cpr = "cpr"', 'cpr_number = "cpr"', "cpr_number"),
        ('metadata_file = "idp.xml"', "", "metadata_file"),
        (GOOD, "", "neither"),
        ("[citizens]", "[citizens", ""),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    """A file with a mistake is not used at all, and the error says which mistake."""
    assert old in GOOD
    file = tmp_path / "login.toml"
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(ConfigurationError, match="GS-LOGIN-001") as refused:
        read_login_file(file)
    assert says in refused.value.what.en


@pytest.mark.parametrize("address", ["http://idp.example", "ftp://127.0.0.1", "", "//idp"])
def test_a_provider_is_asked_over_tls(address: str) -> None:
    """Only https, or this machine itself, will do."""
    with pytest.raises(ConfigurationError, match="https"):
        see_secure(address)
