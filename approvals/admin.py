"""Cases, sign-offs, reviews, decisions and mail in the administration pages: to look at. People, with an event each."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from approvals import administering
from approvals.models import Case, Decision, Letter, Review, Score, SignOff
from itf.accounts.admin import PersonAdmin
from itf.accounts.models import User

# Registered below, with what the app of accounts cannot know of: the plans on which a person acts.
admin.site.unregister(User)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """What stands in the record. The steps of the pages are the only way to change it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


@admin.register(Case)
class CaseAdmin(ReadOnly):
    """Cases by plan."""

    list_display = ("plan", "version", "status", "submitted_at")
    list_filter = ("status",)
    list_select_related = ("plan", "version")


@admin.register(SignOff)
class SignOffAdmin(ReadOnly):
    """Sign-offs, void ones among them."""

    list_display = ("organisation", "case", "decision", "signed_at", "voided_at")
    list_filter = ("decision", "kind")
    list_select_related = ("organisation", "case")


class Scores(admin.TabularInline):  # type: ignore[type-arg]  # as above
    """The scores of a review."""

    model = Score
    extra = 0
    can_delete = False
    readonly_fields: ClassVar = ["line", "title", "mark", "reason"]
    fields: ClassVar = ["line", "title", "mark", "reason"]


@admin.register(Review)
class ReviewAdmin(ReadOnly):
    """Reviews with their scores."""

    list_display = ("case", "assurer", "started_at", "finished_at")
    list_select_related = ("case", "assurer")
    inlines = (Scores,)


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    """Decisions."""

    list_display = ("case", "outcome", "organisation", "decided_at")
    list_filter = ("outcome",)
    list_select_related = ("case", "organisation")


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    """Mail by its state: what waits, what was refused, what the server never confirmed."""

    list_display = ("subject", "address", "state", "made_at", "attempts", "problem")
    list_filter = ("state",)
    ordering = ("-made_at",)


@admin.register(User)
class RecordedPersonAdmin(PersonAdmin):
    """People. Roles given and taken, and accounts closed, stand in the trail of the plans on which they act."""

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Keep what was there, and save."""
        form.before = administering.as_it_is(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - as above
        """Save the roles, and record what differs."""
        super().save_related(request, form, formsets, change)
        assert isinstance(request.user, User)  # noqa: S101 - nobody else is let in; this tells the type
        administering.note(form.instance, form.before, by=request.user, at=timezone.now())
