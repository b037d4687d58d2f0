"""The lists that a page's forms choose from: read once for the page, whatever the number of rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django import forms
from django.db import models
from django.utils.choices import BaseChoiceIterator

from conditions.models import (
    AreaOfSpend,
    Concept,
    FundingSource,
    MeasureDefinition,
    NationalCondition,
    ProviderType,
    SchemeType,
)
from itf.accounts.models import Organisation
from itf.lib.batch import PLAN, SET, Batch, Part, Values, all_but
from plans.models import MeasurePlan, Party, Plan, Scheme
from plans.naming_files import file_name
from plans.national_templates import template_for
from plans.questions import natural_key


class PickField(forms.TypedChoiceField):
    """One object of a list that the whole page shares, so that thirty rows ask the database once.

    ``also_called``: other names for the keys of the list, as content and files call the objects.
    """

    also_called: Mapping[str, str] = MappingProxyType({})

    def prepare_value(self, value: Any) -> Any:
        """The key the list knows an object by."""
        return str(value.pk) if isinstance(value, models.Model) else self.also_called.get(str(value), value)

    def to_python(self, value: Any) -> str:
        """The key, whatever name was given."""
        return str(super().to_python(self.also_called.get(str(value), value)))


class PickManyField(forms.TypedMultipleChoiceField):
    """Several objects of a list that the whole page shares; ``also_called`` as for one."""

    also_called: Mapping[str, str] = MappingProxyType({})

    def prepare_value(self, value: Any) -> Any:
        """The keys the list knows the objects by."""
        keys = [str(getattr(item, "pk", item)) for item in value or ()]
        return [self.also_called.get(key, key) for key in keys]

    def to_python(self, value: Any) -> list[str]:
        """The keys, whatever names were given."""
        return [self.also_called.get(key, key) for key in super().to_python(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other objects are chosen than before."""
        return set(self.prepare_value(initial)) != set(self.prepare_value(data))


_PARTIES = Party.objects.filter(plan=PLAN)
_ASKED = NationalCondition.concepts.through.objects.filter(nationalcondition__condition_set=SET)
_LISTS = Batch(
    {
        "parties": Values(_PARTIES, ("organisation",)),
        "bodies": Part(Organisation.objects.filter(pk__in=_PARTIES.order_by().values("organisation"))),
        "funding_source": Part(FundingSource.objects.all(), all_but(FundingSource, "loaded", "note")),
        "area_of_spend": Part(AreaOfSpend.objects.all(), ("title",)),
        "provider_type": Part(ProviderType.objects.all(), ("title",)),
        "scheme_type": Part(SchemeType.objects.all(), ("title",)),
        "concepts": Part(Concept.objects.all(), ("title",)),
        "places": Values(_ASKED.order_by("nationalcondition__position"), ("concept", "nationalcondition__position")),
        "measures": Part(MeasureDefinition.objects.all(), all_but(MeasureDefinition, "loaded", "note")),
        "answered": Values(MeasurePlan.objects.filter(plan=PLAN), ("definition",)),
        "schemes": Part(Scheme.objects.filter(plan=PLAN), ("ref", "title")),
    }
)


