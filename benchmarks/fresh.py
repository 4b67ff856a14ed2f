# SPDX-License-Identifier: EUPL-1.2
"""A place of its own for a benchmark that starts an installation, whatever is set around it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def fresh(name: str) -> Iterator[Path]:
    """An empty folder as the installation's, gone afterwards; no setting but the server's place."""
    for each in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        if each != "GEARSKIFTE_POSTGRES_BIN":
            del os.environ[each]
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix=f"gearskifte-{name}-") as folder:
        # The database server's own user gets at it.
        Path(folder).chmod(0o755)
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        yield Path(folder)


def need_machines() -> None:
    """End here, and say so, where there can be no machines in network namespaces."""
    if os.geteuid() != 0 or sys.platform != "linux":
        print(json.dumps({"skipped": "network namespaces need Linux and root"}))
        sys.exit(0)
