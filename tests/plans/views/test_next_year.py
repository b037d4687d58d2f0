"""Copying lines into the next year: shown before anything is saved, saved as any page is."""

from decimal import Decimal

import pytest
from django.urls import reverse

from itf.audit.models import AuditEvent
from plans.models import HeldValue, Investment, SectionRevision
from tests.factories.plans import FIRST_YEAR, SECOND_YEAR, InvestmentFactory, SchemeFactory, a_plan
from tests.plans.posting import boxes
from tests.plans.views.meeting import freeze

LABEL = "Nurses"


@pytest.fixture
def line(complete):
    return InvestmentFactory(
        scheme=complete.plan.scheme_rows.get(),
        label=LABEL,
        year=FIRST_YEAR,
        stated=Decimal(1000),
        recurrent=True,
        funding_source=complete.source,
    )


def url(line):
    return reverse("plans:next-year", args=[line.scheme.plan.key, line.scheme.pk])


def scheme_url(line):
    return reverse("plans:scheme", args=[line.scheme.plan.key, line.scheme.pk])


def look(client, line, uplift="2.5"):
    return client.post(url(line), {"line": [str(line.pk)], "uplift": uplift, "act": "look"})


def confirmed(shown):
    """What the form that adds the lines holds."""
    context = shown.context
    return {
        "line": [one.line.id for one in context["copied"]],
        "uplift": context["uplift"],
        "version": str(context["version"]),
        "sitting": context["sitting"],
        "sent": "1",
        "act": "add",
    }


def copies():
    return Investment.objects.filter(label=LABEL, year=SECOND_YEAR)


def test_lines_are_shown_before_and_after_and_nothing_is_saved(author, line):
    before = AuditEvent.objects.count()

    shown = look(author, line)

    said = shown.content.decode()
    assert "£1,025" in said
    assert "£1,000" in said
    assert not copies().exists()
    assert AuditEvent.objects.count() == before


def test_lines_are_added_through_the_ordinary_save(author, line):
    response = author.post(url(line), confirmed(look(author, line)))

    assert response["Location"] == scheme_url(line)
    copy = copies().get()
    assert (copy.stated, copy.recurrent, copy.funding_source) == (Decimal(1025), True, line.funding_source)
    assert Investment.objects.get(pk=line.pk).stated == 1000
    assert AuditEvent.objects.latest("pk").action == "section.saved"
    newest = SectionRevision.objects.filter(state__row=line.scheme.pk).latest("version")
    assert LABEL in str(newest.content)


def test_pressing_twice_adds_the_lines_once(author, line):
    form = confirmed(look(author, line))

    author.post(url(line), form)
    again = author.post(url(line), form)

    assert again["Location"] == scheme_url(line)
    assert copies().count() == 1


def test_a_scheme_saved_meanwhile_is_a_conflict_that_holds_the_lines(author, other, line):
    form = confirmed(look(author, line))
    page = other.get(scheme_url(line))
    other.post(scheme_url(line), {**boxes(page), "main-title": ["Their title"], "stay": "1"})

    met = author.post(url(line), form)

    assert met.status_code == 409
    assert not copies().exists()
    assert boxes(met)["main-title"] == ["Their title"]
    author.post(scheme_url(line), boxes(met))
    assert copies().get().stated == 1025
    line.scheme.refresh_from_db()
    assert line.scheme.title == "Their title"


def test_what_cannot_be_read_is_held_again(author, line):
    line.stated = None
    line.save()
    HeldValue.objects.create(plan=line.scheme.plan, section="schemes", row=line.pk, field="stated", text="TBC")

    author.post(url(line), confirmed(look(author, line)))

    copy = copies().get()
    assert copy.stated is None
    assert HeldValue.objects.get(row=copy.pk).text == "TBC"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"uplift": "TBC"}, "TBC"),
        ({"uplift": ""}, "Type the uplift in per cent"),
        ({"uplift": "2", "line": []}, "Choose the lines to copy"),
        ({"uplift": "2", "line": ["not-an-id"], "act": "add"}, "Choose the lines to copy"),
    ],
)
def test_what_cannot_be_done_is_said_and_saves_nothing(author, line, sent, said):
    response = author.post(url(line), {"line": [str(line.pk)], **sent})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not copies().exists()


def test_a_frozen_plan_and_a_reader_are_refused(client, author, complete, line):
    form = confirmed(look(author, line))
    client.force_login(complete.signatory)
    assert client.get(url(line)).status_code == 403
    client.force_login(complete.author)
    freeze(complete)

    assert client.post(url(line), form).status_code == 403
    assert not copies().exists()


def test_a_scheme_of_another_plan_or_none_is_not_found(author, complete):
    elsewhere = SchemeFactory(plan=a_plan("elsewhere").plan)

    address = reverse("plans:next-year", args=[complete.plan.key, elsewhere.pk])

    assert author.get(address).status_code == 404
    assert author.post(address, {"uplift": "2"}).status_code == 404


def test_a_scheme_without_lines_says_so(author, complete):
    scheme = SchemeFactory(plan=complete.plan)

    assert (
        "no line in 2014/15"
        in author.get(reverse("plans:next-year", args=[complete.plan.key, scheme.pk])).content.decode()
    )
