# SPDX-License-Identifier: EUPL-1.2
"""Tables of the registry.

The truth is `raw_message` and `registration`, both append-only. Everything below them is projected
from the truth and can be made again by a replay; `person` and its key are kept through it.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gearskifte.registry import decisions

Swap = decisions.Swap
Alias = decisions.Alias
Resolution = decisions.Resolution
Rhythm = decisions.Rhythm
Inventory = decisions.Inventory
Erasure = decisions.Erasure
Erased = decisions.Erased
Right = decisions.Right


class Sender(models.Model):
    """A source system that may send messages through the API; `system` is its id in messages."""

    id = models.SmallAutoField(primary_key=True)
    system = models.TextField(unique=True)
    name = models.TextField(unique=True)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "registry_sender"


class SourceKey(models.Model):
    """A key with which a sender authenticates itself: only its hash is here, never the key."""

    id = models.BigAutoField(primary_key=True)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT)
    prefix = models.CharField(max_length=8, unique=True)
    hash = models.BinaryField(unique=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "registry_source_key"


class RawMessage(models.Model):
    """A message byte for byte as it came, enciphered, with what became of it.

    `sender` is who authenticated itself, null for a message that came as a file; `system` that one,
    else what the message says; `stated_system` what it says where that is another. `held`: it is
    kept unread (see `registry_keep_message`). `doubted`: only people settle it (ADR 106).
    """

    id = models.BigAutoField(primary_key=True)
    sha256 = models.BinaryField(unique=True)
    received_at = models.DateTimeField()
    origin = models.TextField()
    size = models.BigIntegerField()
    body = models.BinaryField()
    interface = models.CharField(max_length=20, default="")
    message_id = models.TextField(default="")
    system = models.TextField(default="")
    stated_system = models.TextField(db_default="")
    status = models.CharField(max_length=12, default="received")
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, null=True, db_index=False)
    held = models.BooleanField(db_default=False)
    doubted = models.BooleanField(db_default=False)

    class Meta:
        db_table = "registry_raw_message"
        indexes: ClassVar = [
            models.Index(
                fields=["message_id"],
                name="registry_raw_message_id",
                condition=~models.Q(message_id=""),
            ),
            models.Index(
                fields=["id"],
                name="registry_raw_unread",
                condition=models.Q(status="received"),
            ),
            models.Index(
                fields=["id"],
                name="registry_raw_new",
                condition=models.Q(status="received", interface=""),
            ),
        ]


class Delivery(models.Model):
    """That a sender has handed a message in; `id` is what the sender knows the message by."""

    id = models.UUIDField(primary_key=True)
    message = models.ForeignKey(RawMessage, on_delete=models.PROTECT, db_index=False)
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "registry_delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "sender"], name="registry_delivery_once")
        ]


class IdempotencyKey(models.Model):
    """The delivery that a sender's Idempotency-Key was first used for; a keyed HMAC of the key."""

    pk = models.CompositePrimaryKey("sender", "fingerprint")
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_index=False)
    fingerprint = models.BinaryField()
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, db_index=False)

    class Meta:
        db_table = "registry_idempotency_key"


class Registration(models.Model):
    """One work step of a source on one object (registrering). `id` is made from the content.

    `facts` is a JSON array, packed (see `histories.py`).
    """

    id = models.UUIDField(primary_key=True)
    object_id = models.UUIDField()
    kind = models.CharField(max_length=10)
    operation = models.CharField(max_length=10)
    source_time = models.DateTimeField()
    received_at = models.DateTimeField()
    message = models.ForeignKey(RawMessage, on_delete=models.PROTECT)
    lifecycle = models.CharField(max_length=20, default="")
    actor = models.JSONField(null=True)
    note = models.TextField(default="")
    facts = models.BinaryField()

    class Meta:
        db_table = "registry_registration"
        indexes: ClassVar = [models.Index(fields=["object_id"], name="registry_registration_about")]


class Person(models.Model):
    """A person known by a CPR number, which is only here: enciphered, and findable by HMAC.

    The id is made from the fingerprint, so that it needs no index of its own.
    """

    id = models.UUIDField(primary_key=True)
    fingerprint = models.BinaryField()
    cipher = models.BinaryField()
    name = models.TextField(default="")
    name_time = models.DateTimeField(null=True)
    met_at = models.DateTimeField()

    class Meta:
        db_table = "registry_person"


class System(models.Model):
    """A source system (it-system) and when it was last heard."""

    id = models.TextField(primary_key=True)
    name = models.TextField(default="")
    name_time = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    newest_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "registry_system"


class Authority(models.Model):
    """An authority that owns objects (ejer, myndighed), by CVR number or else by reference."""

    id = models.TextField(primary_key=True)
    name = models.TextField(default="")
    name_time = models.DateTimeField(null=True)

    class Meta:
        db_table = "registry_authority"


