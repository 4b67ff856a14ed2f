# SPDX-License-Identifier: EUPL-1.2
"""A robot that is shared, and everything somebody might do to its package."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import stat
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gearskifte.commons.packing import CASES, MOCK, PUBLICCODE, SCHEMA, Publisher, pack_robot
from gearskifte.commons.rules.feed import canonical
from gearskifte.commons.rules.package import MANIFEST, MOST_BYTES, RECIPE, SIGNATURE, Manifest

OWNER: Final = "29189994"
OTHER: Final = "29190623"
SLUG: Final = "rykker-i-hver-sag"
TITLE: Final = "Rykker i hver sag"
KEY: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC: Final = KEY.public_key().public_bytes_raw()
PUBLISHER: Final = Publisher(OWNER, "Korsbæk Kommune", KEY)
SOURCE: Final = """opskrift: Rykker i hver sag
formål: Den, der mangler at svare, bliver rykket.
ejer: Lone Madsen, jobcenterchef
godkender: Per Holm, afdelingsleder
kle: 15.20.04
hjemmel: Retssikkerhedsloven § 11
oplysninger: [sagsnummer]
manuel tid: {minutter: 6, måling: stopur på tilfældige sager}
systemer: {fag: Fagsystemet}
sag: {felter: [sagsnr], nøgle: "{sagsnr}"}
trin:
  - hent: {system: fag, sti: "/sager/{sagsnr}"}
    som: sagen
  - hvis: sagen.status = "lukket"
    så:
      - afslut: Sagen er lukket.
  - send: {system: fag, sti: "/sager/{sagsnr}/notater", data: {tekst: "Rykket {nøgle}"}}
    effekt: notat i sag {sagsnr}
    bekræft:
      hent: {system: fag, sti: "/sager/{sagsnr}/notater"}
      at: antal(svar) = 1
"""
MOCK_TEXT: Final = """fag:
  poster:
    sager: [{nr: "1", status: ny}, {nr: "2", status: lukket}]
  svar:
    - {sti: "/sager/{nr}", af: sager, hvor: {nr: "{nr}"}, en: ja}
    - {sti: "/sager/{nr}/notater", af: notater, hvor: {sag: "{nr}"}}
    - sti: /sager/{nr}/notater
      metode: POST
      gør: [{i: notater, post: {sag: "{nr}", tekst: "{tekst}"}}]
"""
CASES_TEXT: Final = """sager:
  - sag: {sagsnr: "1"}
  - {sag: {sagsnr: "2"}, fordi: Sagen er lukket.}
  - {sag: {sagsnr: "3"}, slutter: spørger}
"""


def packed(version: str = "1.1.0", recipe: str = SOURCE, **texts: str) -> bytes:
    """The robot as its owner packs it."""
    return pack_robot(
        recipe,
        texts.get("mock", MOCK_TEXT),
        texts.get("cases", CASES_TEXT),
        name=SLUG,
        version=version,
        licence="EUPL-1.2",
        publisher=PUBLISHER,
    )


def opened(body: bytes) -> dict[str, bytes]:
    """The files of a package, the manifest and the signature among them."""
    with zipfile.ZipFile(io.BytesIO(body)) as read:
        return {name: read.read(name) for name in read.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Zipped as a package is, so that nothing but what stands in it can be wrong."""
    out = io.BytesIO()
    order = [path for path in (MANIFEST, SIGNATURE) if path in files]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for path in [*order, *sorted(files.keys() - set(order))]:
            made.writestr(zipfile.ZipInfo(path, (2000, 1, 1, 0, 0, 0)), files[path])
    return out.getvalue()


GOOD: Final = opened(packed())
BODY: Final = {path: text for path, text in GOOD.items() if path not in (MANIFEST, SIGNATURE)}


def signed(
    files: Mapping[str, bytes] = BODY, key: Ed25519PrivateKey = KEY, **changed: object
) -> bytes:
    """A package that its owner really signed, whatever is in it: an owner who means harm."""
    hashes = {path: hashlib.sha256(body).hexdigest() for path, body in files.items()}
    made = msgspec.to_builtins(msgspec.json.decode(GOOD[MANIFEST], type=Manifest))
    body = canonical({**made, "files": hashes, **changed})
    return zipped({MANIFEST: body, SIGNATURE: base64.b64encode(key.sign(body)), **files})


