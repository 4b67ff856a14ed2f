# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the robots' pages; none says anything about a person."""

from __future__ import annotations

from django.urls import path

from gearskifte.robots import (
    binding_views,
    item_views,
    proposal_views,
    step_views,
    tryout_views,
    views,
)

app_name = "robots"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("ny/", step_views.begin, name="begin"),
    path("ny/tekst/", views.editor, name="new"),
    path("opgaver/", item_views.tasks, name="tasks"),
    path("opgaver/<int:task>/svar/", item_views.answer, name="answer"),
    path("<slug:slug>/", views.robot, name="robot"),
    path("<slug:slug>/trin/", step_views.edit, name="steps"),
    path("<slug:slug>/ret/", views.editor, name="edit"),
    path("<slug:slug>/lokalt/", binding_views.local, name="local"),
    path("<slug:slug>/proeve/", tryout_views.try_out, name="try"),
    path("<slug:slug>/forslag/<int:proposal>/", proposal_views.answer, name="mend"),
    path("<slug:slug>/udgaver/<int:number>/", proposal_views.version, name="version"),
    path("<slug:slug>/stop/", views.halt, name="halt"),
    path("<slug:slug>/minutter/", views.minutes, name="minutes"),
    path("<slug:slug>/udgaver/<int:version>/godkend/", views.approve, name="approve"),
    path("<slug:slug>/sager/<int:number>/", item_views.item, name="item"),
    path(
        "<slug:slug>/sager/<int:number>/billeder/<int:picture>/",
        item_views.picture,
        name="picture",
    ),
]
