# SPDX-License-Identifier: EUPL-1.2
"""Packages: a robot or solution that another municipality can take in (`.robot`, a zip).

A package holds `manifest.json` and the files it names. The manifest says what the package is
(owner, name, version, SPDX licence), what it may do (hosts, secret names, data categories), and the
SHA-256 of every file; `signature` is Ed25519 over the manifest's canonical bytes. Nothing is taken
from a package before all of it is believed, and what was believed is pinned by hash.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gearskifte.commons.rules.feed import canonical
from gearskifte.commons.rules.gate import catches

MOST_BYTES: Final = 16 * 1024 * 1024
MOST_FILES: Final = 500
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature"
RECIPE: Final = "recipe.yaml"
LICENCES: Final = frozenset({"EUPL-1.2", "MPL-2.0", "MIT", "Apache-2.0", "BSD-3-Clause", "CC0-1.0"})
"""What a shared package may be licensed under (SPDX)."""

_CVR: Final = re.compile(r"\d{8}")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_VERSION: Final = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})")
_PATH: Final = re.compile(r"(?!\.)[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/(?!\.)[A-Za-z0-9._-]+){0,5}")
_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_WORD: Final = r"[^\W\d]\w{0,63}"
_SYSTEM: Final = re.compile(_WORD)
_SECRET: Final = re.compile(rf"[A-Z][A-Z0-9_]{{1,63}}|{_WORD}\.{_WORD}")
_NAMING: Final = re.compile(
    rf"\bnøgle:\s*(?=\"?\{{)|\bhemmelighed:\s*(?={_WORD}\.{_WORD}\s*[}},\n])"
)
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Characters that are not seen: controls, directions, private ones, other ends of lines."""
_EPOCH: Final = (2000, 1, 1, 0, 0, 0)


class PackageRefused(Exception):
    """A package is not believed. `code` says why; nothing of it is used."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a package is, what it may do, and the hash of each file (path → SHA-256)."""

    owner: str
    name: str
    version: str
    licence: str
    summary: str
    files: dict[str, str]
    hosts: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()

    @property
    def object(self) -> str:
        """The package's object in the feed."""
        return f"{self.owner}/{self.name}"


class Pin(msgspec.Struct, frozen=True):
    """What was taken in: the very package, by the hash of its manifest; nothing else runs."""

    object: str
    version: str
    sha256: str
    at: datetime


class Package(msgspec.Struct, frozen=True):
    """A package that is believed: its manifest, its files, and the hash to pin."""

    manifest: Manifest
    files: dict[str, bytes]
    sha256: str

    def pin(self, at: datetime) -> Pin:
        """What to remember when it is taken in."""
        return Pin(self.manifest.object, self.manifest.version, self.sha256, at)


class Change(msgspec.Struct, frozen=True):
    """What a package may do that the one taken in before could not, and what it no longer may."""

    more: dict[str, tuple[str, ...]]
    less: dict[str, tuple[str, ...]]


def pack(manifest: Manifest, files: Mapping[str, bytes], key: Ed25519PrivateKey) -> bytes:
    """A signed package of these files; the same input gives the same bytes.

    Raises:
        PackageRefused: what `unpack` would refuse is not packed either.
    """
    hashes = {path: hashlib.sha256(body).hexdigest() for path, body in files.items()}
    whole = msgspec.structs.replace(manifest, files=hashes)
    _judge(whole)
    _gate(whole, files)
    body = canonical(whole)
    return _zipped(body, base64.b64encode(key.sign(body)), files)


def claimed_owner(body: bytes) -> str:
    """Whose package it says it is, so that the owner's key can be found; nothing is believed yet.

    Raises:
        PackageRefused: oversize or malformed.
    """
    try:
        owner = msgspec.json.decode(_read(body).get(MANIFEST, b""))["owner"]
    except (msgspec.DecodeError, LookupError, TypeError, ValueError) as error:
        raise PackageRefused("malformed") from error
    if not isinstance(owner, str) or not _CVR.fullmatch(owner):
        raise PackageRefused("malformed")
    return owner