def _file(path: str, old: str, new: str, **changed: Any) -> bytes:
    """Signed by its owner, with something else in one of its files."""
    text = GOOD[path].decode()
    assert old in text, old
    return signed({**BODY, path: text.replace(old, new, 1).encode()}, **changed)


def _step(step: str, **changed: Any) -> bytes:
    return _file(RECIPE, "trin:\n", f"trin:\n{step}", **changed)


def _zip(make: Callable[[zipfile.ZipFile], None]) -> bytes:
    """The good package, and something done to the zip itself."""
    out = io.BytesIO(packed())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice is just what is wanted
        make(made)
    return out.getvalue()


def _link(made: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("secrets.yaml", (2000, 1, 1, 0, 0, 0))
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    made.writestr(info, "/etc/passwd")


def _linked_recipe() -> bytes:
    """The recipe itself is a link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for path, content in GOOD.items():
            info = zipfile.ZipInfo(path, (2000, 1, 1, 0, 0, 0))
            if path == RECIPE:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            made.writestr(info, content)
    return out.getvalue()


def _deflated(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, content in files.items():
            made.writestr(path, content)
    return out.getvalue()


def _comment(made: zipfile.ZipFile) -> None:
    made.comment = b"run me"


def _schema(old: str, new: str) -> bytes:
    told = json.dumps(json.loads(GOOD[SCHEMA]), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert old in told
    return signed({**BODY, SCHEMA: told.replace(old, new, 1).encode()})


BACKWARDS: Final = frozenset({"an older version", "the same version with other content"})
"""What is refused only where the good package was taken in before."""

_OPEN: Final = "  - åbn: {address}\n"
_UNSEEN: Final = "\u202e"
_WIDE: Final = "\u0440ecipe.yaml"
"""A Cyrillic letter that looks like a p."""


def attacks() -> dict[str, bytes]:
    """Every package that must be refused, by what was done to it."""
    return {**_on_the_file(), **_on_what_is_in_it(), **_on_what_it_says()}


def _on_the_file() -> dict[str, bytes]:
    return {
        "no zip": b"PK, or not",
        "nothing": b"",
        "cut off": packed()[:400],
        "too large": b"0" * (MOST_BYTES + 1),
        "a bomb": _deflated({**GOOD, "big.txt": b" " * (MOST_BYTES + 1)}),
        "too many files": signed({**BODY, **{f"f{n}": b"" for n in range(501)}}),
        "bytes before the zip": b"#!/bin/sh\n" + packed(),
        "bytes after the zip": packed() + b"<script>",
        "a comment in the zip": _zip(_comment),
        "a link as a file more": _zip(_link),
        "the recipe is a link": _linked_recipe(),
        "packed in another way": _deflated(GOOD),
        "a name that stands twice": _zip(lambda made: made.writestr(RECIPE, "opskrift: x")),
        "a name that looks like another": signed({**BODY, _WIDE: BODY[RECIPE]}),
        "a path upwards": signed({**BODY, "../evil": b""}),
        "a path upwards with backslashes": signed({**BODY, "..\\evil": b""}),
        "an absolute path": signed({**BODY, "/etc/passwd": b""}),
        "a hidden file": signed({**BODY, ".env": b""}),
        "a folder of another name": signed({**BODY, "x/../../y": b""}),
    }


def _on_what_is_in_it() -> dict[str, bytes]:
    return {
        "no manifest": zipped({k: v for k, v in GOOD.items() if k != MANIFEST}),
        "no signature": zipped({k: v for k, v in GOOD.items() if k != SIGNATURE}),
        "an empty signature": zipped({**GOOD, SIGNATURE: b""}),
        "another's signature": signed(key=Ed25519PrivateKey.from_private_bytes(b"1" * 32)),
        "a changed recipe": zipped({**GOOD, RECIPE: GOOD[RECIPE] + b"# more\n"}),
        "a changed mock": zipped({**GOOD, MOCK: GOOD[MOCK].replace(b"ny", b"nu")}),
        "a changed manifest": zipped(
            {**GOOD, MANIFEST: GOOD[MANIFEST].replace(b"1.1.0", b"9.0.0")}
        ),
        "a file more": zipped({**GOOD, "extra.py": b"print()"}),
        "a file less": zipped({k: v for k, v in GOOD.items() if k != CASES}),
        "a program, signed": signed({**BODY, "run.py": b"print()"}),
        "a page with a script, signed": signed({**BODY, "readme.html": b"<script>1</script>"}),
        "a picture with a script, signed": signed({**BODY, "i.svg": b"<svg onload='x()'/>"}),
        "a text with a script, signed": signed({**BODY, "README.md": b"[x](javascript:x())"}),
        "no mock, signed": signed({k: v for k, v in BODY.items() if k != MOCK}),
        "another owner": signed(owner=OTHER),
        "another name than the description's": signed(name="noget-andet"),
        "an older version": packed("1.0.9"),
        "the same version with other content": packed(cases=CASES_TEXT + "# mere\n"),
        "a version that is none": signed(version="latest"),
        "a licence that is none": signed(licence="Proprietary"),
        "a field too many": signed(install="curl"),
    }


def _on_what_it_says() -> dict[str, bytes]:
    return {
        "a host that the recipe does not say": signed(hosts=["evil.example.dk"]),
        "a host that is a pattern": signed(hosts=["*.dk"]),
        "a host kept quiet about": _step(_OPEN.format(address="https://evil.example.dk/")),
        "a host that a value decides": _step(
            _OPEN.format(address='"{sagsnr}"'), hosts=["evil.example.dk"]
        ),
        "a host of which a value is a part": _step(
            _OPEN.format(address='"https://{sagsnr}.example.dk/"'), hosts=["evil.example.dk"]
        ),
        "a secret kept quiet about": _step("  - udfyld: {felt: Adgang, hemmelighed: fag.andet}\n"),
        "a secret that is not used": signed(secrets=["fag.nøgle", "loen.kode"]),
        "a secret's value": signed(secrets=["hunter2"]),
        "a system kept quiet about": _file(RECIPE, "{fag:", "{loen: Lønsystemet, fag:"),
        "data kept quiet about": _file(RECIPE, "[sagsnummer]", "[sagsnummer, helbred]"),
        "a password typed in the recipe": _step("  - udfyld: {felt: Adgangskode, med: Sommer26}\n"),
        "program code of a developer": _step("  - python: slet_alt\n    effekt: ingen\n"),
        "a change that nobody reads back": _step(
            "  - send: {system: fag, sti: /alt, metode: DELETE}\n    effekt: alt slettes\n"
        ),
        "a recipe that cannot be read": _file(RECIPE, "trin:", "trinn:"),
        "a name of somebody as the owner": _file(RECIPE, "UDFYLDES (ejer)", "Chefen"),
        "an address in a remark": _file(RECIPE, "trin:\n", "# se http://10.1.2.3/intern\ntrin:\n"),
        "a CPR number in a case": _file(CASES, '"1"', '"610190-1234"'),
        "a CPR number that is disguised": _file(CASES, '"1"', '"6101９０ 1234"'),
        "a name in the mock": _file(MOCK, "status: ny", "status: Karen Møller"),
        "a mail address in the mock": _file(MOCK, "status: ny", "status: ida@kommune.dk"),
        "a token in a remark": _file(MOCK, "fag:", "# token: hbGciOiJIUzI1Ni9Kx\nfag:"),
        "text that reads otherwise than shown": _file(RECIPE, "formål: ", f"formål: {_UNSEEN}"),
        "a binary nobody can read": signed({**BODY, MOCK: b"\xff\x00\xfe"}),
        "aliases that grow": _file(MOCK, "fag:", "a: &a [x]\nfag:"),
        "a mock of another system": _file(MOCK, "fag:", "andet:"),
        "cases without any": signed({**BODY, CASES: b"sager: []\n"}),
        "something else to be filled in": _schema('"fag"', '"andet"'),
        "another licence in the description": _file(PUBLICCODE, "EUPL-1.2", "MIT"),
    }
