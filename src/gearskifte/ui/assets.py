# SPDX-License-Identifier: EUPL-1.2
"""Static files, served from this package's `static` folder and cached for a year.

The address carries a hash of the whole folder: `/static/<hash>/ui/gearskifte.css`. A changed file
changes the hash, so a browser never asks twice for the same bytes and never shows old ones; and as
the hash is a folder, style sheets reach their fonts and icons by relative paths. Files are read
and compressed once, at the first use; a request only looks up a name in a table, never on the disk.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.views.decorators.http import require_safe

from gearskifte.kernel.errors import ConfigurationError, Text

STATIC_FOLDER = Path(__file__).parent / "static"
FOR_A_YEAR = "public, max-age=31536000, immutable"

# Listed here and not guessed from the machine's tables, so that every machine answers alike.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
_GZIP_WANTED = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)
_COMPRESSIBLE = {".css", ".js", ".svg", ".txt"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to be sent."""

    content: bytes
    compressed: bytes | None
    content_type: str
    etag: str


@dataclass(frozen=True, slots=True)
class AssetFolder:
    """Every file that may be sent, by its path in the folder, and the hash of them all."""

    version: str
    files: dict[str, Asset]

    @classmethod
    def read(cls, folder: Path) -> AssetFolder:
        """Read the files of known types below `folder`; others are never sent."""
        everything = hashlib.sha256()
        files: dict[str, Asset] = {}
        for path in sorted(folder.rglob("*")):
            if path.suffix in _TYPES and path.is_file():
                name = path.relative_to(folder).as_posix()
                files[name] = asset = _asset(path)
                everything.update(f"{name}\0{asset.etag}\0".encode())
        return cls(everything.hexdigest()[:12], files)


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    compressed = None
    if path.suffix in _COMPRESSIBLE:
        # No clock in the header: the same file always gives the same bytes.
        smaller = gzip.compress(content, compresslevel=9, mtime=0)
        compressed = smaller if len(smaller) < len(content) else None
    etag = hashlib.sha256(content).hexdigest()[:16]
    return Asset(content, compressed, _TYPES[path.suffix], etag)


@lru_cache(maxsize=1)
def assets() -> AssetFolder:
    """The static files of this installation, read once."""
    return AssetFolder.read(STATIC_FOLDER)


@lru_cache(maxsize=256)
def asset(path: str) -> str:
    """The address of a static file, e.g. `asset("ui/gearskifte.css")`.

    Raises:
        ConfigurationError: GS-UI-001 if there is no such file (the design system's files are
            fetched when the package is built).
    """
    if path not in assets().files:
        raise ConfigurationError(
            "GS-UI-001",
            what=Text(f"Filen {path} mangler.", f"The file {path} is missing."),
            why=Text(
                "Designsystemets filer er ikke hentet på denne maskine.",
                "The design system's files have not been fetched on this machine.",
            ),
            do=Text(
                "Kør opsætningen igen, mens maskinen har net, eller kør: gearskifte doctor",
                "Run the set-up again while the machine is online, or run: gearskifte doctor",
            ),
        )
    return reverse("ui:asset", kwargs={"version": assets().version, "path": path})


@require_safe
def serve_asset(request: HttpRequest, version: str, path: str) -> HttpResponse:
    """Send one static file; 404 for every name that is not in the table."""
    found = assets().files.get(path)
    if found is None:
        raise Http404
    packed = found.compressed if _takes_gzip(request) else None
    etag = f'"{found.etag}-gz"' if packed else f'"{found.etag}"'
    response: HttpResponse
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(packed or found.content, content_type=found.content_type)
        if packed:
            response["Content-Encoding"] = "gzip"
    # A page from before an upgrade may ask under the old hash: answer, but let nobody keep it.
    response["Cache-Control"] = FOR_A_YEAR if version == assets().version else "no-cache"
    response["ETag"] = etag
    response["Vary"] = "Accept-Encoding"
    return response


def _takes_gzip(request: HttpRequest) -> bool:
    return _GZIP_WANTED.search(request.headers.get("Accept-Encoding", "")) is not None
