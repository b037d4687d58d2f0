"""Rows that need one more fact on paper: the schemes of a condition, the rating of a risk, who explained a finding."""

from dataclasses import dataclass
from typing import Any

from plans import ledger
from plans.content import Answer, PlanContent, Row
from plans.documents.lines import YearOfLines, lines_by_year
from plans.documents.plan_document import Acceptance, PlanDocument
from plans.documents.tables import (
    SCORE_WIDTH,
    Column,
    PrintedTable,
    Run,
    cells,
    is_numeric,
    printed_table,
    runs,
    shares,
    width_of,
)
from plans.rules import BLOCK, INFORM, WARN, Finding

# Beside a narrative's 8: so that the longest usual words fit ("Likelihood,", "commissioning,", "Neighbourhood").
RISK_WIDTHS = {"risk": 7.0, "category": 4.2, "likelihood": 3.4, "bearer": 4.2, "owner": 4.8, "schemes": 4.9}

SEVERITIES = {BLOCK: "Must be settled", WARN: "Check", INFORM: "Note"}


@dataclass(frozen=True)
class PrintedScheme:
    """One scheme: its facts and prose, its lines by year, and the tables below it."""

    id: str
    title: str
    runs: tuple[Run, ...]
    years: tuple[YearOfLines, ...]
    tables: tuple[PrintedTable, ...]
    left_empty: str
    is_title_inferred: bool


def printed_schemes(content: PlanContent) -> tuple[PrintedScheme, ...]:
    """Every scheme of the plan, in order."""
    return tuple(_printed_scheme(scheme, content) for scheme in ledger.schemes(content))


def _printed_scheme(scheme: Row, content: PlanContent) -> PrintedScheme:
    tables = [table for table in scheme.tables if table.slug != "investments"]
    shown = [table for table in tables if table.rows or table.at_least]
    return PrintedScheme(
        id=scheme.id,
        title=scheme.title or "Scheme without a name",
        runs=runs(scheme.answers, leave_out=("ref", "title", "title_inferred")),
        years=lines_by_year(scheme, content),
        tables=tuple(printed_table(table, under="") for table in shown),
        left_empty="; ".join(table.title for table in tables if table not in shown),
        is_title_inferred=bool(scheme.value("title_inferred")),
    )


@dataclass(frozen=True)
class PrintedCondition:
    """The answer to one national condition, and the schemes that serve it."""

    title: str
    facts: dict[str, Any]
    status: Answer
    schemes: str
    runs: tuple[Run, ...]
    is_blank: bool


def printed_conditions(content: PlanContent) -> tuple[PrintedCondition, ...]:
    """Every national condition of the plan's set, in order."""
    return tuple(
        PrintedCondition(
            title=row.title,
            facts=row.facts,
            status=row.answer("status"),
            schemes=", ".join(_short_name(scheme) for scheme in ledger.schemes(content) if _serves(scheme, row)),
            runs=runs(row.answers, leave_out=("status",)),
            is_blank=all(answer.is_blank for answer in row.answers),
        )
        for row in content.section("conditions").table("conditions").rows
    )


@dataclass(frozen=True)
class Register:
    """The risk register as one table: its columns, and for each risk the cells on either side of its rating."""

    before: tuple[Column, ...]
    after: tuple[Column, ...]
    rating_width: str
    risks: tuple["PrintedRisk", ...]


@dataclass(frozen=True)
class PrintedRisk:
    """A line of the risk register."""

    before: tuple[tuple[Answer, bool], ...]
    rating: str
    after: tuple[tuple[Answer, bool], ...]


def risk_register(content: PlanContent) -> Register | None:
    """The risks in the order the authors gave them, each with its rating; None while there are none."""
    rows = content.section("risks").table("risks").rows
    if not rows:
        return None
    scored = 1 + [answer.name for answer in rows[0].answers].index("impact")
    answers = rows[0].answers
    widths = shares([*(RISK_WIDTHS.get(answer.name) or width_of(answer) for answer in answers), SCORE_WIDTH])
    columns = tuple(
        Column(answer.label, is_numeric(answer), width) for answer, width in zip(answers, widths, strict=False)
    )
    risks = tuple(PrintedRisk(cells(row)[:scored], str(rating(row) or "–"), cells(row)[scored:]) for row in rows)
    return Register(columns[:scored], columns[scored:], widths[-1], risks)


def rating(risk: Row) -> int | None:
    """Likelihood × impact (domain.md 1.11); None until both are scored."""
    likelihood, impact = risk.figure("likelihood"), risk.figure("impact")
    return None if likelihood is None or impact is None else int(likelihood * impact)


@dataclass(frozen=True)
class PrintedFinding:
    """A finding with who let it stand."""

    finding: Finding
    label: str
    acceptance: Acceptance | None


@dataclass(frozen=True)
class Findings:
    """What the rules find, sorted for a reader: open ones, those explained, and notes."""

    still_open: tuple[PrintedFinding, ...]
    explained: tuple[PrintedFinding, ...]
    notes: tuple[PrintedFinding, ...]

    @property
    def open_by_label(self) -> dict[str, tuple[PrintedFinding, ...]]:
        """The open findings under what they ask for, what must be settled first."""
        labels = dict.fromkeys(printed.label for printed in self.still_open)
        return {label: tuple(one for one in self.still_open if one.label == label) for label in labels}

    @property
    def sentence(self) -> str:
        """How many there are of each, in words."""
        blocks = sum(printed.finding.severity == BLOCK for printed in self.still_open)
        counts = (
            (blocks, "must be settled"),
            (len(self.still_open) - blocks, "to check"),
            (len(self.explained), "explained by the authors"),
            (len(self.notes), "for information"),
        )
        said = [f"{count} {words}" for count, words in counts if count]
        return f"The published rules find: {', '.join(said)}." if said else "The published rules find nothing."


def printed_findings(document: PlanDocument) -> Findings:
    """The findings of a document, each with who explained it."""
    printed = [
        PrintedFinding(finding, SEVERITIES[finding.severity], document.acceptance(finding))
        for finding in document.findings
    ]
    return Findings(
        still_open=tuple(one for one in printed if one.finding.stops),
        explained=tuple(one for one in printed if not one.finding.stops and one.finding.severity == WARN),
        notes=tuple(one for one in printed if one.finding.severity == INFORM),
    )


def _serves(scheme: Row, condition: Row) -> bool:
    return condition.key in (scheme.value("concepts") or ())


def _short_name(scheme: Row) -> str:
    return scheme.answer("ref").text or scheme.title or "a scheme without a name"
