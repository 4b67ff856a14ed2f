# SPDX-License-Identifier: EUPL-1.2
"""A web process is warm before it says that it is there."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from gearskifte.app import warming

pytestmark = pytest.mark.integration


@pytest.mark.usefixtures("database")
def test_a_web_process_starts_without_a_word_in_the_log() -> None:
    """The request that warms it is nobody's and is refused; that is not told to whoever reads."""
    started = subprocess.run(
        [sys.executable, "-c", "import gearskifte.app.wsgi"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (started.stdout, started.stderr) == ("", "")


def test_what_is_warm_is_not_gone_through_again() -> None:
    """No page waits while the collector looks at all that a web process began with."""
    before = gc.get_threshold()
    try:
        warming.settle()
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects()) < 1_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
