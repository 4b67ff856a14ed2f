# SPDX-License-Identifier: EUPL-1.2
"""Static files as they are sent."""

from __future__ import annotations

import gzip
import re
import socket
from http.client import HTTPConnection, HTTPMessage

import pytest

pytestmark = pytest.mark.e2e


def _get(
    gallery: str, path: str, method: str = "GET", **headers: str
) -> tuple[int, HTTPMessage, bytes]:
    """Ask for the path exactly as it is written: no client tidies it first."""
    connection = HTTPConnection(gallery.removeprefix("http://"), timeout=300)
    connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


@pytest.fixture(scope="session")
def style(gallery: str) -> str:
    """The address of a style sheet, as a page names it."""
    _, _, body = _get(gallery, "/")
    found = re.search(r'href="(/static/[0-9a-f]{12}/ui/gearskifte\.css)"', body.decode())
    assert found is not None
    return found[1]


def test_a_file_is_kept_for_a_year(gallery: str, style: str) -> None:
    """Under its hash a file never changes, and the browser is told so."""
    status, headers, body = _get(gallery, style)
    assert status == 200
    assert headers["Content-Type"] == "text/css; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in headers["Vary"]
    assert b":root" in body


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.8", "GZIP, deflate"])
def test_a_browser_that_can_unpack_gets_fewer_bytes(
    gallery: str, style: str, accepted: str
) -> None:
    """The compressed form is the same file."""
    _, _, plain = _get(gallery, style)
    _, headers, packed = _get(gallery, style, Accept_Encoding=accepted)
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip; q=0.0, br"])
def test_a_browser_that_cannot_unpack_gets_the_file(
    gallery: str, style: str, accepted: str
) -> None:
    """Compression is never forced upon anybody."""
    _, headers, _ = _get(gallery, style, Accept_Encoding=accepted)
    assert "Content-Encoding" not in headers


def test_an_unchanged_file_is_not_sent_again(gallery: str, style: str) -> None:
    """Who shows the tag gets 304 and no body."""
    _, headers, _ = _get(gallery, style)
    status, again, body = _get(gallery, style, If_None_Match=headers["ETag"])
    assert (status, again["ETag"], body) == (304, headers["ETag"], b"")


def test_an_old_address_answers_but_is_not_kept(gallery: str, style: str) -> None:
    """A page from before an upgrade gets the present file, and no cache stores it."""
    status, headers, _ = _get(gallery, re.sub("[0-9a-f]{12}", "000000000000", style))
    assert (status, headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "../jinja.py",
        "..%2fjinja.py",
        "ui/../../jinja.py",
        "ui/..%2f..%2fpublic.py",
        "%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
        "/etc/passwd",
        "ui/gearskifte.css%00.js",
        "ui/",
        "",
        "dkfds/.made-from",
    ],
)
def test_nothing_outside_the_folder_is_sent(gallery: str, style: str, path: str) -> None:
    """Whatever the path is twisted to, what is not in the table is not there."""
    status, _, _ = _get(gallery, style.rpartition("/ui/")[0] + "/" + path)
    assert status == 404


def test_a_file_cannot_be_written(gallery: str, style: str) -> None:
    """Only reading is possible."""
    status, _, _ = _get(gallery, style, method="PUT")
    assert status in {403, 405}


def test_the_style_sheet_reaches_its_fonts(gallery: str, style: str) -> None:
    """Fonts and icons named in the design system's sheet are there, of the right type."""
    folder = style.rpartition("/ui/")[0]
    _, _, sheet = _get(gallery, f"{folder}/dkfds/css/dkfds.min.css")
    named = sorted(set(re.findall(r"url\([\"']?\.\./([^)\"']+)", sheet.decode())))
    assert any(name.endswith(".woff2") for name in named)
    types = {"woff2": "font/woff2", "svg": "image/svg+xml", "png": "image/png"}
    for name in named:
        status, headers, _ = _get(gallery, f"{folder}/dkfds/{name}", method="HEAD")
        assert (status, headers["Content-Type"]) == (200, types[name.rpartition(".")[2]]), name


def test_the_gallery_is_on_the_loopback_alone(gallery: str) -> None:
    """No other machine can look at the pages of a test."""
    host, port = gallery.removeprefix("http://").split(":")
    assert socket.inet_aton(host)[0] == 127
    assert int(port) > 0
