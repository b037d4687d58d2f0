"""Which rows a reading of a draft asks for: the querysets of one statement, written once for each kind of page."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import QuerySet

from conditions.models import (
    AreaOfSpend,
    Concept,
    FundingSource,
    MeasureDefinition,
    NationalCondition,
    ProviderType,
    RuleParameter,
    SchemeType,
)
from itf.accounts.models import Organisation, User
from itf.lib.batch import PLAN, ROW, SET, Batch, Part, all_but
from plans.given import COMMENTARY, ENGAGEMENT
from plans.minimums import OWN_MINIMUMS
from plans.models import (
    AcceptedFinding,
    Attachment,
    HeldValue,
    Invitation,
    LocalityCcg,
    LocalMeasure,
    MinimumContribution,
    Party,
    Scheme,
)
from plans.naming_files import SECTION as FILED
from plans.national_templates import template_for
from plans.questions import kind_of, model_field
from plans.sections import RowSpec, Section
from plans.situation import place

Model = type[models.Model]
# Lists that answers choose from, read whole: all of them are less than one plan. Of each what content says of an item.
CATALOGUES: dict[Model, tuple[str, ...]] = {
    AreaOfSpend: ("title", "is_social_care", "is_out_of_hospital", "position"),
    Concept: ("title", "position"),
    FundingSource: ("title", "contributor", "previous_holder", "capital_only", "position"),
    MeasureDefinition: all_but(MeasureDefinition, "loaded", "note"),
    ProviderType: ("title", "position"),
    SchemeType: ("title", "position"),
}
_BATCHES: dict[tuple[Any, ...], Batch] = {}


def batch_for(template_key: str, sections: tuple[Section, ...], *, by_row: bool, is_about: bool) -> Batch:
    """The statement that reads these sections, of all their rows or of one: written once in a process."""
    asked = tuple((section.slug, *(spec.fields for spec in section.all_row_specs())) for section in sections)
    key = (template_key, asked, by_row, is_about)
    if key not in _BATCHES:
        parts = dict(_of_rows(template_key, sections, by_row=by_row))
        parts |= dict(_beside(sections))
        parts |= dict(_about()) if is_about else {}
        _BATCHES[key] = Batch(parts | dict(_catalogues(sections, parts)))
    return _BATCHES[key]


def name_of(model: Model) -> str:
    """Under which name the rows of a model are found."""
    return model._meta.label_lower


def references(model: Model, fields: Iterable[str]) -> list[str]:
    """The questions whose answer is one object."""
    return [name for name in fields if kind_of(model_field(model, name)) == "reference"]


def several(model: Model, fields: Iterable[str]) -> list[str]:
    """The questions whose answer is several objects."""
    return [name for name in fields if kind_of(model_field(model, name)) == "references"]


def related_to(spec: RowSpec) -> list[str]:
    """The foreign keys of a row that its answers and its title need."""
    return references(spec.model, spec.fields) + ([spec.keyed_by] if spec.keyed_by else [])


def _of_rows(template_key: str, sections: Iterable[Section], *, by_row: bool) -> Iterator[tuple[str, Part]]:
    for section in sections:
        if section.model is not None:
            yield name_of(section.model), Part(section.model._default_manager.filter(plan=PLAN))
        for spec in section.all_row_specs():
            rows = _rows(template_key, spec, by_row=by_row)
            yield name_of(spec.model), Part(rows)
            for name in several(spec.model, spec.fields):
                field: Any = spec.model._meta.get_field(name)
                through = field.remote_field.through._default_manager
                pairs = through.filter(**{f"{field.m2m_field_name()}__in": rows.order_by().values("pk")})
                yield f"{name_of(spec.model)}.{name}", Part(pairs)
                if field.related_model is Scheme:
                    named = Scheme.objects.filter(pk__in=pairs.values(field.m2m_reverse_field_name()))
                    yield f"{name_of(spec.model)}.{name}.all", Part(named, ("ref", "title"))


def _rows(template_key: str, spec: RowSpec, *, by_row: bool) -> QuerySet[Any]:
    """Of a keyed table the rows that the plan's condition set and template ask for; answers to others stay stored."""
    rows = spec.model._default_manager.filter(**{f"{spec.parent}__plan" if spec.parent else "plan": PLAN})
    if by_row:
        rows = rows.filter(**{spec.parent or "pk": ROW})
    if spec.keyed_by == "concept":
        asked = NationalCondition.concepts.through.objects.filter(nationalcondition__condition_set=SET)
        return rows.filter(concept__in=asked.values("concept"))
    if spec.keyed_by == "definition":
        return rows.exclude(definition__key__in=template_for(template_key).leaves_out)
    return rows


