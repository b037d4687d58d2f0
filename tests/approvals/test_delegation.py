"""Minor amendments: a deputy's acceptance keeps a signature standing, within what the body delegated and no further."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from approvals import delegation, workflow
from approvals.delegation import Terms, TermsIncomplete
from approvals.documents.sign_offs import sign_off_table
from approvals.guards import GuardNotMet
from approvals.models import Amendment, Delegation
from approvals.waiting import waiting_for
from approvals.words import money_moved
from itf.accounts.models import Role
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.content import PlanContent
from plans.documents.compose import version_document
from plans.documents.pdf import plan_html
from plans.gather import plan_content
from plans.lifecycle import WordsMoved
from plans.models import Contribution, Investment, Plan, Pool, Risk
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.approvals import AUTHORITY, NOW
from tests.factories.conditions import FundingSourceFactory

KEY = "samplebury"
TERMS = Terms(
    deputy=None,
    until=dt.date(2034, 3, 14),
    minute_reference="Cabinet, minute 61",
    meeting_on=dt.date(2034, 1, 30),
    sections=("risks",),
)


@pytest.fixture
def director(place):
    """A person of the council who neither signed nor writes for the other side."""
    return UserFactory(post="Director of adult social services", roles=[(place.council, Role.SIGNATORY)])


@pytest.fixture
def signed(place):
    """Every party has signed."""
    place.freeze()
    place.sign_all()
    return place


def given(place, director, **changes):
    """The council lets its director amend."""
    terms = replace(TERMS, **{"deputy": director, **changes})
    return delegation.give(place.case(), organisation=place.council, terms=terms, by=place.council_signatory, at=NOW)


def reopen(place, *sections):
    workflow.reopen(place.case(), by=place.council_author, at=NOW, reason="A wrong word.")
    for section in sections:
        place.change(section)


def accept(place, found, by, at=NOW):
    shown = plan_content(Plan.objects.get(pk=place.plan.pk)).fingerprint
    return delegation.accept(found, by=by, at=at, fingerprint_shown=shown)


def of_council(place):
    return place.case().signoffs.filter(organisation=place.council).order_by("signed_at").last()


def test_accepted_amendment_keeps_the_signature_of_its_body_and_of_no_other(signed, director):
    found = given(signed, director)
    reopen(signed, "risks")

    accept(signed, found, director)
    case = signed.freeze()

    assert of_council(signed).stands
    assert not case.signoffs.filter(organisation__in=signed.ccgs, voided_at__isnull=True).exists()
    assert Amendment.objects.get().version == case.version
    assert AuditEvent.objects.filter(action="signoff.amended").get().data["deputy"] == str(director)
    assert verify()


def test_the_document_and_the_table_say_who_accepted_what_on_whose_authority(signed, director):
    found = given(signed, director)
    reopen(signed, "risks")
    accept(signed, found, director)
    version = signed.freeze().version

    rows = {row.organisation: row for row in sign_off_table(version)}
    html = " ".join(plan_html(replace(version_document(version), sign_offs=tuple(rows.values()))).split())

    note = (
        "Given to version 1. Director of adult social services accepted later changes to Risk register on "
        "3 February 2034, as delegated on 30 January 2034 (Cabinet, minute 61); taken up in version 2."
    )
    assert rows[signed.council.name].notes == (note,)
    assert rows[signed.ccgs[0].name].answer == "Not yet answered"
    assert note in html


def test_words_that_change_after_the_deputy_accepted_undo_the_signature(signed, director):
    found = given(signed, director)
    reopen(signed, "risks")
    accept(signed, found, director)
    signed.change("risks")

    signed.freeze()

    assert not of_council(signed).stands


def test_words_elsewhere_may_change_after_the_deputy_accepted(signed, director):
    found = given(signed, director)
    reopen(signed, "risks")
    accept(signed, found, director)
    signed.change("acute")

    signed.freeze()

    assert of_council(signed).stands


def of_contribution(place, **changes):
    row = Contribution.objects.filter(plan=place.plan).exclude(amount=None).order_by("pk").first()
    Contribution.objects.filter(pk=row.pk).update(**{name: change(row, place) for name, change in changes.items()})
    return 2 * row.amount


def of_line(place, **changes):
    line = Investment.objects.filter(scheme__plan=place.plan).exclude(stated=None).order_by("pk").first()
    Investment.objects.filter(pk=line.pk).update(**{name: change(line, place) for name, change in changes.items()})
    return 2 * line.stated


def other_year(row, _place):
    return next(year for year in ("2014/15", "2015/16") if year != row.year)


def other_payer(row, place):
    return next(body.pk for body in (place.council, *place.ccgs) if body.pk != row.organisation_id)


def other_source(row, _place):
    return FundingSourceFactory().pk


@pytest.mark.parametrize(
    ("change", "changes"),
    [
        (of_contribution, {"organisation_id": other_payer}),
        (of_contribution, {"year": other_year}),
        (of_contribution, {"funding_source_id": other_source}),
        (of_line, {"year": other_year}),
        (of_line, {"funding_source_id": other_source}),
    ],
)
def test_money_that_changes_its_year_source_or_payer_moves_whole(signed, change, changes):
    before = plan_content(signed.plan)
    moved = change(signed, **changes)

    assert moved
    assert money_moved(before, plan_content(signed.plan)) == moved


def test_money_that_comes_to_depend_on_performance_moves(signed):
    before = plan_content(signed.plan)
    linked = Pool.objects.get(plan=signed.plan).performance_linked or 0
    Pool.objects.filter(plan=signed.plan).update(performance_linked=linked + 2_000)

    assert money_moved(before, plan_content(signed.plan)) == 2_000


def test_a_second_amendment_is_measured_from_the_words_signed(signed, director):
    found = given(signed, director, sections=(), up_to=Decimal(150))
    for moved, refused in ((100, False), (100, True)):
        reopen(signed)
        line = Investment.objects.filter(scheme__plan=signed.plan).order_by("pk").first()
        Investment.objects.filter(pk=line.pk).update(stated=(line.stated or 0) + moved)
        if refused:
            with pytest.raises(GuardNotMet, match="moves £200 and the delegation reaches to £150"):
                accept(signed, found, director)
        else:
            assert accept(signed, found, director).money_moved == Decimal(moved)
            delegation.take_up(
                delegation.standing_signature(signed.case(), signed.council),
                signed.case().version,
                Amendment.objects.get().sections,
                by=director,
                at=NOW,
            )
            workflow.move(signed.case(), to="in_signoff", by=director, at=NOW)
            Plan.objects.filter(pk=signed.plan.pk).update(status="frozen")


@pytest.mark.parametrize(
    ("changes", "section", "match"),
    [
        ({}, "vision", "does not reach to: Vision"),
        ({"until": dt.date(2034, 2, 3)}, "risks", "has ended"),
        ({}, None, "changes nothing"),
    ],
)
def test_nothing_beyond_the_delegation_is_accepted(signed, director, changes, section, match):
    found = given(signed, director, **changes)
    reopen(signed, *([section] if section else []))

    with pytest.raises(GuardNotMet, match=match):
        accept(signed, found, director, at=NOW + dt.timedelta(days=1))
    assert not Amendment.objects.exists()


def test_only_the_deputy_accepts_what_they_were_shown_while_the_plan_is_open(signed, director):
    found = given(signed, director)
    with pytest.raises(GuardNotMet, match="The plan is frozen"):
        accept(signed, found, director)
    reopen(signed, "risks")

    with pytest.raises(GuardNotMet, match="Only the deputy"):
        accept(signed, found, signed.council_author)
    with pytest.raises(WordsMoved):
        delegation.accept(found, by=director, at=NOW, fingerprint_shown="0" * 64)
    assert accept(signed, found, director) == accept(signed, found, director)


def to_do(person):
    """What the person's first page says that they may accept."""
    return [act.label for act in waiting_for(person, NOW.date()).acts if act.label.startswith("Look at")]


