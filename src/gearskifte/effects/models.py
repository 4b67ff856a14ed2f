# SPDX-License-Identifier: EUPL-1.2
"""Tables of effects. No person is in any of them: cases are known by id, dates and subject.

`case`, `picture`, `adoption` are projected from events and can be made again; `elsewhere` is what
other municipalities told last. `deadline`,
`meaning`, `initiative`, `staffing` and `reckoning` are what somebody said or what was found; they
are only ever added to, which the database sees to.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Case(models.Model):
    """What is known of one case: when it was received, decided, closed and opened again.

    `acts` are what happened, with who as a tag; None where a case was kept before acts were.
    `stated` are the dates that its source system states. The dates and counts beside them are read
    from both by the activities' meaning, of which `read_by` was the newest version then. `early`
    is what was done in the first `FOLLOWED` days. `decision` is how it was decided, which is known
    from `decision_on`; "" where nothing says. `started` is None while it is not received.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.TextField()
    system = models.TextField()
    number = models.TextField(default="")
    topic = models.CharField(max_length=20)
    started = models.DateField(null=True)
    informed = models.DateField(null=True)
    decided = models.DateField(null=True)
    closed = models.DateField(null=True)
    reopened = models.DateField(null=True)
    annulled = models.DateField(null=True)
    complained = models.DateField(null=True)
    upheld = models.DateField(null=True)
    touches = models.IntegerField()
    people = models.IntegerField()
    minutes = models.IntegerField(null=True)
    early_touches = models.IntegerField(default=0)
    early_people = models.IntegerField(default=0)
    early_minutes = models.IntegerField(null=True)
    steps = models.TextField(default="")
    decision = models.TextField(default="")
    decision_on = models.DateField(null=True)
    stated = models.JSONField(default=dict)
    acts = models.JSONField(null=True)
    read_by = models.BigIntegerField(default=0)

    class Meta:
        db_table = "effects_case"
        indexes: ClassVar = [
            models.Index(fields=["owner", "topic"], name="effects_case_topic"),
            models.Index(fields=["number"], name="effects_case_number"),
        ]


class Touch(models.Model):
    """The first time that a robot or a shared solution did something in a case (berøring).

    `items` are the numbers of the work items in which it did. `reference` is the case as it was
    told: its UUID, or its number in its own system. The case may not be known yet.
    """

    pk = models.CompositePrimaryKey("reference", "solution")
    reference = models.TextField()
    solution = models.TextField()
    title = models.TextField()
    at = models.DateTimeField()
    items = ArrayField(models.BigIntegerField(), db_default=[])

    class Meta:
        db_table = "effects_touch"


class Minutes(models.Model):
    """Human time that somebody measured (tidtagning), by the event that told of it.

    `item` is the work item of the robot `solution`; 0 where one was timed by hand.
    """

    event = models.BigIntegerField(primary_key=True)
    item = models.BigIntegerField()
    solution = models.TextField()
    minutes = models.DecimalField(max_digits=7, decimal_places=1)
    at = models.DateTimeField()

    class Meta:
        db_table = "effects_minutes"


class Meaning(models.Model):
    """A version of what the activities of a process mean (udgave af milepælskortlægning).

    See `rules.meaning.MeaningVersion`. `valid_from` is None from the beginning.
    """

    id = models.BigAutoField(primary_key=True)
    owner = models.TextField()
    topic = models.CharField(max_length=20)
    version = models.IntegerField()
    valid_from = models.DateField(null=True)
    milestones = models.JSONField()
    robots = models.JSONField()
    why = models.TextField()
    entered_at = models.DateTimeField()
    entered_by = models.TextField()

    class Meta:
        db_table = "effects_meaning"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "topic", "version"], name="effects_meaning_once"
            )
        ]


