"""What every row loaded from a dated file carries: its source, how far to trust it, whether it was edited here."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

FINANCIAL_YEAR = r"^\d{4}/\d{2}$"
is_financial_year = RegexValidator(FINANCIAL_YEAR, "Write a financial year like 2014/15.")


class SourceMark(models.TextChoices):
    """How far a fact can be relied on. The wording is always ours; the mark is about the fact."""

    SOURCED = "sourced", "Stated in a published paper"
    DERIVED = "derived", "Worked out from published facts"
    OWN = "own", "Not checked against a source: not official"
    DESIGN = "design", "Our recommendation: not official"


class IssuedRow(models.Model):
    """What every row loaded from a dated file shares: where it comes from, and whether anyone has edited it since."""

    source = models.CharField(max_length=300, help_text="The paper, with the paragraph or page where there is one")
    source_mark = models.CharField(max_length=10, choices=SourceMark, default=SourceMark.OWN)
    # What the last load wrote, by field: a row that no longer says so was edited here, and is kept. By field, so that a
    # field which a later release adds does not make every row look edited.
    loaded = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_official(self) -> bool:
        """Whether pages may show the row without saying that it is not official."""
        return self.source_mark in {SourceMark.SOURCED, SourceMark.DERIVED}


def known_mark(table: str) -> models.CheckConstraint:
    """The constraint that a table's source marks are among the four; the name carries the table's."""
    return models.CheckConstraint(condition=Q(source_mark__in=SourceMark.values), name=f"{table}_source_mark_known")
