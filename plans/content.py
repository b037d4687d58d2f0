"""PlanContent: a whole plan as one plain value. Every output reads this and nothing else."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

FORMAT = 1

BESIDE = "; "  # between the names of boards that agree one plan together

# Marks a field younger than the first stored version: left out while it says nothing, so that an old version keeps its
# fingerprint.
LATE = {"late": True}
FIGURES = frozenset({"money", "number", "percent", "whole"})


class ContentFormatUnknown(ValueError):
    """Raised when stored content was written by a format this release does not know."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and its answer.

    ``kind``: line, narrative, money, number, percent, whole, date, choice, yesno, flag, reference or references.
    ``value`` is JSON-ready: figures and dates are strings, blank is None. ``text`` is what a reader sees. ``held``
    is what was written where it cannot be read; a figure beside it is a proposed reading that nobody has decided on.
    """

    name: str
    label: str
    kind: str
    value: Any
    text: str
    held: str = ""
    required: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered, not even something unreadable."""
        return self.value in (None, "", []) and not self.held

    @property
    def is_missing(self) -> bool:
        """Whether the template needs an answer here before freezing and there is none."""
        return self.required and self.is_blank

    @property
    def figure(self) -> Decimal | None:
        """The figure as a Decimal, None when blank; raises ValueError for an answer that is no figure."""
        if self.kind not in FIGURES:
            raise ValueError(f"{self.name} is a {self.kind}, not a figure")
        return None if self.value is None else Decimal(str(self.value))


class Answered:
    """What has answers and tables, found by name: a row or a section."""

    answers: tuple[Answer, ...]
    tables: tuple["Table", ...]

    @cached_property
    def _by_name(self) -> dict[str, Answer]:
        return {answer.name: answer for answer in self.answers}

    def answer(self, name: str) -> Answer:
        """The answer under ``name``; raises KeyError when the template does not ask it here."""
        return self._by_name[name]

    def given(self, name: str) -> str:
        """What was answered under ``name`` as text of its value; empty for nothing, and where it is not asked."""
        answer = self._by_name.get(name)
        return "" if answer is None or answer.value in (None, "", []) else str(answer.value)

    def figure(self, name: str) -> Decimal | None:
        """The figure answered under ``name``."""
        return self._by_name[name].figure

    def value(self, name: str) -> Any:
        """The JSON-ready value answered under ``name``."""
        return self._by_name[name].value

    def table(self, slug: str) -> "Table":
        """The table with this slug; raises KeyError when there is none."""
        return _named(self.tables, slug)


