"""Administration of what the centre issues. A row edited here is kept by later loads, which report it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from conditions.models import (
    AreaOfSpend,
    Concept,
    ConditionSet,
    FundingSource,
    ImpliedConcept,
    IssuedRow,
    KeyLineOfEnquiry,
    MeasureDefinition,
    NationalCondition,
    NationalStatement,
    ProviderType,
    Round,
    RuleParameter,
    SchemeType,
    TimetableEntry,
    Tranche,
)


class IssuedRowAdmin(admin.ModelAdmin[Any]):
    """Shows the source mark in every list; the key is fixed once made, because plans and files name it."""

    list_filter: ClassVar = ["source_mark"]
    search_fields: ClassVar = ["key", "title"]
    fixed: ClassVar[tuple[str, ...]] = ("key",)

    def get_list_display(self, request: HttpRequest) -> list[str | Callable[[Any], str | bool]]:
        """The fixed fields, the title and how far to trust it."""
        return [*self.fixed, "title", "source_mark", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: IssuedRow | None = None) -> tuple[str, ...]:
        """The fixed fields, except on a new row."""
        return self.fixed if obj else ()


class ImpliedConceptInline(admin.TabularInline[ImpliedConcept, ConditionSet]):
    """Concepts that a set asks for outside its conditions."""

    model = ImpliedConcept
    extra = 0


@admin.register(ConditionSet)
class ConditionSetAdmin(IssuedRowAdmin):
    """Condition sets, with the concepts they imply."""

    inlines: ClassVar = [ImpliedConceptInline]


@admin.register(NationalCondition)
class NationalConditionAdmin(IssuedRowAdmin):
    """The conditions of all sets."""

    list_filter: ClassVar = ["condition_set", "source_mark"]
    search_fields: ClassVar = ["title", "wording"]
    fixed: ClassVar = ("condition_set", "number")
    filter_horizontal: ClassVar = ["concepts"]


@admin.register(MeasureDefinition)
class MeasureDefinitionAdmin(IssuedRowAdmin):
    """Measures; a changed definition is a new version, so key and version are fixed."""

    list_filter: ClassVar = ["is_national", "is_local", "source_mark"]
    fixed: ClassVar = ("key", "version")


@admin.register(Round)
class RoundAdmin(IssuedRowAdmin):
    """Rounds."""

    list_filter: ClassVar = ["condition_set", "source_mark"]


@admin.register(RuleParameter)
class RuleParameterAdmin(IssuedRowAdmin):
    """Tolerances, limits and sets of the published rules. A change counts for drafts from then on."""

    list_filter: ClassVar = ["kind", "source_mark"]


admin.site.register(
    [
        AreaOfSpend,
        Concept,
        FundingSource,
        KeyLineOfEnquiry,
        NationalStatement,
        ProviderType,
        SchemeType,
        TimetableEntry,
        Tranche,
    ],
    IssuedRowAdmin,
)
