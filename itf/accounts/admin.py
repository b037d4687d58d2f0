"""People, organisations and roles in the administration pages, whose own sign-in page is closed."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse

from itf.accounts.models import Organisation, RoleGroup, User


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
