# SPDX-License-Identifier: EUPL-1.2
"""Rows that are added are the rows that were given, for every type and any value of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gearskifte.kernel.database.rows import Target, add_rows, array_of, parts_of, rows_of

pytestmark = pytest.mark.integration

Connection = psycopg.Connection[tuple[Any, ...]]
COLUMNS: Final = {
    "u": "uuid",
    "t": "text",
    "v": "varchar",
    "b": "bool",
    "i": "int2",
    "n": "int8",
    "s": "timestamptz",
    "d": "bytea",
    "j": "jsonb",
}
TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
MOMENTS: Final = st.datetimes(
    datetime(1, 1, 3),  # noqa: DTZ001 - hypothesis puts the zone on
    datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=7))]),
)
VALUES: Final = (
    st.uuids(),
    TEXTS,
    TEXTS.filter(lambda text: len(text) <= 20),
    st.booleans(),
    st.integers(-(2**15), 2**15 - 1),
    st.integers(-(2**63), 2**63 - 1),
    MOMENTS,
    st.binary(),
    st.dictionaries(TEXTS, TEXTS | st.integers(-9, 9) | st.none(), max_size=3),
)
ROWS: Final = st.lists(st.tuples(*(each | st.none() for each in VALUES)), max_size=8)


def _document(value: object) -> bytes | None:
    """A value of the last column as it is written."""
    return None if value is None else json.dumps(value).encode()


def _create(connection: Connection) -> Target:
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    columns = columns.replace("varchar", "varchar(20)")
    connection.execute(f"CREATE TEMP TABLE added ({columns})".encode())
    return Target("added", COLUMNS)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ROWS)
def test_what_is_added_is_there(worker: Connection, given_rows: list[tuple[Any, ...]]) -> None:
    """Any values, NULL among them, are read back as they were written, in order."""
    with worker.transaction(force_rollback=True), worker.cursor() as cursor:
        target = _create(worker)
        encoded = [target.encode((*row, _document(doc))) for *row, doc in given_rows]
        add_rows(cursor, target, rows_of(encoded))
        assert cursor.execute("SELECT * FROM added").fetchall() == given_rows


@pytest.mark.parametrize(("column", "wrong"), [(1, "a\0b"), (2, "x" * 21), (8, {"a": "\0"})])
def test_what_no_table_can_hold_is_the_databases_to_refuse(
    worker: Connection, column: int, wrong: object
) -> None:
    """A value that does not fit raises a DataError, whichever type it is of."""
    row: list[object] = [None] * len(COLUMNS)
    row[column] = _document(wrong) if column == len(row) - 1 else wrong
    with worker.transaction(force_rollback=True), worker.cursor() as cursor:
        target = _create(worker)
        with pytest.raises(psycopg.DataError):
            add_rows(cursor, target, rows_of([target.encode(row)]))


def test_rows_are_added_after_a_transaction_that_was_rolled_back(worker: Connection) -> None:
    """What a connection made for its rows may be rolled back; it is made again."""
    row = dict.fromkeys(COLUMNS) | {"t": "here"}
    for _ in range(2):
        with worker.transaction(force_rollback=True), worker.cursor() as cursor:
            target = _create(worker)
            add_rows(cursor, target, rows_of([target.encode(list(row.values()))]))
            assert cursor.execute("SELECT t FROM added").fetchall() == [("here",)]


def test_a_row_of_another_shape_is_refused(worker: Connection) -> None:
    """A row with a value too few or of another type is no row of the table."""
    target = Target("added", COLUMNS)
    other = Target("added", dict.fromkeys(COLUMNS, "text"))
    few = target.encode([None] * (len(COLUMNS) - 1))
    wrong = other.encode([None] * len(COLUMNS))
    for encoded in (few, wrong):
        with worker.transaction(force_rollback=True), worker.cursor() as cursor:
            _create(worker)
            with pytest.raises(psycopg.ProgrammingError):
                add_rows(cursor, target, rows_of([encoded]))


@given(st.lists(st.lists(st.binary(max_size=9), max_size=3)), st.data())
def test_parts_that_are_left_are_as_they_were(
    parts: list[list[bytes]], data: st.DataObject
) -> None:
    """Whichever parts are left out, the others have the same rows, in the order asked for."""
    wanted = data.draw(st.lists(st.sampled_from(range(len(parts))))) if parts else []
    left = parts_of(parts).only(wanted)
    assert left == parts_of([parts[at] for at in wanted])
    assert left.rows == rows_of([row for at in wanted for row in parts[at]])


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.uuids()))
def test_an_array_of_ids_is_those_ids(worker: Connection, ids: list[UUID]) -> None:
    """PostgreSQL reads the text as the same ids in the same order."""
    with worker.transaction(force_rollback=True):
        ((told,),) = worker.execute("SELECT %s::text::uuid[]", [array_of(ids)]).fetchall()
    assert told == ids
