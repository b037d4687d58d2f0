"""Ids of another plan put in place of one's own: in addresses, in hidden boxes, among the choices of a list."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.plans.posting import send

KEY = "samplebury"
LEVELS = (
    "return/", "take-up/", "scores/", "recommend/", "recommend/agree/", "moderate/", "national-review/", "interest/",
    "questions/", "questions/new/", "conditions/",
)  # fmt: skip


def signed_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def place(db):
    """Our plan: it has a version, and is open again."""
    from tests.factories.approvals import a_place

    return with_version(a_place(KEY), 1)


@pytest.fixture
def theirs(db):
    """Another locality's plan: two versions, and submitted."""
    from tests.factories.approvals import a_place

    other = with_version(a_place("elsewhere"), 1)
    other.change("vision")
    other.freeze()
    other.submit()
    return other


def with_version(place, number):
    from approvals import workflow

    for _ in range(number):
        workflow.reopen(place.freeze(), by=place.council_author, at=place.at, reason="A word is missing.")
    return place


@pytest.fixture
def author(place):
    return signed_in(place.council_author)


def file_of(theirs):
    """A file that their draft and their newest version list."""
    from plans.models import Attachment

    attachment = Attachment.objects.create(
        plan=theirs.plan, kind="minutes", name="theirs.pdf", media_type="application/pdf", size=1, sha256="0" * 64,
        file="attachments/theirs", attached_at=timezone.now(), attached_by=theirs.council_author,
    )  # fmt: skip
    attachment.versions.add(theirs.case().version)
    return attachment


def addresses(theirs):
    """Addresses in our plan, and among the cases, that name something of theirs."""
    from itf.jobs.queue import enqueue
    from plans.models import ComparisonPaper, Invitation, Scheme, WorkbookUpload
    from tests.factories.comments import a_thread

    scheme, case = Scheme.objects.get(plan=theirs.plan).pk, theirs.case().pk
    upload = WorkbookUpload.objects.create(
        plan=theirs.plan, uploaded_at=timezone.now(), uploaded_by=theirs.council_author, name="theirs.xlsx",
        job=enqueue(kind="workbook_upload", key="theirs", payload={}),
    ).pk  # fmt: skip
    paper = ComparisonPaper.objects.create(
        plan=theirs.plan, words="0" * 64, asked_at=timezone.now(), asked_by=theirs.council_author,
        job=enqueue(kind="comparison_paper", key="theirs", payload={}),
    ).pk  # fmt: skip
    invitation = Invitation.objects.create(
        plan=theirs.plan, capacity="provider", organisation="Hospital", post="Chief executive", account=theirs.stranger,
        email="asked@example.org", invited_at=theirs.at, link_issued_at=theirs.at,
    ).pk  # fmt: skip
    attachment = file_of(theirs).pk
    scheme_pages = ("", "remove/", "next-year/", "history/", "history/1/", "paste/")
    of_scheme = [f"schemes/{scheme}/{rest}" for rest in scheme_pages]
    of_version = [f"versions/2/{rest}" for rest in ("", "pdf/", "pdf/progress/")]
    thread = a_thread(theirs.plan, theirs.council_author, audience="assurers").pk
    of_case = (
        "", "plan/", "payment/", "changes/", "coverage/", "comments/", "comments/new/", f"comments/{thread}/",
        "documents/pdf/", f"attachments/{attachment}/", *LEVELS,
    )  # fmt: skip
    in_plan = [
        *of_scheme,
        *of_version,
        f"invited/{invitation}/",
        f"invited/{invitation}/withdraw/",
        f"comments/{thread}/",
        f"comments/new/?section=schemes&row={scheme}",
        f"workbook/{upload}/",
        f"workbook/{upload}/progress/",
        "compare/?from=1&to=2",
        f"compare/paper/{paper}/",
        f"compare/paper/{paper}/progress/",
        "ledger/?version=2",
        "ledger/area/?version=2",
        "payment/?version=2",
        "overlaps/?version=2",
        "coverage/?version=2",
        "beds/?version=2",
        f"attachments/{attachment}/",
        f"attachments/{attachment}/remove/",
    ]
    return [f"/plans/{KEY}/{rest}" for rest in in_plan] + [f"/cases/{case}/{rest}" for rest in of_case]


