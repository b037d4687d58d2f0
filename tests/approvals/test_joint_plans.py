"""The route of a case: several councils, CCGs and boards in their order, exceptions, and a plan that is not agreed."""

from dataclasses import replace

import pytest

from approvals import signoff, workflow
from approvals.documents.sign_offs import sign_off_table
from approvals.guards import GuardNotMet
from approvals.models import CaseStatus, ForwardStatement, RouteStop
from approvals.queries import places
from approvals.stages import standings, with_stage
from approvals.standing import Stage
from itf.accounts.models import Organisation, OrganisationKind, Role
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.beginning import join_boards
from plans.documents.compose import version_document
from plans.models import Plan
from plans.permissions import grant_parties
from tests.factories.accounts import PASSWORD, OrganisationFactory, UserFactory
from tests.factories.approvals import AUTHORITY, BOARD_AUTHORITY, NOW, a_place
from tests.factories.plans import PartyFactory

KEY = "samplebury"
EXCEPT = replace(AUTHORITY, has_exception=True, statement="Not the telecare line.")


def standing_of(place):
    return standings(with_stage(Plan.objects.filter(pk=place.plan.pk)))[0]


@pytest.fixture
def dorset(db):
    """A joint plan: the councils of Dorset, Bournemouth and Poole, two CCGs, and two boards, one of them shared."""
    place = a_place("dorset")
    place.board.name = "Dorset Health and Wellbeing Board"
    place.board.save()
    more = [OrganisationFactory(name=f"{name} Council") for name in ("Bournemouth", "Poole")]
    joint = OrganisationFactory(kind=OrganisationKind.BOARD, name="Bournemouth and Poole Health and Wellbeing Board")
    for position, council in enumerate(more, start=3):
        PartyFactory(plan=place.plan, organisation=council, position=position)
    join_boards(place.plan, [joint])
    grant_parties(place.plan)
    place.more = {body: UserFactory(roles=[(body, Role.SIGNATORY)]) for body in more}
    place.joint, place.joint_chair = joint, UserFactory(roles=[(joint, Role.CHAIR)])
    return place


def agree_jointly(place):
    asked = {"fingerprint_shown": place.case().version.fingerprint, "reply": BOARD_AUTHORITY, "at": NOW}
    return signoff.agree(place.case(), organisation=place.joint, by=place.joint_chair, **asked)


def test_several_councils_ccgs_and_boards_answer_group_by_group_in_any_order(dorset):
    case = dorset.freeze()
    for body, person in [*dorset.more.items(), *reversed(dorset.parties)]:
        assert standing_of(dorset).stage == Stage.FROZEN
        with pytest.raises(GuardNotMet, match="Still to sign"):
            agree_jointly(dorset)
        dorset.sign(body, person)

    agree_jointly(dorset)
    assert standing_of(dorset).stage == Stage.PARTNERS_SIGNED
    assert standing_of(dorset).headline == "Next: Dorset Health and Wellbeing Board agrees."
    with pytest.raises(GuardNotMet, match="Still to agree: Dorset Health"):
        workflow.submit(case, by=dorset.council_author, at=NOW)
    dorset.agree()

    assert standing_of(dorset).stage == Stage.BOARD_AGREED
    assert workflow.submit(case, by=dorset.council_author, at=NOW).status == CaseStatus.SUBMITTED
    names = [row.organisation for row in sign_off_table(case.version)]
    assert names == [found.organisation.name for found in places(case)]
    assert len(names) == 7
    assert verify()


def test_documents_of_a_joint_plan_name_each_board(dorset):
    names = [row.organisation for row in version_document(dorset.freeze().version).sign_offs]

    assert names[-2:] == ["Dorset Health and Wellbeing Board", "Bournemouth and Poole Health and Wellbeing Board"]


def test_the_route_stays_as_it_was_when_signing_opened(place):
    case = place.freeze()
    stops = list(case.stops.values_list("group", "title"))

    place.plan.round.__class__.objects.update(route="party board", allows_not_agreed=True)
    Organisation.objects.filter(pk=place.board.pk).update(name="Renamed")
    place.plan.locality.board = OrganisationFactory(kind=OrganisationKind.BOARD)
    place.plan.locality.save()

    assert list(case.stops.values_list("group", "title")) == stops
    groups = [group for group, _ in stops]
    assert groups == ["party"] * 3 + ["board", "area", "region", "national", "ministers"]
    assert not place.case().allows_not_agreed
    assert places(place.case())[-1].organisation == place.board