@dataclass(frozen=True)
class Picks:
    """What the lists of one plan's pages offer, read once for the page."""

    plan: Plan

    @cached_property
    def _read(self) -> dict[str, list[Any]]:
        """All the lists, in one query: a page that offers one mostly offers several."""
        return _LISTS.read(plan=self.plan.pk, set=self.plan.condition_set_id)

    @cached_property
    def organisation(self) -> dict[str, Any]:
        """The plan's parties."""
        bodies = {body.pk: body for body in self._read["bodies"]}
        return {str(party): bodies[party] for (party,) in self._read["parties"]}

    @property
    def lead_commissioner(self) -> dict[str, Any]:
        """A party commissions."""
        return self.organisation

    @property
    def previous_holder(self) -> dict[str, Any]:
        """A party held the money before."""
        return self.organisation

    @cached_property
    def funding_source(self) -> dict[str, Any]:
        """The sources that exist in the plan's years."""
        sources = self._read["funding_source"]
        return {source.pk: source for source in sources if source.first_year <= self.plan.second_year}

    @cached_property
    def concepts(self) -> dict[str, Any]:
        """The concepts of the plan's own condition set, in the order of its conditions."""
        first: dict[str, int] = {}
        for concept, place in self._read["places"]:
            first.setdefault(concept, place)
        found = [concept for concept in self._read["concepts"] if concept.pk in first]
        return {concept.pk: concept for concept in sorted(found, key=lambda concept: first[concept.pk])}

    @cached_property
    def measures(self) -> dict[str, Any]:
        """The definitions that the plan answers for."""
        answered = {definition for (definition,) in self._read["answered"]}
        left_out = template_for(self.plan.template_key, self.plan.years).leaves_out
        return {
            str(definition.pk): definition
            for definition in self._read["measures"]
            if definition.pk in answered and definition.key not in left_out
        }

    @property
    def measure(self) -> dict[str, Any]:
        """One of them."""
        return self.measures

    @cached_property
    def menu(self) -> dict[str, Any]:
        """The menu from which a plan may take its local measure."""
        return {str(definition.pk): definition for definition in self._read["measures"] if definition.is_local}

    @cached_property
    def schemes(self) -> dict[str, Any]:
        """The plan's schemes."""
        return {str(scheme.pk): scheme for scheme in self._read["schemes"]}

    @cached_property
    def scheme_type(self) -> dict[str, Any]:
        """The kinds of scheme."""
        return {kind.pk: kind for kind in self._read["scheme_type"]}

    @cached_property
    def area_of_spend(self) -> dict[str, Any]:
        """The areas of spend."""
        return {area.pk: area for area in self._read["area_of_spend"]}

    @cached_property
    def provider_type(self) -> dict[str, Any]:
        """The kinds of provider."""
        return {kind.pk: kind for kind in self._read["provider_type"]}

    @property
    def year(self) -> dict[str, Any]:
        """The plan's two years."""
        return {year: year for year in self.plan.years}

    @cached_property
    def attached_file(self) -> dict[str, Any]:
        """The files that the draft holds, by the words that name them."""
        held = self.plan.attachments.filter(removed_at=None).values_list("name", "sha256")
        return {called: called for called in (file_name(name, sha256) for name, sha256 in held)}

    def offer(self, name: str, field: forms.Field, instance: models.Model) -> None:
        """Give a pick field its list, and in it what the row has already, even where it is offered no longer."""
        if isinstance(field, PickField | PickManyField):
            offered: dict[str, Any] = getattr(self, name)
            before = _chosen_before(name, instance, offered)
            offer = Offer({**offered, **before}) if before else self._offer(name, offered)
            field.choices = offer.many if isinstance(field, PickManyField) else offer.one
            field.also_called = offer.also_called
            field.coerce = offer.coerce

    def _offer(self, name: str, offered: Mapping[str, Any]) -> "Offer":
        """The list as fields take it, made once: thirty rows offer the same."""
        if name not in self._offers:
            self._offers[name] = Offer(offered)
        return self._offers[name]

    @cached_property
    def _offers(self) -> dict[str, "Offer"]:
        return {}


class Listed(BaseChoiceIterator):
    """Choices that Django takes as they are: it would copy a list for every field, and again for its widget."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        self.choices = choices

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.choices)

    def __copy__(self) -> "Listed":
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Listed":
        # Nobody changes it: every form of a page shares it, where Django would copy each pair of each list.
        return self


class Offer:
    """A list of objects by key, as the fields that offer it need it."""

    def __init__(self, objects: Mapping[str, Any]) -> None:
        self.objects = objects
        listed = [(key, str(item)) for key, item in objects.items()]
        self.many, self.one = Listed(listed), Listed([("", "Choose"), *listed])
        named = {key: item for key, item in objects.items() if isinstance(item, models.Model)}
        self.also_called = {natural_key(item): key for key, item in named.items()}

    def coerce(self, key: object) -> Any:
        """The object; None for a forged key, which Django coerces before it is refused."""
        return self.objects.get(str(key))


def _chosen_before(name: str, instance: Any, offered: Mapping[str, Any]) -> dict[str, Any]:
    """What a row has in a pick field and the list does not offer: without it, a save would empty the answer."""
    field = instance._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        chosen = {} if instance._state.adding else {str(item.pk): item for item in getattr(instance, name).all()}
    else:
        key = getattr(instance, field.attname)
        chosen = {str(key): None} if key else {}
    missing = {key: item for key, item in chosen.items() if key not in offered}
    return {key: getattr(instance, name) if item is None else item for key, item in missing.items()}
