# SPDX-License-Identifier: EUPL-1.2
"""What the first request would else wait for, done before a web process says it is there."""

from __future__ import annotations

import gc
import logging
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.template import TemplateDoesNotExist, loader
from django.utils import translation

from gearskifte.app import boot

_log: Final = logging.getLogger(__name__)
_COLLECT_AFTER: Final = (20_000, 20, 20)


def warm(application: WSGIHandler) -> None:
    """Compile every template, read the translations, and answer one request that is nobody's."""
    for folder in boot.template_folders():
        for file in sorted(folder.rglob("*.html")):
            try:
                loader.get_template(str(file.relative_to(folder)))
            except TemplateDoesNotExist:  # of a room that is not installed
                _log.debug("no template %s", file.name)
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Log ud")
    host = next((each for each in settings.ALLOWED_HOSTS if each != "*"), "localhost")
    asked: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/mit-overblik/",
        "QUERY_STRING": "",
        "SERVER_NAME": host,
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    refusals = logging.getLogger("django.request")
    refusals.disabled = True  # that nobody is refused here is not news for whoever reads the log
    try:
        b"".join(application(asked, _unheard))
    finally:
        refusals.disabled = False


def settle() -> None:
    """Let the collector of garbage leave be what is there now, and come seldom.

    What a web process has made when it is warm stays until it ends, and is not gone through again:
    that would hold up whoever waits just then, for as long as all other pages together. A page
    makes hardly anything that needs the collector, which else looks twice in a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


def _unheard(*answer: Any) -> Any:
    """The beginning of an answer that nobody hears."""
