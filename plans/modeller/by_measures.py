"""The model of December 2013: payment for conditions and for measures, in April and October (domain.md 3.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import QueryDict

from conditions.models import NationalCondition
from itf.lib.figures import plain, pounds
from plans.content import PlanContent, Row
from plans.documents.measures import in_unit, measure_title
from plans.modeller.figures import PLACES, Group, ModelFigure, ModelFigures, Slider, range_around
from plans.modeller.outcome import MODELLED, Headings, MeasureLine, Outcome, Payment, Receipt
from plans.modeller.sides import SCENARIO_PARTS, losses, pool_of, section_of
from plans.modeller.terms import measure_terms, month_names, national_share
from plans.national_templates.years import in_years
from plans.payment import (
    NOUGHT,
    ONE,
    PER_CENT,
    POUND,
    MeasureResult,
    SchemeA,
    SchemeATerms,
    linked_by_national_share,
    part_achieved,
    scheme_a,
    shares_of,
)
from plans.rates import places_of, rounded, shown_rate, unit_of
from plans.rules.parameters import number
from plans.rules.places import figure, given, rows

POINTS = {"april": "April 2015", "october": "October 2015"}
TENTH = Decimal("0.1")
MET = "met"
WEIGHT_SLIDER, MOST_WEIGHT = Slider(NOUGHT, Decimal(10), ONE), Decimal(1000)
WEIGHTS_HINT = (
    "All measures count alike unless you change this: 2 counts twice as much as 1, 0 leaves a measure out. "
    "Weights that add up to 100 may be read as per cent."
)
SCENARIOS = (MODELLED, "Nothing achieved", "Half of each measure, all conditions", "Everything achieved")


@dataclass(frozen=True)
class Gate:
    """One condition that must hold for the first payment, and whether the plan says that it does."""

    key: str
    title: str
    hint: str
    is_met: bool


@dataclass(frozen=True)
class Counted:
    """One measure at one payment: its row, and its rates as planned."""

    point: str
    row: Row
    baseline: Decimal
    target: Decimal

    @property
    def name(self) -> str:
        """The box of its actual rate."""
        return f"{self.point}-{self.row.key or self.row.id}"

    @property
    def weight_name(self) -> str:
        """The box of its weight, one for both payments."""
        return f"weight-{self.row.key or self.row.id}"

    @property
    def unit(self) -> str:
        """In what it is shown."""
        return unit_of(self.row)

    @property
    def places(self) -> int:
        """With how many decimals its rates are shown, and reckoned with: what the page says is what it pays by."""
        return places_of(self.row)

    def result(self, actual: Decimal) -> MeasureResult:
        """What the measure has come to with this actual rate."""
        return MeasureResult(self.baseline, self.target, actual, lower_is_good=self.row.facts.get("good") == "down")


def gates(content: PlanContent) -> tuple[Gate, ...]:
    """The conditions for the first payment, as the condition set of December 2013 marks them, in two queries.

    Each stands as the plan answers all that it rests on; one that the plan is not asked about counts as met.
    """
    marked = NationalCondition.objects.exclude(payment_gate="").order_by("condition_set", "position")
    return tuple(_gate(content, row) for row in marked.prefetch_related("concepts"))


def _gate(content: PlanContent, condition: NationalCondition) -> Gate:
    concepts = {concept.key for concept in condition.concepts.all()}
    answers = [row.answer("status") for row in rows(content, "conditions", "conditions") if row.key in concepts]
    said = "; ".join(dict.fromkeys(answer.text or "not answered" for answer in answers)) or "not asked"
    return Gate(
        key=f"{condition.condition_set_id}-{condition.number}",
        title=condition.title,
        hint=f"{condition.payment_gate}. The plan says: {said}.",
        is_met=all(answer.value == MET for answer in answers),
    )


def counted(content: PlanContent, point: str) -> tuple[Counted, ...]:
    """The measures that can be paid for at ``april`` or ``october``: with baseline, target and a good direction."""
    return tuple(_counted(content, point))


def stated_sum(content: PlanContent) -> Decimal | None:
    """What the plan itself says depends on performance."""
    section = section_of(content, "contributions")
    return figure(section, "performance_linked") if section else None


def national_sum(content: PlanContent) -> Decimal | None:
    """What would depend on it at the national share of the plan's pool."""
    pool = pool_of(content)
    return None if pool is None else linked_by_national_share(pool, national_share(content), step=POUND)


