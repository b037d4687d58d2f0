"""The comparison of two states of a plan as a PDF for a board paper: asked for once, made of the words as they were."""

import io

import pytest
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from plans.documents.comparison import AnswerChange
from plans.documents.comparison_pdf import comparison_html, comparison_pdf
from plans.documents.sides import Side
from plans.gather import plan_content
from plans.models import ComparisonPaper, Pool, Vision
from plans.tasks import make_paper
from tests.factories.plans import NOW, PlanVersionFactory
from tests.plans.test_tasks import Steps


@pytest.fixture
def changed(complete, settings, tmp_path, client):
    """A version, and a draft with other words and another pool; an author looks at it."""
    settings.MEDIA_ROOT = tmp_path
    PlanVersionFactory(plan=complete.plan, number=1)
    Vision.objects.filter(plan=complete.plan).update(vision="Two <b>teams</b>.")
    Pool.objects.filter(plan=complete.plan).update(agreed_first_year=F("agreed_first_year") + 2000)
    client.force_login(complete.author, backend="django.contrib.auth.backends.ModelBackend")
    return complete


def ask(client, **sides):
    return client.post(reverse("plans:paper", args=["samplebury"]), {"from": "1", "to": "draft"} | sides)


def test_paper_is_made_of_the_words_as_they_were_when_it_was_asked_for(changed, client):
    ask(client)
    Vision.objects.filter(plan=changed.plan).update(vision="Three teams.")
    paper = ComparisonPaper.objects.get()

    make_paper({"paper": str(paper.pk)}, Steps())
    answer = client.get(reverse("plans:paper-file", args=["samplebury", paper.pk]))

    pdf = b"".join(answer.streaming_content)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    assert "From Version 1 to Draft" in text
    assert "Two <b>teams</b>." in text
    assert "Three teams" not in text
    assert "£2,000 more" in text
    paper.refresh_from_db()
    assert paper.sides == []


def test_asking_twice_is_asking_once_until_the_words_change(changed, client):
    first, again = ask(client), ask(client)

    assert first["Location"] == again["Location"] == "/plans/samplebury/compare/?from=1&to=draft#paper"
    assert ComparisonPaper.objects.count() == 1
    Vision.objects.filter(plan=changed.plan).update(vision="Three teams.")
    ask(client)
    assert ComparisonPaper.objects.count() == 2


def test_page_offers_the_paper_then_says_how_far_it_is_then_gives_it(changed, client):
    def page():
        return client.get("/plans/samplebury/compare/?from=1&to=draft").content.decode()

    offered = page()
    ask(client)
    waiting = page()
    paper = ComparisonPaper.objects.get()
    make_paper({"paper": str(paper.pk)}, Steps())
    type(paper.job).objects.filter(pk=paper.job_id).update(state="done", finished_at=NOW)

    assert "Make a PDF of this for a board paper" in offered
    assert "Waiting to start" in waiting
    assert reverse("plans:paper-file", args=["samplebury", paper.pk]) in page()


@pytest.mark.parametrize("sides", [{"from": "7"}, {"to": ""}, {"from": "source"}])
def test_paper_of_what_the_plan_does_not_have_is_not_known(changed, client, sides):
    assert ask(client, **sides).status_code == 404


def test_paper_of_two_that_say_the_same_says_so(complete):
    side = Side("Draft", plan_content(complete.plan))

    assert "The two say the same." in comparison_html(side, side, at=NOW)
    assert comparison_pdf(side, side, at=NOW) == comparison_pdf(side, side, at=NOW)


def test_a_short_row_is_kept_on_one_page_and_a_long_answer_runs_on():
    changes = [AnswerChange("Bed days", "", "4,500"), AnswerChange("Vision", "Care. " * 200, "Care at home. " * 200)]
    table = render_to_string("documents/_changed_answers.html", {"answers": changes, "caption": "Acute"})

    short, long = table.split("<tbody>")[1].split("</tr>")[:2]
    assert 'class="long"' not in short
    assert '<tr class="long">' in long