def test_address_that_names_something_of_another_plan_is_not_known(author, theirs):
    answers = {url: author.get(url).status_code for url in addresses(theirs)}

    assert answers == dict.fromkeys(answers, 404)


def test_form_sent_to_an_address_of_another_plan_changes_nothing(author, theirs):
    from plans.models import Scheme

    before = Scheme.objects.filter(plan=theirs.plan).values_list()[0]
    beside = ("progress", "compare", "?version", "comments/new")
    urls = [url for url in addresses(theirs) if not any(word in url for word in beside)]

    answers = {url: author.post(url, {"main-title": "Ours now", "act": "none"}).status_code for url in urls}

    # Removing what is not there is taken for done, by someone else and a moment ago.
    removals = {url for url in urls if url.endswith("/remove/")}
    assert {url for url, status in answers.items() if status not in {404, 405}} == removals
    assert theirs.plan.attachments.filter(removed_at=None).exists()
    assert Scheme.objects.filter(plan=theirs.plan).values_list()[0] == before


def test_scheme_of_another_plan_has_no_sums_here(author, theirs):
    from plans.models import Scheme

    scheme = Scheme.objects.get(plan=theirs.plan).pk

    assert author.post(f"/plans/{KEY}/schemes/{scheme}/totals/").status_code == 404


def test_body_of_another_plan_cannot_be_signed_for(place, theirs):
    place.change("vision")
    place.freeze()
    signatory = signed_in(place.council_signatory)
    own = f"/plans/{KEY}/sign/{theirs.council.pk}"

    for rest in ("/", "/decline/"):
        assert signatory.get(own + rest).status_code == 404
        assert signatory.post(own + rest, {"confirmed": "1"}).status_code == 404
    assert signatory.get(f"{own}/done/")["Location"] == f"/plans/{KEY}/route/"


def test_board_and_action_of_another_plan_are_not_known(place, theirs):
    place.change("vision")
    place.freeze()
    chair = signed_in(place.chair)

    for rest in (f"agree/{theirs.board.pk}/", f"ratify/{theirs.board.pk}/", f"ratify/{theirs.council.pk}/"):
        for answer in (chair.get(f"/plans/{KEY}/{rest}"), chair.post(f"/plans/{KEY}/{rest}", {"confirmed": "1"})):
            assert answer.status_code == 404


def test_question_and_condition_of_another_case_are_not_known_under_ours(place, theirs):
    from approvals import clarifying
    from approvals.models import ApprovalCondition, Clarification

    place.change("vision")
    place.freeze()
    place.submit()
    for one in (place, theirs):
        one.take_up()
    asked = {"organisation": theirs.team, "by": theirs.assurer, "at": theirs.at}
    question = clarifying.ask(theirs.case(), pin=clarifying.Pin("vision"), question="How many?", **asked)
    condition = theirs.draft_condition()
    before = [list(model.objects.values_list()) for model in (Clarification, ApprovalCondition)]

    for person in (place.council_author, place.assurer):
        browser = signed_in(person)
        for case in (place.case(), theirs.case()):
            for rest in (f"questions/{question.pk}/", f"conditions/{condition.pk}/"):
                url = f"/cases/{case.pk}/{rest}"
                assert browser.get(url).status_code == 404
                sent = {"answer": "Ours.", "evidence": "Ours.", "act": "close", "confirmed": "1"}
                assert browser.post(url, sent).status_code == 404
    assert [list(model.objects.values_list()) for model in (Clarification, ApprovalCondition)] == before