def measures_form(content: PlanContent, given: QueryDict) -> ModelFigures:
    """The boxes, with the plan's own figures where the address gives none; conditions as it answers them."""
    stated = stated_sum(content)
    asked = gates(content)
    own: dict[str, object] = {
        "linked": national_sum(content) if stated is None else stated,
        "met": [gate.key for gate in asked if gate.is_met],
    }
    fields: dict[str, forms.Field] = {
        "linked": ModelFigure(
            label="Sum that depends on performance", most=number(content, "AMOUNT_LIMIT"), signs=("£", "")
        ),
        "met": _conditions_field(asked),
    }
    at = {point: counted(content, point) for point in POINTS}
    for point, words in POINTS.items():
        for one in at[point]:
            fields[one.name], own[one.name] = _measure_field(content, one, in_years(words, content.years)), one.target
    for one in (*at["april"], *at["october"]):
        fields[one.weight_name], own[one.weight_name] = _weight_field(one), ONE
    return ModelFigures(given, fields, own)


def measures_groups(form: ModelFigures, years: tuple[str, str]) -> list[Group]:
    """The boxes under their headings."""
    at = {point: [name for name in form.fields if name.startswith(f"{point}-")] for point in POINTS}
    weights = [name for name in form.fields if name.startswith("weight-")]
    is_even = all(form.figure(name) == ONE for name in weights) and not set(weights) & set(form.errors)
    return [
        Group("The sum", form.boxes(["linked"])),
        Group("Conditions", [], ticks=form["met"]),
        *(
            Group(f"Actual figures for {in_years(words, years)}", form.boxes(at[point]))
            for point, words in POINTS.items()
            if at[point]
        ),
        *([Group("Weights of the measures", form.boxes(weights), WEIGHTS_HINT, is_closed=is_even)] if weights else []),
    ]


def measures_outcome(content: PlanContent, form: ModelFigures) -> Outcome | None:
    """What the model comes to; None until there is a sum."""
    linked = form.figure("linked")
    if linked is None:
        return None
    terms = measure_terms(content)
    conditions = (len(form.ticked("met")), len(form.fields["met"].choices))  # type: ignore[attr-defined]  # boxes to tick
    at = {point: counted(content, point) for point in POINTS}
    parts = {point: _part(form, at[point]) for point in POINTS}
    result = _paid(
        linked, terms, gate_met=conditions[0] == conditions[1], april=parts["april"], october=parts["october"]
    )
    scenarios = [_paid(linked, terms, gate_met=part > 0, april=part, october=part) for part in SCENARIO_PARTS]
    payments = _payments(content, result, conditions, scenarios[-1])
    shown, kept = (result, *scenarios), _kept(content)
    return Outcome(
        said=f"{pounds(result.paid)} is paid of {pounds(linked)} that depends on performance.",
        reached=f"{conditions[0]} of {conditions[1]} conditions are met; {_percent(parts['april'])} of the April "
        f"measures and {_percent(parts['october'])} of the October measures are achieved.",
        headings=Headings("Asked for", "Reached"),
        payments=payments,
        receipts=_receipts(result, payments),
        whole_title="Sum that depends on performance",
        whole=linked,
        linked=linked,
        kept=kept,
        identity=f"{pounds(result.paid)} paid + {pounds(result.withheld)} held back = {pounds(linked)}",
        scenarios=SCENARIOS,
        scenario_paid=tuple(one.paid for one in shown),
        losses=losses(
            content,
            tuple(one.paid for one in shown),
            tuple(one.withheld for one in shown),
            (_of_both(parts, terms), *SCENARIO_PARTS),
            kept,
        ),
        measures=tuple(line for point in POINTS for line in _measure_lines(form, at[point], content.years)),
        notes=(*_notes(content, result, terms, conditions), *_weightless(form, at)),
    )


