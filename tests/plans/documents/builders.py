"""Plans as PlanContent, built without a database: small ones, full ones, and ones full of mischief."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from plans.content import About, Answer, Explanation, PartyFacts, PlanContent, Row, SectionContent, Table
from plans.national_templates import template_for
from plans.questions import READERS, questions
from plans.sections import RowSpec, Section

AT = datetime(2014, 2, 12, 10, 42, tzinfo=UTC)
TEMPLATE = template_for("dec-2013")
YEARS = ("2014/15", "2015/16")
COUNCIL = ("00000000-0000-0000-0000-00000000c001", "Samplebury Council")
CCG = ("00000000-0000-0000-0000-00000000cc01", "NHS Samplebury CCG")
NHS_MINIMUM = ("NHS_MINIMUM", "Minimum CCG contribution")
TRANSFER = ("S256_TRANSFER", "Transfer from health to social care")
DFG = ("DFG", "Disabled Facilities Grant")
PROSE = (
    "People leave hospital on the day they are ready.\n\nThree teams work as one, seven days a week; "
    "the same person plans the care that follows, and “nobody has to tell their story twice”."
)


ANYTHING: dict[str, Any] = {
    "line": "Something in one line",
    "narrative": PROSE,
    "money": Decimal(1250),
    "number": Decimal("12.5"),
    "percent": Decimal(40),
    "whole": 3,
    "date": date(2014, 4, 1),
    "yesno": True,
    "flag": True,
    "reference": "Something to refer to",
    "references": [("ONE", "One thing"), ("TWO", "Another thing")],
}


@dataclass(frozen=True)
class Held:
    """A text that cannot be read as one figure, with the reading proposed for it."""

    text: str
    reading: Any = None


def identity(kind: int, number: int) -> str:
    """The id of a row: the same on every run."""
    return str(UUID(int=kind * 1_000_000 + number))


def plan(*, schemes: int = 6, rows: list[Row] | None = None, **changes: Any) -> PlanContent:
    """A whole plan that balances: as many schemes as wanted, every section answered.

    ``rows`` are other schemes instead; ``changes`` replace sections, by slug.
    """
    rows = [scheme(number) for number in range(1, schemes + 1)] if rows is None else rows
    sections = {
        "plan-details": plan_details(),
        "vision": section(
            "vision", dict.fromkeys(("vision", "person_statement", "aims", "changes", "alignment"), PROSE)
        ),
        "governance": section("governance", {"governance": PROSE, "risk_sharing": PROSE}),
        "schemes": section("schemes", tables={"schemes": rows}),
        "contributions": contributions(schemes),
        "conditions": section(
            "conditions", tables={"conditions": [condition(1, "SEVEN_DAY"), condition(2, "DATA_SHARING")]}
        ),
        "measures": section(
            "measures", {"expected_outcomes": PROSE}, {"measures": [measure(1), measure(2, unit="%", multiplier="100")]}
        ),
        "risks": section("risks", tables={"risks": [risk(number) for number in range(1, 7)]}),
        "social-care": section("social-care", {"definition": PROSE}),
        "contingency": section("contingency", {"trigger": PROSE}, {"at-risk": [at_risk(1)]}),
        "acute": section("acute", {"implications": PROSE, "if_savings_fail": PROSE}, {"impacts": [impact(1)]}),
        "engagement": section(
            "engagement", {"provider_engagement": PROSE, "public_engagement": PROSE}, {"events": [event(1), event(2)]}
        ),
        **changes,
    }
    return PlanContent(about(), tuple(sections.get(one.slug) or filled(one.slug) for one in TEMPLATE.sections))


def filled(slug: str) -> SectionContent:
    """A section with something in every answer and one row in every table, whatever the template asks there."""
    asked = TEMPLATE.section(slug)
    rows = {spec.slug: [row(slug, spec.slug, 1, anything(asked, spec))] for spec in asked.rows}
    return section(slug, anything(asked, asked), rows)


def anything(asked: Section, spec: Section | RowSpec) -> dict[str, Any]:
    """An answer of the right kind to each question."""
    if spec.model is None:
        return {}
    found: dict[str, Any] = {}
    for question in questions(spec.model, spec.fields, spec.required, asked.labels):
        choices = [value for value, _label in spec.model._meta.get_field(question.name).flatchoices if value]
        found[question.name] = ANYTHING.get(question.kind, choices[0] if choices else YEARS[0])
    return found


def empty_plan() -> PlanContent:
    """A draft in which nobody has written a word."""
    nobody = About(**{**vars(about()), "parties": (), "board": "", "illustration": ""})
    return PlanContent(nobody, tuple(section(one.slug) for one in TEMPLATE.sections))


def about() -> About:
    """A council and a CCG that pool money over two years."""
    return About(
        key="samplebury",
        title="Samplebury joint plan",
        locality="Samplebury",
        board="Samplebury Health and Wellbeing Board",
        round="First round, 2013/14",
        template=TEMPLATE.key,
        template_title=TEMPLATE.title,
        condition_set="Better Care Fund, December 2013",
        years=YEARS,
        window_closes_on="2014-02-14",
        illustration="Drawn up for tests from invented figures.",
        is_synthetic=True,
        parties=(
            PartyFacts(COUNCIL[0], "E09000099", COUNCIL[1], "council"),
            PartyFacts(CCG[0], "99X", CCG[1], "ccg", mapped_elsewhere="0.00"),
        ),
    )


def section(
    slug: str, values: dict[str, Any] | None = None, tables: dict[str, list[Row]] | None = None
) -> SectionContent:
    """A section of the template with the answers and rows given; the rest is blank."""
    asked = TEMPLATE.section(slug)
    return SectionContent(
        slug=asked.slug,
        title=asked.title,
        group=asked.group,
        signed_by=tuple(sorted(asked.signed_by)),
        answers=answers(asked, asked, values or {}),
        tables=tuple(table(spec, (tables or {}).get(spec.slug, [])) for spec in asked.rows),
    )


def table(spec: RowSpec, rows: list[Row]) -> Table:
    """A table of the template with these rows."""
    return Table(spec.slug, spec.title, spec.singular, spec.at_least, tuple(rows))


def row(slug: str, table_slug: str, number: int, values: dict[str, Any], **more: Any) -> Row:
    """A row of a table at any depth. ``more``: key, title, facts, and ``tables`` by slug."""
    asked = TEMPLATE.section(slug)
    spec = asked.row_spec(table_slug)
    below = more.pop("tables", {})
    return Row(
        id=identity(sum(map(ord, table_slug)), number),
        title=more.pop("title", f"{spec.singular} {number}"),
        answers=answers(asked, spec, values),
        tables=tuple(table(child, below.get(child.slug, [])) for child in spec.children),
        **more,
    )


def answers(asked: Section, spec: Section | RowSpec, values: dict[str, Any]) -> tuple[Answer, ...]:
    """Every answer of a section or row; fields without a value are blank."""
    if spec.model is None:
        return ()
    found = []
    for question in questions(spec.model, spec.fields, spec.required, asked.labels):
        raw = values.get(question.name)
        held = raw.text if isinstance(raw, Held) else ""
        raw = raw.reading if isinstance(raw, Held) else raw
        value, text = read(question.kind, raw)
        if question.kind == "choice" and value:
            text = dict(spec.model._meta.get_field(question.name).choices or ()).get(value, value)
        if held:
            text = f"“{held}”, read as {text} until decided" if value is not None else f"“{held}”"
        found.append(Answer(question.name, question.label, question.kind, value, text, held, question.required))
    return tuple(found)


def read(kind: str, raw: Any) -> tuple[Any, str]:
    """The value and text of an answer; references are given as (key, title), or as one text for both."""
    if kind == "reference":
        return (raw, raw) if isinstance(raw, str) else raw or (None, "")
    if kind == "references":
        return [key for key, _title in raw or ()], ", ".join(title for _key, title in raw or ())
    return READERS[kind](raw)


def plan_details() -> SectionContent:
    values = {
        "council_contact": "Director of adult social services",
        "nhs_contact": "Chief finance officer",
        "board_meets_on": date(2014, 1, 30),
        "submits_on": date(2014, 2, 14),
        "pooled_fund_agreement": "draft",
        "change_note": "Two lines added to E1",
    }
    parties = [
        row("plan-details", "parties", 1, {"holds_pool": True}, key=COUNCIL[0], title=COUNCIL[1]),
        row("plan-details", "parties", 2, {"mapped_share": Decimal(100)}, key=CCG[0], title=CCG[1]),
    ]
    return section("plan-details", values, {"parties": parties})


def scheme(number: int, **values: Any) -> Row:
    """A scheme of 75,000 in the first year and 171,394 in the second."""
    ref = f"E{number}"
    return row(
        "schemes",
        "schemes",
        number,
        {
            "ref": ref,
            "title": f"Seven-day access, part {number}",
            "title_inferred": number % 3 == 0,
            "description": PROSE,
            "concepts": [("SEVEN_DAY", "Seven-day services")],
            "lead_commissioner": COUNCIL,
            "lead_provider": "Samplebury Community Trust",
            "provider_type": "community",
            "starts_on": date(2014, 4, 1),
            "evidence": PROSE,
            **values,
        },
        title=f"{ref} Seven-day access, part {number}",
        tables={"investments": lines(number), "benefits": [benefit(number)], "outcomes": [outcome(number)]},
    )


def with_lines(scheme: Row, lines: list[Row]) -> Row:
    """The scheme with these investment lines and no others."""
    tables = tuple(replace(old, rows=tuple(lines)) if old.slug == "investments" else old for old in scheme.tables)
    return replace(scheme, tables=tables)


def lines(number: int) -> list[Row]:
    first = {
        "label": "Set-up costs",
        "year": YEARS[0],
        "basis": "lump",
        "stated": Decimal(75000),
        "funding_source": TRANSFER,
    }
    rate = {
        "label": "2 social workers",
        "year": YEARS[1],
        "basis": "rate",
        "quantity": Decimal(2),
        "rate": Decimal("33.35"),
        "unit": "hour",
        "units_per_period": Decimal(35),
        "periods": Decimal(52),
        "funding_source": NHS_MINIMUM,
        "recurrent": True,
        "capital": False,
    }
    last = {
        "label": "Equipment",
        "year": YEARS[1],
        "basis": "lump",
        "stated": Decimal(50000),
        "funding_source": DFG,
        "capital": True,
    }
    return [line(3 * number + place, values) for place, values in enumerate((first, rate, last))]


def line(number: int, values: dict[str, Any]) -> Row:
    return row("schemes", "investments", number, values, title=str(values.get("label", "")))


def benefit(number: int) -> Row:
    values = {"label": "Fewer episodes", "beneficiary": CCG[1], "year": YEARS[1], "quantity": Decimal(40),
              "unit": "episode", "unit_price": Decimal(2000), "how_measured": "Hospital returns"}  # fmt: skip
    return row("schemes", "benefits", number, values, title="Fewer episodes")


def outcome(number: int) -> Row:
    values = {"measure": "Delayed transfers", "year": YEARS[1], "change": "reduction", "target": Decimal("4.5")}
    return row("schemes", "outcomes", number, values, title="Delayed transfers")


def contributions(schemes: int) -> SectionContent:
    """What the schemes of ``plan`` cost, paid in by source."""
    amounts = (
        (COUNCIL, TRANSFER, YEARS[0], Decimal(75000) * schemes),
        (CCG, NHS_MINIMUM, YEARS[1], Decimal(121394) * schemes),
        (COUNCIL, DFG, YEARS[1], Decimal(50000) * schemes),
    )
    rows = [
        row("contributions", "contributions", number,
            {"organisation": who, "funding_source": source, "year": year, "amount": amount},
            title=f"{who[1]}, {source[1]}, {year}")
        for number, (who, source, year, amount) in enumerate(amounts, start=1)
    ]  # fmt: skip
    pool = {"agreed_first_year": Decimal(75000) * schemes, "agreed_second_year": Decimal(171394) * schemes}
    return section("contributions", pool, {"contributions": rows})


def condition(number: int, key: str) -> Row:
    facts = {"number": str(number), "kind": "Condition", "wording": "Say how services run seven days a week.",
             "scope": "Health and social care", "applies_if": ""}  # fmt: skip
    values = {"status": "plan", "answer": PROSE, "owner": "Director of integration", "meets_on": date(2015, 4, 1)}
    title = key.replace("_", " ").capitalize()
    return row("conditions", "conditions", number, values, key=key, title=title, facts=facts)


def measure(number: int, *, unit: str = "per 100,000", multiplier: str = "100000", **values: Any) -> Row:
    facts = {"numerator": "Admissions of people aged 65 and over", "denominator": "People aged 65 and over",
             "unit": unit, "multiplier": multiplier, "good": "down", "counts_for_april": number != 1}  # fmt: skip
    figures = {
        "baseline_numerator": Decimal(264), "baseline_denominator": Decimal(40000),
        "baseline_from": date(2012, 4, 1), "baseline_to": date(2013, 3, 31),
        "october_numerator": Decimal(240), "october_denominator": Decimal(41000),
        "source": "Council return", "quality": "high", **values,
    }  # fmt: skip
    title = f"Permanent admissions {number}"
    return row("measures", "measures", number, figures, key=f"RES_ADM_{number}", title=title, facts=facts)


def risk(number: int) -> Row:
    values = {"risk": PROSE, "category": "finance", "likelihood": 3, "impact": 1 + number % 5, "cost": Decimal(100000),
              "bearer": COUNCIL[1], "mitigation": PROSE, "owner": "Director of finance"}  # fmt: skip
    return row("risks", "risks", number, values, title="People leave hospital")


def at_risk(number: int) -> Row:
    """An outcome that may be missed."""
    values = {"measure": ("AVOID_EA", "Avoidable emergency admissions"), "saving": Decimal(50_000),
              "support": Decimal(50_000), "route": "The board decides each quarter."}  # fmt: skip
    return row("contingency", "at-risk", number, values, title="Avoidable emergency admissions")


def impact(number: int) -> Row:
    values = {"provider": "Samplebury Hospital", "service_line": "Emergency admissions", "year": YEARS[1],
              "activity_change": Decimal(400), "value": Decimal(800000), "agreed": False}  # fmt: skip
    return row("acute", "impacts", number, values, title="Samplebury Hospital")


def event(number: int) -> Row:
    values = {"who": "Home care providers' forum", "type": "social_care", "held_on": date(2013, 11, number),
              "method": "Workshop",               "issue": PROSE, "response": "The pace was slowed."}  # fmt: skip
    return row("engagement", "events", number, values, title="Home care providers' forum")


def explained(content: PlanContent, slug: str, finding: str, figures: str) -> PlanContent:
    """The plan with one warning explained by its authors."""
    why = Explanation(
        finding, figures, "The post starts in June.", "Finance lead, Samplebury Council", "10 February 2014"
    )
    return with_section(content, replace(content.section(slug), explanations=(why,)))


def with_section(content: PlanContent, section: SectionContent) -> PlanContent:
    """The plan with one section replaced."""
    return PlanContent(content.about, tuple(section if old.slug == section.slug else old for old in content.sections))


def rewritten(content: PlanContent, text: str) -> PlanContent:
    """The plan with ``text`` in every answer that takes words."""

    def answer(old: Answer) -> Answer:
        return replace(old, value=text, text=text) if old.kind in {"line", "narrative"} else old

    def row(old):
        tables = tuple(replace(one, rows=tuple(map(row, one.rows))) for one in old.tables)
        return replace(old, title=text, answers=tuple(map(answer, old.answers)), tables=tables)

    sections = tuple(
        replace(
            section,
            answers=tuple(map(answer, section.answers)),
            tables=tuple(replace(one, rows=tuple(map(row, one.rows))) for one in section.tables),
        )
        for section in content.sections
    )
    about = replace(content.about, title=text, locality=text, board=text, illustration=text)
    return PlanContent(about, sections)
