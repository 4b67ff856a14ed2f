# SPDX-License-Identifier: EUPL-1.2
"""The web process: the database attached, the web role checked, Django's handler."""

from __future__ import annotations

import atexit
from contextlib import ExitStack

import psycopg
from django.core import signals
from django.core.cache import close_caches
from django.core.handlers.base import reset_urlconf
from django.db import close_old_connections, reset_queries

from gearskifte.app import boot, serving, warming
from gearskifte.app.handler import Handler
from gearskifte.kernel.database import provider, roles

_attached = ExitStack()
atexit.register(_attached.close)


def _application() -> Handler:
    # A worker whose server was killed would go on answering beside the next one, on the same port.
    serving.end_with_parent()
    installed = boot.installation()
    _attached.enter_context(provider.serving(installed.database))
    with psycopg.connect(installed.database.web_url) as connection:
        roles.check_web_role(connection, boot.PUBLISHED, boot.TRUSTED_FUNCTIONS)
    boot.set_up_django(installed, "web")
    # Connections are looked after when a request ends, and by `reading`; statements are not kept.
    signals.request_started.disconnect(reset_queries)
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_caches)  # nothing is kept in Django's caches
    signals.request_finished.disconnect(reset_urlconf)  # the handler sets none
    made = Handler()
    warming.warm(made)
    warming.settle()
    return made


application = _application()