def test_plan_of_another_region_goes_into_no_tranche_and_is_decided_by_nobody_here(place, theirs):
    from approvals.models import Decision
    from tests.factories.conditions import TrancheFactory

    place.change("vision")
    place.freeze()
    place.submit()
    place.take_up()
    place.recommend()
    place.moderate()
    place.review_nationally()
    place.send()
    other, ours = theirs.case(), place.case()
    TrancheFactory(round=other.plan.round)

    moderated = signed_in(place.moderator).post(
        f"/cases/{other.pk}/moderate/", {"outcome": "approved", "reasons": "Ours."}
    )
    put = signed_in(place.reviewer).post("/nation/", {"tranche": ours.tranche_id, "cases": [str(other.pk)]})
    decided = signed_in(place.office).post(
        f"/nation/tranches/{ours.tranche_id}/",
        {"reference": "M/14", f"outcome-{other.pk}": "approved", f"reasons-{other.pk}": "Ours.", "confirmed": "1"},
    )

    assert moderated.status_code == 404
    assert {put.status_code, decided.status_code} == {422}
    assert theirs.case().tranche is None
    assert not Decision.objects.exists()


def test_delegation_and_body_of_another_plan_are_not_known(place, theirs):
    from approvals.models import Delegation
    from tests.factories.approvals import NOW

    place.change("vision")
    place.freeze()
    given = Delegation.objects.create(
        plan=theirs.plan, organisation=theirs.council, deputy=place.council_signatory, sections=["risks"],
        until=NOW.date(), minute_reference="5", meeting_on=NOW.date(), given_by=theirs.council_signatory, given_at=NOW,
    )  # fmt: skip
    signatory = signed_in(place.council_signatory)

    for rest in (f"{given.pk}/end/", f"{given.pk}/amend/", f"{theirs.council.pk}/"):
        assert signatory.post(f"/plans/{KEY}/delegations/{rest}").status_code == 404
    assert not Delegation.objects.get().is_ended


def test_meeting_and_deputy_of_another_plan_stay_as_they_are(author, theirs):
    from approvals.models import Deputy, Meeting

    by = theirs.council_author
    meeting = Meeting.objects.create(
        organisation=theirs.council, title="Cabinet", meets_on=theirs.at, papers_by=theirs.at, added_by=by
    )
    deputy = Deputy.objects.create(organisation=theirs.council, role="signatory", person=theirs.stranger, named_by=by)

    for rest in (f"timetable/{meeting.pk}/remove/", f"people/deputies/{deputy.pk}/end/"):
        assert author.post(f"/plans/{KEY}/{rest}").status_code == 404
    named = author.post(f"/plans/{KEY}/people/{theirs.council.pk}/signatory/", {"email": by.email, "as_what": "deputy"})

    assert named.status_code == 404
    assert Meeting.objects.exists()
    assert Deputy.objects.get().ended_at is None


def test_row_of_another_plan_in_a_hidden_box_stays_as_it_is(author, theirs):
    from plans.models import Contribution

    their_row = Contribution.objects.filter(plan=theirs.plan).first()
    before = list(Contribution.objects.order_by("pk").values_list())
    page = author.get(f"/plans/{KEY}/contributions/")

    forged = {"contributions-0-row": str(their_row.pk), "contributions-0-amount": "999"}
    answer = send(author, page, forged)

    assert answer.status_code in {409, 422}
    assert list(Contribution.objects.order_by("pk").values_list()) == before


def test_body_of_another_plan_cannot_be_chosen_from_a_list(author, theirs):
    from plans.models import Contribution

    page = author.get(f"/plans/{KEY}/contributions/")

    answer = send(author, page, {"contributions-0-organisation": str(theirs.council.pk)})

    assert answer.status_code == 422
    assert not Contribution.objects.filter(plan__key=KEY, organisation=theirs.council).exists()


def test_author_of_one_side_cannot_agree_for_the_other(place, author):
    place.change("vision")
    page = author.get(f"/plans/{KEY}/freeze/")

    author.post(f"/plans/{KEY}/freeze/", {"side": "nhs", "fingerprint": page.context["content"].fingerprint})

    assert not place.plan.freeze_consents.exists()


def test_person_who_is_not_of_the_demonstration_cannot_be_entered(place, client, settings):
    settings.DEMO = True

    answer = client.post(f"/account/demonstration/{place.chair.pk}/enter/")

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


def test_file_of_another_version_does_not_open_under_our_case(place, author, theirs):
    place.change("vision")
    ours = place.freeze()
    attachment = file_of(theirs)

    assert author.get(f"/cases/{ours.pk}/attachments/{attachment.pk}/").status_code == 404
