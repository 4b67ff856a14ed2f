# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the registry's pages."""

from __future__ import annotations

from django.urls import path

from gearskifte.registry import views

app_name = "registry"
urlpatterns = [
    path("", views.sources, name="sources"),
    path("karantaene/<int:message>/", views.quarantined, name="quarantined"),
]
