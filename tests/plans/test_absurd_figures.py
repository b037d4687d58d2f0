"""Figures of absurd size: a draft saves with them, no page or document breaks, and a finding says where they are."""

import itertools
from decimal import Decimal

import pytest
from django.urls import reverse

from plans.documents.pdf import plan_html
from plans.documents.plan_document import draft
from plans.documents.workbook import plan_workbook
from plans.models import HeldValue
from plans.models.fields import FigureField
from plans.national_templates import TEMPLATES
from plans.rules import BLOCK, WARN, findings
from plans.spending import WAYS
from tests.factories.plans import NOW
from tests.plans.contents import with_tables, with_values
from tests.plans.documents.builders import YEARS, benefit, line, plan, scheme, with_lines
from tests.plans.posting import boxes, send
from tests.test_every_section import EVERY_TEMPLATE, filled, page_url

__all__ = ["filled"]

ABSURD = ("1000000000000000", "1,000,000,000,000", "99,999,999,999,999.99", "1000000000.01")
PAGES = ("overview", "findings", "overlaps", "coverage", "beds", "ledger", "payment", "schemes", "workbook", "compare")
LARGEST = "1,000,000,000"  # that a box takes


def figures_of(section):
    """The names of the figures that a section asks for."""
    models = [(section.model, section.fields)] if section.model else []
    models += [(spec.model, spec.fields) for spec in section.all_row_specs()]
    return {name for model, names in models for name in names if isinstance(model._meta.get_field(name), FigureField)}


def figure_boxes(response, section):
    """The boxes of a page that take a figure."""
    names = figures_of(section)
    return [box for box in boxes(response) if box.rpartition("-")[2] in names]


def fill(client, drafting, texts):
    """Type into every figure's box of every page what ``texts`` says for its name; every page saves."""
    for section in TEMPLATES[drafting.plan.template_key].sections:
        page = client.get(page_url(drafting, section))
        typed = {box: texts(box.rpartition("-")[2]) for box in figure_boxes(page, section)}
        assert send(client, page, typed).status_code == 302


@EVERY_TEMPLATE
def test_a_figure_of_absurd_size_is_held_and_a_finding_names_it(client, filled):
    client.force_login(filled.author)

    for section, text in itertools.product(TEMPLATES[filled.plan.template_key].sections, ABSURD):
        page = client.get(page_url(filled, section))
        asked = figure_boxes(page, section)
        assert send(client, page, dict.fromkeys(asked, text)).status_code == 302
        held = HeldValue.objects.filter(plan=filled.plan, section=section.slug, text=text)
        assert {box.rpartition("-")[2] for box in asked} == {one.field for one in held}
        assert held.count() == len(asked)

    told = [one for one in findings(filled.content) if one.rule == "V18"]
    assert len(told) == HeldValue.objects.filter(plan=filled.plan).count() > 50
    assert all(f"“{ABSURD[-1]}” is more than 1,000,000,000." in one.message for one in told)


def largest(name):
    """The largest figure everywhere, and no amount of its own where a product counts instead."""
    return "" if name == "stated" else LARGEST


def furthest_apart(name):
    """The largest figures divided by the least."""
    return {"stated": "", "population": "0.0001"}.get(name, "0.0001" if "denominator" in name else LARGEST)


@EVERY_TEMPLATE
@pytest.mark.parametrize("texts", [largest, furthest_apart, lambda _name: "0", lambda _name: "0.0001"])
def test_every_page_and_document_stands_with_the_most_extreme_figures_that_boxes_take(client, filled, texts):
    key, sections = filled.plan.key, TEMPLATES[filled.plan.template_key].sections
    client.force_login(filled.author)

    fill(client, filled, texts)

    addresses = [reverse(f"plans:{name}", args=[key]) for name in PAGES]
    addresses += [page_url(filled, section) for section in sections]
    addresses += [reverse("plans:ledger-lines", args=[key, way]) for way in WAYS]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    document = draft(filled.content, at=NOW)
    assert plan_html(document)
    assert plan_workbook(document)


def u01(*, stated=None, **figures):
    """What U01 finds of a plan whose one scheme has one line."""
    values = {name: Decimal(figure) for name, figure in figures.items()}
    only = line(1, {"label": "Beds", "year": YEARS[0], "basis": "rate", "stated": stated, **values})
    content = plan(rows=[with_lines(scheme(1), [only])])
    return [(one.severity, one.field, one.message, dict(one.figures)) for one in findings(content) if one.rule == "U01"]


@pytest.mark.parametrize(
    ("figures", "severity", "words"),
    [
        ({"quantity": 10**9, "rate": 10**5}, BLOCK, "£100,000,000,000,000 is more than a plan can hold."),
        ({"quantity": 2, "rate": 33, "units_per_period": 35, "periods": 10**9}, BLOCK, "£2,310,000,000,000 is more"),
        ({"quantity": 2, "rate": 10**8}, WARN, "£200,000,000 is unusually much."),
    ],
)
def test_u01_tells_of_a_line_whose_product_is_too_much_though_each_figure_is_not(figures, severity, words):
    ((found, field, message, shown),) = u01(**figures)

    assert (found, field) == (severity, "quantity")
    assert message.startswith("Beds, Quantity × rate × periods: ")
    assert words in message
    assert shown["Computed"] in message


def test_u01_does_not_look_at_a_product_beside_which_a_cost_is_stated():
    assert u01(quantity=10**9, rate=10**5, stated=Decimal(1000)) == []


def test_u01_tells_of_a_benefit_whose_product_is_too_much():
    wide = with_values(benefit(1), quantity=Decimal(10**9), unit_price=Decimal(2))
    content = plan(rows=[with_tables(scheme(1), benefits=[wide])])

    (told,) = [one for one in findings(content) if one.rule == "U01"]

    assert (told.severity, told.field, told.row) == (BLOCK, "quantity", wide.id)
    assert "Quantity × unit price: £2,000,000,000 is more than a plan can hold." in told.message