def _paid(linked: Decimal, terms: SchemeATerms, *, gate_met: bool, april: Decimal, october: Decimal) -> SchemeA:
    return scheme_a(linked, gate_met=gate_met, april=april, october=october, terms=terms, step=POUND)


def _of_both(parts: Mapping[str, Decimal], terms: SchemeATerms) -> Decimal:
    """How much of what the measures can earn at both payments they have earned."""
    whole = terms.april + terms.october
    return (parts["april"] * terms.april + parts["october"] * terms.october) / whole if whole else NOUGHT


def _conditions_field(asked: tuple[Gate, ...]) -> forms.MultipleChoiceField:
    field = forms.MultipleChoiceField(
        label="Conditions that are met",
        help_text="The first payment is made when all of them are. They start as the plan answers them.",
        choices=[(gate.key, gate.title) for gate in asked],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Conditions that are met: tick only those listed."},
    )
    field.option_hints = {gate.key: gate.hint for gate in asked}  # type: ignore[attr-defined]  # read by the template pack
    return field


def _measure_field(content: PlanContent, one: Counted, when: str) -> ModelFigure:
    better = "lower" if one.row.facts.get("good") == "down" else "higher"
    planned = f"Baseline {in_unit(one.baseline, one.unit)}, target {in_unit(one.target, one.unit)}"
    return ModelFigure(
        label=f"{measure_title(one.row)}, {when}",
        help_text=f"{planned}; {better} is better.",
        most=number(content, "AMOUNT_LIMIT"),
        slider=range_around(one.baseline, one.target, step=Decimal(1).scaleb(-one.places)),
        # One more than is shown: 1.234 alone could mean thousands, so the box holds 1.2340.
        places=max(PLACES, one.places + 1),
        signs=("", one.unit if one.unit == "%" else ""),
    )


def _counted(content: PlanContent, point: str) -> Iterator[Counted]:
    for row in rows(content, "measures", "measures"):
        baseline, target = shown_rate(row, "baseline"), shown_rate(row, point)
        if baseline is not None and target is not None and row.facts.get("good") in {"up", "down"}:
            yield Counted(point, row, baseline, target)


def _weight_field(one: Counted) -> ModelFigure:
    return ModelFigure(label=f"Weight of {measure_title(one.row)}", most=MOST_WEIGHT, slider=WEIGHT_SLIDER)


def _weights(form: ModelFigures, measures: tuple[Counted, ...]) -> dict[str, Decimal]:
    """What each measure weighs at one payment."""
    return {one.name: form.figure(one.weight_name) or NOUGHT for one in measures}


def _none_count(form: ModelFigures, measures: tuple[Counted, ...]) -> bool:
    """Whether there are measures and each weighs nothing."""
    return bool(measures) and not any(_weights(form, measures).values())


def _actual(form: ModelFigures, one: Counted) -> Decimal:
    actual = form.figure(one.name)
    return one.target if actual is None else actual


def _part(form: ModelFigures, measures: tuple[Counted, ...]) -> Decimal:
    """f(M) of the paper; nought where no measure can be counted."""
    if not measures or _none_count(form, measures):
        return NOUGHT
    return part_achieved({one.name: one.result(_actual(form, one)) for one in measures}, _weights(form, measures))


