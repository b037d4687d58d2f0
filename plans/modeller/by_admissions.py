"""The model of July 2014: payment for fewer emergency admissions, by quarter, in arrears (domain.md 3.3)."""

from collections.abc import Sequence
from decimal import Decimal

from django import forms
from django.http import QueryDict

from itf.lib.figures import plain, pounds, read_figure, whole_pounds
from plans.content import PlanContent
from plans.modeller.figures import MOST_ADMISSIONS, Group, ModelFigure, ModelFigures, Slider, range_around
from plans.modeller.outcome import MODELLED, Headings, Outcome, Payment, Receipt
from plans.modeller.sides import SCENARIO_PARTS, ccgs, losses, pool_of, section_of, split
from plans.modeller.terms import month_names, national_share
from plans.payment import (
    ONE,
    PENNY,
    PER_CENT,
    POUND,
    Quarter,
    SchemeB,
    linked_by_national_share,
    planned_targets,
    pounds_and_pence,
    scheme_b,
)
from plans.rules.admissions import PAYMENT, QUARTERS, quarters_of
from plans.rules.parameters import number
from plans.rules.places import figure

PERIODS = ("January to March", "April to June", "July to September", "October to December")
BASELINES = tuple(f"baseline_{name}" for name in QUARTERS)
ACTUALS = tuple(f"actual_{name}" for name in QUARTERS)
SCENARIOS = (MODELLED, "No fall in admissions", "Half of the planned fall", "All of it")
KEPT = "It stays with the CCGs for NHS services, after the board has discussed it."


def admissions_form(content: PlanContent, given: QueryDict) -> ModelFigures:
    """The boxes, with the plan's own figures where the address gives none."""
    own = _own(content)
    limit = number(content, "AMOUNT_LIMIT")
    fields: dict[str, forms.Field] = {
        "ambition": ModelFigure(
            label="Planned fall in emergency admissions",
            help_text=f"{plain(number(content, 'NEL_REDUCTION'))}% was expected. A rise is written with a minus.",
            least=-PER_CENT,
            most=PER_CENT,
            slider=Slider(Decimal(0), Decimal(10), Decimal("0.1")),
            signs=("", "%"),
        ),
        "price": ModelFigure(
            label="Price of an admission",
            most=limit,
            slider=Slider(Decimal(0), Decimal(4000), Decimal(10)),
            signs=("£", ""),
        ),
        "ring_fenced": ModelFigure(
            label="Ring-fenced sum", help_text=_ring_fenced_hint(content), most=limit, signs=("£", "")
        ),
    }
    for period, name in zip(PERIODS, BASELINES, strict=True):
        fields[name] = ModelFigure(label=f"{period} {baseline_year(content)}", most=MOST_ADMISSIONS)
    for period, name, baseline in zip(PERIODS, ACTUALS, BASELINES, strict=True):
        fields[name] = ModelFigure(
            label=f"{period} {actual_year(content)}",
            help_text=_planned_hint(own, name),
            most=MOST_ADMISSIONS,
            slider=_admissions_slider(_readable(given.get(baseline, "")) or own.get(baseline), own.get(name)),
            required=False,
        )
    return ModelFigures(given, fields, own)


def admissions_groups(form: ModelFigures, _years: tuple[str, str]) -> list[Group]:
    """The boxes under their headings. Baselines that the plan knows stand behind theirs."""
    known = all(form.own.get(name) is not None for name in BASELINES)
    return [
        Group("What is planned", form.boxes(("ambition", "price", "ring_fenced"))),
        Group("Emergency admissions, baseline", form.boxes(BASELINES), is_closed=known),
        Group("Emergency admissions, actual", form.boxes(ACTUALS), "Leave a quarter empty while it is not known."),
    ]


def admissions_outcome(content: PlanContent, form: ModelFigures) -> Outcome | None:
    """What the model comes to; None until baselines and the ring-fenced sum are known."""
    quarters = _quarters(content, form)
    price, ring_fenced = form.figure("price"), form.figure("ring_fenced")
    if quarters is None or price is None or ring_fenced is None:
        return None
    result = _paid(quarters, price, ring_fenced)
    scenarios = [_paid(_reaching(quarters, part), price, ring_fenced) for part in SCENARIO_PARTS]
    payments = _payments(content, quarters, result, scenarios[-1])
    shown = (result, *scenarios)
    return Outcome(
        said=f"{pounds(result.paid)} is paid of {pounds(result.linked)} that depends on admissions.",
        reached=_reached(result, quarters),
        headings=Headings("Planned fall so far", "Reached so far"),
        payments=payments,
        receipts=_receipts(content, result, payments),
        whole_title="Ring-fenced sum",
        whole=result.ring_fenced,
        linked=result.linked,
        kept=KEPT,
        identity=(
            f"{pounds(result.paid)} paid + {pounds(result.unearned)} {_unearned(result).lower()} + "
            f"{pounds(result.out_of_hospital)} for NHS services outside hospital = {pounds(result.ring_fenced)}"
        ),
        scenarios=SCENARIOS,
        scenario_paid=tuple(one.paid for one in shown),
        losses=losses(
            content,
            tuple(one.paid for one in shown),
            tuple(one.unearned for one in shown),
            (result.paid / result.linked if result.linked else ONE, *SCENARIO_PARTS),
            KEPT,
        ),
        notes=_notes(content, quarters, result),
    )