def test_deputy_is_asked_while_there_is_something_to_accept_and_not_again_for_the_same_words(signed, director):
    found = given(signed, director)
    reopen(signed)
    asked = [to_do(director)]
    signed.change("risks")
    asked.append(to_do(director))
    accept(signed, found, director)
    signed.change("acute")  # the council's signature does not cover it
    asked.append(to_do(director))
    signed.freeze()
    reopen(signed, "acute")
    asked.append(to_do(director))
    signed.change("risks")
    asked.append(to_do(director))

    now = ["Look at what changed for Samplebury Council"]
    assert asked == [[], now, [], [], now]


def test_deputy_is_not_asked_where_the_delegation_does_not_reach_or_no_signature_stands(signed, director):
    found = given(signed, director)
    reopen(signed, "risks", "vision")
    beyond = to_do(director)
    given(signed, director, sections=("risks", "vision"))
    within = to_do(director)
    signed.case().signoffs.update(voided_at=NOW, void_reason="It was taken back.")

    assert (beyond, len(within), to_do(director)) == ([], 1, [])
    assert not found.amendments.exists()


def test_page_of_a_deputy_says_that_the_words_were_accepted_and_nothing_changed_further(signed, visit, director):
    found = given(signed, director, until=dt.date(2099, 1, 1))
    reopen(signed, "risks")
    accept(signed, found, director)
    signed.freeze()
    reopen(signed, "acute")

    page = visit(director, "amend", KEY, found.pk).content.decode()

    assert (
        "Director of adult social services accepted these words on 3 February 2034. Nothing has changed further" in page
    )
    assert "Continue</button>" not in page
    with pytest.raises(GuardNotMet, match="Nothing has changed further"):
        accept(signed, found, director)


