# SPDX-License-Identifier: EUPL-1.2
"""What the models of all rooms say is what their migrations make."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState

pytestmark = pytest.mark.integration

COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s
"""


@pytest.mark.usefixtures("database")
def test_models_and_migrations_agree() -> None:
    """No model of any room has changed without a migration that changes its table."""
    loader = MigrationLoader(None)
    assert not loader.detect_conflicts()
    changes = MigrationAutodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        NonInteractiveMigrationQuestioner(specified_apps=set(), dry_run=True),
    ).changes(graph=loader.graph)
    told = {app: [each.operations for each in made] for app, made in changes.items()}
    assert told == {}


def test_every_model_has_its_columns(owner: psycopg.Connection[tuple[Any, ...]]) -> None:
    """A migrated database has the table of each model, and in it each of its columns."""
    models = [model for model in apps.get_models() if model._meta.managed]
    assert len(models) > 50
    for model in models:
        there = {row[0] for row in owner.execute(COLUMNS, [model._meta.db_table]).fetchall()}
        wanted = {field.column for field in model._meta.local_concrete_fields if field.column}
        assert wanted <= there, model._meta.db_table
    owner.commit()
