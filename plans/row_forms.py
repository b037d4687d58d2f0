"""A table of a page as forms: its rows by their ids, those added, those marked as removed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict

from itf.accounts.models import OrganisationKind
from plans.forms import SectionForm
from plans.given_words import without_given
from plans.models import HeldValue
from plans.picks import Picks
from plans.questions import natural_key
from plans.rates import said_facts
from plans.sections import RowSpec

# In one table of one page; the largest plan seen has 60 schemes. DATA_UPLOAD_MAX_NUMBER_FIELDS lets as many be sent.
MOST_ROWS = 200
MOST_SHOWN = 2 * MOST_ROWS  # rows beyond the most are refused, but stay on the page for the author to see


@dataclass(frozen=True)
class StoredRows:
    """What a table's forms start from: its rows as stored, what is held for each, what reference data says of each."""

    instances: list[Any]
    held_of: Callable[[Any], dict[str, str]]
    facts: dict[str, dict[str, Any]]
    new_row: Callable[[], Any]


class RowFormSet(BaseFormSet):  # type: ignore[type-arg]  # the form class differs by table
    """The rows of one table. A row is known by its id, never by its place; a new row has none yet."""

    default_error_messages: ClassVar = {
        "missing_management_form": "This table was sent incomplete, so nothing was saved. Open the page again.",
        "too_many_forms": f"A table holds at most {MOST_ROWS} rows. Remove some and save again.",
    }

    def __init__(self, data: QueryDict | None, *, spec: RowSpec, picks: Picks, stored: StoredRows) -> None:
        self.spec, self.picks, self.stored = spec, picks, stored
        self.by_id = {str(instance.pk): instance for instance in stored.instances}
        super().__init__(data, prefix=spec.slug)
        self.offered = self._offered_ids() if data is not None else {}

    @property
    def is_keyed(self) -> bool:
        """Whether the template fixes which rows there are."""
        return bool(self.spec.keyed_by)

    def initial_form_count(self) -> int:
        """The stored rows; what comes after them is new."""
        return len(self.stored.instances) if not self.is_bound else int(super().initial_form_count())

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Each form gets its stored row, or a new one, which alone may be left empty."""
        stored = self._instance(index)
        instance = stored or self._new_row(index)
        return {
            "picks": self.picks,
            "instance": instance,
            "held": self.stored.held_of(instance),
            "empty_permitted": stored is None,
        }

    def _instance(self, index: int | None) -> Any:
        """The stored row at a place of the page, None for a new one."""
        if self.is_bound:
            return self.by_id.get(self.posted_id(index))
        stored = self.stored.instances
        return stored[index] if index is not None and index < len(stored) else None

    def _new_row(self, index: int | None) -> Any:
        """A new row with the id that the page offered for it, so that two sends of it make one row."""
        instance = self.stored.new_row()
        instance.pk = self.offered.get(index, instance.pk)
        return instance

    def _offered_ids(self) -> dict[int | None, UUID]:
        """The ids that the page offers for its new rows, without those that another table's rows have."""
        offered = {
            as_id(self.data.get(f"{self.add_prefix(place)}-new", "")): place
            for place in range(self.total_form_count())
            if not self.posted_id(place)
        }
        wanted = {pk: place for pk, place in offered.items() if pk}
        if not wanted:
            return {}
        taken = set(self.spec.model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True))
        return {place: pk for pk, place in wanted.items() if pk not in taken}

    def posted_id(self, index: int | None) -> str:
        """The stored row's id as the browser sent it, empty for a new row; one sent before is no longer new."""
        if index is None:
            return ""
        prefix = self.add_prefix(index)
        offered = str(as_id(self.data.get(f"{prefix}-new", "")) or "")
        return str(self.data.get(f"{prefix}-row", "")) or (offered if offered in self.by_id else "")

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the row for the template and the error summary, and let rows be marked as removed."""
        super().add_fields(form, index)
        form.posted_id = self.posted_id(index) if self.is_bound else ""
        form.row_id = str(form.instance.pk) if str(form.instance.pk) in self.by_id else ""
        form.new_id = "" if form.row_id else str(form.instance.pk)
        form.row_number = 1 if index is None else index + 1
        key_object = getattr(form.instance, self.spec.keyed_by) if self.is_keyed and form.row_id else None
        form.key = natural_key(key_object) if key_object else ""
        form.facts = said_facts(self.stored.facts.get(form.key or form.row_id, {}))
        form.given = without_given(form, form.facts)
        for name in (*not_asked(form.facts), *self._of_ccgs_alone(form, key_object)):
            form.fields.pop(name, None)
        # Not "title": a template would find the field of that name first.
        form.row_title = str(key_object) if key_object else f"{self.spec.singular.capitalize()} {form.row_number}"

    def _of_ccgs_alone(self, form: Any, party: Any) -> list[str]:
        """The questions about a CCG that a council is not asked; one answered already stays, to be emptied."""
        names = not_asked_of_party(getattr(party, "kind", ""))
        held = self.stored.held_of(form.instance) if names else {}
        return [name for name in names if getattr(form.instance, name) in (None, "") and name not in held]

    def clean(self) -> None:
        """Refuse a row that is not one of this page's, or stands on it twice: the request was forged or is stale."""
        seen: set[str] = set()
        for form in self.forms:
            foreign = not form.row_id if form.posted_id else self.is_keyed
            if foreign or form.posted_id in seen:
                raise ValidationError(
                    f"{form.row_title} is no longer part of this plan. Open the page again to see what is."
                )
            seen |= {form.posted_id} - {""}

    def is_removed(self, form: Any) -> bool:
        """Whether the author marked the row as removed; known before anything else of the row is checked."""
        # What an invited person gave has no such box.
        return bool(self.is_bound and DELETION_FIELD_NAME in form.fields and form[DELETION_FIELD_NAME].data)

    def kept_forms(self) -> list[Any]:
        """The forms to store: not marked as removed, and not new rows left empty."""
        return [form for form in self.forms if not self.is_removed(form) and (form.posted_id or form.says_something())]

    def differs(self) -> bool:
        """Whether storing the rows would change any: one typed into, moved, added or removed."""
        kept = self.kept_forms()
        moved = not self.is_keyed and any(form.instance.position != place for place, form in enumerate(kept))
        changed = any(not form.row_id or form.differs() for form in kept)
        return moved or changed or any(self.is_removed(form) and form.row_id for form in self.forms)

    def save_rows(self, section: str) -> list[str]:
        """Store the rows in their order and delete those removed; returns what changed, as ``table.field``."""
        changed = self._remove(section)
        for position, form in enumerate(self.kept_forms()):
            # The template orders a keyed table; only tables that authors fill have an order of their own.
            moved = not self.is_keyed and form.instance.position != position
            form.instance.position = position if moved else form.instance.position
            if moved or form.differs():
                changed += [f"{self.spec.slug}.{name}" for name in form.save_row(section)]
        return changed

    def _remove(self, section: str) -> list[str]:
        gone: list[SectionForm] = [form for form in self.forms if self.is_removed(form) and form.row_id]
        ids = [form.instance.pk for form in gone]
        self.spec.model._default_manager.filter(pk__in=ids).delete()
        HeldValue.objects.filter(row__in=ids, section=section).delete()
        return [f"{self.spec.slug}.removed" for _ in gone]


def as_id(text: str) -> UUID | None:
    """The id that a hidden box holds, None for any other text."""
    try:
        return UUID(text)
    except ValueError:
        return None


def not_asked(facts: dict[str, Any]) -> tuple[str, ...]:
    """The questions that do not arise for a measure: its name where it is national, April where it does not count."""
    names = ("local_title",) if facts.get("is_national") else ()
    return names if facts.get("counts_for_april", True) else (*names, "april_numerator", "april_denominator")


def not_asked_of_party(kind: str) -> tuple[str, ...]:
    """The questions that do not arise for a party to the plan of this kind: a council has no CCG's people."""
    return ("mapped_share", "mapped_share_reason", "activity") if kind == OrganisationKind.COUNCIL else ()