def test_first_page_of_a_deputy_of_several_bodies_takes_as_many_queries_as_of_one(
    signed, director, django_assert_max_num_queries
):
    given(signed, director)
    reopen(signed, "risks")
    with django_assert_max_num_queries(100) as of_one:
        waiting_for(director, NOW.date())
    for ccg, by in zip(signed.ccgs, signed.ccg_signatories, strict=True):
        terms = replace(TERMS, deputy=director)
        delegation.give(signed.case(), organisation=ccg, terms=terms, by=by, at=NOW)

    with django_assert_max_num_queries(len(of_one)):
        asked = to_do(director)

    assert len(asked) == 1 + len(signed.ccgs)


def test_what_is_ended_before_the_freeze_counts_no_more(signed, director):
    found = given(signed, director)
    reopen(signed, "risks")
    accept(signed, found, director)

    delegation.end(found, by=signed.council_signatory, at=NOW)
    delegation.end(found, by=signed.council_signatory, at=NOW)
    signed.freeze()

    assert not of_council(signed).stands
    assert AuditEvent.objects.filter(action="delegation.ended").count() == 1


def test_words_put_back_as_signed_leave_the_signature(signed, director):
    found = given(signed, director)
    before = PlanContent.from_json(signed.case().version.content)
    reopen(signed, "risks")
    accept(signed, found, director)
    signed.freeze()
    reopen(signed)
    old = before.section("risks").tables[0].rows[0].value("mitigation")
    Risk.objects.filter(plan=signed.plan).update(mitigation=old)

    signed.freeze()

    assert of_council(signed).stands


def test_the_same_terms_again_are_one_delegation_and_others_replace_them(signed, director):
    assert given(signed, director) == given(signed, director)

    later = given(signed, director, up_to=Decimal(5))

    assert Delegation.objects.get(ended_at__isnull=True) == later
    assert Delegation.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deputy": None}, "deputy"),
        ({"until": None}, "until"),
        ({"until": dt.date(2034, 2, 2)}, "until"),
        ({"sections": ()}, "up_to"),
        ({"up_to": Decimal(-1)}, "up_to"),
        ({"meeting_on": dt.date(2034, 2, 4)}, "meeting_on"),
        ({"minute_reference": " "}, "minute_reference"),
    ],
)
def test_terms_lack(signed, director, changes, field):
    with pytest.raises(TermsIncomplete) as refusal:
        given(signed, director, **changes)
    assert list(refusal.value.faults) == [field]


def test_pages_from_delegating_to_the_amended_version(signed, visit, director):
    asked = {
        "deputy": str(director.pk), "up_to": "20,000", "sections": ["risks", "vision"],
        "until_day": "14", "until_month": "3", "until_year": "2099",
        "meeting_on_day": "30", "meeting_on_month": "1", "meeting_on_year": "2014",
        "minute_reference": "Cabinet, minute 61", "proof": PASSWORD,
    }  # fmt: skip
    url = ("delegate", KEY, signed.council.pk)

    empty = visit(signed.council_signatory, *url, post={})
    checked = visit(signed.council_signatory, *url, post=asked).content.decode()
    done = visit(signed.council_signatory, *url, post=asked | {"confirmed": "1"}, follow=True).content.decode()

    assert empty.status_code == 422
    assert checked.count('name="sections"') == 2
    assert "Up to £20,000, in" in done
    found = Delegation.objects.get()
    reopen(signed, "risks")
    amend = ("amend", KEY, found.pk)
    page = visit(director, *amend).content.decode()
    assert "Changed since the body signed" in page
    assert "Look at what changed" in visit(director, "route", KEY).content.decode()
    shown = plan_content(Plan.objects.get(pk=signed.plan.pk)).fingerprint
    sent = {"fingerprint": shown, "confirmed": "1", "proof": PASSWORD}
    assert visit(signed.ccg_signatories[0], *amend, post=sent).status_code == 403
    assert "If it is frozen like this" in visit(director, *amend, post=sent, follow=True).content.decode()
    signed.freeze()
    assert "Amended since, without a new signature" in visit(director, "route", KEY).content.decode()
    sign_page = " ".join(visit(signed.ccg_signatories[0], "sign", KEY, signed.ccgs[0].pk).content.decode().split())
    assert "on version 1" in sign_page
    assert "Director of adult social services accepted later changes to Risk register on" in sign_page
    version = visit(director, "route", KEY).client.get(f"/plans/{KEY}/versions/2/").content.decode()
    assert "taken up in version 2" in version
    visit(signed.council_signatory, "end-delegation", KEY, found.pk, post={})
    assert Delegation.objects.get().is_ended


