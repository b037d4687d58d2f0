"""The pages of invitations: the authors' list, the link, and all that an invited person sees."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from itf.accounts.models import User
from itf.audit.models import AuditEvent
from plans import commenting, inviting
from plans.models import (
    Acute,
    Audience,
    CommentaryDraft,
    Engagement,
    Invitation,
    Plan,
    PlanStatus,
    ProviderCommentary,
    Vision,
)
from plans.national_templates import TEMPLATES
from plans.places import Spot
from plans.shown import SHOWN
from tests.factories.accounts import UserFactory
from tests.factories.comments import VISION, a_thread
from tests.factories.invited import HEALTHWATCH, HOSPITAL, WORDS, given, healthwatch, invited
from tests.factories.plans import NOW, AcuteImpactFactory, InvestmentFactory, SchemeFactory, a_plan
from tests.plans.posting import boxes, send

pytestmark = pytest.mark.django_db
SECRET = {"new_password1": "three words that wander", "new_password2": "three words that wander"}
ASK = {"capacity": "provider", "organisation": HOSPITAL, "post": "Chief executive", "email": "ce@example.org"}
SAID = {
    "outturn": "1,000", "plan_first": "990", "plan_second": "940", "avoided": "50",
    "agrees": "no", "why_not": "Winter is missing.", "considered": "yes", "implications": "One ward.",
}  # fmt: skip


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def browser(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def author(drafting):
    return browser(drafting.author)


@pytest.fixture
def invitation(drafting):
    return invited(drafting.plan, drafting.author)


@pytest.fixture
def provider(invitation):
    return browser(invitation.account)


def url(drafting, rest):
    return f"/plans/{drafting.plan.key}/{rest}"


def test_where_no_mail_is_sent_the_author_passes_the_link_on_and_the_words_say_so(settings, drafting, author):
    settings.SENDS_MAIL = False
    answer = author.post(url(drafting, "invited/"), ASK | {"capacity": "healthwatch"})

    invitation = Invitation.objects.select_related("account").get()
    link = f"/invitation/{invitation.pk}/{inviting.TOKENS.token(invitation)}/"
    assert answer["Location"] == url(drafting, f"invited/{invitation.pk}/")
    assert link in text(author.get(answer["Location"]))
    assert text(author.get(url(drafting, "invited/"))).count(HOSPITAL) == 1
    Client().post(link, SECRET)
    given(Invitation.objects.get())
    assert "The address was not proven" in text(author.get(url(drafting, "engagement/")))


def test_link_goes_by_mail_and_is_not_shown_to_the_author(settings, drafting, author, mailoutbox):
    settings.SENDS_MAIL = True
    answer = author.post(url(drafting, "invited/"), ASK | {"capacity": "healthwatch"}, follow=True)

    invitation = Invitation.objects.select_related("account").get()
    link = f"/invitation/{invitation.pk}/{inviting.TOKENS.token(invitation)}/"
    (mail,) = mailoutbox
    assert mail.to == ["ce@example.org"]
    assert link in mail.body
    assert "/invitation/" not in answer.content.decode()
    assert "Its link is sent to ce@example.org." in text(answer)
    Client().post(link, SECRET)
    given(Invitation.objects.get())
    page = text(author.get(url(drafting, "engagement/")))
    assert "Given here by" in page
    assert "not proven" not in page


def test_author_of_the_plan_cannot_use_the_link(drafting, author, invitation):
    Invitation.objects.update(link_issued_at=timezone.now())
    fresh = Invitation.objects.select_related("account").get()
    link = f"/invitation/{fresh.pk}/{inviting.TOKENS.token(fresh)}/"

    for answer in (author.get(link), author.post(link, SECRET)):
        assert answer.status_code == 403
        assert "You are signed in as an author of this plan." in text(answer)
    assert not Invitation.objects.get().link_used_at


def test_author_of_the_plan_is_not_invited(drafting, author):
    answer = author.post(url(drafting, "invited/"), ASK | {"email": drafting.nhs_author.email})

    assert answer.status_code == 422
    assert "This is the address of an author of the plan." in text(answer)


def test_figures_are_asked_about_for_the_years_of_the_plan(drafting, author):
    issued = text(author.get(url(drafting, "invited/")))
    Plan.objects.update(first_year="2016/17", second_year="2017/18")

    later = text(author.get(url(drafting, "invited/")))

    for words, year in (("outturn", 2013), ("plan", 2014), ("plan", 2015)):
        assert f"{words} {year}/{year % 100 + 1}" in issued
        assert f"{words} {year + 2}/{year % 100 + 3}" in later


def test_address_that_is_known_looks_like_any_other_to_the_author(drafting, author):
    UserFactory(email="known@example.org", post="Finance director of somewhere", password="md5$a$b")
    pages = []
    for email in ("known@example.org", "fresh@example.org"):
        answer = author.post(url(drafting, "invited/"), ASK | {"email": email}, follow=True)
        invitation = Invitation.objects.select_related("account").get(email=email)
        page = text(answer).replace(str(invitation.pk), "").replace(inviting.TOKENS.token(invitation), "")
        pages.append(page.replace(email, ""))

        link = f"/invitation/{invitation.pk}/{inviting.TOKENS.token(invitation)}/"
        visitor = Client()
        pages[-1] += text(visitor.get(link)).replace(email, "")
        opened = visitor.post(link, SECRET, follow=True)
        pages[-1] += text(opened)
        inviting.withdraw_invitation(invitation, by=drafting.author, at=NOW)

    assert re.sub(r"\d\d:\d\d", "", pages[0]) == re.sub(r"\d\d:\d\d", "", pages[1])
    assert User.objects.get(email="known@example.org").password == "md5$a$b"
    assert User.objects.get(email="fresh@example.org").check_password(SECRET["new_password1"])


@pytest.mark.parametrize("change", [{"email": "nobody"}, {"organisation": ""}, {"capacity": ""}, {"outturn": "45.000"}])
def test_invitation_that_lacks_something_is_refused_in_words(drafting, author, change):
    answer = author.post(url(drafting, "invited/"), ASK | change)

    assert answer.status_code == 422
    assert "There is a problem" in text(answer)
    assert not Invitation.objects.exists()


def test_link_works_only_when_its_form_is_sent_and_once(invitation):
    Invitation.objects.update(link_issued_at=timezone.now())
    fresh = Invitation.objects.select_related("account").get()
    link, visitor = f"/invitation/{fresh.pk}/{inviting.TOKENS.token(fresh)}/", Client()

    visitor.get(link)
    assert visitor.post(link, SECRET | {"new_password2": "other"}).status_code == 422
    assert not User.objects.get(pk=fresh.account.pk).has_usable_password()
    answer = visitor.post(link, SECRET)

    assert answer["Location"] == f"/account/sign-in/?next=/plans/{fresh.plan.key}/commentary/"
    assert visitor.get(link).status_code == visitor.post(link, SECRET).status_code == 404
    assert AuditEvent.objects.filter(action="invitation.opened").count() == 1


def test_invited_person_sees_what_they_are_asked_about_and_nothing_else(drafting, provider):
    AcuteImpactFactory(plan=drafting.plan, provider=HOSPITAL, service_line="Elbows", value=12_345)
    AcuteImpactFactory(plan=drafting.plan, provider="Hill Hospital", service_line="Knees")
    SchemeFactory(plan=drafting.plan, ref="S8", title="Theirs", lead_provider=HOSPITAL.upper())
    SchemeFactory(plan=drafting.plan, ref="S9", title="Another's", lead_provider="Hill Hospital")

    page = text(provider.get(url(drafting, "commentary/")))

    assert "Elbows" in page
    assert "£12,345" in page
    assert "S8 Theirs" in page
    assert "Knees" not in page
    assert "Another" not in page
    assert drafting.plan.title not in text(provider.get("/plans/"))


@pytest.mark.parametrize("template", ["dec-2013", "jul-2014"])
def test_invited_people_read_words_that_concern_them_and_no_more(template):
    drafting = a_plan(template=template)
    plan = drafting.plan
    Vision.objects.create(plan=plan, vision="One team for each person.", alignment="Between commissioners.")
    Acute.objects.create(plan=plan, implications="Two wards fewer.")
    Engagement.objects.create(plan=plan, public_engagement="Asked at market.", provider_engagement="Met in March.")
    AcuteImpactFactory(plan=plan, provider=HOSPITAL, service_line="Elbows", value=12_345)
    AcuteImpactFactory(plan=plan, provider="Hill Hospital", service_line="Knees")
    scheme = SchemeFactory(plan=plan, title="Night nurses", description="Nurses who come at night.", source_note="Sly")
    InvestmentFactory(scheme=scheme, label="Secret wages", stated=98_765)
    a_thread(plan, drafting.author, "Between partners.")
    hospital = browser(invited(plan, drafting.author).account)
    watch = browser(healthwatch(plan, drafting.author).account)

    its, theirs = (text(person.get(url(drafting, "commentary/plan/"))) for person in (hospital, watch))

    for page in (its, theirs):
        assert "One team for each person." in page
        assert "Nurses who come at night." in page
        for hidden in ("Between", "Knees", "Secret wages", "98,765", "Sly", "was invited", "Hill Hospital"):
            assert hidden not in page
    assert ("Two wards fewer." in its, "Two wards fewer." in theirs) == (True, False)
    assert ("Elbows" in its, "Elbows" in theirs) == (True, False)
    assert ("Met in March." in its, "Met in March." in theirs) == (True, False)
    assert ("Asked at market." in its, "Asked at market." in theirs) == (False, True)


def test_what_is_shown_names_answers_that_a_template_asks():
    asked = {
        (section.slug, table, name)
        for template in TEMPLATES.values()
        for section in template.sections
        for table, names in [("", section.fields), *((spec.slug, spec.fields) for spec in section.all_row_specs())]
        for name in names
    }
    named = {
        (slug, table, name)
        for parts in SHOWN.values()
        for slug, part in parts.items()
        for table, names in [("", part.answers), *part.tables.items()]
        for name in names
    }

    assert named <= asked


def test_plan_without_a_word_says_so_to_whom_it_asks(drafting, provider):
    assert "Nothing of these sections is written yet." in text(provider.get(url(drafting, "commentary/plan/")))


@pytest.mark.parametrize("rest", ["commentary/", "commentary/plan/", "commentary/give/"])
@pytest.mark.parametrize("audience", Audience.values)
def test_no_page_of_an_invited_person_differs_for_a_comment(drafting, invitation, provider, rest, audience):
    commenting.save_draft(invitation, words=WORDS, base=0, at=NOW)
    before = text(provider.get(url(drafting, rest)))

    for spot in (VISION, Spot("provider-commentary", "Commentary"), Spot("schemes", "Schemes")):
        a_thread(drafting.plan, drafting.author, "Between us.", spot=spot, audience=audience)

    assert text(provider.get(url(drafting, rest))) == before
    assert "Between us." not in text(provider.get("/"))
    assert provider.get(url(drafting, "comments/")).status_code == 404


def test_link_names_the_address_it_is_for(invitation):
    Invitation.objects.update(link_issued_at=timezone.now())
    invitation = Invitation.objects.select_related("account").get()
    link = f"/invitation/{invitation.pk}/{inviting.TOKENS.token(invitation)}/"

    assert f"This invitation is for {invitation.email}" in text(Client().get(link))


def test_reply_to_what_is_taken_back_is_read_by_both_sides(drafting, author, invitation, provider):
    given(invitation)
    ProviderCommentary.objects.update(reply="We count the winter.")

    warned = text(provider.get(url(drafting, "commentary/")))
    back = text(provider.post(url(drafting, "commentary/"), {"act": "take-back"}, follow=True))

    assert "The partners’ reply then leaves the plan with it" in warned
    assert "What the partners had replied is kept with the invitation." in back
    assert "What the partners replied to what you took back We count the winter." in back
    assert "We count the winter." in text(author.get(url(drafting, f"invited/{invitation.pk}/")))


def test_plan_frozen_without_a_commentary_is_nothing_to_do(drafting, invitation, provider):
    Plan.objects.update(status=PlanStatus.FROZEN)

    page = text(provider.get("/"))

    assert "To do Nothing waits for you." in page
    assert "Frozen without your commentary Nothing can be given while the plan is frozen" in page


def test_commentary_is_written_checked_given_and_taken_back(drafting, provider, author):
    page = provider.get(url(drafting, "commentary/"))
    answer = send(provider, page, SAID | {"act": "check"}, form_id="commentary-form")
    assert answer["Location"] == url(drafting, "commentary/give/")

    check = provider.get(answer["Location"])
    assert "Change 2014/15 to 2015/16 −5.1%" in text(check)
    given_page = text(provider.post(answer["Location"], {"version": "1"}, follow=True))

    assert "Thank you. Your commentary is given" in given_page
    assert "Winter is missing." in text(author.get(url(drafting, "provider-commentary/")))
    assert "Given" in text(author.get(url(drafting, "invited/")))
    back = text(provider.post(url(drafting, "commentary/"), {"act": "take-back"}, follow=True))
    assert "out of the plan again" in back
    assert "Winter is missing." not in text(author.get(url(drafting, "provider-commentary/")))


def test_draft_may_lack_anything_but_giving_may_not(drafting, provider):
    page = provider.get(url(drafting, "commentary/"))

    assert send(provider, page, {"outturn": "1000"}, form_id="commentary-form").status_code == 302
    page = provider.get(url(drafting, "commentary/"))
    answer = send(provider, page, {"agrees": "no", "act": "check"}, form_id="commentary-form")

    assert answer.status_code == 422
    assert "Say why you do not agree with the figures." in text(answer)
    assert provider.get(url(drafting, "commentary/give/")).status_code == 302


def test_figure_that_cannot_be_read_stays_on_the_page(drafting, provider):
    answer = send(
        provider, provider.get(url(drafting, "commentary/")), {"outturn": "45.000"}, form_id="commentary-form"
    )

    assert answer.status_code == 422
    assert boxes(answer, "commentary-form")["outturn"] == ["45.000"]


def test_second_tab_loses_nothing(drafting, provider):
    first, second = (provider.get(url(drafting, "commentary/")) for _ in range(2))
    send(provider, first, {"why_not": "Mine."}, form_id="commentary-form")

    answer = send(provider, second, {"why_not": "Older."}, form_id="commentary-form")

    assert answer.status_code == 409
    assert boxes(answer, "commentary-form")["why_not"] == ["Older."]
    assert CommentaryDraft.objects.get().why_not == "Mine."
    assert send(provider, answer, form_id="commentary-form").status_code == 302
    assert CommentaryDraft.objects.get().why_not == "Older."


@pytest.mark.parametrize("is_given", [False, True])
def test_frozen_plan_is_read_and_says_why_nothing_changes(drafting, invitation, provider, is_given):
    if is_given:
        given(invitation)
    page = provider.get(url(drafting, "commentary/"))
    Plan.objects.update(status=PlanStatus.FROZEN)

    assert "The plan is frozen" in text(provider.get(url(drafting, "commentary/")))
    if is_given:
        answer = provider.post(url(drafting, "commentary/"), {"act": "take-back"})
        assert "Winter is missing." in text(answer)
    else:
        answer = send(provider, page, {"why_not": "Typed too late."}, form_id="commentary-form")
        assert "Typed too late." in answer.content.decode()
    assert answer.status_code == 409
    assert provider.get(url(drafting, "commentary/give/")).status_code == 403


def test_healthwatch_gives_its_view_the_same_way(drafting, author):
    watch = browser(healthwatch(drafting.plan, drafting.author).account)
    page = watch.get(url(drafting, "commentary/"))
    send(watch, page, {"view": "Speak up.", "act": "check"}, form_id="commentary-form")

    watch.post(url(drafting, "commentary/give/"), {"version": "1"})

    page = text(author.get(url(drafting, "engagement/")))
    assert "Speak up." in page
    assert f"Given here by {HEALTHWATCH} itself" in page


def test_withdrawn_invitation_closes_the_page(drafting, author, invitation, provider):
    answer = author.post(url(drafting, f"invited/{invitation.pk}/withdraw/"))

    assert answer.status_code == 302
    assert provider.get(url(drafting, "commentary/")).status_code == 404
    assert "Withdrawn" in text(author.get(url(drafting, "invited/")))


def test_invitation_withdrawn_while_its_person_writes_gives_their_words_back(drafting, author, invitation, provider):
    page = provider.get(url(drafting, "commentary/"))
    author.post(url(drafting, f"invited/{invitation.pk}/withdraw/"))

    answer = send(provider, page, {"why_not": "An hour of typing."}, form_id="commentary-form")

    assert answer.status_code == 409
    assert "have withdrawn their invitation" in text(answer)
    assert "An hour of typing." in text(answer)
    assert Client().post(url(drafting, "commentary/")).status_code == 302


def test_withdrawing_asks_once_more_and_says_that_a_draft_is_there(drafting, author, invitation, provider):
    address = url(drafting, f"invited/{invitation.pk}/")
    assert "A draft was saved" not in text(author.get(f"{address}withdraw/"))
    send(provider, provider.get(url(drafting, "commentary/")), {"why_not": "An hour."}, form_id="commentary-form")

    author.post(address, {"act": "withdraw"})
    asked = text(author.get(f"{address}withdraw/"))

    assert Invitation.objects.get().is_live
    assert "A draft was saved there on" in asked
    assert "An hour." not in asked
    assert author.post(f"{address}withdraw/").status_code == 302
    for again in (author.get(f"{address}withdraw/"), author.post(f"{address}withdraw/")):
        assert again["Location"] == address


def test_words_sent_to_a_frozen_plan_are_shown_to_be_copied(drafting, provider):
    send(provider, provider.get(url(drafting, "commentary/")), {"why_not": "Saved."}, form_id="commentary-form")
    page = provider.get(url(drafting, "commentary/"))
    Plan.objects.update(status=PlanStatus.FROZEN)

    for act in ("save", "check"):
        answer = send(provider, page, {"why_not": "An hour.", "act": act}, form_id="commentary-form")

        assert answer.status_code == 409
        assert "What you have just sent could not be saved" in text(answer)
        assert "An hour." in text(answer)
        assert "<textarea" not in answer.content.decode()
    assert "Saved." in text(provider.get(url(drafting, "commentary/")))


def test_draft_of_a_withdrawn_invitation_is_there_when_the_address_is_invited_anew(
    drafting, author, invitation, provider
):
    send(provider, provider.get(url(drafting, "commentary/")), {"why_not": "An hour."}, form_id="commentary-form")
    author.post(url(drafting, f"invited/{invitation.pk}/withdraw/"))
    ended = text(provider.post(url(drafting, "commentary/")))
    author.post(url(drafting, "invited/"), ASK)

    page = provider.get(url(drafting, "commentary/"))

    assert "The draft that you had saved is kept" in ended
    assert boxes(page, "commentary-form")["why_not"] == ["An hour."]
    assert "before the invitation was withdrawn" in text(page)


def test_both_sides_are_told_that_words_of_the_authors_give_way(drafting, author):
    Engagement.objects.create(plan=drafting.plan, healthwatch_view="We asked them in May.")
    asked = healthwatch(drafting.plan, drafting.author)
    watch = browser(asked.account)

    page = watch.get(url(drafting, "commentary/"))
    send(watch, page, {"view": "Speak up.", "act": "check"}, form_id="commentary-form")

    for address in ("commentary/", "commentary/give/"):
        assert "The authors have typed a view of local Healthwatch into the plan already." in text(
            watch.get(url(drafting, address))
        )
    watch.post(url(drafting, "commentary/give/"), {"version": "1"})
    kept = text(author.get(url(drafting, f"invited/{asked.pk}/")))
    assert "We asked them in May." in kept
    assert "come back into the plan if it takes its words back" in kept


def test_withdrawing_what_was_given_is_refused_with_the_reason(drafting, author, invitation):
    given(invitation)

    answer = author.post(url(drafting, f"invited/{invitation.pk}/withdraw/"))

    assert answer.status_code == 409
    assert "has given its commentary" in text(answer)


def test_first_page_says_what_is_asked_and_then_what_was_given(drafting, invitation, provider):
    assert f"Comment for {HOSPITAL}" in text(provider.get("/"))

    given(invitation)

    page = text(provider.get("/"))
    assert "Nothing waits for you." in page
    assert f"What you gave Your commentary for {HOSPITAL}" in page


@pytest.mark.parametrize("number", [1, 6])
def test_list_takes_as_many_queries_for_many_as_for_one(drafting, author, number, django_assert_max_num_queries):
    for place in range(number):
        given(invited(drafting.plan, drafting.author, organisation=f"Hospital {place}", email=f"h{place}@example.org"))
    author.get(url(drafting, "invited/"))

    with django_assert_max_num_queries(18):
        author.get(url(drafting, "invited/"))


def test_nobody_gives_a_draft_they_were_not_shown(drafting, invitation, provider):
    commenting.save_draft(invitation, words=WORDS, base=0, at=NOW)

    page = text(provider.post(url(drafting, "commentary/give/"), {"version": "0"}, follow=True))

    assert "not the one you were shown" in page
    assert Invitation.objects.get().given_at is None