def test_a_body_that_leaves_while_the_plan_is_open_leaves_the_route(place):
    place.freeze()
    place.sign_all()
    workflow.reopen(place.case(), by=place.council_author, at=NOW, reason="A CCG merged.")
    place.plan.parties.filter(organisation=place.ccgs[1]).delete()

    case = place.freeze()

    assert place.ccgs[1] not in [found.organisation for found in places(case)]
    assert case.signoffs.get(organisation=place.ccgs[1]).void_reason == f"{place.ccgs[1].name} left the plan."
    assert AuditEvent.objects.filter(action="case.route_changed").count() == 1


def test_an_exception_counts_as_a_signature_and_travels_with_its_words(place):
    case = place.freeze()
    with pytest.raises(signoff.ReplyIncomplete, match="does not agree to"):
        place.sign(place.council, place.council_signatory, reply=replace(EXCEPT, statement=" "))

    place.sign(place.council, place.council_signatory, reply=EXCEPT)
    for ccg, person in zip(place.ccgs, place.ccg_signatories, strict=True):
        place.sign(ccg, person)

    row = sign_off_table(case.version)[0]
    assert (row.answer, row.statement) == ("Signed, with an exception", "Not the telecare line.")
    assert standing_of(place).stage == Stage.PARTNERS_SIGNED
    place.agree(reply=replace(BOARD_AUTHORITY, has_exception=True, statement="Not the risk share."))
    assert sign_off_table(case.version)[-1].answer == "Agreed, with an exception"


def forward(place, statement="The money is agreed; the council awaits a grant.", **changes):
    asked = {"organisation": place.ccgs[0], "by": place.nhs_author, "at": NOW, "statement": statement}
    shown = place.case().version.fingerprint
    return workflow.go_forward(place.case(), **{**asked, "fingerprint_shown": shown, **changes})


@pytest.fixture
def disputed(place):
    """A plan of a round that lets one go forward as not agreed; the council declines, both CCGs have signed."""
    place.plan.round.__class__.objects.update(allows_not_agreed=True)
    place.freeze()
    place.decline(place.council, place.council_signatory)
    for ccg, person in zip(place.ccgs, place.ccg_signatories, strict=True):
        place.sign(ccg, person)
    return place


def test_a_plan_that_is_not_agreed_goes_forward_with_both_statements(disputed):
    before = standing_of(disputed)
    assert (before.stage, before.may_go_forward) == (Stage.FROZEN, True)
    assert before.headline.endswith("or an author puts it forward as not agreed.")

    assert forward(disputed) == forward(disputed)
    disputed.agree()
    case = workflow.submit(disputed.case(), by=disputed.nhs_author, at=NOW)

    row = sign_off_table(case.version)[0]
    assert (row.answer, row.statement) == ("Declined", "The risk is not shared.")
    said = "“The money is agreed; the council awaits a grant.”"
    assert row.notes == (f"The plan went forward without this agreement. {disputed.ccgs[0].name} says: {said}",)
    assert AuditEvent.objects.get(action="case.submitted").data["without"] == [disputed.council.name]
    assert ForwardStatement.objects.count() == 1


def test_a_body_may_sign_after_the_plan_went_forward_without_it(disputed):
    forward(disputed)

    disputed.sign(disputed.council, disputed.council_signatory)

    assert standing_of(disputed).without == ()
    assert sign_off_table(disputed.case().version)[0].answer == "Signed"


def test_a_changed_plan_needs_a_new_statement(disputed):
    forward(disputed)
    workflow.reopen(disputed.case(), by=disputed.nhs_author, at=NOW, reason="A wrong word.")
    disputed.change("vision")
    disputed.freeze()

    assert standing_of(disputed).stage == Stage.FROZEN
    with pytest.raises(GuardNotMet, match="Nobody has declined"):
        forward(disputed)


