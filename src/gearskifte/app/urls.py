# SPDX-License-Identifier: EUPL-1.2
"""Addresses: every room's own, and the front door."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from gearskifte.app import metrics, views
from gearskifte.app.operations import operations
from gearskifte.commons.public import share_robot
from gearskifte.login.public import log_out, logged_out

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("gearskifte.overview.urls")),  # first, as it is what is asked for most
    path("api/v1/", include("gearskifte.overview.api_urls")),
    path("api/ats/", include("gearskifte.robots.lending_urls")),
    path("api/", include("gearskifte.registry.api_urls")),
    path("log-ind/", include("gearskifte.login.urls")),
    path("log-ud/", log_out, name="log-out"),
    path("log-ud/faerdig/", logged_out, name="logged-out"),
    path("sundhed/", views.health, name="health"),
    path("sundhed/tal", metrics.metrics, name="metrics"),
    path("drift/", operations, name="operations"),
    path("", include("gearskifte.ui.urls")),
    path("", include("gearskifte.effects.urls")),
    path("gearkassen/", include("gearskifte.gearbox.urls")),
    path("robotter/<slug:slug>/del/", share_robot, name="share-robot"),
    path("robotter/", include("gearskifte.robots.urls")),
    path("haenderne/", include("gearskifte.workforce.urls")),
    path("faelles/", include("gearskifte.commons.urls")),
    path("kilder/", include("gearskifte.registry.urls")),
]
if not settings.GEARSKIFTE.production:
    urlpatterns.append(path("demo/", include("gearskifte.demo.urls")))

handler400 = "gearskifte.registry.endpoint.bad_request"
handler403 = "gearskifte.ui.public.permission_denied"
handler404 = "gearskifte.ui.public.page_not_found"
handler500 = "gearskifte.registry.endpoint.server_error"
