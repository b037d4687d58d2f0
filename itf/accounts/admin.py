"""People, organisations and roles in the administration pages, whose own sign-in page is closed."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse

from itf.accounts.models import Organisation, RoleGroup, User

ROLES_HELP = "The roles of a body are here once a plan of it is open: see “Open plans for a round”."


@login_not_required
def sign_in_once(request: HttpRequest, _extra_context: object = None) -> HttpResponseRedirect:
    """In place of the administration's own sign-in: one door, so that its locks cannot be walked around.

    Raises PermissionDenied for a signed-in person who is not an administrator.
    """
    home = reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next") or home, resolve_url(settings.LOGIN_URL))
    if not admin.site.has_permission(request):
        raise PermissionDenied("These pages are for administrators of the service.")
    return HttpResponseRedirect(home)


admin.site.login = sign_in_once  # type: ignore[method-assign,assignment]  # Django offers no setting for it
admin.site.unregister(Group)


class RolesField(forms.ModelMultipleChoiceField[Group]):
    """Roles to choose from: “Chair, Ealing Health and Wellbeing Board”, by body; never a group that is none."""

    def __init__(self, **options: Any) -> None:
        roles = Group.objects.filter(role_group__isnull=False).select_related("role_group__organisation")
        super().__init__(roles.order_by("role_group__organisation__name", "role_group__role"), **options)

    def label_from_instance(self, group: Group) -> str:
        """The role as it is called."""
        return str(group.role_group)


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # not generic at run time
    """People by e-mail address and post."""

    ordering = ("email",)
    list_display = ("email", "post", "is_active", "is_staff", "is_demo")
    list_filter = ("is_active", "is_staff", "is_demo")
    search_fields = ("email", "post")
    filter_horizontal = ("groups",)
    fieldsets = (
        (None, {"fields": ("email", "password", "post")}),
        ("May do", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Demonstration", {"fields": ("is_demo", "demo_group", "demo_order", "demo_note")}),
        ("When", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "post", "password1", "password2")}),)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """The groups of a person as roles in words, by body."""
        if db_field.name == "groups":
            widget = FilteredSelectMultiple("roles", is_stacked=False)
            return RolesField(label="Roles", required=False, widget=widget, help_text=ROLES_HELP)
        return super().formfield_for_manytomany(db_field, request, **options)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """The bodies that take part in plans."""

    list_display = ("name", "kind", "code", "is_synthetic")
    list_filter = ("kind", "is_synthetic")
    search_fields = ("name", "code")


@admin.register(RoleGroup)
class RoleGroupAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    """Which roles an organisation has; people join a role on their own page, as a group."""

    list_display = ("organisation", "role")
    list_filter = ("role",)
    list_select_related = ("organisation",)
    readonly_fields = ("organisation", "role", "group")
    search_fields = ("organisation__name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: a role comes into being when someone is given it."""
        return False
