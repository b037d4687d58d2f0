"""Factories of people and organisations: made up, and posts only."""

import factory
from factory.django import DjangoModelFactory

from itf.accounts.membership import join
from itf.accounts.models import Organisation, OrganisationKind, User


class OrganisationFactory(DjangoModelFactory):
    """A council, unless ``kind`` says otherwise."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.COUNCIL
    code = factory.Sequence(lambda n: f"T{n:05}")
    name = factory.LazyAttribute(lambda body: f"{body.kind} {body.code}")
    is_synthetic = True


class UserFactory(DjangoModelFactory):
    """A person without a password; ``roles=[(organisation, role)]`` lets them act."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    post = factory.Sequence(lambda n: f"Officer {n}")
    password = "!"

    @factory.post_generation
    def roles(self, create, given, **options):
        """Join each organisation as the role given."""
        for organisation, role in given or []:
            join(self, organisation, role)
