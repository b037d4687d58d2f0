"""Copying a signed plan forward: a new plan for a later round from the words of a version, each row with its origin."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from conditions.models import Round
from itf.accounts.models import Organisation, User
from itf.audit.chain import record
from plans.authoring import SCHEMES
from plans.beginning import create_plan, join_boards
from plans.carrying import carried
from plans.content import Answer, PlanContent, Row, SectionContent
from plans.gather import plan_content
from plans.models import Locality, Plan, PlanCopy, PlanVersion, Scheme, SectionState
from plans.national_templates import template_for
from plans.permissions import grant_parties
from plans.questions import natural_key
from plans.sections import RowSpec, Section

# What stands over an illustration tells of its own state, which a copy does not share.
COPIED = "An illustration, copied forward from"
_YEARS_IN_TITLE = re.compile(r", \d{4}/\d{2} and \d{4}/\d{2}$")
_YEAR_IN_KEY = re.compile(r"-\d{4}-\d{2}(-\d+)?$")
_KEY_LENGTH = 45  # of what stays of the source's key; the year and a number follow


@dataclass
class AlreadyPlanned(Exception):
    """There is a plan of this locality for the round: it is ``plan``."""

    plan: Plan


def later_rounds(plan: Plan) -> list[Round]:
    """The rounds that begin after the plan's years have ended."""
    return list(Round.objects.select_related("condition_set").filter(first_year__gt=plan.second_year))


def standing_plan(locality: Locality, round_: Round) -> Plan | None:
    """The plan of this locality for this round, if there is one."""
    return Plan.objects.filter(locality=locality, round=round_).select_related("copied__version").first()


def copy_forward(version: PlanVersion, round_: Round, *, by: User, at: datetime) -> Plan:
    """A new draft for ``round_`` from what the version says. Raises AlreadyPlanned; all is made or nothing."""
    source = version.plan
    with transaction.atomic():
        # Two who copy at once wait here for each other: the second finds the first one's plan.
        locality = Locality.objects.select_for_update().get(pk=source.locality_id)
        standing = standing_plan(locality, round_)
        if standing:
            raise AlreadyPlanned(standing)
        content = PlanContent.from_json(version.content)
        plan = _new_plan(source, content, round_, by)
        writer = Writer(plan)
        template = template_for(plan.template_key, plan.years)
        for section, words in zip(template.sections, carried(content, template, plan.years), strict=True):
            writer.write(section, words)
        now = plan_content(plan).to_json()
        PlanCopy.objects.create(
            plan=plan, version=version, origins=writer.origins, carried=now, copied_at=at, copied_by=by
        )
        grant_parties(plan)
        told = {"version": version.number, "source": source.title, "title": plan.title, "key": plan.key}
        record(actor=by, action="plan.copied_here", subject=plan, plan_key=plan.key, data=told, at=at)
        record(actor=by, action="plan.copied_forward", subject=source, plan_key=source.key, data=told, at=at)
    return plan


def title_for(source: Plan, round_: Round) -> str:
    """The new plan's title: the source's, with the years that it is for."""
    years = f", {round_.first_year} and {round_.second_year}"
    return _YEARS_IN_TITLE.sub("", source.title)[: 200 - len(years)] + years


def window_for(source: Plan, round_: Round) -> date:
    """The day on which the new plan's window closes.

    A made-up plan practises with a window of its own, so that submitting can be on time.
    """
    return source.window_closes_on if source.is_synthetic else round_.window_closes_on


def _new_plan(source: Plan, content: PlanContent, round_: Round, by: User) -> Plan:
    bodies = Organisation.objects.in_bulk([party.organisation for party in content.about.parties])
    by_id = {str(pk): body for pk, body in bodies.items()}
    plan = create_plan(
        key=_free_key(source, round_),
        title=title_for(source, round_),
        locality=source.locality,
        round_=round_,
        organisations=[by_id[party.organisation] for party in content.about.parties],
        by=by,
        illustration=f"{COPIED} “{source.title}”. Nothing here is official." if source.illustration else "",
        is_synthetic=source.is_synthetic,
    )
    if source.is_joint:
        join_boards(plan, source.more_boards.all())
    plan.window_closes_on = window_for(source, round_)
    plan.save(update_fields=["window_closes_on"])
    return plan


