# SPDX-License-Identifier: EUPL-1.2
"""Tries the API out with schemathesis, as its own description says it may be called.

`just fuzz-api` installs schemathesis (MIT) into a folder of its own, for it is no part of what the
product or its tests need, and runs this. A fresh installation is started on the loopback, with a
worker behind it, and thrown away afterwards. Exit status: schemathesis' own, or 1 after a 5xx in
the server's answers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import click
import psycopg

from gearskifte.app import boot, serving
from gearskifte.kernel.time import system_now
from gearskifte.registry.public import add_sender

SYSTEM: Final = "00000000-0000-4000-8000-000000000001"
CHECKS: Final = "not_a_server_error,status_code_conformance,content_type_conformance"


@click.command()
@click.option("--schemathesis", default="schemathesis", show_default=True, help="The program.")
@click.option("--examples", default=200, show_default=True, help="Calls of each kind.")
@click.option("--seed", default=1, show_default=True)
def main(schemathesis: str, examples: int, seed: int) -> None:
    """Start the product, call its API in every way it describes, and some that it does not."""
    for name in [each for each in os.environ if each.startswith("GEARSKIFTE_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="gearskifte-fuzz-") as folder:
        Path(folder).chmod(0o755)  # root's database server runs as another user
        os.environ["GEARSKIFTE_DATA_DIR"] = folder
        with boot.running("worker") as installed:
            with psycopg.connect(installed.database.worker_url) as connection:
                key = add_sender(connection.cursor(), SYSTEM, name="Fag", now=system_now()).text
            status = _run(schemathesis, key, examples, seed)
    sys.exit(status)


def _run(schemathesis: str, key: str, examples: int, seed: int) -> int:
    port = serving.free_port()
    address = f"http://127.0.0.1:{port}"
    processes = [serving.start(serving.command("127.0.0.1", port))]
    try:
        serving.await_page(f"{address}/sundhed/", processes[0])
        processes.append(serving.start([sys.executable, "-m", "gearskifte", "worker"]))
        done = subprocess.run(
            [
                schemathesis,
                "run",
                f"{address}/api/v1/openapi.json",
                f"--url={address}",
                f"--header=Authorization: Bearer {key}",
                f"--checks={CHECKS}",
                f"--max-examples={examples}",
                f"--seed={seed}",
            ],
            check=False,
        )
        alive = all(process.poll() is None for process in processes)
        return done.returncode if alive else 1
    finally:
        serving.stop(processes)


if __name__ == "__main__":
    main()
