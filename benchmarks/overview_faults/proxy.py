# SPDX-License-Identifier: EUPL-1.2
"""The pages as `deploy` sets them up: one process at each port, nginx in front of them.

The settings are those of `deploy/nginx.conf`, without its certificate.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from benchmarks.overview_read import web
from benchmarks.overview_read.web import Site
from gearskifte.app import serving
from gearskifte.kernel import config
from gearskifte.kernel.database.server import Server

_CONF = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream pages {{ zone pages 64k; least_conn; {servers} keepalive 16; }}
    server {{
        listen 127.0.0.1:{port};
        client_max_body_size 33m;
        client_body_timeout 20s;
        location / {{
            proxy_pass http://pages;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
        }}
    }}
}}
"""


def nginx() -> str:
    """The program. A web server by itself, at which sources hang, hangs up on citizens too."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        raise click.ClickException("nginx is not here, as it is in deploy: apt-get install nginx")
    return program


@contextmanager
def deployed(database: Server, application: str = serving.APPLICATION) -> Iterator[Site]:
    """As many processes as the configuration says.

    The proxy's processor time counts as the pages'.
    """
    program = nginx()
    with ExitStack() as stack:
        sites = [
            stack.enter_context(web.serve(database, application, workers=1))
            for _ in range(config.load().web_workers)
        ]
        port, proxy = stack.enter_context(_proxied(program, [site.port for site in sites]))
        pids = tuple(pid for site in sites for pid in site.pids)
        yield Site(port, pids, database, proxy=(proxy,))


@contextmanager
def _proxied(program: str, behind: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The port of a proxy in front of some ports, and the number of its process."""
    port = serving.free_port()
    servers = " ".join(f"server 127.0.0.1:{each};" for each in behind)
    with tempfile.TemporaryDirectory(prefix="gearskifte-nginx-") as folder:
        conf = Path(folder, "nginx.conf")
        conf.write_text(_CONF.format(folder=folder, port=port, servers=servers), "ascii")
        process = subprocess.Popen([program, "-c", str(conf), "-e", f"{folder}/errors"])
        try:
            _await(port)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait()


def _await(port: int) -> None:
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("nginx did not begin")
