# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the demo login; left out in production."""

from __future__ import annotations

from django.urls import path

from gearskifte.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.people, name="people"),
    path("bliv/", views.become, name="become"),
    path("rundtur/", views.tour, name="tour"),
]
