"""What a section is: the one definition that forms, pages, checks, documents and comparison all read."""

from dataclasses import dataclass, field

from django.db import models

from itf.accounts.models import OrganisationKind

COUNCIL, CCG, BOARD = OrganisationKind.COUNCIL, OrganisationKind.CCG, OrganisationKind.BOARD
EVERYONE = frozenset({COUNCIL, CCG, BOARD})


@dataclass(frozen=True)
class RowSpec:
    """A table of repeating rows in a section; rows may have tables of their own (a scheme's investment lines).

    ``keyed_by`` names the foreign key that fixes which rows there are (one answer per national condition): such rows
    are neither added nor removed by hand. ``parent`` names the foreign key to the row above, for nested tables.
    """

    slug: str
    title: str
    singular: str
    model: type[models.Model]
    fields: tuple[str, ...]
    required: tuple[str, ...] = ()
    keyed_by: str = ""
    parent: str = ""
    at_least: int = 0
    children: tuple["RowSpec", ...] = ()


@dataclass(frozen=True)
class Section:
    """One page of a national template: its questions in order, those needed to freeze, whose signature it binds.

    ``signed_by``: the kinds of body whose sign-off covers this section. A later change voids only their signatures.
    ``labels``: wording this template changes; otherwise the model field's own wording stands.
    """

    slug: str
    title: str
    group: str
    model: type[models.Model] | None = None
    fields: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    rows: tuple[RowSpec, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    signed_by: frozenset[OrganisationKind] = EVERYONE
    page_per_row: bool = False

    def row_spec(self, slug: str) -> RowSpec:
        """The table with this slug, at any depth; raises KeyError when the section has none."""
        for spec in self.all_row_specs():
            if spec.slug == slug:
                return spec
        raise KeyError(slug)

    def all_row_specs(self) -> tuple[RowSpec, ...]:
        """Every table of the section, a nested one after the table it hangs from."""
        found: list[RowSpec] = []
        for spec in self.rows:
            found += [spec, *spec.children]
        return tuple(found)