def baseline_year(content: PlanContent) -> str:
    """The calendar year from which admissions fall: that in which the plan's first year begins."""
    return content.years[0][:4]


def actual_year(content: PlanContent) -> str:
    """The calendar year in which they are counted: that in which the second begins."""
    return content.years[1][:4]


def _paid(quarters: Sequence[Quarter], price: Decimal, ring_fenced: Decimal) -> SchemeB:
    return scheme_b(quarters, price=price, ring_fenced=ring_fenced, step=POUND)


def _own(content: PlanContent) -> dict[str, Decimal | None]:
    """The plan's own figures; of a plan by the other template, those that it has."""
    section = section_of(content, PAYMENT)
    own: dict[str, Decimal | None] = {
        "price": number(content, "NEL_PRICE"),
        "ambition": number(content, "NEL_REDUCTION"),
    }
    if section is None:
        return own | {"ring_fenced": _stand_in(content)}
    own |= {name: figure(section, name) for name in BASELINES}
    own |= {f"actual_{name}": figure(section, f"planned_{name}") for name in QUARTERS}
    price, quarters = figure(section, "price"), quarters_of(section)
    if price is not None:
        own["price"] = price
    if quarters is not None:
        own["ambition"] = scheme_b(quarters, price=ONE, ring_fenced=ONE).reduction_percent
    return own | {"ring_fenced": figure(section, "ring_fenced")}


def _stand_in(content: PlanContent) -> Decimal | None:
    """For a plan that was not asked for its ring-fenced sum: its performance-linked sum, else the national share."""
    section, pool = section_of(content, "contributions"), pool_of(content)
    linked = figure(section, "performance_linked") if section else None
    if linked is None and pool is not None:
        return linked_by_national_share(pool, national_share(content), step=POUND)
    return linked


def _ring_fenced_hint(content: PlanContent) -> str:
    if section_of(content, PAYMENT):
        return "Your share of the £1bn, as the plan has it."
    return "The plan was not asked for it: what it says depends on performance, or the national share, stands in."


def _quarters(content: PlanContent, form: ModelFigures) -> tuple[Quarter, ...] | None:
    """The four quarters of the model; None until every baseline is known."""
    baselines = [form.figure(name) for name in BASELINES]
    known = [baseline for baseline in baselines if baseline is not None]
    ambition = form.figure("ambition")
    if len(known) < len(baselines) or ambition is None:
        return None
    targets = _targets(content, known, ambition)
    actuals = [form.figure(name) for name in ACTUALS]
    return tuple(Quarter(*three) for three in zip(known, targets, actuals, strict=True))


def _targets(content: PlanContent, baselines: list[Decimal], ambition: Decimal) -> tuple[Decimal, ...]:
    """The plan's own targets while its baselines and ambition stand; else a fall that is spread as the plan's is."""
    section = section_of(content, PAYMENT)
    planned = quarters_of(section) if section else None
    if planned is None:
        return planned_targets(baselines, ambition)
    own = scheme_b(planned, price=ONE, ring_fenced=ONE).reduction_percent
    if ambition == own and baselines == [quarter.baseline for quarter in planned]:
        return tuple(quarter.target for quarter in planned)
    return planned_targets(baselines, ambition, [quarter.baseline - quarter.target for quarter in planned])


def _reaching(quarters: tuple[Quarter, ...], part: Decimal) -> list[Quarter]:
    """The quarters as if this part of each planned fall had been reached."""
    return [Quarter(one.baseline, one.target, one.baseline - (one.baseline - one.target) * part) for one in quarters]


def _payments(
    content: PlanContent, quarters: tuple[Quarter, ...], result: SchemeB, planned: SchemeB
) -> tuple[Payment, ...]:
    months = month_names(content, "PAY_QUARTER_MONTHS", len(quarters))
    found, so_far, at_most = [], Decimal(0), Decimal(0)
    for period, month, quarter, most in zip(PERIODS, months, result.quarters, planned.quarters, strict=True):
        so_far += quarter.paid
        at_most += most.paid
        achieved = "not known yet" if quarter.achieved is None else plain(quarter.achieved)
        found.append(
            Payment(
                title=f"{period} {actual_year(content)}",
                month=month,
                planned=plain(quarter.planned),
                achieved=achieved,
                as_planned=most.paid,
                paid=quarter.paid,
                at_most_by_then=at_most,
                due=quarter.due,
                so_far=so_far,
            )
        )
    return tuple(found)


