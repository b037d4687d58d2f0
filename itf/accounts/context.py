"""What every template is told of the signed-in person: the roles they hold."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from itf.accounts.membership import roles_of
from itf.accounts.models import Role, User


class SignedIn:
    """The roles of the person of this request, read from the database when first asked for."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.roles = roles_of(user)

    @property
    def sees_cases(self) -> bool:
        """Whether the list of cases is their work: they assure plans, or administer the service."""
        return self.user.is_superuser or any(held.role == Role.ASSURER for held in self.roles)

    @property
    def organisation(self) -> str:
        """The body they act for; the first by name and how many more when there are several."""
        names = list(dict.fromkeys(held.organisation.name for held in self.roles))
        return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else "".join(names)


def signed_in(request: HttpRequest) -> dict[str, object]:
    """``signed_in`` for the header and the navigation, or nothing for a visitor. One query, when used."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_authenticated:
        return {}
    return {"signed_in": SimpleLazyObject(lambda: SignedIn(user))}
