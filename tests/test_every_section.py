"""Promises that every section of every national template keeps; a new section is covered without being asked."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plans.content import PlanContent
from plans.models import Attachment, Party, PlanRow, PlanSection
from plans.models.scheme import SchemeRow
from plans.national_templates import TEMPLATES
from plans.picks import Picks
from plans.questions import OF_THE_PLAN, kind_of
from plans.rules import findings
from tests.factories.conditions import (
    AreaOfSpendFactory,
    MeasureDefinitionFactory,
    ProviderTypeFactory,
    SchemeTypeFactory,
)
from tests.factories.plans import PlanVersionFactory, a_plan
from tests.markup import Markup
from tests.plans.posting import boxes, send

GOLDEN = Path(__file__).parent / "golden" / "plan_version_v1.json"
EVERY_SECTION = [
    pytest.param(template.key, section.slug, id=f"{template.key}:{section.slug}")
    for template in TEMPLATES.values()
    for section in template.sections
]
# What a row needs to stand in its place, and no author answers.
PLACE = {"id", "plan", "scheme", "position"}


def definitions(section):
    """The models of a section with the fields it asks for, and the field that keys a table."""
    if section.model is not None:
        yield section.model, section.fields, ""
    for spec in section.all_row_specs():
        yield spec.model, spec.fields, spec.keyed_by


def asked():
    """Every (model, field) with the sections that ask for it, by template."""
    found = {}
    for template in TEMPLATES.values():
        for section in template.sections:
            for model, names, _ in definitions(section):
                for name in names:
                    found.setdefault((model, name), {}).setdefault(template.key, []).append(section.slug)
    return found


def answerable(model):
    """The fields of a model that an author answers."""
    keys = {
        keyed
        for template in TEMPLATES.values()
        for section in template.sections
        for each, _, keyed in definitions(section)
        if each is model
    }
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return {field.name for field in fields} - PLACE - keys


def concrete(base):
    """Every model under an abstract one."""
    for kind in base.__subclasses__():
        yield from concrete(kind) if kind._meta.abstract else [kind]


USED = {
    model for template in TEMPLATES.values() for section in template.sections for model, _, _ in definitions(section)
}
MODELS = sorted(USED, key=lambda model: model.__name__)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_of_a_model_is_asked_for_somewhere_and_nothing_else_is(model):
    names = {name for each, name in asked() if each is model}

    assert names == answerable(model)


def test_every_model_of_answers_is_one_that_a_template_asks_for():
    answered = {*concrete(PlanSection), *concrete(PlanRow), *concrete(SchemeRow), Party}

    assert answered >= USED


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.key)
def test_no_field_is_asked_for_twice_in_one_template(template):
    twice = {place: by[template.key] for place, by in asked().items() if len(by.get(template.key, [])) > 1}

    assert twice == {}


@pytest.mark.parametrize(("key", "slug"), EVERY_SECTION)
def test_what_a_section_needs_is_among_what_it_asks(key, slug):
    section = TEMPLATES[key].section(slug)

    assert set(section.required) <= set(section.fields)
    assert all(set(spec.required) <= set(spec.fields) for spec in section.all_row_specs())
    # A later template may leave a question out and keep its wording, as it is made from an earlier one.
    known = {field.name for model, _, _ in definitions(section) for field in model._meta.get_fields()}
    assert set(section.labels) <= known
    assert len({spec.slug for spec in section.all_row_specs()}) == len(section.all_row_specs())


@pytest.mark.parametrize(("key", "slug"), EVERY_SECTION)
def test_every_question_has_a_label_a_kind_and_one_meaning(key, slug):
    section = TEMPLATES[key].section(slug)

    for model, names, _ in definitions(section):
        assert all(kind_of(model._meta.get_field(name)) for name in names)
        labels = [str(model._meta.get_field(name).verbose_name) for name in names]
        assert all(label[:1].isupper() or label[:1].isdigit() for label in labels), labels


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.key)
def test_every_section_is_signed_by_someone_and_stands_in_a_group(template):
    assert all(section.signed_by for section in template.sections)
    assert all(section.group and section.title for section in template.sections)
    assert len({section.slug for section in template.sections}) == len(template.sections)


def page_url(drafting, section):
    """The page on which a section is written; of a section of schemes, the page of its first scheme."""
    if not section.page_per_row:
        return reverse("plans:section", args=[drafting.plan.key, section.slug])
    scheme = drafting.plan.scheme_rows.first() or drafting.plan.scheme_rows.create()
    return reverse("plans:scheme", args=[drafting.plan.key, scheme.pk])


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "slug"), EVERY_SECTION)
def test_a_blank_section_saves_through_its_page(client, key, slug):
    drafting, section = a_plan(template=key), TEMPLATES[key].section(slug)
    client.force_login(drafting.author)
    url = page_url(drafting, section)

    response = send(client, client.get(url))

    assert response.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.key)
def test_the_gaps_of_a_blank_plan_are_what_the_template_needs(template):
    content = a_plan(template=template.key).content

    found = findings(content)

    expected = set()
    for section in template.sections:
        expected |= {(section.slug, "", name) for name in section.required}
        for spec in section.rows:
            rows = content.section(section.slug).table(spec.slug).rows
            expected |= {(section.slug, row.id, name) for row in rows for name in spec.required}
    gaps = {(finding.section, finding.row, finding.field) for finding in found if finding.rule == "R01"}
    few = {(finding.section, finding.field) for finding in found if finding.rule == "R02"}
    assert gaps == expected
    assert few == {
        (section.slug, spec.slug)
        for section in template.sections
        for spec in section.rows
        if spec.at_least > len(content.section(section.slug).table(spec.slug).rows)
    }


class Filler:
    """Answers for every question of a plan, each unlike the others."""

    def __init__(self, drafting):
        self.drafting, self.number = drafting, 1000
        SchemeTypeFactory()
        AreaOfSpendFactory()
        ProviderTypeFactory()
        MeasureDefinitionFactory(is_local=True)
        Attachment.objects.create(
            plan=drafting.plan, kind="minutes", name="Minutes.pdf", media_type="application/pdf", size=1,
            sha256="0" * 64, file="attachments/none", attached_at=timezone.now(), attached_by=drafting.author,
        )  # fmt: skip
        self.picks = Picks(drafting.plan)

    def fill(self, section):
        """Answer everything a section asks, with one row in each table that authors fill."""
        if section.model is not None:
            section.model.objects.update_or_create(
                plan=self.drafting.plan, defaults=self.values(section.model, section.fields)
            )
        for spec in section.rows:
            self.fill_table(spec, {"plan": self.drafting.plan})

    def fill_table(self, spec, owner):
        """One row, or every row that the template gives."""
        rows = spec.model.objects.filter(**owner)
        for row in rows if spec.keyed_by else [rows.create(**owner)]:
            values = self.values(spec.model, spec.fields)
            many = {name: value for name, value in values.items() if isinstance(value, list)}
            for name, value in values.items():
                if name not in many:
                    setattr(row, name, value)
            row.save()
            for name, value in many.items():
                getattr(row, name).set(value)
            for child in spec.children:
                self.fill_table(child, {child.parent: row})

    def values(self, model, names):
        """A value for each field."""
        return {name: self.value(model._meta.get_field(name)) for name in names}

    def value(self, field):
        """The next value of its kind."""
        self.number += 1
        kind = kind_of(field)
        if kind in {"reference", "references"} or field.name in OF_THE_PLAN:
            offered = list(getattr(self.picks, field.name).values())
            assert offered, f"nothing to choose for {field}"
            return offered if kind == "references" else offered[0]
        return {
            "line": lambda: f"Line {self.number}",
            "narrative": lambda: f"Prose {self.number}.\n\nMore of {self.number}.",
            "money": lambda: Decimal(self.number) + Decimal("0.25"),
            "number": lambda: Decimal(self.number),
            "percent": lambda: Decimal(self.number % 100),
            "whole": lambda: 4,
            "date": lambda: dt.date(2014, 1, 1) + dt.timedelta(days=self.number % 365),
            "choice": lambda: list(field.choices)[-1][0],
            "yesno": lambda: False,
            "flag": lambda: True,
        }[kind]()


@pytest.fixture
def filled(request, db):
    """A plan of one template in which everything is answered."""
    drafting = a_plan(template=request.param)
    filler = Filler(drafting)
    for section in sorted(TEMPLATES[request.param].sections, key=lambda section: not section.page_per_row):
        filler.fill(section)
    return drafting


EVERY_TEMPLATE = pytest.mark.parametrize("filled", list(TEMPLATES), indirect=True)


def words(text):
    """A text with its spaces made one."""
    return " ".join(text.split())


def said(response):
    """What the cells, headings of rows and answers of a page say, each as one text."""
    return {words(element.text) for element in Markup(response).elements if element.tag in {"dd", "td", "th"}}


@EVERY_TEMPLATE
def test_the_filled_plan_leaves_no_question_out(filled):
    blank = [
        (section.slug, answer.name)
        for section in filled.content.sections
        for _, answer in section.walk()
        if answer.is_blank and answer.kind != "flag"
    ]

    assert blank == []


@EVERY_TEMPLATE
def test_every_answer_stands_on_the_page_of_its_version(client, filled):
    version = PlanVersionFactory(plan=filled.plan)
    client.force_login(filled.signatory)

    page = said(client.get(reverse("plans:version", args=[filled.plan.key, version.number])))

    missing = [
        (section.slug, answer.name, answer.text)
        for section in filled.content.sections
        for _, answer in section.walk()
        if words(answer.text) not in page
    ]
    assert missing == []


@EVERY_TEMPLATE
def test_every_answer_stands_on_the_page_of_its_section_for_those_who_only_read(client, filled):
    client.force_login(filled.signatory)

    for section in TEMPLATES[filled.plan.template_key].sections:
        page = said(client.get(page_url(filled, section)))
        content = filled.content.section(section.slug)
        assert [answer.name for _, answer in content.walk() if words(answer.text) not in page] == []


@EVERY_TEMPLATE
def test_every_answer_saves_unchanged_through_its_page(client, filled):
    client.force_login(filled.author)
    before = filled.content

    for section in TEMPLATES[filled.plan.template_key].sections:
        url = page_url(filled, section)
        assert send(client, client.get(url)).status_code == 302
        assert filled.content.section(section.slug) == before.section(section.slug)


@EVERY_TEMPLATE
def test_no_page_has_an_id_twice_or_asks_a_question_twice(client, filled):
    client.force_login(filled.author)

    for section in TEMPLATES[filled.plan.template_key].sections:
        response = client.get(page_url(filled, section))
        ids = Markup(response).ids
        assert [id_ for id_ in set(ids) if ids.count(id_) > 1] == []
        assert [name for name, values in boxes(response).items() if len(values) > 1 and len(set(values)) == 1] == []


@EVERY_TEMPLATE
def test_content_of_a_filled_plan_comes_back_from_storage(filled):
    content = filled.content

    assert PlanContent.from_json(json.loads(json.dumps(content.to_json()))) == content


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "slug"), EVERY_SECTION)
def test_a_page_asks_the_database_as_often_for_fifty_rows_as_for_one(client, key, slug):
    drafting, section = a_plan(template=key), TEMPLATES[key].section(slug)
    filler = Filler(drafting)
    if slug != "schemes":
        filler.fill(TEMPLATES[key].section("schemes"))
    filler.fill(section)
    client.force_login(drafting.author)
    url = page_url(drafting, section)
    one = queries(client, url)
    for _ in range(49):
        for spec in section.rows:
            if not spec.keyed_by:
                filler.fill_table(spec, {"plan": drafting.plan})

    assert queries(client, url) == one


def queries(client, url):
    """How often a page asks the database, once everything that is kept is kept."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# A version that was stored by the first release that stored any


@pytest.fixture
def golden():
    """A version as it was stored in format 1, when the template had ten sections."""
    return json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_a_version_stored_long_ago_is_read_word_for_word(golden):
    content = PlanContent.from_json(golden["content"])

    assert content.fingerprint == golden["fingerprint"]
    assert content.section_fingerprints == golden["section_fingerprints"]


def test_a_version_stored_long_ago_has_its_findings(golden):
    found = findings(PlanContent.from_json(golden["content"]))

    assert {("V18", "agreed_first_year"), ("V21", "late_reason")} <= {(one.rule, one.field) for one in found}
    assert [one.explanation for one in found if one.rule == "V21"] == ["The post starts in June."]


def test_a_version_stored_long_ago_is_shown(client, db, golden):
    drafting = a_plan()
    PlanVersionFactory(plan=drafting.plan, number=1, **golden)
    client.force_login(drafting.signatory)

    response = client.get(reverse("plans:version", args=[drafting.plan.key, 1]))

    content = PlanContent.from_json(golden["content"])
    texts = {words(answer.text) for one in content.sections for _, answer in one.walk() if answer.text}
    assert texts - said(response) == set()
    assert golden["fingerprint"] in response.content.decode()
