# SPDX-License-Identifier: EUPL-1.2
"""Which browser this machine can look at pages with, and how it is started.

An installed one is preferred. A clone can hold another, fetched from npm by
`python hatch_build.py browser`, with the libraries and fonts that a bare machine lacks.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final, TypedDict

INSTALLED: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
FETCHED: Final = Path(__file__).parents[3] / "browser" / "unpacked" / "chromium"


class LaunchOptions(TypedDict):
    """What Playwright's `chromium.launch` is called with."""

    executable_path: str
    args: list[str]
    env: dict[str, str | float | bool]


def find_browser() -> Path | None:
    """The browser to use, or None: `GEARSKIFTE_BROWSER`, an installed one, the fetched one."""
    chosen = os.environ.get("GEARSKIFTE_BROWSER")
    if chosen:
        return Path(chosen)
    for name in INSTALLED:
        if found := shutil.which(name):
            return Path(found)
    return FETCHED if FETCHED.exists() else None


def launch_options(executable: Path) -> LaunchOptions:
    """How `executable` is started: no network of its own, the same letters on every machine.

    Playwright adds `--no-sandbox` itself, which root and most containers need; the pages looked at
    are our own. The fetched browser is told where its libraries and fonts lie.
    """
    env: dict[str, str | float | bool] = dict(os.environ)
    libraries = executable.parent / "lib" / "libnss3.so"
    if libraries.exists():
        env["LD_LIBRARY_PATH"] = str(libraries.parent)
        env["FONTCONFIG_FILE"] = str(executable.parent / "fonts.conf")
    return {
        "executable_path": str(executable),
        "args": [
            "--disable-gpu",
            "--disable-quic",
            "--font-render-hinting=none",
            "--no-first-run",
        ],
        "env": env,
    }
