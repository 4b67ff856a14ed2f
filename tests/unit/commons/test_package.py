# SPDX-License-Identifier: EUPL-1.2
"""Packages: what is taken in is what the owner signed, and asks for no more than it says."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gearskifte.commons.rules.feed import canonical
from gearskifte.commons.rules.package import (
    MANIFEST,
    MOST_BYTES,
    SIGNATURE,
    Manifest,
    PackageRefused,
    Pin,
    changes,
    pack,
    unpack,
)
from tests.unit.commons.feeds import NOW, OTHER, OWNER

pytestmark = pytest.mark.unit

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()
FILES = {"recipe.json": b'{"steps":[]}', "fixtures/one.json": b"{}"}
MADE = Manifest(
    OWNER,
    "joblog",
    "1.2.0",
    "EUPL-1.2",
    "Kontrol af joblog",
    {},
    ("jobnet.example.dk",),
    ("LOGIN",),
)


def _zip(files: dict[str, bytes]) -> bytes:
    """Zipped as `pack` does it, so that nothing but what stands in it can be wrong."""
    out = io.BytesIO()
    order: list[str] = [path for path in (MANIFEST, SIGNATURE) if path in files]
    order += sorted(files.keys() - {MANIFEST, SIGNATURE})
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for path in order:
            made.writestr(zipfile.ZipInfo(path, (2000, 1, 1, 0, 0, 0)), files[path])
    return out.getvalue()


def _files(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def _signed(files: dict[str, bytes], key: Ed25519PrivateKey = KEY, **changed: object) -> bytes:
    """A package that its owner signed, whatever stands in it."""
    import hashlib

    hashes = {path: hashlib.sha256(body).hexdigest() for path, body in files.items()}
    fields = {**msgspec.to_builtins(MADE), "files": hashes, **changed}
    body = canonical(fields)
    return _zip({MANIFEST: body, SIGNATURE: base64.b64encode(key.sign(body)), **files})


GOOD = _files(pack(MADE, FILES, KEY))
ATTACKS: dict[str, bytes] = {
    "no zip": b"PK, or not",
    "cut off": pack(MADE, FILES, KEY)[:200],
    "too large": b"0" * (MOST_BYTES + 1),
    "a bomb": _signed({"big.txt": b" " * (MOST_BYTES + 1)}),
    "too many files": _signed({f"f{n}": b"" for n in range(501)}),
    "no manifest": _zip({k: v for k, v in GOOD.items() if k != MANIFEST}),
    "no signature": _zip({k: v for k, v in GOOD.items() if k != SIGNATURE}),
    "an empty signature": _zip({**GOOD, SIGNATURE: b""}),
    "another's signature": _signed(FILES, Ed25519PrivateKey.generate()),
    "a changed file": _zip({**GOOD, "recipe.json": b'{"steps":[1]}'}),
    "a file more": _zip({**GOOD, "extra.py": b"print()"}),
    "a file less": _zip({k: v for k, v in GOOD.items() if k != "recipe.json"}),
    "a changed manifest": _zip({**GOOD, MANIFEST: GOOD[MANIFEST].replace(b"1.2.0", b"1.2.1")}),
    "a path upwards": _signed({"../evil": b""}),
    "an absolute path": _signed({"/etc/passwd": b""}),
    "a hidden file": _signed({".env": b""}),
    "another owner": _signed(FILES, owner=OTHER),
    "a licence that is none": _signed(FILES, licence="Proprietary"),
    "a host that is a pattern": _signed(FILES, hosts=["*.dk"]),
    "a host that is an address": _signed(FILES, hosts=["10.0.0.1"]),
    "a secret's value": _signed(FILES, secrets=["hunter2"]),
    "a version that is none": _signed(FILES, version="latest"),
    "a field too many": _signed(FILES, install="curl"),
    "a CPR number in a fixture": _signed({"fixtures/a.json": b'{"cpr":"610190-1234"}'}),
    "a name in a fixture": _signed({"fixtures/a.json": "Karen Møller".encode()}),
    "a password in the recipe": _signed({"recipe.json": b"password=Sommer2026"}),
    "a binary nobody can read": _signed({"x.bin": b"\xff\x00\xfe"}),
    "a name with a slash": _signed(FILES, name="a/b"),
}


def _refused(body: bytes, pinned: Pin | None = None) -> str:
    try:
        unpack(body, OWNER, PUBLIC, pinned)
    except PackageRefused as error:
        return error.code
    return ""


def test_what_was_packed_is_unpacked() -> None:
    """A package gives back its very files and manifest, and packing twice gives the same bytes."""
    body = pack(MADE, FILES, KEY)
    taken = unpack(body, OWNER, PUBLIC)
    assert taken.files == FILES
    assert taken.manifest.hosts == MADE.hosts
    assert pack(MADE, FILES, KEY) == body
    assert _refused(_signed(FILES)) == ""


@pytest.mark.parametrize("body", ATTACKS.values(), ids=ATTACKS)
def test_a_false_package_is_refused(body: bytes) -> None:
    """A package that is forged, changed, greedy, personal or unreadable is refused whole."""
    assert _refused(body)


@given(st.data())
def test_no_byte_can_be_changed_unseen(data: st.DataObject) -> None:
    """Whichever byte of a file is changed, the package is refused."""
    path = data.draw(st.sampled_from(sorted(GOOD)))
    at = data.draw(st.integers(0, len(GOOD[path]) - 1))
    body = bytearray(GOOD[path])
    body[at] ^= data.draw(st.integers(1, 255))
    assert _refused(_zip({**GOOD, path: bytes(body)}))


@pytest.mark.parametrize(
    ("version", "make", "code"),
    [
        ("1.1.9", lambda: pack(_version("1.1.9"), FILES, KEY), "rollback"),
        ("1.2.0", lambda: pack(MADE, {"recipe.json": b"[]"}, KEY), "rollback"),
        ("1.2.0", lambda: pack(MADE, FILES, KEY), ""),
        ("1.10.0", lambda: pack(_version("1.10.0"), FILES, KEY), ""),
    ],
)
def test_what_is_pinned_does_not_go_back(
    version: str, make: Callable[[], bytes], code: str
) -> None:
    """After 1.2.0 was taken in, an older one or another 1.2.0 is refused; a newer one is not."""
    pinned = unpack(pack(MADE, FILES, KEY), OWNER, PUBLIC).pin(NOW)
    assert pinned.object == f"{OWNER}/joblog"
    assert _refused(make(), pinned) == code, version


def _version(version: str) -> Manifest:
    return msgspec.structs.replace(MADE, version=version)


def test_a_person_is_shown_what_is_new() -> None:
    """The first time everything asked for is new; later only what came, and what went."""
    first = changes(None, MADE)
    assert first.more == {"hosts": ("jobnet.example.dk",), "secrets": ("LOGIN",)}
    after = msgspec.structs.replace(MADE, hosts=("momentum.example.dk",))
    changed = changes(MADE, after)
    assert changed.more == {"hosts": ("momentum.example.dk",)}
    assert changed.less == {"hosts": ("jobnet.example.dk",)}


def test_what_would_be_refused_is_not_packed() -> None:
    """The owner hears at once that a fixture holds a CPR number."""
    with pytest.raises(PackageRefused, match="personal"):
        pack(MADE, {"fixtures/a.txt": b"610190-1234"}, KEY)
