# SPDX-License-Identifier: EUPL-1.2
"""One configuration: where each value comes from, what is refused, what is never shown."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gearskifte.kernel.config import Config, explain, load
from gearskifte.kernel.errors import ConfigurationError

pytestmark = pytest.mark.unit

KEY = "ab" * 32
SECRETS = ("secret_key", "database_url", "worker_database_url", "web_database_url")


def _file(folder: Path, content: str) -> dict[str, str]:
    file = folder / "gearskifte.toml"
    file.write_text(content, encoding="utf-8")
    return {"GEARSKIFTE_CONFIG": str(file)}


def _explained(environ: dict[str, str], key: str) -> tuple[str, str]:
    (line,) = (each for each in explain(environ) if each.key == key)
    return line.shown, line.origin


def _refusal(environ: dict[str, str]) -> str:
    with pytest.raises(ConfigurationError) as refused:
        load(environ)
    return refused.value.code


def test_without_anything_said_it_is_a_demo_of_defaults() -> None:
    """An empty environment gives every key its default, and no production."""
    assert load({}) == Config()
    assert not load({}).production
    assert {line.origin for line in explain({})} == {"standard"}


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(
    tmp_path: Path,
) -> None:
    """A value is taken from the first of environment, file and default that has one."""
    environ = _file(tmp_path, 'login_minutes = 10\nallowed_hosts = "mit.kommune.dk"\n')
    environ["GEARSKIFTE_LOGIN_MINUTES"] = "5"
    assert load(environ) == Config(login_minutes=5, allowed_hosts="mit.kommune.dk")
    assert _explained(environ, "login_minutes") == ("5", "miljø GEARSKIFTE_LOGIN_MINUTES")
    shown, origin = _explained(environ, "allowed_hosts")
    assert (shown, origin) == ("mit.kommune.dk", f"fil {environ['GEARSKIFTE_CONFIG']}")
    assert _explained(environ, "web_workers") == ("2", "standard")


def test_the_database_is_named_by_either_variable() -> None:
    """The address may be in the variable every platform uses, or in one of Gearskifte's own."""
    assert load({"DATABASE_URL": "postgresql://a/b"}).database_url == "postgresql://a/b"
    own = {"GEARSKIFTE_DATABASE_URL": "postgresql://c/d", "DATABASE_URL": "postgresql://a/b"}
    assert load(own).database_url == "postgresql://c/d"
    assert _explained(own, "database_url")[1] == "miljø GEARSKIFTE_DATABASE_URL"


def test_every_key_is_explained_in_both_languages() -> None:
    """Each key is listed once, in order, with what it is for."""
    lines = explain({})
    assert [line.key for line in lines] == [item.name for item in fields(Config)]
    assert all(line.help.da and line.help.en for line in lines)


@settings(max_examples=100)
@given(st.sampled_from(SECRETS), st.text("0123456789abcdefXYZ:/@", min_size=12, max_size=64))
def test_a_secret_is_never_shown(key: str, value: str) -> None:
    """Neither the explanation nor the configuration's repr holds a secret value."""
    variable = "DATABASE_URL" if key == "database_url" else f"GEARSKIFTE_{key.upper()}"
    lines = explain({variable: value})
    assert value not in repr(lines)
    assert next(line.shown for line in lines if line.key == key) == "(sat)"
    assert value not in repr(Config(**{key: value}))  # type: ignore[arg-type]
    assert next(line.shown for line in explain({}) if line.key == key) == "(ikke sat)"


def test_a_key_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """A misspelt key in the file is named, not passed over."""
    environ = _file(tmp_path, "login_minuts = 10\n")
    with pytest.raises(ConfigurationError, match=r"GS-CONF-002.*login_minuts"):
        load(environ)


@pytest.mark.parametrize("content", ["login_minutes = ", "\x00", "[[[", 'a = "\\q"'])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: str) -> None:
    """What is no TOML is told with the file's name."""
    assert _refusal(_file(tmp_path, content)) == "GS-CONF-001"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A configuration that was asked for and is missing is not the same as none."""
    assert _refusal({"GEARSKIFTE_CONFIG": str(tmp_path / "none.toml")}) == "GS-CONF-001"
    (tmp_path / "latin.toml").write_bytes(b'postgres_bin = "\xe6"')
    assert _refusal({"GEARSKIFTE_CONFIG": str(tmp_path / "latin.toml")}) == "GS-CONF-001"


@pytest.mark.parametrize("value", ["ti", "", "1.5", "1e3", "0", "-1"])
@pytest.mark.parametrize("key", ["login_minutes", "web_workers", "max_message_mib"])
def test_a_number_must_be_a_whole_one_above_zero(key: str, value: str) -> None:
    """Nothing in the configuration is counted in parts, in nought or in less."""
    assert _refusal({f"GEARSKIFTE_{key.upper()}": value}) == "GS-CONF-003"


@pytest.mark.parametrize(
    "line",
    [
        "login_minutes = 1.5",
        "login_minutes = true",
        "login_minutes = [1]",
        'login_minutes = "30"',
        'allowed_hosts = ["a", "b"]',
        "mode = 1",
        "secret_key = {}",
    ],
)
def test_a_value_of_another_type_is_refused(tmp_path: Path, line: str) -> None:
    """A list, a flag or a fraction is never bent into a text or a number."""
    assert _refusal(_file(tmp_path, line)) == "GS-CONF-003"


@pytest.mark.parametrize("mode", ["", "Production", "test", "demo "])
def test_a_mode_is_demo_or_production(mode: str) -> None:
    """A misspelt mode must not become a demo with real people in it."""
    assert _refusal({"GEARSKIFTE_MODE": mode}) == "GS-CONF-004"


@pytest.mark.parametrize("key", ["", "ab" * 31, "ab" * 33, "xy" * 32, "æ" * 64, " "])
def test_production_needs_a_whole_key(key: str) -> None:
    """Without 32 secret bytes no real person's data is taken in."""
    environ = {"GEARSKIFTE_MODE": "production", "GEARSKIFTE_SECRET_KEY": key}
    assert _refusal(environ) == "GS-CONF-005"


def test_a_demo_needs_no_key_but_no_half_one() -> None:
    """A demo makes its own key, and refuses one that is cut short."""
    assert load({"GEARSKIFTE_SECRET_KEY": KEY}).secret_key == KEY
    assert _refusal({"GEARSKIFTE_SECRET_KEY": "ab"}) == "GS-CONF-005"


def test_production_with_a_key_is_production() -> None:
    """A whole key and the right word make a production installation."""
    config = load({"GEARSKIFTE_MODE": "production", "GEARSKIFTE_SECRET_KEY": KEY})
    assert config.production