def _receipts(content: PlanContent, result: SchemeB, payments: tuple[Payment, ...]) -> tuple[Receipt, ...]:
    (up_front,) = month_names(content, "PAY_UP_FRONT_MONTH", 1)
    last = f"after {payments[-1].month}"
    paid = tuple(
        Receipt("The pool", f"Fewer admissions, {payment.title}", payment.month, payment.paid) for payment in payments
    )
    keepers = ccgs(content)
    what = f"{_unearned(result)}: for NHS services, after the board has discussed it"
    kept = [
        Receipt(payer.name, what, last, piece)
        for payer, piece in zip(keepers, split(result.unearned, keepers), strict=True)
    ] or [Receipt("The CCGs", what, last, result.unearned)]
    outside = Receipt("NHS services outside hospital", "Commissioned by the NHS", up_front, result.out_of_hospital)
    return (outside, *paid, *kept)


def _unearned(result: SchemeB) -> str:
    """What to call the sum that is not paid: while a quarter is open it may still be."""
    return "Not earned so far" if any(quarter.achieved is None for quarter in result.quarters) else "Not earned"


def _reached(result: SchemeB, quarters: tuple[Quarter, ...]) -> str:
    baseline = sum((quarter.baseline for quarter in quarters), Decimal(0))
    size, percent = abs(result.reduction), abs(result.reduction_percent or Decimal(0))
    direction = "rise" if result.reduction < 0 else "fall"
    planned = f"A {direction} of {plain(size)} admissions is planned, {plain(percent)}%"
    achieved = [quarter.achieved for quarter in result.quarters if quarter.achieved is not None]
    if not achieved or not baseline:
        return f"{planned}; no quarter is known yet."
    percent = (achieved[-1] / baseline * PER_CENT).quantize(PENNY)
    by_then = "" if len(achieved) == len(quarters) else f" in {len(achieved)} of {len(quarters)} quarters"
    return f"{planned}; {plain(achieved[-1])} are reached{by_then}, {plain(percent)}%."


def _notes(content: PlanContent, quarters: tuple[Quarter, ...], result: SchemeB) -> tuple[str, ...]:
    notes = []
    if result.reduction <= 0:
        notes.append(
            "No fall is planned, so nothing depends on admissions: the whole sum is for services outside hospital."
        )
    elif result.reduction_percent is not None and result.reduction_percent < number(content, "NEL_REDUCTION"):
        notes.append(
            f"The planned fall is smaller than the {plain(number(content, 'NEL_REDUCTION'))}% expected: say why."
        )
    if result.value > result.ring_fenced:
        notes.append(f"The fall is worth {whole_pounds(result.value)}; no more than the ring-fenced sum depends on it.")
    notes += (*_waiting(quarters, actual_year(content)), *_still_open(quarters, actual_year(content)))
    if any(quarter.target != quarter.target.to_integral_value() for quarter in quarters):
        notes.append("Targets are not whole admissions in every quarter.")
    return tuple(notes)


def _waiting(quarters: tuple[Quarter, ...], year: str) -> list[str]:
    """A sentence about quarters that are entered and not counted, because an earlier one is not known."""
    named = [f"{period} {year}" for period in PERIODS]
    empty = [place for place, quarter in enumerate(quarters) if quarter.actual is None]
    late = [named[place] for place, one in enumerate(quarters) if one.actual is not None and empty and place > empty[0]]
    if not late:
        return []
    before = [named[place] for place in empty if place < named.index(late[-1])]
    verb, them = ("is", "it") if len(late) == 1 else ("are", "they")
    so = f"so {them} can count only when {_and(before)} {'is' if len(before) == 1 else 'are'} entered too"
    return [f"{_and(late)} {verb} entered and not counted: payment goes by the fall since the start of the year, {so}."]


def _still_open(quarters: tuple[Quarter, ...], year: str) -> list[str]:
    """A sentence about the quarters that are not known, which count as no fall."""
    names = [f"{period} {year}" for period, one in zip(PERIODS, quarters, strict=True) if one.actual is None]
    if not names:
        return []
    verb, counts, them = ("is", "counts", "it") if len(names) == 1 else ("are", "count", "they")
    return [
        f"{_and(names)} {verb} not known yet and {counts} as no fall: what is not earned so far, {them} may still earn."
    ]


def _and(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _planned_hint(own: dict[str, Decimal | None], name: str) -> str:
    planned = own.get(name)
    return "" if planned is None else f"The plan's target is {plain(planned)}."


def _readable(text: str) -> Decimal | None:
    found = read_figure(text)
    return found if isinstance(found, Decimal) and found <= MOST_ADMISSIONS else None


def _admissions_slider(baseline: Decimal | None, planned: Decimal | None) -> Slider | None:
    if baseline is None:
        return None
    near = [baseline, pounds_and_pence(baseline * Decimal("0.95"))]
    return range_around(*near, *([planned] if planned is not None else []), step=Decimal(1))
