"""Localities: the area of one joint plan, its council, board and CCGs, and what is published about them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class ShareField(models.DecimalField[Any, Any]):
    """A part of a whole: 0 to 1, with four places. Never a float, or shares would not add up."""

    def __init__(self, verbose_name: str | None = None, **options: Any) -> None:
        super().__init__(verbose_name, **{"max_digits": 5, "decimal_places": 4, **options})


def is_share(field: str) -> Q:
    """The condition that a field lies between 0 and 1, or is empty."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__range": (0, 1)})


class Locality(models.Model):
    """The area of one authority with social care duties, as it stood from April 2013.

    Source: ONS codes and names; the area team is derived, the one whose CCGs cover most residents. See reference_data.
    """

    hwb_code = models.CharField("ONS code", max_length=9, unique=True)
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=40, blank=True)
    authority_type = models.CharField(max_length=40, blank=True)
    council = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    board = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    area_team = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    local_government = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="local government assurers",
        help_text="Those who assure its plans beside the area team",
    )
    region_team = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The regional team that moderates",
    )
    area_team_share = ShareField(null=True, blank=True, help_text="Part of the residents under this area team; derived")
    joint_board = models.CharField(max_length=100, blank=True, help_text="The name of a board shared with others")
    is_synthetic = models.BooleanField(default=False, help_text="Made up; not a real area")

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "localities"
        constraints: ClassVar = [
            models.CheckConstraint(condition=is_share("area_team_share"), name="locality_area_team_share_is_a_share"),
        ]

    def __str__(self) -> str:
        return self.name


class LocalityCcg(models.Model):
    """How far one CCG's area covers one locality. Both shares are estimates from small areas: not for money."""

    locality = models.ForeignKey(Locality, on_delete=models.CASCADE, related_name="ccg_shares")
    ccg = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    share = ShareField(help_text="Part of the locality's residents who live in the CCG's area")
    ccg_share = ShareField(help_text="Part of the CCG area's residents who live in the locality")
    lsoa_count = models.PositiveIntegerField(
        "small areas in both", null=True, blank=True, help_text="Lower-layer super output areas of 2011"
    )
    principal = models.BooleanField(default=True, help_text="Either share is at least 0.10; the line is ours")
    basis = models.CharField(max_length=20, help_text="Whether the link is sourced or matched by name")
    share_basis = models.CharField(max_length=20, help_text="How the shares were estimated")

    class Meta:
        ordering: ClassVar = ["locality", "-share", "ccg__code"]
        verbose_name = "CCG of a locality"
        verbose_name_plural = "CCGs of localities"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["locality", "ccg"], name="locality_ccg_unique"),
            models.CheckConstraint(
                condition=is_share("share") & is_share("ccg_share"), name="locality_ccg_shares_are_shares"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.locality_id}: {self.ccg_id}"


class CcgFacts(models.Model):
    """What is published about a CCG beside its name, as it stood from April 2013."""

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    ons_code = models.CharField("ONS code, April 2013", max_length=9)
    ons_code_july_2015 = models.CharField("ONS code, July 2015", max_length=9, blank=True)
    area_team = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    nhs_region = models.CharField("NHS region", max_length=40)
    gp_registered = models.PositiveIntegerField(
        "people registered with its practices", null=True, blank=True, help_text="2013/14; registered, not resident"
    )
    closed_on = models.DateField(null=True, blank=True)
    successor_code = models.CharField(max_length=10, blank=True, help_text="The body it was merged into")

    class Meta:
        ordering: ClassVar = ["organisation__name"]
        verbose_name = "facts of a CCG"
        verbose_name_plural = "facts of CCGs"

    def __str__(self) -> str:
        return f"Facts of {self.organisation_id}"


class Population(models.Model):
    """Residents at 30 June of a year, ONS mid-year estimates. A figure that was not found is empty, never nought."""

    locality = models.ForeignKey(Locality, on_delete=models.CASCADE, related_name="populations")
    mid_year = models.PositiveSmallIntegerField("year")
    persons = models.PositiveIntegerField()
    aged_65_plus = models.PositiveIntegerField("aged 65 and over", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["locality", "mid_year"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["locality", "mid_year"], name="population_year_unique"),
            models.CheckConstraint(
                condition=Q(aged_65_plus__isnull=True) | Q(aged_65_plus__lte=models.F("persons")),
                name="population_aged_65_within_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.locality_id}, mid-{self.mid_year}"


class Scope(models.TextChoices):
    """Whose amount a published minimum is."""

    NATIONAL = "national", "England"
    BOARDS = "hwb-group", "Several boards together"
    CCG = "ccg", "One CCG"
    COUNCIL = "council", "One council"


class MinimumStatus(models.TextChoices):
    """How firm a published minimum is."""

    CONFIRMED = "confirmed", "Confirmed"
    INDICATIVE = "indicative", "Indicative"


class MinimumContribution(models.Model):
    """A published amount that must be pooled. Only a fragment was found: no row means not known, never nought.

    ``basis`` is "imported" where an administrator gave it (plans.minimums): reference files then leave it alone.

    ``organisation`` is set for a CCG's own minimum; a group's or the national amount names its areas instead. One
    organisation may have amounts for several components: do not add or mix them.
    """

    scope = models.CharField(max_length=10, choices=Scope)
    area_codes = models.CharField(max_length=200, help_text="ONS or ODS codes, separated by spaces")
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    component = models.CharField(max_length=40, help_text="What it is of: total, nhs_revenue, …")
    year = models.CharField(max_length=7)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    basis = models.CharField(
        max_length=20, help_text="sourced, imported, or project-brief: given to us and not found in a source"
    )
    status = models.CharField(
        max_length=10, choices=MinimumStatus, blank=True, help_text="Empty where its source does not say"
    )
    source_ref = models.CharField(max_length=5, blank=True)
    source = models.CharField(max_length=300)
    dated_on = models.DateField("date of the source", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["year", "scope", "name", "component"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope", "area_codes", "component", "year"], name="minimum_contribution_unique"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="minimum_contribution_above_nought"),
            models.CheckConstraint(
                condition=Q(year__regex=r"^\d{4}/\d{2}$"), name="minimum_contribution_financial_year"
            ),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="minimum_contribution_scope_known"),
            models.CheckConstraint(
                condition=Q(status__in=["", *MinimumStatus.values]), name="minimum_contribution_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(scope=Scope.CCG) | Q(organisation__isnull=False),
                name="minimum_contribution_of_a_ccg_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.component}, {self.year}"

    @property
    def told_source(self) -> str:
        """How firm it is, where and when it was published, as far as that is known."""
        day = f"{self.dated_on.day} {self.dated_on:%B %Y}" if self.dated_on else ""
        return ", ".join(part for part in (self.get_status_display(), self.source, day) if part)


class MeasureOutturn(models.Model):
    """A published result of one area, series and period; ``measure`` is the definition it comes under.

    ``area_code`` is a locality's, or E92000001 for England. A fragment: most areas have none.
    """

    area_code = models.CharField(max_length=9)
    series = models.CharField(max_length=60, help_text="The published series, for example reablement_home_91_days")
    measure = models.ForeignKey("conditions.MeasureDefinition", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=10, help_text="A financial year, or year and month")
    value = models.DecimalField(max_digits=14, decimal_places=4)
    unit = models.CharField(max_length=60)
    source_ref = models.CharField(max_length=5)
    source = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["area_code", "series", "period"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area_code", "series", "period"], name="measure_outturn_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.area_code}, {self.series}, {self.period}"
