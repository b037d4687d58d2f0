"""PlanCopy: from which signed version a plan was copied forward, and how it stood when it was made."""

from django.conf import settings
from django.db import models

from plans.models.plan import Plan
from plans.models.version import PlanVersion


class PlanCopy(models.Model):
    """Where a plan came from. ``origins``: by the id of each row that was copied, that of the row in the source."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, primary_key=True, related_name="copied")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="copies")
    origins = models.JSONField(help_text="By the id of a copied row, the id of the row that it was copied from")
    carried = models.JSONField(help_text="The plan's content as it was when it was made")
    copied_at = models.DateTimeField()
    copied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "plan copies"

    def __str__(self) -> str:
        return f"Copied from {self.version}"
