"""Admissions avoided: one definition for every page, and the rule that sets hospitals' figures against schemes' claims.

An admission avoided is an emergency admission that does not happen in a financial year because of the plan. Schemes
claim them as benefits, hospitals expect them in their commentaries, the implications for the acute sector count them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from itf.lib.figures import plain
from plans import ledger
from plans.content import PlanContent, Row
from plans.models.scheme import BenefitType
from plans.rules.finding import WARN, Finding, at
from plans.rules.places import figure, given, rows, tables_under


@dataclass(frozen=True)
class Hospital:
    """What is said of one hospital's avoided admissions in the second year: in its commentary, in the acute section."""

    name: str
    commentary: Row | None
    commented: Decimal | None
    counted: Decimal | None

    @property
    def expected(self) -> Decimal:
        """Its own word, where it has given one."""
        return (self.counted if self.commented is None else self.commented) or ledger.NOUGHT


def claims_in(content: PlanContent, year: str) -> Iterator[tuple[Row, Decimal]]:
    """Each scheme's claim to avoid admissions; one without a year counts in the second, which is paid for."""
    years = {year, ""} if year == content.years[1] else {year}
    for scheme in rows(content, "schemes", "schemes"):
        for benefit in tables_under(scheme, "benefits"):
            quantity = figure(benefit, "quantity")
            if given(benefit, "type") == BenefitType.ADMISSIONS and given(benefit, "year") in years and quantity:
                yield scheme, quantity


def claimed_admissions(content: PlanContent, year: str) -> Decimal:
    """The admissions that all schemes together claim to avoid in a year."""
    return ledger.total(quantity for _scheme, quantity in claims_in(content, year))


def hospitals(content: PlanContent) -> tuple[Hospital, ...]:
    """Every hospital for which the second year has a figure, by its name, however it is capitalised."""
    names: dict[str, str] = {}
    commentaries: dict[str, Row] = {}
    commented: dict[str, Decimal] = {}
    counted: dict[str, Decimal] = {}
    for row in rows(content, "provider-commentary", "commentaries"):
        count = figure(row, "avoided")
        if count is not None:
            key = _key(names, row)
            commentaries.setdefault(key, row)
            commented[key] = commented.get(key, ledger.NOUGHT) + count
    for row in rows(content, "acute", "impacts"):
        count = figure(row, "admissions")
        if count is not None and given(row, "year") == content.years[1]:
            key = _key(names, row)
            counted[key] = counted.get(key, ledger.NOUGHT) + count
    return tuple(
        Hospital(name, commentaries.get(key), commented.get(key), counted.get(key)) for key, name in names.items()
    )


def _key(names: dict[str, str], row: Row) -> str:
    name = " ".join(given(row, "provider").split())
    names.setdefault(name.casefold(), name or "A hospital not named")
    return name.casefold()


def r36(content: PlanContent) -> Iterator[Finding]:
    """Hospitals expect as many avoided admissions as schemes claim, and as the implications for them say."""
    section, year = content.section("provider-commentary"), content.years[1]
    found = hospitals(content)
    for one in found:
        if one.commented is not None and one.counted is not None and one.commented != one.counted:
            yield at(
                section,
                "R36",
                WARN,
                f"{one.name} expects another number of avoided admissions than the implications for the acute sector.",
                answer="avoided",
                row=one.commentary,
                figures=(("In its commentary", plain(one.commented)), ("Acute sector", plain(one.counted))),
            )
    claimed, expected = claimed_admissions(content, year), ledger.total(one.expected for one in found)
    if found and claimed != expected:
        yield at(
            section,
            "R36",
            WARN,
            f"Hospitals expect {'more' if expected > claimed else 'fewer'} avoided admissions than schemes claim.",
            answer="avoided",
            figures=(("Claimed by schemes", plain(claimed)), ("Expected by hospitals", plain(expected))),
        )
