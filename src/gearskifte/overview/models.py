# SPDX-License-Identifier: EUPL-1.2
"""Tables of the overview: what is new to a citizen, kept from the events of other rooms."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class News(models.Model):
    """Something that happened in a case or with money, as one citizen sees it.

    `event_id` is null for an answer to what the citizen said is wrong, or for one that did not come
    in time; `object_id` is then the id of what was said.
    `decided` is whether it was decided if a message tells of it, and `message_id` which does.
    """

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField()
    object_id = models.UUIDField()
    event_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=20)
    at = models.DateTimeField()
    decided = models.BooleanField(default=False, db_default=False)
    message_id = models.UUIDField(null=True)

    class Meta:
        db_table = "overview_news"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "event_id"], name="overview_news_once"),
            models.UniqueConstraint(
                fields=["object_id"],
                condition=models.Q(what="answer"),
                name="overview_news_answer_once",
            ),
            models.UniqueConstraint(
                fields=["object_id"],
                condition=models.Q(what="overdue"),
                name="overview_news_overdue_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["message_id"],
                name="overview_news_message",
                condition=models.Q(message_id__isnull=False),
            ),
            models.Index(
                fields=["id"], name="overview_news_undecided", condition=models.Q(decided=False)
            ),
        ]


class RobotAct(models.Model):
    """Something a robot did in a case; `case_ref` is the case's UUID or its number."""

    event_id = models.BigIntegerField(primary_key=True)
    person_id = models.UUIDField()
    case_ref = models.TextField()
    at = models.DateTimeField()
    robot = models.TextField()
    rule = models.TextField()
    what = models.TextField()

    class Meta:
        db_table = "overview_robot_act"
        indexes: ClassVar = [
            models.Index(fields=["person_id", "case_ref"], name="overview_robot_act_case")
        ]


class Protection(models.Model):
    """That a person's name and address are protected (CPR-loven § 28), as a register tells."""

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    source = models.TextField(default="")

    class Meta:
        db_table = "overview_protection"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "starts"], name="overview_protection_once")
        ]


class Usage(models.Model):
    """How often pages were read in a month (kaldsstatistik), about nobody.

    `what` is what the log calls the reading, `role` who reads, `system` the source of the case
    that was opened, "" for pages of no single case; `people` is by how many citizens, or about.
    """

    pk = models.CompositePrimaryKey("month", "what", "role", "system")
    month = models.DateField()
    what = models.CharField(max_length=40)
    role = models.CharField(max_length=40)
    system = models.TextField()
    reads = models.BigIntegerField()
    people = models.BigIntegerField()

    class Meta:
        db_table = "overview_usage"


class PublishedGuide(models.Model):
    """What the municipality has published (svarfrister, klage, kontakt), each edition whole.

    The newest edition holds; older ones stay, so that what was promised when can be told.
    """

    id = models.BigAutoField(primary_key=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=100)
    content = models.JSONField()

    class Meta:
        db_table = "overview_guide"


class Correction(models.Model):
    """A citizen's word that something is wrong (GDPR art. 16), and what became of it.

    `owner`, `system`, `unit` and `subject` are those of what it is about when it was sent: they say
    who answers, also when the case is handed on. `object_id` and `log_line` are null where it is
    about no single thing. `received_at` is when the source system said that it has it, under its
    own `reference`.
    """

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    object_id = models.UUIDField(null=True)
    log_line = models.BigIntegerField(null=True)
    owner = models.TextField()
    system = models.TextField(default="")
    unit = models.TextField(default="")
    subject = models.TextField(default="")
    text = models.TextField()
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="")
    answer = models.TextField(default="")
    answered_by = models.TextField(default="")
    seen_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    reference = models.TextField(default="", db_default="")

    class Meta:
        db_table = "overview_correction"
        indexes: ClassVar = [
            models.Index(fields=["person_id", "-sent_at"], name="overview_correction_person"),
            models.Index(fields=["owner", "due_at"], name="overview_correction_owner"),
        ]


