# SPDX-License-Identifier: EUPL-1.2
"""OpenOrchestrator as it is published, in a folder of its own that is kept between runs."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
LOCKED: Final = ROOT / "requirements" / "openorchestrator.txt"
ADAPTER: Final = ROOT / "compat" / "openorchestrator"


def openorchestrator() -> Path:
    """The folder with the package, what it needs of others, and the adapter beside it (26 MB).

    It is installed from the package index where it is not there yet, by its hashes, without its
    pages and its driver for SQL Server.
    """
    sources = (LOCKED, *sorted(ADAPTER.glob("*.*")))
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in sources))
    digest.update(sys.version.encode())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gearskifte"
    folder = cache / f"openorchestrator-{digest.hexdigest()[:16]}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as unfinished:
        _install(Path(unfinished) / "made")
        try:
            (Path(unfinished) / "made").rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
    return folder


def _install(folder: Path) -> None:
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
    install += ["--no-input", "--disable-pip-version-check", "--root-user-action=ignore"]
    install += ["--target", str(folder)]
    subprocess.run([*install, "--require-hashes", "-r", str(LOCKED)], check=True)
    subprocess.run([*install, "--no-build-isolation", str(ADAPTER)], check=True)