def _beside(sections: Iterable[Section]) -> Iterator[tuple[str, Part]]:
    """What stands beside the answers of these sections: texts held, words given by others, files, facts."""
    yield name_of(HeldValue), Part(HeldValue.objects.filter(plan=PLAN))
    slugs = {section.slug for section in sections}
    keys = {spec.keyed_by for section in sections for spec in section.all_row_specs()}
    if slugs & {COMMENTARY, ENGAGEMENT}:
        yield name_of(Invitation), Part(Invitation.objects.filter(plan=PLAN))
    if FILED in slugs:
        yield name_of(Attachment), Part(Attachment.objects.filter(plan=PLAN, removed_at=None))
    if "concept" in keys:
        conditions = NationalCondition.objects.filter(condition_set=SET)
        yield name_of(NationalCondition), Part(conditions, all_but(NationalCondition, "loaded", "note"))
        through = NationalCondition.concepts.through
        yield name_of(through), Part(through.objects.filter(nationalcondition__condition_set=SET))
    if "definition" in keys:
        yield name_of(LocalMeasure), Part(LocalMeasure.objects.filter(plan=PLAN))


def _about() -> Iterator[tuple[str, Part]]:
    """What the plan is as a whole: its parties with their facts, what rules measure by, explanations."""
    yield from place(pk=PLAN).items()
    bodies = Party.objects.filter(plan=PLAN).order_by().values("organisation")
    accepted = AcceptedFinding.objects.filter(plan=PLAN)
    # A body's own minimum is published for one component only; others must not be mixed with it.
    own = MinimumContribution.objects.filter(organisation__in=bodies, component__in=OWN_MINIMUMS.values())
    yield name_of(Party), Part(Party.objects.filter(plan=PLAN))
    yield name_of(LocalityCcg), Part(LocalityCcg.objects.filter(ccg__in=bodies).order_by("pk"))
    yield name_of(MinimumContribution), Part(own)
    yield name_of(RuleParameter), Part(RuleParameter.objects.all(), ("value",))
    yield name_of(AcceptedFinding), Part(accepted.order_by("finding"))
    names = ("post", "first_name", "last_name", "email")
    yield name_of(User), Part(User.objects.filter(pk__in=accepted.values("accepted_by")), names)
    for model in (AreaOfSpend, FundingSource):
        yield name_of(model), Part(model._default_manager.all(), CATALOGUES[model])


def _catalogues(sections: Iterable[Section], parts: dict[str, Part]) -> Iterator[tuple[str, Part]]:
    """What the rows refer to."""
    asked: set[Any] = {MeasureDefinition} if name_of(LocalMeasure) in parts else set()
    for section in sections:
        if section.model is not None:
            singles = references(section.model, section.fields)
            asked |= {model_field(section.model, name).related_model for name in singles}
        for spec in section.all_row_specs():
            names = related_to(spec) + several(spec.model, spec.fields)
            asked |= {model_field(spec.model, name).related_model for name in names}
    for model, columns in CATALOGUES.items():
        if model in asked:
            yield name_of(model), Part(model._default_manager.all(), columns)
    if Organisation in asked or name_of(Party) in parts:
        bodies = Party.objects.filter(plan=PLAN).order_by().values("organisation")
        yield name_of(Organisation), Part(Organisation.objects.filter(pk__in=bodies))
