"""Administration: reference data of places may be corrected; plans, versions and documents are only read."""

from http import HTTPStatus
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from itf.accounts.admin import OrganisationAdmin
from itf.accounts.models import Organisation, User
from plans.minimums import COLUMNS, UNCHANGED, MinimumsMoved, MinimumsRefused, import_minimums
from plans.minimums_forms import AgreedMinimumsForm, MinimumsFileForm
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
from plans.opening import open_plans, openings
from plans.opening_forms import OpenPlansForm
from plans.permissions import body_recorded, may_open_plans, place_recorded


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

    def save_model(self, request: HttpRequest, obj: Locality, *form_and_change: Any) -> None:
        """Whoever assures the place now has its plans at once."""
        super().save_model(request, obj, *form_and_change)
        place_recorded(obj)


admin.site.unregister(Organisation)


@admin.register(Organisation)
class RecordedOrganisationAdmin(OrganisationAdmin):
    """Organisations as accounts show them; a national team or ministers' office that is recorded has every plan."""

    def save_model(self, request: HttpRequest, obj: Organisation, *form_and_change: Any) -> None:
        """Its plans are its own at once."""
        super().save_model(request, obj, *form_and_change)
        body_recorded(obj)


@admin.register(LocalityCcg)
class LocalityCcgAdmin(admin.ModelAdmin[LocalityCcg]):
    """Estimated shares of CCGs in localities."""

    list_display = ("locality", "ccg", "share", "ccg_share", "principal")
    list_select_related = ("locality", "ccg")
    search_fields = ("locality__name", "ccg__name")


@admin.register(MinimumContribution)
class MinimumContributionAdmin(admin.ModelAdmin[MinimumContribution]):
    """Published minimums. Only a fragment is known: import confirmed amounts, or add one here, with its source."""

    list_display = ("name", "scope", "component", "year", "amount", "basis", "source_ref")
    list_filter = ("scope", "component", "year")
    search_fields = ("name",)
    autocomplete_fields = ("organisation",)

    def get_urls(self) -> list[URLPattern]:
        """The pages of the table, and the one that imports a file."""
        importing = self.admin_site.admin_view(self.import_file)
        return [path("import/", importing, name="plans_minimumcontribution_import"), *super().get_urls()]

    def import_file(self, request: HttpRequest) -> HttpResponse:
        """A file, then what it would change, then that change: read and refused as the command does it."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied("Minimum contributions are imported by those who may add and change them.")
        if "agreed" in request.POST:
            return self._store(request)
        form = MinimumsFileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self._preview(request, form, AgreedMinimumsForm(initial=form.agreed()))
        return self._preview(request, form)

    def _store(self, request: HttpRequest) -> HttpResponse:
        agreed = AgreedMinimumsForm(request.POST)
        form = MinimumsFileForm()
        if not agreed.is_valid():
            form.moved = "What you agreed to did not arrive whole. Choose the file again."
            return self._preview(request, form)
        said = agreed.cleaned_data
        try:
            changes = import_minimums(
                said["text"], file=said["name"], by=cast("User", request.user), seen=said["changes"]
            )
        except (MinimumsMoved, MinimumsRefused):
            form.moved = (
                "Since you saw it, the table has changed. Choose the file again and look at what it changes now."
            )
            return self._preview(request, form)
        stored = sum(change.outcome != UNCHANGED for change in changes)
        messages.success(request, f"{said['name']}: {stored} minimum contributions stored.")
        return redirect("admin:plans_minimumcontribution_changelist")

    def _preview(
        self, request: HttpRequest, form: MinimumsFileForm, agreed: AgreedMinimumsForm | None = None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": "Import minimum contributions",
            "form": form,
            "agreed": agreed,
            "columns": COLUMNS,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" and agreed is None else HTTPStatus.OK
        return TemplateResponse(request, "admin/plans/minimumcontribution/import.html", context, status=status)


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
    """Plans, for finding one and for opening those of a round; their content is on their own pages."""

    list_display = ("title", "locality", "round", "status", "changed_at")
    list_select_related = ("locality", "round")
    search_fields = ("title", "key")

    def get_urls(self) -> list[URLPattern]:
        """The pages of the table, and the one that opens the plans of a round."""
        return [
            path("open/", self.admin_site.admin_view(self.open_plans), name="plans_plan_open"),
            *super().get_urls(),
        ]

    def open_plans(self, request: HttpRequest) -> HttpResponse:
        """Choose a round and localities, see what that would open, then open it and read what was made."""
        user = cast("User", request.user)
        if not may_open_plans(user):
            raise PermissionDenied("Plans are opened by administrators of the service.")
        form = OpenPlansForm(request.POST or None)
        context = {**self.admin_site.each_context(request), "opts": self.model._meta, "form": form}
        status = HTTPStatus.OK
        if request.method == "POST" and not form.is_valid():
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        elif request.method == "POST":
            round_, chosen = form.cleaned_data["round"], form.chosen()
            is_done = "agreed" in request.POST
            listed = open_plans(round_, chosen, by=user) if is_done else openings(round_, chosen)
            context |= {"round": round_, "listed": listed, "is_done": is_done}
            context["opening"] = sum(item.made is not None if is_done else item.opens for item in listed)
        context["title"] = "Open plans for a round"
        return TemplateResponse(request, "admin/plans/plan/open.html", context, status=status)


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
