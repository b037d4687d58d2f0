"""The tables of people and organisations."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import itf.accounts.models


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_invited_accounts"),
        ("accounts", "0003_unread_notices"),
        ("accounts", "0004_members"),
        ("accounts", "0005_assuring_bodies"),
        ("accounts", "0006_people"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("council", "Council"),
                            ("ccg", "Clinical commissioning group"),
                            ("board", "Health and Wellbeing Board"),
                            ("provider", "Provider"),
                            ("area_team", "NHS England area team"),
                            ("local_government", "Local government assurers"),
                            ("region", "Regional team"),
                            ("national", "National team"),
                            ("ministers", "Ministers' office"),
                        ],
                        max_length=20,
                    ),
                ),
                ("code", models.CharField(help_text="ONS code of a council, ODS code of a CCG", max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("is_synthetic", models.BooleanField(default=False, help_text="Made up for the demonstration")),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code"), name="organisation_kind_code_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "council",
                                    "ccg",
                                    "board",
                                    "provider",
                                    "area_team",
                                    "local_government",
                                    "region",
                                    "national",
                                    "ministers",
                                ],
                            )
                        ),
                        name="organisation_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "Author"),
                            ("signatory", "Signatory"),
                            ("chair", "Chair"),
                            ("member", "Member"),
                            ("assurer", "Assurer"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="role_group", to="auth.group"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_groups",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__name", "role"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "role"), name="role_group_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["author", "signatory", "chair", "member", "assurer"])),
                        name="role_group_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                (
                    "post",
                    models.CharField(
                        blank=True, help_text="For example: Director of adult social services", max_length=120
                    ),
                ),
                (
                    "is_invited",
                    models.BooleanField(
                        default=False, help_text="Made by an invitation: may do what it was invited to"
                    ),
                ),
                (
                    "is_demo",
                    models.BooleanField(default=False, help_text="May be entered by one click while demo mode is on"),
                ),
                ("demo_order", models.PositiveSmallIntegerField(default=0)),
                (
                    "demo_group",
                    models.CharField(
                        blank=True, help_text="Heading on the sign-in page: a plan, for example", max_length=80
                    ),
                ),
                (
                    "demo_note",
                    models.CharField(
                        blank=True, help_text="What this person can do, for the sign-in page", max_length=200
                    ),
                ),
                ("unread_notices", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["email"],
            },
            managers=[
                ("objects", itf.accounts.models.UserManager()),
            ],
        ),
    ]