class Item(models.Model):
    """An object as it stands: its card and what it is found by."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10)
    owner = models.TextField(default="")
    system = models.TextField(default="")
    kle = models.CharField(max_length=20, default="")
    sensitivity = models.SmallIntegerField(null=True)
    hidden = models.BooleanField(default=False)
    finished = models.BooleanField(default=False)
    sorted_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    good_until = models.DateTimeField(null=True)
    card = models.JSONField()

    class Meta:
        db_table = "registry_object"
        indexes: ClassVar = [
            models.Index(
                fields=["good_until"],
                name="registry_object_good_until",
                condition=models.Q(good_until__isnull=False),
            )
        ]


class Party(models.Model):
    """A person on an object, in a role, for a time (part).

    The rows of an object are written together, so the key is not enforced: an index over the whole
    row would be larger than the row. It is found by its object.
    """

    pk = models.CompositePrimaryKey("object_id", "person_id", "role", "starts")
    object_id = models.UUIDField()
    person_id = models.UUIDField()
    role = models.CharField(max_length=60)
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        db_table = "registry_party"
        indexes: ClassVar = [models.Index(fields=["object_id"], name="registry_party_object")]


class Link(models.Model):
    """A reference from one object to another; the other may not be here yet."""

    pk = models.CompositePrimaryKey("source", "target", "role")
    source = models.UUIDField()
    target = models.UUIDField()
    role = models.CharField(max_length=60)

    class Meta:
        db_table = "registry_link"
        indexes: ClassVar = [models.Index(fields=["target"], name="registry_link_target")]


class Restriction(models.Model):
    """What restricts an object more than owner, subject and sensitivity do; most have none.

    `named` are those whom its security profiles (Sikkerhedsprofil) let see it, null where it has no
    profile; `until` is the moment from which officials see it no more before it is made anew, since
    something that decides who may see it begins or ends then.
    """

    object_id = models.UUIDField(primary_key=True)
    named = ArrayField(models.UUIDField(), null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "registry_restriction"


class Audience(models.Model):
    """Which objects concern a person, when, and whether the person may see them as a citizen."""

    pk = models.CompositePrimaryKey("object_id", "person_id", "starts", "citizen")
    object_id = models.UUIDField()
    person_id = models.UUIDField()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    citizen = models.BooleanField()
    owner = models.TextField()
    kind = models.CharField(max_length=10)
    finished = models.BooleanField()
    sorted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "registry_audience"
        indexes: ClassVar = [
            models.Index(
                fields=["person_id", "kind", "finished", "-sorted_at"],
                name="registry_audience_list",
            ),
        ]


class Event(models.Model):
    """An event message (hændelsesbesked)."""

    id = models.UUIDField(primary_key=True)
    raw = models.ForeignKey(RawMessage, on_delete=models.PROTECT)
    message_id = models.TextField()
    registered_at = models.DateTimeField(null=True)
    happened_at = models.DateTimeField(null=True)
    body = models.JSONField()

    class Meta:
        db_table = "registry_event"


class EventObject(models.Model):
    """What an event is about: a person or an object."""

    pk = models.CompositePrimaryKey("event_id", "target")
    event_id = models.UUIDField()
    target = models.UUIDField()

    class Meta:
        db_table = "registry_event_object"
        indexes: ClassVar = [models.Index(fields=["target"], name="registry_event_target")]


class SubjectClass(models.Model):
    """A class of a classification (klasse, KLE-emne), one row for each edition that changed it."""

    pk = models.CompositePrimaryKey("scheme", "number", "edition")
    scheme = models.CharField(max_length=20)
    number = models.CharField(max_length=20)
    edition = models.DateField()
    title = models.TextField()
    uuid = models.UUIDField(null=True)
    valid_from = models.DateField(null=True)
    expired = models.DateField(null=True)
    successors = models.JSONField(default=list)
    retention = models.CharField(max_length=5, default="")
    deletion_period = models.CharField(max_length=20, default="")

    class Meta:
        db_table = "registry_class"


class Fault(models.Model):
    """What was found, wherever that was: one row for all findings that say the same.

    `id` is made from the content. In `path`, `{}` stands for each number and id that tells one
    place from another (see `rules/places.py`).
    """

    id = models.BigIntegerField(primary_key=True)
    rule = models.CharField(max_length=120)
    severity = models.CharField(max_length=10)
    path = models.TextField()
    text_da = models.TextField()
    text_en = models.TextField()

    class Meta:
        db_table = "registry_fault"


class Finding(models.Model):
    """A fault in a message that could be used all the same (fund); `place` fills in its path.

    The view `registry_finding` tells each in full. The table's key is message and id: a finding is
    always asked for by its message.
    """

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(RawMessage, on_delete=models.PROTECT, db_index=False)
    object_id = models.UUIDField(null=True)
    fault = models.ForeignKey(Fault, on_delete=models.PROTECT)
    place = models.TextField()

    class Meta:
        db_table = "registry_found"


class Unread(models.Model):
    """Whom, what, or whom it concerns of what, a message names that is not wholly read."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(RawMessage, on_delete=models.PROTECT)
    person_id = models.UUIDField(null=True)
    object_id = models.UUIDField(null=True)

    class Meta:
        db_table = "registry_unread"
        indexes: ClassVar = [
            models.Index(
                fields=[f"{of}_id"],
                name=f"registry_unread_{of}",
                condition=models.Q((f"{of}_id__isnull", False)),
            )
            for of in ("person", "object")
        ]


class Quarantine(models.Model):
    """A message, or one object in it, that cannot be used, and what the vendor should do."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(RawMessage, on_delete=models.PROTECT)
    object_id = models.UUIDField(null=True)
    code = models.CharField(max_length=80)
    path = models.TextField()
    reason_da = models.TextField()
    reason_en = models.TextField()

    class Meta:
        db_table = "registry_quarantine"
