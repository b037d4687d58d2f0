"""Case.levels: which groups answer after submission, kept with the case as its stops are."""

from django.db import migrations, models

OF_THE_CENTRE = ("area", "region", "national", "ministers")


def keep_levels(apps, schema_editor):
    """Give each case the groups that its own stops name; a case without any keeps all four."""
    named = {}
    stops = apps.get_model("approvals", "RouteStop").objects.filter(group__in=OF_THE_CENTRE)
    for case, group in stops.values_list("case", "group"):
        named.setdefault(case, set()).add(group)
    cases = apps.get_model("approvals", "Case").objects
    for case, groups in named.items():
        # Every case has an area team to take it up, whatever its round once said.
        cases.filter(pk=case).update(levels=" ".join(one for one in OF_THE_CENTRE if one in {"area", *groups}))


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0010_conditions_of_approval"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="levels",
            field=models.CharField(
                default="area region national ministers",
                help_text="As its round had them when sign-off opened; the last decides",
                max_length=60,
                verbose_name="groups that answer after submission, in order",
            ),
        ),
        migrations.RunPython(keep_levels, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("levels__startswith", "area")), name="case_begins_at_the_area"
            ),
        ),
    ]
