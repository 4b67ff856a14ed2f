# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the gearbox."""

from __future__ import annotations

from django.urls import path

from gearskifte.gearbox import views

app_name = "gearbox"
urlpatterns = [
    path("", views.gearbox, name="gearbox"),
    path("tal.csv", views.figures, name="figures"),
]
