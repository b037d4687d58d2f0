"""RouteStop and ForwardStatement: whom a case passes, kept as it was when sign-off opened, and going on without one."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from approvals.models.case import REASON_LIMIT, Case
from conditions.models import RouteGroup


class RouteStop(models.Model):
    """One body on the way of a case, in its group. Later changes of rounds, places or parties do not move it.

    After submission a group may have no body of its own here: its ``title`` says who answers.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stops")
    group = models.CharField(max_length=10, choices=RouteGroup)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "position"], name="route_stop_one_for_a_position"),
            models.UniqueConstraint(fields=["case", "organisation"], name="route_stop_one_for_a_body"),
            models.CheckConstraint(condition=Q(group__in=RouteGroup.values), name="route_stop_group_known"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(group__in=[RouteGroup.PARTY, RouteGroup.BOARD]),
                name="route_stop_signs_as_a_body",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ForwardStatement(models.Model):
    """Why a plan goes forward though some bodies cannot agree: what those who do agree say beside the refusals."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="forward_statements")
    version = models.ForeignKey("plans.PlanVersion", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    statement = models.TextField(max_length=REASON_LIMIT)

    class Meta:
        ordering: ClassVar = ["stated_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(statement=""), name="forward_statement_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.statement[:40]}"
