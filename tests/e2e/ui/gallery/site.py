# SPDX-License-Identifier: EUPL-1.2
"""The gallery as a WSGI site of its own, with the real environment, assets and content policy.

`python -m tests.e2e.ui.gallery.site` serves it on a free port of the loopback and prints the port.
"""

from __future__ import annotations

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from gearskifte.kernel.errors import AccessDenied, InputRefused, Text
from gearskifte.ui import public as ui
from tests.e2e.ui.gallery import samples

NOTHING = ("'none'",)
OURSELVES = ("'self'",)
CONTENT_POLICY = {
    "DIRECTIVES": {
        "default-src": NOTHING,
        "style-src": OURSELVES,
        "script-src": OURSELVES,
        "font-src": OURSELVES,
        "img-src": ("'self'", "data:"),
        "form-action": OURSELVES,
        "base-uri": NOTHING,
        "frame-ancestors": NOTHING,
    }
}


def configure() -> None:
    """Set Django up for the gallery alone."""
    settings.configure(
        SECRET_KEY="only the gallery",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__ if __name__ != "__main__" else "tests.e2e.ui.gallery.site",
        INSTALLED_APPS=["gearskifte.ui"],
        LANGUAGE_CODE="da",
        LANGUAGES=[("da", "Dansk"), ("en", "English")],
        USE_TZ=True,
        CONTENT_SECURITY_POLICY=CONTENT_POLICY,
        CSRF_FAILURE_VIEW="gearskifte.ui.pages.csrf_failure",
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "csp.middleware.CSPMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "DIRS": [ui.TEMPLATE_FOLDER, Path(__file__).parent / "templates"],
                "OPTIONS": {
                    "environment": "gearskifte.ui.jinja.environment",
                    "context_processors": ["tests.e2e.ui.gallery.site.shell"],
                },
            }
        ],
    )
    django.setup()


def shell(request: HttpRequest) -> dict[str, object]:
    """The frame of every page of the gallery."""
    sections = (
        ui.Link("Overblik", "/", request.path == "/"),
        ui.Link("Komponenter", "/komponenter", request.path == "/komponenter"),
        ui.Link("Formular", "/formular", request.path == "/formular"),
    )
    return {
        "shell": ui.Shell(
            organisation="Mølleby Kommune",
            who=ui.Who("Karen Østergaard", acting_for="Villads Østergaard"),
            log_out="/log-ud",
            sections=sections,
            notice="Det her er en prøve. Alle personer er opdigtede.",
            accessibility_statement="/tilgaengelighed",
            footer_links=(ui.Link("Sådan bruger vi dine oplysninger", "/privatliv"),),
        )
    }


def overview(request: HttpRequest) -> HttpResponse:
    """A page as a citizen could meet it."""
    return ui.render(request, "overview.html", samples.overview())


def components(request: HttpRequest) -> HttpResponse:
    """Every component, with easy and with difficult content."""
    return ui.render(request, "components.html", samples.components())


def hostile(request: HttpRequest) -> HttpResponse:
    """Every component with markup for text: none of it may come alive."""
    return ui.render(request, "hostile.html", samples.hostile())


def form(request: HttpRequest) -> HttpResponse:
    """A form, and the same form sent back with errors."""
    return ui.render(request, "form.html", {"sent": request.method == "POST"})


def failing(request: HttpRequest, kind: str) -> HttpResponse:
    """A page that goes wrong in the way named."""
    text = Text("Feltet kunne ikke læses", "The field could not be read")
    if kind == "afvist":
        return ui.error_response(request, InputRefused("GS-TEST-001", what=text, why=text, do=text))
    if kind == "naegtet":
        return ui.error_response(request, AccessDenied("GS-TEST-002", what=text, why=text, do=text))
    raise RuntimeError("the page fails as it was asked to")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gearskifte.ui.urls")),
    path("", overview),
    path("komponenter", components),
    path("fjendtlig", hostile),
    path("formular", form),
    path("fejl/<slug:kind>", failing),
]
handler400 = "gearskifte.ui.pages.bad_request"
handler403 = "gearskifte.ui.pages.permission_denied"
handler404 = "gearskifte.ui.pages.page_not_found"
handler500 = "gearskifte.ui.pages.server_error"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing: the port is all that is printed."""


def main() -> None:
    """Serve until ended, on a free port that is printed first."""
    configure()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Silent)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
