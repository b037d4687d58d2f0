"""Factories of people and organisations: made up, and posts only."""

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from itf.accounts.membership import join
from itf.accounts.models import Organisation, OrganisationKind, User

# What everyone types when asked again who they are; hashed as the tests' settings hash, at no cost.
PASSWORD = "three words apart"
HASH = make_password(PASSWORD, salt="longenoughnottobesaltedanew", hasher="md5")


class OrganisationFactory(DjangoModelFactory):
    """A council, unless ``kind`` says otherwise."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.COUNCIL
    code = factory.Sequence(lambda n: f"T{n:05}")
    name = factory.LazyAttribute(lambda body: f"{body.kind} {body.code}")
    is_synthetic = True


class UserFactory(DjangoModelFactory):
    """A person who signs in with PASSWORD; ``roles=[(organisation, role)]`` lets them act."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    post = factory.Sequence(lambda n: f"Officer {n}")
    password = HASH

    @factory.post_generation
    def roles(self, create, given, **options):
        """Join each organisation as the role given."""
        for organisation, role in given or []:
            join(self, organisation, role)