@dataclass(frozen=True)
class Row(Answered):
    """One row of a table. ``facts`` are what reference data said of it when the content was made (a measure's unit)."""

    id: str
    title: str
    key: str = ""
    answers: tuple[Answer, ...] = ()
    tables: tuple["Table", ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The rows of one kind in a section, or under a row."""

    slug: str
    title: str
    singular: str
    at_least: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Explanation:
    """Why the authors let a warning stand, for the figures named."""

    finding: str
    figures: str
    text: str
    by: str
    on: str


@dataclass(frozen=True)
class SectionContent(Answered):
    """One section as answered. ``signed_by`` names the kinds of body whose sign-off covers it.

    ``facts``: what invited people gave of it themselves, and whom it still waits for.
    """

    slug: str
    title: str
    group: str
    signed_by: tuple[str, ...]
    answers: tuple[Answer, ...] = ()
    tables: tuple[Table, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict, metadata=LATE)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the section's words and figures, in hexadecimal."""
        return _digest(self.canonical)

    @cached_property
    def canonical(self) -> str:
        """The section in canonical JSON."""
        return _canonical(self.plain)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """The section as JSON-ready values, made once: to be written down, never to be changed."""
        return section_to_json(self)

    def walk(self) -> Iterator[tuple[Row | None, Answer]]:
        """Every answer with the row it stands in (None for the section's own), in reading order."""
        for answer in self.answers:
            yield None, answer
        for table in self.tables:
            yield from _walk_table(table)


Named = TypeVar("Named", Table, SectionContent)


@dataclass(frozen=True)
class PartyFacts:
    """A party as reference data described it. Shares are per cent; ``minimums`` are pounds by year, where published.

    ``mapped_elsewhere``: of a CCG's people, those in other localities; ``board_share``: of this one's, those it covers.
    ``minimum_sources``: by year, how firm a minimum is and where it was published.
    """

    organisation: str
    code: str
    name: str
    kind: str
    mapped_elsewhere: str | None = None
    minimums: dict[str, str] = field(default_factory=dict)
    board_share: str | None = field(default=None, metadata=LATE)
    minimum_sources: dict[str, str] = field(default_factory=dict, metadata=LATE)


@dataclass(frozen=True)
class About:
    """What the plan is: its address, place, round, template and parties; the parameters that rules use for it.

    ``national``: national statements, only where the content is of them and of no plan (rule V17).
    """

    key: str
    title: str
    locality: str
    board: str
    round: str
    template: str
    template_title: str
    condition_set: str
    years: tuple[str, str]
    window_closes_on: str
    illustration: str
    is_synthetic: bool
    parties: tuple[PartyFacts, ...] = ()
    two_tier: bool = field(default=False, metadata=LATE)
    parameters: dict[str, str] = field(default_factory=dict, metadata=LATE)
    national: tuple[dict[str, Any], ...] = field(default=(), metadata=LATE)


@dataclass(frozen=True)
class PlanContent:
    """A plan, whole: what it is and what each section says."""

    about: About
    sections: tuple[SectionContent, ...]
    format: int = FORMAT

    def section(self, slug: str) -> SectionContent:
        """The section with this slug; raises KeyError when the template has none."""
        return _named(self.sections, slug)

    @property
    def years(self) -> tuple[str, str]:
        """The two financial years."""
        return self.about.years

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the whole content in canonical JSON, in hexadecimal."""
        # Put together from the sections' own, which are written for their fingerprints as well.
        sections = ",".join(section.canonical for section in self.sections)
        about = _canonical(_plain(self.about))
        return _digest(f'{{"about":{about},"format":{self.format},"sections":[{sections}]}}')

    @cached_property
    def section_fingerprints(self) -> dict[str, str]:
        """The fingerprint of each section, by slug."""
        return {section.slug: section.fingerprint for section in self.sections}

    def to_json(self) -> dict[str, Any]:
        """The content as JSON-ready values, not to be changed; ``from_json`` is its inverse."""
        # The sections were written for their fingerprints, or will be.
        sections = [section.plain for section in self.sections]
        return {"about": _plain(self.about), "sections": sections, "format": self.format}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "PlanContent":
        """The content of a stored version; raises ContentFormatUnknown for one from a later release."""
        if stored.get("format") != FORMAT:
            raise ContentFormatUnknown(f"Content format {stored.get('format')!r} is not {FORMAT}.")
        about = dict(stored["about"])
        about["years"] = tuple(about["years"])
        about["parties"] = tuple(PartyFacts(**party) for party in about["parties"])
        about["national"] = tuple(about.get("national", ()))
        return cls(about=About(**about), sections=tuple(section_from_json(section) for section in stored["sections"]))


def section_from_json(stored: dict[str, Any]) -> SectionContent:
    """One section back from its JSON form."""
    return SectionContent(
        **{
            **stored,
            "signed_by": tuple(stored["signed_by"]),
            "answers": tuple(Answer(**answer) for answer in stored["answers"]),
            "tables": tuple(_table_from_json(table) for table in stored["tables"]),
            "explanations": tuple(Explanation(**explanation) for explanation in stored["explanations"]),
        }
    )


def section_to_json(section: SectionContent) -> dict[str, Any]:
    """One section as JSON-ready values; ``section_from_json`` is its inverse."""
    stored: dict[str, Any] = _plain(section)
    return stored


def _table_from_json(stored: dict[str, Any]) -> Table:
    return Table(**{**stored, "rows": tuple(_row_from_json(row) for row in stored["rows"])})


def _row_from_json(stored: dict[str, Any]) -> Row:
    return Row(
        **{
            **stored,
            "answers": tuple(Answer(**answer) for answer in stored["answers"]),
            "tables": tuple(_table_from_json(table) for table in stored["tables"]),
        }
    )


def _walk_table(table: Table) -> Iterator[tuple[Row | None, Answer]]:
    for row in table.rows:
        for answer in row.answers:
            yield row, answer
        for nested in row.tables:
            yield from _walk_table(nested)


def _named(items: "tuple[Named, ...]", slug: str) -> "Named":
    for item in items:
        if item.slug == slug:
            return item
    raise KeyError(slug)


def _plain(value: Any) -> Any:
    """Dataclasses as dicts and tuples as lists; ten times as fast as dataclasses.asdict, which copies every leaf."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is tuple or kind is list:
        return [_plain(item) for item in value]
    known = _known_fields(kind)
    if known:
        written = ((name, getattr(value, name), default) for name, default in known)
        return {name: _plain(item) for name, item, default in written if default is MISSING or item != default}
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def _known_fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass, each with the default at which it is left out; looked up once for each class."""
    if kind not in _KNOWN_FIELDS:
        _KNOWN_FIELDS[kind] = tuple(_known_field(item) for item in fields(kind)) if is_dataclass(kind) else ()
    return _KNOWN_FIELDS[kind]


def _known_field(item: "Field[Any]") -> tuple[str, Any]:
    if not item.metadata.get("late"):
        return item.name, MISSING
    return item.name, item.default if item.default_factory is MISSING else item.default_factory()


_KNOWN_FIELDS: dict[type, tuple[tuple[str, Any], ...]] = {}


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _digest(canonical: str) -> str:
    return hashlib.sha256(canonical.encode()).hexdigest()