@pytest.mark.parametrize("is_of_another", [True, False])
def test_delegating_to_someone_of_another_body_is_pointed_out(signed, visit, director, is_of_another):
    deputy = signed.nhs_author if is_of_another else director
    asked = {
        "deputy": str(deputy.pk), "up_to": "20,000", "minute_reference": "Cabinet, minute 61",
        "until_day": "14", "until_month": "3", "until_year": "2099",
        "meeting_on_day": "30", "meeting_on_month": "1", "meeting_on_year": "2014",
    }  # fmt: skip

    checked = visit(signed.council_signatory, "delegate", KEY, signed.council.pk, post=asked).content.decode()

    assert (
        "They may be of another body of the plan"
        in visit(signed.council_signatory, "delegate", KEY, signed.council.pk).content.decode()
    )
    assert (f"They are of {signed.ccgs[0]}, not of {signed.council}" in checked) == is_of_another


def test_sign_again_in_one_step_after_a_change(place, visit):
    signed, long_ago = place, replace(AUTHORITY, meeting_on=dt.date(2014, 1, 30))
    signed.freeze()
    signed.sign(signed.council, signed.council_signatory, reply=long_ago)
    reopen(signed, "risks")
    version = signed.freeze().version
    url, person = ("sign", KEY, signed.council.pk), signed.council_signatory

    page = visit(person, *url).content.decode()
    again = {"again": "1", "fingerprint": version.fingerprint}
    wrong = visit(person, *url, post=again | {"proof": "a guess"})
    done = visit(person, *url, post=again | {"proof": PASSWORD}, follow=True)

    assert "Changed since you answered" in page
    assert "Sign again for Samplebury Council" in page
    assert wrong.status_code == 422
    assert "Signed for Samplebury Council" in done.content.decode()
    row = signed.case().signoffs.get(organisation=signed.council, voided_at__isnull=True)
    assert (row.version, row.position, row.basis) == (version, "Accountable officer", "full_body")


def test_amendment_taken_up_last_counts_though_it_was_accepted_first(signed, director):
    found = given(signed, director)
    reopen(signed)
    risk = Risk.objects.get(plan=signed.plan)
    for hours, words in enumerate(("First made up.", "Second made up.")):
        Risk.objects.filter(pk=risk.pk).update(mitigation=words)
        accept(signed, found, director, at=NOW + dt.timedelta(hours=hours))
    signed.freeze()
    reopen(signed)
    Risk.objects.filter(pk=risk.pk).update(mitigation="First made up.")
    signed.freeze()
    assert of_council(signed).stands
    reopen(signed)
    signed.freeze()

    assert of_council(signed).stands


@pytest.mark.parametrize("is_decided", [True, False])
def test_whoever_signs_again_sees_what_a_deputy_accepted_since_they_signed(place, visit, director, is_decided):
    signed, person = place, place.council_signatory
    signed.freeze()
    for body, by in signed.parties:
        signed.sign(body, by, reply=replace(AUTHORITY, meeting_on=dt.date(2014, 1, 30)))
    found = given(signed, director)
    reopen(signed, "risks")
    accept(signed, found, director)
    signed.freeze()
    if is_decided:
        for body, by in signed.parties[1:]:
            signed.sign(body, by)
        signed.agree()
        workflow.submit(signed.case(), by=signed.council_author, at=NOW)
        signed.take_up()
        signed.decide("not_approved")
    else:
        reopen(signed, "vision")
    signed.freeze()

    page = " ".join(visit(person, "sign", KEY, signed.council.pk).content.decode().split())

    shown = page.split("Changed since you answered</h2>")[1].split("again as before")[0]
    assert "Risk register" in shown
    assert ("Vision" in shown) is not is_decided
    assert "Amended since, without a new signature: Director of adult social services accepted changes" in page
    assert "Nothing that you signed has changed" not in page