@pytest.mark.parametrize(
    ("arrange", "match"),
    [
        ("the round does not let it", "In this round every body must agree"),
        ("another is still to answer", "Still to answer: Samplebury South CCG"),
        ("nobody signed", "No council or CCG has signed"),
        ("for the body that declined", "Only for a council or CCG that has signed"),
        ("nothing said", "Say why"),
    ],
)
def test_going_forward_is_refused_where(disputed, arrange, match):
    case, changes = disputed.case(), {}
    if arrange == "the round does not let it":
        case.allows_not_agreed = False
        case.save()
    elif arrange == "another is still to answer":
        case.signoffs.filter(organisation=disputed.ccgs[1]).update(voided_at=NOW, void_reason="Withdrawn.")
    elif arrange == "nobody signed":
        for ccg, person in zip(disputed.ccgs, disputed.ccg_signatories, strict=True):
            disputed.decline(ccg, person)
    elif arrange == "for the body that declined":
        changes = {"organisation": disputed.council}
    else:
        changes = {"statement": " "}

    with pytest.raises(GuardNotMet, match=match):
        forward(disputed, **changes)


def test_pages_put_a_plan_forward(disputed, visit):
    sent = {"fingerprint": disputed.case().version.fingerprint, "statement": "We go on.", "proof": PASSWORD}

    assert visit(disputed.council_author, "go-forward", KEY).status_code == 403
    assert "The risk is not shared." in visit(disputed.nhs_author, "go-forward", KEY).content.decode()
    assert visit(disputed.nhs_author, "go-forward", KEY, post={}).status_code == 422
    asked = visit(disputed.nhs_author, "go-forward", KEY, post=sent)
    done = visit(disputed.nhs_author, "go-forward", KEY, post=sent | {"confirmed": "1"}, follow=True)
    again = visit(disputed.nhs_author, "go-forward", KEY, post=sent | {"confirmed": "1"})

    assert "Put the plan forward as not agreed?" in asked.content.decode()
    page = done.content.decode()
    assert "Not agreed, goes forward" in page
    assert "We go on." in page
    assert "After submission" in page
    assert again.url == f"/plans/{KEY}/route/"
    assert RouteStop.objects.filter(group="ministers").exists()
    disputed.agree()
    assert "Not agreed by Samplebury Council" in visit(disputed.nhs_author, "submit", KEY).content.decode()


def test_every_first_page_says_that_a_plan_is_not_agreed(disputed, visit, client):
    said = "Not agreed by Samplebury Council"
    forward(disputed)
    assert standing_of(disputed).title == "Not all partners signed"
    disputed.agree()
    asked = visit(disputed.nhs_author, "submit", KEY, post={}).content.decode()
    workflow.submit(disputed.case(), by=disputed.nhs_author, at=NOW)
    done = visit(disputed.nhs_author, "submitted", KEY).content.decode()
    pages = [visit(disputed.nhs_author, "plans"), visit(disputed.assurer, "cases")]
    pages += [visit(disputed.assurer, "case", disputed.case().pk), client.get(f"/cases/{disputed.case().pk}/plan/")]
    client.force_login(disputed.nhs_author)
    overview = client.get(f"/plans/{KEY}/").content.decode()

    assert all(said in page for page in (asked, done, overview, *(one.content.decode() for one in pages)))
    assert "Not all partners signed" in overview
    assert "Partners signed" not in overview
    disputed.review()
    disputed.decide()
    assert standing_of(disputed).not_agreed == said


def test_page_signs_with_an_exception(place, visit):
    place.freeze()
    sent = {
        "fingerprint": place.case().version.fingerprint, "answer": "except", "position": "Leader",
        "basis": "delegation", "minute_reference": "61", "proof": PASSWORD, "confirmed": "1", "statement": "",
    }  # fmt: skip
    url = ("sign", KEY, place.council.pk)

    assert "Say what the body does not agree to." in visit(place.council_signatory, *url, post=sent).content.decode()
    visit(place.council_signatory, *url, post=sent | {"statement": "Not the pool."})

    assert place.case().signoffs.get().decision == "except"
    page = visit(place.council_signatory, "signed", KEY, place.council.pk).content.decode()
    assert "Signed, with an exception, for Samplebury Council" in page
    assert "Not the pool." in page
