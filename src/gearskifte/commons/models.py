# SPDX-License-Identifier: EUPL-1.2
"""Tables of the commons. Nothing in them is about a person: contacts are units, not people."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Publisher(models.Model):
    """A municipality whose packages may be taken in: the key it signs with, and who believed it."""

    owner = models.TextField(primary_key=True)
    name = models.TextField()
    key = models.BinaryField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "commons_publisher"


class Package(models.Model):
    """A robot package, this municipality's own or another's, with what became of it.

    `why` says why it was refused or failed, `report` how its trial went, `given` what was filled in
    for it here, `robot` and `digest` what it became.
    """

    id = models.UUIDField(primary_key=True)
    object = models.TextField(blank=True)
    version = models.TextField(blank=True)
    title = models.TextField(blank=True)
    sha256 = models.TextField()
    body = models.BinaryField()
    own = models.BooleanField()
    state = models.TextField()
    why = models.TextField(blank=True)
    report = models.JSONField(null=True)
    given = models.JSONField(null=True)
    by = models.TextField()
    department = models.TextField(blank=True)
    at = models.DateTimeField()
    robot = models.TextField(blank=True)
    digest = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True)
    first_run_at = models.DateTimeField(null=True)
    runs = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "commons_package"
        indexes: ClassVar = [
            models.Index(fields=["own", "-at"], name="commons_package_shown"),
            models.Index(
                fields=["at"],
                name="commons_package_trying",
                condition=models.Q(state="trying"),
            ),
        ]


class Entry(models.Model):
    """An idea, a pilot, a project or something in use, of this municipality or another."""

    id = models.UUIDField(primary_key=True)
    number = models.BigIntegerField(unique=True)  # from commons_entry_number, in order of change
    municipality = models.TextField()
    title = models.TextField()
    description = models.TextField()
    phase = models.TextField()
    unit = models.TextField(blank=True)
    ends_on = models.DateField(null=True)
    stop_criterion = models.TextField(blank=True)
    because = models.TextField(blank=True)
    owner = models.TextField(blank=True, db_default="")
    origin = models.TextField(db_default="staff")
    with_whom = models.TextField(blank=True, db_default="")
    staff = models.TextField(blank=True, db_default="")
    business_case = models.TextField(blank=True, db_default="")
    cost_oere = models.BigIntegerField(null=True)
    budget_oere = models.BigIntegerField(null=True)
    starts_on = models.DateField(null=True)
    field = models.TextField(blank=True, db_default="")
    kle = models.TextField(blank=True, db_default="")
    system = models.TextField(blank=True, db_default="")
    target = models.TextField(blank=True, db_default="")
    papers = models.TextField(blank=True, db_default="")  # a line each: title | address
    promise = models.UUIDField(null=True)
    authority = models.TextField(blank=True, db_default="")  # whose promise it is
    reuses = models.UUIDField(null=True)  # the entry that this municipality took over
    robot = models.TextField(blank=True, db_default="")
    shared = models.BooleanField(default=False)
    object = models.TextField(
        blank=True, db_default=""
    )  # "CVR/name" of an entry that came by a feed
    created_at = models.DateTimeField()
    alive_at = models.DateTimeField()
    vector = models.BinaryField(null=True)
    topics = ArrayField(models.SmallIntegerField(), null=True)
    shares = ArrayField(models.FloatField(), null=True)
    model = models.TextField(blank=True)

    class Meta:
        db_table = "commons_entry"


class Judgement(models.Model):
    """What a person said of two entries: the same topic, or not."""

    id = models.BigAutoField(primary_key=True)
    one = models.UUIDField()
    other = models.UUIDField()
    same = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "commons_judgement"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="commons_judgement_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="commons_judgement_order"
            ),
        ]


class Reply(models.Model):
    """What this municipality answered another one's entry: join, share or wait."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="replies")
    other = models.UUIDField()
    answer = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "commons_reply"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "other"], name="commons_reply_once")
        ]


class Milestone(models.Model):
    """What happened to an entry, and when: the story that all paces are computed from."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="milestones")
    by = models.TextField()
    kind = models.TextField()
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        db_table = "commons_milestone"
        indexes: ClassVar = [models.Index(fields=["entry", "at"], name="commons_milestone_story")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "by", "kind", "at"], name="commons_milestone_once"
            )
        ]


class Reuse(models.Model):
    """A municipality that took over another's entry, as it said itself."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="reused_by")
    municipality = models.TextField()
    how = models.TextField()
    since = models.DateTimeField()
    runs = models.BigIntegerField(default=0)
    alive_at = models.DateTimeField()
    items = models.BigIntegerField(null=True)
    alone = models.BigIntegerField(null=True)

    class Meta:
        db_table = "commons_reuse"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "municipality"], name="commons_reuse_once"),
            models.CheckConstraint(
                condition=models.Q(items__isnull=True, alone__isnull=True)
                | models.Q(alone__gte=0, alone__lte=models.F("items")),
                name="commons_reuse_ran",
            ),
        ]


class Effect(models.Model):
    """What an entry gave in one municipality: measured with its uncertainty, or estimated."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="measured")
    municipality = models.TextField()
    metric = models.TextField()
    method = models.TextField()
    value = models.FloatField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    count = models.BigIntegerField()
    context = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "commons_effect"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry", "municipality", "metric", "method"], name="commons_effect_once"
            )
        ]


class Pool(models.Model):
    """A purchase or development that several municipalities make together."""

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="pools")
    municipality = models.TextField()
    unit = models.TextField()
    deadline = models.DateField()
    fewest = models.IntegerField()
    cost_oere = models.BigIntegerField()
    share = models.TextField()
    created_at = models.DateTimeField()
    object = models.TextField(blank=True, db_default="")

    class Meta:
        db_table = "commons_pool"


class Partner(models.Model):
    """A municipality in a pool, with the inhabitants its share may be reckoned by."""

    id = models.BigAutoField(primary_key=True)
    pool = models.ForeignKey(Pool, models.CASCADE, related_name="partners")
    municipality = models.TextField()
    inhabitants = models.IntegerField()
    joined_at = models.DateTimeField()

    class Meta:
        db_table = "commons_partner"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pool", "municipality"], name="commons_partner_once")
        ]


class Page(models.Model):
    """A file of this installation's own feed, as it is served: the head, or a page for good."""

    name = models.TextField(primary_key=True)
    body = models.BinaryField()

    class Meta:
        db_table = "commons_page"


class Peer(models.Model):
    """What this installation remembers of a feed it reads; the hub's own row has no key."""

    owner = models.TextField(primary_key=True)
    name = models.TextField(blank=True)
    key = models.BinaryField()
    sequence = models.BigIntegerField()
    pages = models.BigIntegerField()
    chain = models.TextField()
    issued = models.DateTimeField(null=True)
    refused = models.TextField(blank=True)

    class Meta:
        db_table = "commons_peer"


class Told(models.Model):
    """What was told of own months last, by object, as a hash: the same is not told twice."""

    object = models.TextField(primary_key=True)
    mark = models.TextField()

    class Meta:
        db_table = "commons_told"


class Untold(models.Model):
    """An event that waits to be told in the own feed."""

    id = models.BigAutoField(primary_key=True)
    event = models.BinaryField()

    class Meta:
        db_table = "commons_untold"