class MandateRow(models.Model):
    """That somebody may see another's data (fuldmagt, forældremyndighed, værgemål).

    A citizen's own mandate is narrow (`scope`), dated, and begins when the code was used. What a
    register told has `source` and no code. Rows are never removed: `ends` is moved, and
    `revoked_at` says that somebody did it.
    """

    id = models.UUIDField(primary_key=True)
    giver = models.UUIDField()
    giver_name = models.TextField(default="")
    holder = models.UUIDField(null=True)
    holder_name = models.TextField(default="")
    purpose = models.CharField(max_length=40)
    scope = models.TextField(default="")
    label = models.TextField(default="")
    made_at = models.DateTimeField()
    starts = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    code = models.BinaryField(null=True, unique=True)
    code_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    source = models.TextField(default="")

    class Meta:
        db_table = "overview_mandate"
        indexes: ClassVar = [
            models.Index(fields=["giver"], name="overview_mandate_giver"),
            models.Index(fields=["holder"], name="overview_mandate_holder"),
        ]


class WaitRow(models.Model):
    """How long cases have taken lately and how they are titled, made every day; about nobody."""

    as_of = models.DateField(primary_key=True)
    content = models.JSONField()
    titles = models.JSONField()

    class Meta:
        db_table = "overview_waits"


class MessageSetting(models.Model):
    """How a citizen wants to hear that there is news; no row is not at all.

    `channel` is "", "email" or "post"; `cases`, `money` and `answers` are what about.
    """

    person_id = models.UUIDField(primary_key=True)
    channel = models.CharField(max_length=10)
    email = models.TextField(default="")
    language = models.CharField(max_length=2)
    cases = models.BooleanField()
    money = models.BooleanField()
    answers = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "overview_message_setting"


class MessageRow(models.Model):
    """A message that there is news; what it says of where it stands is `rules.messages.Message`.

    `owner`, `unit` and `subject` say who does something about one that went to a person, and
    `handled_at` that somebody did.
    """

    id = models.UUIDField(primary_key=True)
    person_id = models.UUIDField()
    channel = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=10, default="")
    owner = models.TextField(default="")
    unit = models.TextField(default="")
    subject = models.TextField(default="")
    handled_at = models.DateTimeField(null=True)
    handled_by = models.TextField(default="")
    handling = models.TextField(default="")

    class Meta:
        db_table = "overview_message"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person_id"],
                condition=models.Q(state="waiting", attempts=0),
                name="overview_message_gathering",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["look_at"],
                name="overview_message_look",
                condition=models.Q(look_at__isnull=False),
            ),
            models.Index(fields=["person_id", "-made_at"], name="overview_message_person"),
            models.Index(
                fields=["owner", "ended_at"],
                name="overview_message_task",
                condition=models.Q(state="escalated"),
            ),
        ]


class Delivery(models.Model):
    """How much of a granted service was delivered (leveret indsats), as a system has told it.

    It names no person: who sees it are those who see its grant, `object_id`.
    """

    id = models.BigAutoField(primary_key=True)
    object_id = models.UUIDField()
    source = models.TextField()
    service = models.TextField(default="")
    first = models.DateField()
    last = models.DateField()
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=10)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "overview_delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["object_id", "source", "service", "first", "last"],
                name="overview_delivery_once",
            )
        ]


class LookUp(models.Model):
    """That a source system has told of a look-up, by its own name for it, so that it is told once.

    Whom it was about, when and why is the line in that person's log.
    """

    id = models.BigAutoField(primary_key=True)
    system = models.TextField()
    reference = models.TextField()

    class Meta:
        db_table = "overview_look_up"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "reference"], name="overview_look_up_once")
        ]


class Telling(models.Model):
    """When a source system last told who looks, and until when it has told everything."""

    system = models.TextField(primary_key=True)
    name = models.TextField()
    told_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "overview_telling"
