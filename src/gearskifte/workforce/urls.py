# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the workforce's pages."""

from __future__ import annotations

from django.urls import path

from gearskifte.workforce import file_views, freed_views, promised_views, views

app_name = "workforce"
urlpatterns = [
    path("", views.hands, name="hands"),
    path("lovet/", promised_views.promised, name="promised"),
    path("lovet/spaaet.csv", promised_views.grades, name="grades"),
    path("frigjorte/", freed_views.freed, name="freed"),
    path("tal/<slug:table>.csv", views.export, name="export"),
    path("filer/", file_views.files, name="files"),
    path("filer/<int:file>/", file_views.one, name="file"),
]
