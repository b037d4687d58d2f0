"""Accounts that invitations make: found or made by address, and given a first password."""

from django.db import IntegrityError, transaction

from itf.accounts.models import User


def account_for(email: str, post: str) -> User:
    """The account with this address, whoever's it is, or a new one that may do nothing yet and has no password."""
    found = User.objects.filter(email__iexact=email).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email.lower(), None, post=post, is_invited=True)
    except IntegrityError:  # someone else invited the same address a moment ago
        return User.objects.get(email__iexact=email)


def is_limited(user: User) -> bool:
    """Whether an invitation made the account and nobody has given it anything else to do."""
    return user.is_invited and not (user.is_staff or user.is_superuser or user.is_demo or user.groups.exists())
