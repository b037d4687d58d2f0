"""User, Organisation and RoleGroup: who a person is and for which body they act."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, Group
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models, transaction

from itf.accounts.signals import administrator_made


class OrganisationKind(models.TextChoices):
    """The bodies that take part in a plan."""

    COUNCIL = "council", "Council"
    CCG = "ccg", "Clinical commissioning group"
    BOARD = "board", "Health and Wellbeing Board"
    PROVIDER = "provider", "Provider"
    AREA_TEAM = "area_team", "NHS England area team"
    LOCAL_GOVERNMENT = "local_government", "Local government assurers"
    REGION = "region", "Regional team"
    NATIONAL = "national", "National team"
    MINISTERS = "ministers", "Ministers' office"


class Organisation(models.Model):
    """A body with a code of its own: the ONS code of a council, the ODS code of a CCG, and so on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    code = models.CharField(max_length=20, help_text="ONS code of a council, ODS code of a CCG")
    name = models.CharField(max_length=200)
    is_synthetic = models.BooleanField(default=False, help_text="Made up for the demonstration")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "code"], name="organisation_kind_code_unique"),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person may be in an organisation; what each may do is said once, in the permissions modules."""

    AUTHOR = "author", "Author"
    SIGNATORY = "signatory", "Signatory"
    CHAIR = "chair", "Chair"
    MEMBER = "member", "Member"
    ASSURER = "assurer", "Assurer"


class RoleGroup(models.Model):
    """One role in one organisation, as a Django group: guardian's rows name the group, people join it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="role_groups")
    role = models.CharField(max_length=20, choices=Role)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role_group")

    class Meta:
        ordering: ClassVar = ["organisation__name", "role"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "role"], name="role_group_unique"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_group_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation.name}"


class UserManager(DjangoUserManager["User"]):
    """Makes people by e-mail address; there are no user names."""

    def create_user(  # type: ignore[override]  # the base class asks for a user name, which we do not have
        self, email: str, password: str | None = None, **fields: object
    ) -> "User":
        """A person who signs in with this address; without a password they cannot sign in by password."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(  # type: ignore[override]  # as above
        self, email: str, password: str | None = None, **fields: object
    ) -> "User":
        """An administrator of the service; told to whoever keeps the trail."""
        with transaction.atomic(using=self._db):
            made = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
            administrator_made.send(type(made), person=made)
        return made


class User(AbstractUser):
    """A person, known by the post they hold. Demonstration people are posts only, never names."""

    username = None  # type: ignore[assignment]  # people sign in by e-mail address
    email = models.EmailField("e-mail address", unique=True)
    post = models.CharField(max_length=120, blank=True, help_text="For example: Director of adult social services")
    is_invited = models.BooleanField(default=False, help_text="Made by an invitation: may do what it was invited to")
    is_demo = models.BooleanField(default=False, help_text="May be entered by one click while demo mode is on")
    demo_order = models.PositiveSmallIntegerField(default=0)
    demo_group = models.CharField(
        max_length=80, blank=True, help_text="Heading on the sign-in page: a plan, for example"
    )
    demo_note = models.CharField(max_length=200, blank=True, help_text="What this person can do, for the sign-in page")

    # Kept here so that the header of every page knows it without a query; written by approvals.notices.reading alone.
    unread_notices = models.PositiveIntegerField(default=0, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering: ClassVar = ["email"]
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.post or self.get_full_name() or self.email