def _measure_lines(form: ModelFigures, measures: tuple[Counted, ...], years: tuple[str, str]) -> Iterator[MeasureLine]:
    weights = _weights(form, measures)
    shares = shares_of(weights) if any(weights.values()) else weights
    for one in measures:
        actual, sign = _actual(form, one), "%" if one.unit == "%" else ""
        yield MeasureLine(
            title=measure_title(one.row),
            unit="" if one.unit == "%" else one.unit,
            when=in_years(POINTS[one.point], years),
            baseline=in_unit(one.baseline, sign),
            target=in_unit(one.target, sign),
            actual=in_unit(rounded(actual, one.places), sign),
            achieved=_percent(one.result(actual).achieved),
            counts_for=_percent(shares[one.name]),
        )


def _payments(
    content: PlanContent, result: SchemeA, conditions: tuple[int, int], whole: SchemeA
) -> tuple[Payment, ...]:
    months = month_names(content, "PAY_MEASURE_MONTHS", 3)
    number_at = {point: _number_of("measure", len(counted(content, point))) for point in POINTS}
    lines = (
        ("Conditions", _number_of("condition", conditions[1]), f"{conditions[0]} met", whole.gate, result.gate),
        ("April measures", number_at["april"], _percent(result.april_part), whole.april, result.april),
        ("October measures", number_at["october"], _percent(result.october_part), whole.october, result.october),
    )
    found, so_far, at_most = [], NOUGHT, NOUGHT
    for month, (title, planned, achieved, most, paid) in zip(months, lines, strict=True):
        so_far += paid
        at_most += most
        found.append(Payment(title, month, planned, achieved, most, paid, at_most, so_far, so_far))
    return tuple(found)


def _receipts(result: SchemeA, payments: tuple[Payment, ...]) -> tuple[Receipt, ...]:
    paid = tuple(Receipt("The pool", payment.title, payment.month, payment.paid) for payment in payments)
    held = Receipt(
        "Held back",
        "Until the partners agree how it is redeployed",
        f"after {payments[-1].month}",
        result.withheld,
    )
    return (*paid, held)


def _kept(content: PlanContent) -> str:
    section = section_of(content, "contingency")
    decides = given(section, "decision_maker") if section else ""
    return f"It is held back; on its use decides: {decides}" if decides else "It is held back until its use is agreed."


def _weightless(form: ModelFigures, at: Mapping[str, tuple[Counted, ...]]) -> Iterator[str]:
    for point, words in POINTS.items():
        if _none_count(form, at[point]):
            yield f"Every measure for {words} has weight 0, so nothing is paid for them. Give one a weight."


def _notes(content: PlanContent, result: SchemeA, terms: SchemeATerms, conditions: tuple[int, int]) -> tuple[str, ...]:
    notes = []
    if result.needs_recovery_plan:
        notes.append(
            f"A payment for measures reaches less than {_percent(terms.pass_mark)}: a recovery plan is asked for."
        )
    if not conditions[1]:
        notes.append("No conditions for payment are on record, so the first payment is counted as earned.")
    notes += [
        f"No measure can be counted for {in_years(words, content.years)}: none has a baseline, a target and a good "
        "direction."
        for point, words in POINTS.items()
        if not counted(content, point)
    ]
    return (*notes, *_left_out(content))


def _left_out(content: PlanContent) -> Iterator[str]:
    """Per payment, the measures that the plan has and the model cannot count yet, beside others that it counts."""
    for point, words in POINTS.items():
        there = {one.row.id for one in counted(content, point)}
        due = [
            row
            for row in rows(content, "measures", "measures")
            if point != "april" or row.facts.get("counts_for_april", True)
        ]
        missing = [measure_title(row) for row in due if row.id not in there]
        if there and missing:
            when = in_years(words, content.years)
            yield (
                f"Not in the model for {when}: {'; '.join(missing)}. A baseline, a target or a good direction is "
                "missing. Until the plan gives it the other measures share the whole payment."
            )


def _percent(part: Decimal) -> str:
    return f"{plain((part * PER_CENT).quantize(TENTH))}%"


def _number_of(what: str, count: int) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