class Proposal(models.Model):
    """A version as somebody would have it, and what it would change, before it is saved (udkast).

    `shown` is worked out by the worker; None until then. `newest` is the version it was made on.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.TextField()
    topic = models.CharField(max_length=20)
    newest = models.BigIntegerField()
    valid_from = models.DateField(null=True)
    milestones = models.JSONField()
    robots = models.JSONField()
    why = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    shown = models.JSONField(null=True)

    class Meta:
        db_table = "effects_proposal"


class Adoption(models.Model):
    """How far a robot or a shared solution is in use for one kind of case (ibrugtagning).

    Read from the cases: see `rules.adoption.Use`.
    """

    pk = models.CompositePrimaryKey("owner", "topic", "solution")
    owner = models.TextField()
    topic = models.CharField(max_length=20)
    solution = models.TextField()
    title = models.TextField(default="")
    first = models.DateField(null=True)
    month = models.DateField(null=True)
    touched = models.IntegerField(default=0)
    started = models.IntegerField(default=0)

    class Meta:
        db_table = "effects_adoption"


class Import(models.Model):
    """A solution that was taken over from the commons, and the kind of case it works on (import).

    It stands there from that day; that it is in use is seen in the cases.
    """

    solution = models.TextField(primary_key=True)
    topic = models.CharField(max_length=20)
    title = models.TextField()
    day = models.DateField()

    class Meta:
        db_table = "effects_import"


class Elsewhere(models.Model):
    """What another municipality told of its cases of one kind: months, never a case (månedstal).

    See `rules.elsewhere.Series`.
    """

    pk = models.CompositePrimaryKey("unit", "topic", "outcome")
    unit = models.TextField()
    topic = models.CharField(max_length=20)
    outcome = models.TextField()
    months = models.JSONField()
    uses = models.JSONField()

    class Meta:
        db_table = "effects_elsewhere"


class Picture(models.Model):
    """The service of one kind of case of one authority, ready to be shown (servicebillede).

    `due_at` is when it is to be made anew: at once when a case changed, else in the next night.
    `followed` are the months that authorities are compared by: see `rules.elsewhere.Month`.
    """

    pk = models.CompositePrimaryKey("owner", "topic")
    owner = models.TextField()
    topic = models.CharField(max_length=20)
    title = models.TextField(default="")
    unit = models.TextField(default="")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    shown = models.JSONField(null=True)
    waits = models.JSONField(null=True)
    followed = models.JSONField(null=True)

    class Meta:
        db_table = "effects_picture"
        indexes: ClassVar = [models.Index(fields=["due_at"], name="effects_picture_due")]


class Deadline(models.Model):
    """The published deadline of a KLE number from a day on (retssikkerhedsloven § 3, stk. 2).

    `owner` is "" for every authority here; `days` is null where a promise was taken back.
    """

    id = models.BigAutoField(primary_key=True)
    owner = models.TextField()
    topic = models.CharField(max_length=20)
    days = models.IntegerField(null=True)
    working = models.BooleanField()
    valid_from = models.DateField()
    decided_where = models.TextField()
    link = models.TextField(default="", db_default="")
    entered_at = models.DateTimeField()
    entered_by = models.TextField()

    class Meta:
        db_table = "effects_deadline"
        indexes: ClassVar = [
            models.Index(fields=["owner", "topic", "valid_from"], name="effects_deadline_topic")
        ]


class Initiative(models.Model):
    """A promise, registered before it goes live (indsats, gevinstløfte).

    `change` is what is promised of the primary outcome, in per cent, less than nought where it
    becomes shorter; `detectable` is the smallest change that own history could show then.
    `solution` is what is taken into use; "" for the first that is after the promise.
    """

    id = models.UUIDField(primary_key=True)
    owner = models.TextField()
    topic = models.CharField(max_length=20)
    title = models.TextField()
    outcome = models.CharField(max_length=20)
    change = models.IntegerField()
    planned = models.DateField()
    solution = models.TextField(default="")
    cost_oere = models.BigIntegerField()
    detectable = models.JSONField(null=True)
    registered_at = models.DateTimeField()
    registered_by = models.TextField()

    class Meta:
        db_table = "effects_initiative"
        indexes: ClassVar = [models.Index(fields=["owner"], name="effects_initiative_owner")]


class Staffing(models.Model):
    """A change of staff that hangs on an initiative; `positions` in hundredths, less is fewer."""

    id = models.BigAutoField(primary_key=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT)
    positions = models.IntegerField()
    day = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.TextField()

    class Meta:
        db_table = "effects_staffing"


class Reckoning(models.Model):
    """What had come of a promise after 3, 6 or 12 months (opgørelse); `snapshot` made of what."""

    id = models.BigAutoField(primary_key=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT)
    months = models.SmallIntegerField()
    made_at = models.DateTimeField()
    verdict = models.CharField(max_length=40)
    snapshot = models.CharField(max_length=64)
    result = models.JSONField()
    panel = models.JSONField()

    class Meta:
        db_table = "effects_reckoning"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "months"], name="effects_reckoning_once")
        ]
