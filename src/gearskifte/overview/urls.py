# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the citizen's pages and of the case worker's look-up."""

from __future__ import annotations

from django.urls import path

from gearskifte.overview import look_up_views, views

app_name = "overview"
urlpatterns = [
    path("mit-overblik/", views.mine, name="mine"),
    path("mit-overblik.json", views.mine_as_json, name="mine-json"),
    path("mit-overblik/sag/<uuid:case>/", views.case, name="case"),
    path("mit-overblik/sager/<slug:which>/", views.cases, name="cases"),
    path("mit-overblik/penge/", views.money, name="money"),
    path("nyt/", views.news, name="news"),
    path("hvem-har-set/", views.log, name="log"),
    path("opslag/", look_up_views.look_up, name="look-up"),
    path("opslag/<uuid:look_up>/", look_up_views.citizen, name="citizen"),
    path("opslag/<uuid:look_up>/sag/<uuid:case>/", look_up_views.case, name="citizen-case"),
]
