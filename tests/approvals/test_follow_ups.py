"""Conditions of approval reopen only what they touch: the rest of the plan, its signatures and its marks stand."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from approvals import meeting_conditions, recommending, workflow
from approvals.acts import awaited
from approvals.documents.printed import printed
from approvals.documents.sign_offs import sign_off_table
from approvals.guards import GuardNotMet
from approvals.lines import lines_of
from approvals.models import ApprovalCondition, Case, CaseStatus
from approvals.stages import standings, with_stage
from conditions.models import KeyLineOfEnquiry
from itf.audit.models import AuditEvent
from plans import authoring, lifecycle
from plans.documents.compose import version_document
from plans.documents.pdf import plan_html
from plans.models import Document, Plan, Risk, Vision
from tests.factories.approvals import NOW

TODAY = dt.date(2034, 2, 3)


@pytest.fixture
def bound(place):
    """Approved on the condition that the risks change; the second line of enquiry reads them, the first does not."""
    for line, sections in zip(KeyLineOfEnquiry.objects.order_by("position", "key"), ("vision", "risks"), strict=True):
        line.sections = sections
        line.save()
    place.freeze()
    place.submit()
    place.take_up()
    place.draft_condition()
    place.decide("approved_with_conditions")
    return place


def opened(place):
    workflow.reopen_for_conditions(place.case(), by=place.council_author, at=NOW, reason="Staff are named.")
    place.plan.refresh_from_db()
    return place


def standing_of(place):
    (standing,) = standings(with_stage(Plan.objects.filter(pk=place.plan.pk)))
    return standing


def save(place, section):
    return authoring.save_page(
        place.plan, section=section, base_version=0, write=lambda: ["words"], by=place.council_author, at=NOW
    )


def test_only_what_the_conditions_touch_opens(bound, visit):
    opened(bound)

    assert bound.plan.open_sections == ["risks"]
    assert save(bound, "risks")
    with pytest.raises(authoring.SectionNotOpen):
        save(bound, "vision")
    with pytest.raises(authoring.SectionNotOpen):
        authoring.add_scheme(bound.plan, by=bound.council_author, at=NOW)


def test_a_closed_section_is_read_and_says_why(bound, client, visit):
    opened(bound)
    visit(bound.council_author, "home")

    closed = client.get(f"/plans/{bound.plan.key}/vision/").content.decode()
    assert "This section stands as it was approved." in closed
    assert 'name="vision"' not in closed
    open_page = client.get(f"/plans/{bound.plan.key}/risks/").content.decode()
    assert "stands as it was approved" not in open_page
    assert '-mitigation"' in open_page
    assert client.post(f"/plans/{bound.plan.key}/vision/", {"vision": "New"}).status_code == 403
    assert Vision.objects.get().vision != "New"


def test_what_changed_outside_stops_the_freeze(bound):
    opened(bound)
    bound.change("vision")  # past the forms

    with pytest.raises(lifecycle.ChangedOutside) as stopped:
        bound.freeze()
    assert [title.split()[0] for title in stopped.value.titles] == ["Vision,"]


def test_signatures_and_marks_on_the_rest_stand_and_the_area_alone_decides(bound):
    before = {signoff.organisation_id: signoff for signoff in bound.case().signoffs.all()}
    approved = bound.case()
    opened(bound)
    bound.change("risks")
    case = bound.freeze()

    assert (case.follows, case.levels, case.version.number) == (approved, "area", 2)
    assert case.version.change_note.startswith("Answers conditions of approval in: ")
    assert [stop.group for stop in case.stops.all()][-1] == "area"
    standing = case.signoffs.filter(voided_at=None)
    void = case.signoffs.exclude(voided_at=None)
    covering = {body for body, signoff in before.items() if "risks" in signoff.sections}
    assert covering
    assert {one.organisation_id for one in void} == covering
    assert {one.organisation_id for one in standing} == before.keys() - covering
    assert approved.signoffs.filter(voided_at=None).count() == 4

    for body, by in bound.parties:
        if body.pk in covering:
            bound.sign(body, by)
    if bound.board.pk in covering:
        bound.agree()
    workflow.submit(
        bound.case(), by=bound.council_author, at=NOW + dt.timedelta(days=60)
    )  # its window is the condition's
    review = bound.take_up()
    assert [(score.mark, score.reason) for score in review.scores.order_by("position", "line")] == [
        (2, "Sound."),
        (None, ""),
    ]
    bound.recommend()
    assert bound.case().status == CaseStatus.DECIDED
    assert bound.case().decision.organisation == bound.team
    assert len(lines_of(bound.case())) == 2
    assert Case.objects.count() == 2


def letter_of(case):
    document = Document.objects.select_related("version__plan").get(version=case.version, kind="letter")
    made = printed(document)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made.pdf)).pages)
    return " ".join(text.split()), made


def test_the_letter_says_what_was_done_who_decided_and_what_is_still_owed(bound):
    whole_way, _ = letter_of(bound.case())
    assert "apart, moderated by the region and reviewed nationally." in whole_way
    assert f"for {bound.ministers}" in whole_way
    assert "still to be met" not in whole_way

    opened(bound)
    bound.change("risks")
    bound.freeze()
    bound.submit()
    bound.at = NOW + dt.timedelta(days=1)
    bound.recommend("approved")
    letter, made = letter_of(bound.case())

    assert "It answers conditions on which version 1 was approved." in letter
    assert "local government assurers apart. The outcome is" in letter
    assert "moderated" not in letter
    cover = plan_html(version_document(bound.case().version))
    assert bound.case().version.change_note in cover
    assert "reviewed nationally" not in letter
    assert "Nothing more is asked" not in letter
    assert f"Name the staff in the east. {bound.council}, by 1 April 2034." in letter
    for person, body in ((bound.assurer, bound.team), (bound.local_assurer, bound.local)):
        assert f"{person} for {body}" in letter
    assert [row.organisation for row in made.sign_offs] == [bound.team.name, bound.local.name]
    assert bound.case().decision.bodies == f"{bound.team} and {bound.local}"
    event = AuditEvent.objects.filter(action="case.decided").latest("seq")
    assert event.data["organisation"] == f"{bound.team} and {bound.local}"

    meeting_conditions.give_evidence(
        condition := ApprovalCondition.objects.get(), evidence="They are named.", by=bound.council_author, at=bound.at
    )
    meeting_conditions.close(condition, by=bound.assurer, at=bound.at + dt.timedelta(days=1))
    assert letter_of(bound.case())[1].pdf == made.pdf


def test_the_version_decided_on_keeps_each_body_once_as_it_stood(bound):
    decided = bound.case().version
    before = sign_off_table(decided)
    opened(bound)
    bound.change("risks")
    bound.freeze()

    assert sign_off_table(decided) == before
    assert [row.notes for row in before] == [()] * 4


def test_nothing_is_signed_again_where_nothing_changed_that_was_signed(bound):
    opened(bound)
    case = bound.freeze()

    assert case.signoffs.filter(voided_at=None).count() == 4
    event = AuditEvent.objects.get(action="case.follows")
    assert (event.data["follows"], len(event.data["standing"])) == (1, 4)


def test_what_the_sides_settled_begins_the_next_reading_where_nothing_could_change(place, visit):
    for line, sections in zip(KeyLineOfEnquiry.objects.order_by("position", "key"), ("vision", "risks"), strict=True):
        line.sections = sections
        line.save()
    place.freeze()
    place.submit()
    place.review(mark=1)
    place.review_locally(mark=2)
    place.draft_condition()
    first, second = [line.key for line in lines_of(place.case())]
    place.propose("approved_with_conditions", {first: (1, "Of the first."), second: (2, "Of the second.")})
    asked = {"shown": NOW, "by": place.local_assurer, "at": NOW}
    recommending.agree(place.case(), organisation=place.local, **asked)
    place.decide("approved_with_conditions")
    opened(place)
    place.change("risks")
    place.freeze()
    place.submit()
    place.review(mark=1)
    place.review_locally(mark=2)

    page = visit(place.assurer, "recommend", place.case().pk).content.decode()
    assert "what both sides settled on version 1" in page
    assert "Of the first." in page
    assert "Of the second." not in page


def test_a_condition_stays_owed_until_an_assurer_closes_it(bound):
    condition = bound.case().conditions.get()
    opened(bound)
    bound.change("risks")
    bound.freeze()

    owed = {wait.label: wait.due for wait in awaited(standing_of(bound), TODAY)}
    assert owed["Meet a condition of approval by 1 April 2034"] == "40 working days left"
    late = {wait.label: wait.due for wait in awaited(standing_of(bound), dt.date(2034, 4, 5))}
    assert late["Meet a condition of approval by 1 April 2034"] == "3 working days late: it was due on 1 April 2034"
    meeting_conditions.give_evidence(condition, evidence="Version 2 names them.", by=bound.council_author, at=NOW)
    (wait,) = [wait for wait in awaited(standing_of(bound), TODAY) if wait.codename == "assure_plan"]
    assert str(condition.case_id) in wait.url
    meeting_conditions.close(condition, by=bound.assurer, at=NOW)
    assert not standing_of(bound).conditions


def test_the_strip_says_what_is_open_and_where_it_goes(bound):
    opened(bound)
    standing = standing_of(bound)

    assert (standing.levels, standing.title) == (("area",), "Draft, open for conditions")
    assert "change what the conditions of approval touch" in standing.headline
    workflow.reopen(bound.case(), by=bound.council_author, at=NOW, reason="More must change.")
    assert standing_of(bound).levels == ("area", "region", "national", "ministers")
    assert standing_of(bound).title == "Draft, reopened after a decision"


def test_not_approved_again_opens_the_same_sections_again(bound):
    opened(bound)
    bound.change("risks")
    bound.freeze()
    bound.submit()
    bound.recommend("not_approved")

    bound.plan.refresh_from_db()
    assert (bound.plan.is_open, bound.plan.open_sections) == (True, ["risks"])
    assert bound.freeze().follows.version.number == 1


def test_an_author_may_open_the_whole_plan_instead(bound):
    opened(bound)
    workflow.reopen(bound.case(), by=bound.council_author, at=NOW, reason="More must change.")
    bound.plan.refresh_from_db()

    assert bound.plan.open_sections == []
    assert bound.freeze().follows is None


def test_a_condition_about_the_whole_plan_opens_nothing(bound):
    bound.case().conditions.update(sections=[])

    with pytest.raises(GuardNotMet, match="names a section"):
        opened(bound)


def test_the_pages_say_what_opens_and_what_follows(bound, visit):
    case, condition = bound.case(), bound.case().conditions.get()
    page = visit(bound.council_author, "condition", case.pk, condition.pk).content.decode()
    assert "Open the sections that the conditions touch" in page
    assert "Open the sections" not in visit(bound.assurer, "condition", case.pk, condition.pk).content.decode()
    assert visit(bound.chair, "open-for-conditions", bound.plan.key).status_code == 403

    asked = visit(bound.council_author, "open-for-conditions", bound.plan.key).content.decode()
    assert "must sign again" in asked
    assert visit(bound.council_author, "open-for-conditions", bound.plan.key, post={"reason": ""}).status_code == 422
    for _ in range(2):  # a second click finds it open
        answer = visit(bound.council_author, "open-for-conditions", bound.plan.key, post={"reason": "Staff."})
        assert answer.status_code == 302
    freeze = visit(bound.council_author, "freeze", bound.plan.key).content.decode()
    assert "The plan is open for what its conditions of approval touch" in freeze
    assert "Put these back" not in freeze

    risk = Risk.objects.filter(plan=bound.plan).first()
    Risk.objects.filter(pk=risk.pk).update(mitigation="Named staff.")
    case = bound.freeze()
    bound.submit()
    assert "This version answers" in visit(bound.assurer, "case", case.pk).content.decode()
    for person in (bound.assurer, bound.council_author):
        conditions = visit(person, "conditions", case.pk).content.decode()
        assert "conditions on which version 1 was approved" in conditions
        assert "Name the staff in the east." in conditions
    assert "An outcome with conditions needs" not in conditions
    bound.take_up()
    assert "begin with what your side said" in visit(bound.assurer, "scores", case.pk).content.decode()
