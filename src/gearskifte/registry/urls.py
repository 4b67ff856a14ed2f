# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the registry's pages."""

from __future__ import annotations

from django.urls import path

from gearskifte.registry import views

app_name = "registry"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("kvalitet/", views.quality, name="quality"),
    path("kvalitet.csv", views.quality_csv, name="quality-csv"),
    path("adgang/", views.entitled, name="rights"),
    path("karantaene/<int:message>/", views.quarantined, name="quarantined"),
]
