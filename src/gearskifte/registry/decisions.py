# SPDX-License-Identifier: EUPL-1.2
"""Tables of what people have decided and sources have promised: a replay keeps them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Swap(models.Model):
    """A system that took over another's objects (leverandørskifte)."""

    id = models.BigAutoField(primary_key=True)
    old_system = models.TextField()
    new_system = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()
    objects_taken = models.IntegerField()

    class Meta:
        db_table = "registry_swap"


class Alias(models.Model):
    """The id by which a new system knows an object that is here already; kept through a replay."""

    alias = models.UUIDField(primary_key=True)
    object_id = models.UUIDField()
    swap = models.ForeignKey(Swap, on_delete=models.PROTECT, db_index=False)

    class Meta:
        db_table = "registry_alias"


class Resolution(models.Model):
    """What was decided about a message in quarantine, by somebody or by a later message."""

    message = models.OneToOneField(
        "registry.RawMessage", on_delete=models.PROTECT, primary_key=True
    )
    outcome = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.TextField()
    reason = models.TextField()
    replacement = models.ForeignKey(
        "registry.RawMessage",
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="mended",
    )

    class Meta:
        db_table = "registry_resolution"


class Rhythm(models.Model):
    """How often a source system has promised to be heard."""

    system = models.TextField(primary_key=True)
    every = models.DurationField()
    grace = models.DurationField()
    agreed_at = models.DateTimeField()

    class Meta:
        db_table = "registry_rhythm"


class Inventory(models.Model):
    """What a source says it has sent until a moment (afstemning), beside what is here."""

    id = models.UUIDField(primary_key=True)
    message = models.ForeignKey("registry.RawMessage", on_delete=models.PROTECT)
    system = models.TextField()
    kind = models.CharField(max_length=10)
    until = models.DateTimeField()
    number = models.IntegerField()
    hash = models.CharField(max_length=64)
    listed = models.JSONField(null=True)
    ours = models.IntegerField(null=True)
    agrees = models.BooleanField(null=True)
    checked_at = models.DateTimeField(null=True)
    missing = models.JSONField(default=list)

    class Meta:
        db_table = "registry_inventory"
        indexes: ClassVar = [
            models.Index(fields=["system", "-until"], name="registry_inventory_newest")
        ]


class Erasure(models.Model):
    """A deletion run: what it removed, and what was looked for afterwards and not found."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by = models.TextField()
    due_by = models.DateField()
    number = models.IntegerField()
    proof = models.JSONField()

    class Meta:
        db_table = "registry_erasure"


class Erased(models.Model):
    """The id of an object that was deleted, so that nothing kept or sent brings it back."""

    object_id = models.UUIDField(primary_key=True)
    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, db_index=False)

    class Meta:
        db_table = "registry_erased"


class Right(models.Model):
    """What an official may see of what an authority owns (rettighed), for a time.

    `official` is an employee's id, `authority` the owner's; "*" is every official, and the
    authority that each works for. `subjects` are KLE numbers for cases and documents, `benefits`
    for grants and payments ("27, 32.03-32.09", or "*"); `level` is the highest sensitivity
    (følsomhed), 1 to 4; `identities` are UUIDs by which a security profile can name the official.
    """

    id = models.BigAutoField(primary_key=True)
    official = models.TextField()
    authority = models.TextField()
    subjects = models.TextField()
    benefits = models.TextField()
    level = models.SmallIntegerField()
    identities = ArrayField(models.UUIDField(), default=list)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    given_by = models.TextField()
    given_at = models.DateTimeField()
    ended_by = models.TextField(default="")

    class Meta:
        db_table = "registry_right"
        indexes: ClassVar = [models.Index(fields=["official"], name="registry_right_official")]
