"""Guardian's rows for plans, with direct foreign keys: they go when the plan goes, and never name a lost object."""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from plans.models.plan import Plan


class PlanGroupPermission(GroupObjectPermissionBase):
    """What the holders of an organisation's role may do with a plan."""

    content_object = models.ForeignKey(Plan, on_delete=models.CASCADE)


class PlanUserPermission(UserObjectPermissionBase):
    """An exception for one person: a deputy, or a provider asked to comment."""

    content_object = models.ForeignKey(Plan, on_delete=models.CASCADE)
