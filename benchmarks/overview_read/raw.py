# SPDX-License-Identifier: EUPL-1.2
"""The least it could cost: pgbench looks the same rows up by their index and does nothing else.

One plain SELECT, prepared, that makes one JSON of a citizen's objects. Nobody is logged in, nothing
is checked, sorted or written down.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.overview_read import cpu
from benchmarks.overview_read.registry import Group
from benchmarks.overview_read.report import Sample
from benchmarks.overview_read.servers import postmaster
from gearskifte.kernel.database.provider import Database
from gearskifte.kernel.database.server import Server

SCRIPT: Final = """
\\set n random(1, {citizens})
SELECT json_agg(json_build_object(
    'id', o.id, 'kind', o.kind, 'owner', o.owner, 'system', o.system, 'changed_at', o.changed_at,
    'finished', o.finished, 'card', o.card))
FROM registry_object AS o
WHERE o.id IN (SELECT a.object_id FROM registry_audience AS a
               WHERE a.person_id = md5('{group} ' || :n)::uuid AND a.citizen);
"""


def look_up(
    server: Server, database: Database, group: Group, *, clients: int, seconds: int
) -> Sample:
    """Look random citizens up for some seconds.

    Raises:
        FileNotFoundError: if there is no pgbench beside the server's programs.
    """
    with TemporaryDirectory(prefix="gearskifte-raw-") as folder:
        script = Path(folder, "raw.sql")
        script.write_text(
            SCRIPT.format(citizens=group.citizens, group=group.name), encoding="utf-8"
        )
        before = cpu.used(postmaster(server))
        subprocess.run(
            [
                *(server.programs.program("pgbench"), "--no-vacuum", "-M", "prepared"),
                *("-c", str(clients), "-j", "1", "-T", str(seconds), "-f", script),
                *("--log", "--log-prefix", Path(folder, "took"), database.owner_url),
            ],
            check=True,
            capture_output=True,
        )
        time.sleep(0.5)  # until the back ends have ended and are counted
        used = cpu.used(postmaster(server)) - before
        took = [
            int(line.split()[2]) / 1000
            for log in Path(folder).glob("took.*")
            for line in log.read_text(encoding="utf-8").splitlines()
        ]
    return Sample(took, float(seconds), database_cpu=used)
