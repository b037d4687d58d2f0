"""Administration: reference data of places may be corrected; plans, versions and documents are only read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from plans.models import (
    CcgFacts,
    Document,
    Locality,
    LocalityCcg,
    MeasureOutturn,
    MinimumContribution,
    Plan,
    PlanVersion,
    Population,
)


class ReadOnly(admin.ModelAdmin[Any]):
    """Shown, never changed here: plans change on their own pages, versions never."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """No."""
        return False


@admin.register(Locality)
class LocalityAdmin(admin.ModelAdmin[Locality]):
    """Localities with their board and area team."""

    list_display = ("name", "hwb_code", "region", "area_team", "is_synthetic")
    list_select_related = ("area_team",)
    list_filter = ("region", "is_synthetic")
    search_fields = ("name", "hwb_code")


@admin.register(LocalityCcg)
class LocalityCcgAdmin(admin.ModelAdmin[LocalityCcg]):
    """Estimated shares of CCGs in localities."""

    list_display = ("locality", "ccg", "share", "ccg_share", "principal")
    list_select_related = ("locality", "ccg")
    search_fields = ("locality__name", "ccg__name")


@admin.register(MinimumContribution)
class MinimumContributionAdmin(admin.ModelAdmin[MinimumContribution]):
    """Published minimums. Only a fragment is known: add confirmed amounts here with their source."""

    list_display = ("name", "scope", "component", "year", "amount", "basis", "source_ref")
    list_filter = ("scope", "component", "year")
    search_fields = ("name",)
    autocomplete_fields = ("organisation",)


@admin.register(CcgFacts)
class CcgFactsAdmin(admin.ModelAdmin[CcgFacts]):
    """What is published about each CCG."""

    list_display = ("organisation", "ons_code", "nhs_region", "gp_registered", "closed_on")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name", "ons_code")


@admin.register(Population)
class PopulationAdmin(admin.ModelAdmin[Population]):
    """Mid-year estimates."""

    list_display = ("locality", "mid_year", "persons", "aged_65_plus")
    list_select_related = ("locality",)
    search_fields = ("locality__name",)


@admin.register(MeasureOutturn)
class MeasureOutturnAdmin(admin.ModelAdmin[MeasureOutturn]):
    """Published outturns near the baseline years."""

    list_display = ("area_code", "measure", "period", "value", "unit")
    list_select_related = ("measure",)
    list_filter = ("measure",)
    search_fields = ("area_code",)


@admin.register(Plan)
class PlanAdmin(ReadOnly):
    """Plans, for finding one; their content is on their own pages."""

    list_display = ("title", "locality", "round", "status", "changed_at")
    list_select_related = ("locality", "round")
    search_fields = ("title", "key")


@admin.register(PlanVersion)
class PlanVersionAdmin(ReadOnly):
    """Frozen versions."""

    list_display = ("plan", "number", "fingerprint", "frozen_at")
    list_select_related = ("plan",)
    exclude = ("content",)


@admin.register(Document)
class DocumentAdmin(ReadOnly):
    """Files built from versions."""

    list_display = ("version", "kind", "sha256", "built_at")
    list_select_related = ("version",)
