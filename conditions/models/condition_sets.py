"""Condition sets as issued, their conditions, and the lasting concepts beneath them."""

from typing import ClassVar

from django.db import models
from django.db.models import Min, Q

from conditions.models.issued import IssuedRow, known_mark


class Concept(IssuedRow):
    """The lasting idea behind a national condition; answers hang on it, so a new set asks only for what is new."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        constraints: ClassVar = [known_mark("concept")]

    def __str__(self) -> str:
        return self.title


class ConditionSet(IssuedRow):
    """The national conditions as one paper stated them; a plan pins one set and shows that set's wording."""

    key = models.CharField(max_length=40, primary_key=True)
    title = models.CharField(max_length=160)
    issued_on = models.DateField(null=True, blank=True, help_text="Empty when the paper bears no day")
    issued_text = models.CharField(max_length=60, help_text="The date as people say it, for example December 2013")
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    implied_concepts = models.ManyToManyField(
        Concept,
        through="ImpliedConcept",
        related_name="implied_by",
        help_text="Concepts that no condition of the set names but that its papers ask for elsewhere",
    )

    class Meta:
        ordering: ClassVar = ["position", "key"]
        constraints: ClassVar = [known_mark("condition_set")]

    def __str__(self) -> str:
        return self.title

    def concepts(self) -> models.QuerySet[Concept]:
        """The concepts that its conditions rest on, each once, in the order of the conditions as it numbers them."""
        place = Min("conditions__position", filter=Q(conditions__condition_set=self.pk))
        return (
            Concept.objects.filter(conditions__condition_set=self.pk)
            .annotate(place=place)
            .order_by("place", "position")
        )


class ImpliedConcept(models.Model):
    """A concept that a set asks for outside its conditions, and where."""

    condition_set = models.ForeignKey(ConditionSet, on_delete=models.CASCADE, related_name="implied")
    concept = models.ForeignKey(Concept, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["concept__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["condition_set", "concept"], name="implied_concept_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.condition_set_id}: {self.concept_id}"


class ConditionKind(models.TextChoices):
    """What the paper calls an item of its list."""

    CONDITION = "condition", "Condition"
    PRINCIPLE = "principle", "Principle"


class NationalCondition(IssuedRow):
    """One item of a set, in our own words, with the concepts it rests on (in the order of the concepts' positions)."""

    condition_set = models.ForeignKey(ConditionSet, on_delete=models.CASCADE, related_name="conditions")
    number = models.CharField(max_length=5, help_text="As the paper numbers it, for example 4 or C1")
    kind = models.CharField(max_length=10, choices=ConditionKind, default=ConditionKind.CONDITION)
    title = models.CharField(max_length=120)
    wording = models.TextField(help_text="What the authors answer, in our own words")
    scope = models.CharField(max_length=120, blank=True, help_text="Where the set is narrower or wider than others")
    note = models.TextField(blank=True)
    applies_if = models.CharField(max_length=160, blank=True, help_text="Empty when it always applies")
    payment_gate = models.CharField(
        max_length=160, blank=True, help_text="What of it was a test for the first performance payment; empty if none"
    )
    position = models.PositiveSmallIntegerField(default=0)
    concepts = models.ManyToManyField(Concept, related_name="conditions")

    class Meta:
        ordering: ClassVar = ["condition_set", "position"]
        constraints: ClassVar = [
            known_mark("national_condition"),
            models.UniqueConstraint(fields=["condition_set", "number"], name="national_condition_number_unique"),
            models.CheckConstraint(condition=Q(kind__in=ConditionKind.values), name="national_condition_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