def _free_key(source: Plan, round_: Round) -> str:
    """``ealing-2016-17``, with a number behind it where that is taken."""
    base = f"{_YEAR_IN_KEY.sub('', source.key)[:_KEY_LENGTH]}-{round_.first_year.replace('/', '-')}"
    taken = set(Plan.objects.filter(key__startswith=base).values_list("key", flat=True))
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(key for key in candidates if key not in taken)


@dataclass
class Writer:
    """Writes carried content into the rows of a new plan, each table at once, and keeps their ``origins``."""

    plan: Plan
    origins: dict[str, str] = field(default_factory=dict)
    _known: dict[Any, dict[str, Any]] = field(default_factory=dict)

    def write(self, section: Section, words: SectionContent) -> None:
        """Store one section."""
        if section.model is not None and words.answers:
            section.model._default_manager.create(plan=self.plan, **self._values(section.model, words.answers))
        for spec, table in zip(section.rows, words.tables, strict=False):
            if spec.keyed_by:
                self._update(spec, table.rows)
            else:
                self._create(spec, [({"plan": self.plan}, row) for row in table.rows])

    def _create(self, spec: RowSpec, rows: list[tuple[dict[str, Any], Row]]) -> None:
        made = [
            spec.model(**above, position=position, **self._values(spec.model, row.answers))
            for position, (above, row) in enumerate(rows)
        ]
        spec.model._default_manager.bulk_create(made)
        pairs = [(instance, row) for instance, (_, row) in zip(made, rows, strict=True)]
        self.origins |= {str(instance.pk): row.id for instance, row in pairs}
        self._join(spec, pairs)
        self._add_states(spec, made)
        for child in spec.children:
            below = [
                ({child.parent: instance}, nested) for instance, row in pairs for nested in row.table(child.slug).rows
            ]
            self._create(child, below)

    def _add_states(self, spec: RowSpec, made: list[Any]) -> None:
        """A page for each row that has one to itself."""
        if spec.model is Scheme:
            SectionState.objects.bulk_create(
                SectionState(plan=self.plan, section=SCHEMES, row=each.pk) for each in made
            )

    def _update(self, spec: RowSpec, rows: Iterable[Row]) -> None:
        """Fill the rows that the round's set and template ask for; what they do not ask stays behind."""
        found = spec.model._default_manager.filter(plan=self.plan).select_related(spec.keyed_by)
        by_key = {natural_key(getattr(instance, spec.keyed_by)): instance for instance in found}
        written, names = [], set()
        for row in rows:
            if row.key in by_key:
                instance, values = by_key[row.key], self._values(spec.model, row.answers)
                for name, value in values.items():
                    setattr(instance, name, value)
                written.append(instance)
                names |= set(values)
                self.origins[str(instance.pk)] = row.id
        if names:
            spec.model._default_manager.bulk_update(written, sorted(names))

    def _join(self, spec: RowSpec, pairs: list[tuple[models.Model, Row]]) -> None:
        """Store the answers that name several things."""
        for name in spec.fields:
            each = spec.model._meta.get_field(name)
            if isinstance(each, models.ManyToManyField):
                through: Any = each.remote_field.through
                mine, other = f"{each.m2m_field_name()}_id", f"{each.m2m_reverse_field_name()}_id"
                known = self._lookup(each.related_model)
                through._default_manager.bulk_create(
                    through(**{mine: instance.pk, other: known[key]})
                    for instance, row in pairs
                    for answer in row.answers
                    for key in (answer.value if answer.name == name else ())
                    if key in known
                )

    def _values(self, model: type[models.Model], answers: Iterable[Answer]) -> dict[str, Any]:
        """The answers as values of the model's fields."""
        values = {}
        for answer in answers:
            each: Any = model._meta.get_field(answer.name)
            if answer.kind == "reference":
                values[each.attname] = self._lookup(each.related_model).get(answer.value)
            elif answer.kind != "references":
                values[each.name] = each.to_python(answer.value)
        return values

    def _lookup(self, model: Any) -> dict[str, Any]:
        """What content names by its key, as ids; a scheme of the source as the one that was copied from it."""
        if model is Scheme:
            return {origin: row for row, origin in self.origins.items()}
        if model not in self._known:
            # A measure's key may stand for several versions of its definition; plans use the first.
            found = reversed(list(model._default_manager.all()))
            self._known[model] = {natural_key(item): item.pk for item in found}
        return self._known[model]
