# SPDX-License-Identifier: EUPL-1.2
"""What must never lie in the repository, and what every file must carry."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import files, place, refuse, text

pytestmark = pytest.mark.architecture

HEADER = "SPDX-License-Identifier: EUPL-1.2"

# Written in two halves, so that this file does not name them itself.
REGISTRIES = tuple(
    name + "." + ending
    for name, ending in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb.debian", "org"),
    )
)
A_MACHINES_FOLDER = re.compile(r"(?<![\w.$}/-])/(?:work|root|tmp(?!/gearskifte))/[\w.]{2}")

# Ten digits that begin with a date: what a CPR number looks like. With day+60 it is a test number.
LOOKS_LIKE_CPR = re.compile(
    r"(?<![0-9A-Za-z])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}-?[0-9]{4}(?![0-9A-Za-z])"
)
# Invented persons in KOMBIT's published samples of SF1470 and Ydelsesindeks.
PUBLISHED_SAMPLES = {"2204151234", "2204111236", "2512484916", "2512484915"}


def test_every_source_file_carries_its_licence() -> None:
    """The first lines of a source file name the licence."""
    bare = [place(path) for path in files(".py", ".sh", ".toml") if HEADER not in text(path)[:120]]
    refuse(bare)


def test_no_registry_and_no_machine_is_named() -> None:
    """The clone works with any mirror, in any folder: no registry's host, no machine's path."""
    named = [
        f"{place(path, number)} {found}"
        for path in files()
        for number, line in enumerate(text(path).splitlines(), start=1)
        for found in [name for name in REGISTRIES if name in line] + A_MACHINES_FOLDER.findall(line)
    ]
    refuse(named)


def test_no_persons_number_is_kept() -> None:
    """No CPR number with a real date lies in any text file."""
    # The number itself stays out of the message: it may be somebody's.
    found = [
        place(path, number)
        for path in files()
        for number, line in enumerate(text(path).splitlines(), start=1)
        for digits in LOOKS_LIKE_CPR.findall(line)
        if digits.replace("-", "") not in PUBLISHED_SAMPLES
    ]
    refuse(found)
