# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the commons."""

from __future__ import annotations

from django.urls import path

from gearskifte.commons import package_views, views

app_name = "commons"
urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("ny/", views.new_idea, name="new-idea"),
    path("ny/fundne/", views.hits, name="hits"),
    path("robotter/", package_views.shelf, name="shelf"),
    path("robotter/<uuid:package>/", package_views.package, name="package"),
    path("robotter/<uuid:package>/fil", package_views.download, name="package-file"),
    path("<uuid:entry>/", views.entry_page, name="entry"),
    path("<uuid:entry>/fase/", views.change_phase, name="phase"),
    path("<uuid:entry>/lever/", views.heartbeat, name="heartbeat"),
    path("<uuid:entry>/dom/<uuid:other>/", views.judge, name="judge"),
]
