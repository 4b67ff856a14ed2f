# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the commons."""

from __future__ import annotations

from django.urls import path

from gearskifte.commons import (
    entry_views,
    feed_views,
    import_views,
    package_views,
    plan_views,
    pool_views,
    tempo_views,
    views,
)

app_name = "commons"
urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("ny/", views.new_idea, name="new-idea"),
    path("ny/fundne/", views.hits, name="hits"),
    path("hent/", import_views.take_in, name="import"),
    path("robotter/", package_views.shelf, name="shelf"),
    path("robotter/<uuid:package>/", package_views.package, name="package"),
    path("robotter/<uuid:package>/fil", package_views.download, name="package-file"),
    path("rapport/", views.report, name="report"),
    path("tempo/", tempo_views.pace, name="tempo"),
    path("koe/", pool_views.queue, name="queue"),
    path("puljer/", pool_views.pools, name="pools"),
    path("puljer/<uuid:pool>/", pool_views.pool, name="pool"),
    path("puljer/<uuid:pool>/med/", pool_views.join_pool, name="join"),
    path("feed/<path:name>", feed_views.feed, name="feed"),
    path("<uuid:entry>/", entry_views.entry_page, name="entry"),
    path("<uuid:entry>/plan/", plan_views.plan, name="plan"),
    path("<uuid:entry>/fase/", entry_views.change_phase, name="phase"),
    path("<uuid:entry>/lever/", entry_views.heartbeat, name="heartbeat"),
    path("<uuid:entry>/beslutning/", entry_views.decide, name="decide"),
    path("<uuid:entry>/del/", entry_views.share, name="share"),
    path("<uuid:entry>/genbrug/", entry_views.reuse, name="reuse"),
    path("<uuid:entry>/pulje/", pool_views.new_pool, name="new-pool"),
    path("<uuid:entry>/dom/<uuid:other>/", entry_views.judge, name="judge"),
]
