"""What every template is told of the signed-in person: the roles they hold and where they can go."""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from itf.accounts.membership import reads_trail, roles_of
from itf.accounts.models import OrganisationKind, Role, RoleGroup, User

# Who looks at more plans than one area team's.
OVERSEEING = (OrganisationKind.REGION, OrganisationKind.NATIONAL, OrganisationKind.MINISTERS)


@dataclass(frozen=True)
class Place:
    """An entry of the navigation; ``current`` is "page" on its own page, "true" below it, else empty."""

    title: str
    path: str
    current: str


class SignedIn:
    """The person of this request. Their roles are read from the database once, when first asked for."""

    def __init__(self, user: User, path: str) -> None:
        self.user = user
        self.path = path

    @cached_property
    def roles(self) -> list[RoleGroup]:
        """Every role the person holds."""
        return roles_of(self.user)

    @property
    def sees_cases(self) -> bool:
        """Whether the list of cases is their work: they assure plans, or administer the service."""
        return self.user.is_superuser or any(held.role == Role.ASSURER for held in self.roles)

    @cached_property
    def reads_trail(self) -> bool:
        """Whether the audit trail is theirs to read; asked of the database for staff alone."""
        return reads_trail(self.user)

    @property
    def organisation(self) -> str:
        """The body they act for; the first by name and how many more when there are several."""
        names = list(dict.fromkeys(held.organisation.name for held in self.roles))
        return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else "".join(names)

    @property
    def places(self) -> list[Place]:
        """The navigation, by role; who was only invited to comment has no list of plans."""
        sees_plans = bool(self.roles) or not self.user.is_invited
        listed = [("What waits for me", "/")] + [("Plans", "/plans/")] * sees_plans
        listed += [("Cases", "/cases/")] * self.sees_cases
        listed += [("Audit", "/audit/")] * self.reads_trail
        listed += [("Administration", reverse("admin:index"))] * self.user.is_staff
        listed += [("The country", "/nation/")] * any(held.organisation.kind in OVERSEEING for held in self.roles)
        return [Place(title, path, self._current(path)) for title, path in listed]

    def _current(self, path: str) -> str:
        if self.path == path:
            return "page"
        return "true" if path != "/" and self.path.startswith(path) else ""


def signed_in(request: HttpRequest) -> dict[str, object]:
    """``signed_in`` for the header and the navigation, or nothing for a visitor. One query, when used."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_authenticated:
        return {}
    return {"signed_in": SignedIn(user, request.path)}