def _zipped(manifest: bytes, signature: bytes, files: Mapping[str, bytes]) -> bytes:
    """The one zip of these files: stored as they are, in order, without a word beside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for path, content in [(MANIFEST, manifest), (SIGNATURE, signature), *sorted(files.items())]:
            made.writestr(zipfile.ZipInfo(path, _EPOCH), content)
    return out.getvalue()


def unpack(body: bytes, owner: str, key: bytes, pinned: Pin | None = None) -> Package:
    """A package of `owner`, believed.

    Raises:
        PackageRefused: oversize, malformed, unsigned, foreign, tampered, licence, hidden, personal,
            or rollback (older than what is pinned, or the same version with other content).
    """
    files = _read(body)
    written, signature = files.pop(MANIFEST, b""), files.pop(SIGNATURE, b"")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            base64.b64decode(signature, validate=True), written
        )
        manifest = msgspec.json.decode(written, type=Manifest)
    except InvalidSignature as error:
        raise PackageRefused("unsigned") from error
    except (msgspec.DecodeError, ValueError) as error:
        raise PackageRefused("malformed") from error
    if canonical(manifest) != written:
        raise PackageRefused("malformed")
    if manifest.owner != owner:
        raise PackageRefused("foreign")
    _judge(manifest)
    if {path: hashlib.sha256(content).hexdigest() for path, content in files.items()} != (
        manifest.files
    ):
        raise PackageRefused("tampered")
    if _zipped(written, signature, files) != body:
        # Bytes that no file holds: a comment, a link, something before or after.
        raise PackageRefused("malformed")
    _gate(manifest, files)
    package = Package(manifest, files, hashlib.sha256(written).hexdigest())
    _not_older(package, pinned)
    return package


def changes(before: Manifest | None, after: Manifest) -> Change:
    """What a person is asked to allow: hosts, secrets and data that are new, and what went."""
    more, less = {}, {}
    for name in ("systems", "hosts", "secrets", "data"):
        had = set(getattr(before, name)) if before else set()
        has = set(getattr(after, name))
        if has - had:
            more[name] = tuple(sorted(has - had))
        if had - has:
            less[name] = tuple(sorted(had - has))
    return Change(more, less)


def _read(body: bytes) -> dict[str, bytes]:
    """The files of the zip, counted while unpacking: what a zip says of itself may lie."""
    if len(body) > MOST_BYTES:
        raise PackageRefused("oversize")
    files: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            if len(opened.infolist()) > MOST_FILES:
                raise PackageRefused("oversize")
            for info in opened.infolist():
                if info.filename in files or not _PATH.fullmatch(info.filename):
                    raise PackageRefused("malformed")
                with opened.open(info) as entry:
                    files[info.filename] = entry.read(left + 1)
                left -= len(files[info.filename])
                if left < 0:
                    raise PackageRefused("oversize")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise PackageRefused("malformed") from error
    return files


def _judge(manifest: Manifest) -> None:
    well_made = (
        _CVR.fullmatch(manifest.owner)
        and _NAME.fullmatch(manifest.name)
        and _VERSION.fullmatch(manifest.version)
        and all(_SYSTEM.fullmatch(system) for system in manifest.systems)
        and all(_HOST.fullmatch(host) for host in manifest.hosts)
        and all(_SECRET.fullmatch(secret) for secret in manifest.secrets)
        and all(_PATH.fullmatch(path) for path in manifest.files)
    )
    if not well_made or {MANIFEST, SIGNATURE} & manifest.files.keys():
        raise PackageRefused("malformed")
    if manifest.licence not in LICENCES:
        raise PackageRefused("licence")


def _gate(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Nothing personal and no secret, in the words about the package or in any of its files."""
    texts = {"summary": manifest.summary, **{f"data {n}": d for n, d in enumerate(manifest.data)}}
    for path, content in files.items():
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            # What nobody can read, nobody can check.
            raise PackageRefused("malformed") from error
        # In a recipe, "nøgle: {…}" is the business key, made of values, and "hemmelighed: fag.kode"
        # the name of a secret; neither is one.
        texts[path] = _NAMING.sub("", text) if path == RECIPE else text
        if any(unicodedata.category(c) in _UNSEEN for c in text.replace("\n", "")):
            # What is read otherwise than it is shown misleads who is asked to allow it.
            raise PackageRefused("hidden")
    if catches(texts):
        raise PackageRefused("personal")


def _not_older(package: Package, pinned: Pin | None) -> None:
    if pinned is None or pinned.object != package.manifest.object:
        return
    new, old = _order(package.manifest.version), _order(pinned.version)
    if new < old or (new == old and package.sha256 != pinned.sha256):
        raise PackageRefused("rollback")


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
