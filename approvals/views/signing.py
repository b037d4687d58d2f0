"""The route of a plan; signing, declining and agreeing."""

from functools import partial
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from approvals import signoff, words
from approvals.deadlines import day_in_words
from approvals.forms import RefusalForm, ReplyForm
from approvals.models import AUTHORITY, SignatureKind, SignOff
from approvals.permissions import (
    can_agree,
    can_answer,
    can_go_forward,
    can_reopen,
    can_sign,
    can_submit,
    can_withdraw,
    keyholders,
)
from approvals.queries import Place, places
from approvals.route import beyond, route_of
from approvals.views.base import CheckedAct, Question, RoutePage, listed_answers
from itf.accounts.forms import ProofForm
from itf.accounts.models import Organisation, OrganisationKind
from itf.lib.verdict import Verdict, require
from plans import ledger
from plans.content import PlanContent
from plans.documents.comparison import compare
from plans.permissions import can_agree_to_freeze, is_author, organisations_for
from plans.rules import findings
from plans.views.files import document_context


class Route(RoutePage):
    """Who signs, in which group, and how each stands; what stood before and why it no longer does."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The whole road, before the first freeze as well."""
        groups = route_of(self.plan, self.newest, keyholders(self.plan), self.user)
        context = self.here(groups=groups, beyond=beyond(self.plan, self.newest))
        context["freezing"] = can_agree_to_freeze(self.user, self.plan)
        if self.newest is not None:
            context |= {
                "reopening": can_reopen(self.user, self.newest),
                "going_forward": can_go_forward(self.user, self.newest),
                "submitting": can_submit(self.user, self.newest),
                "withdrawing": can_withdraw(self.user, self.newest),
                "writes": is_author(self.user, self.plan),
            }
        return render(request, "approvals/route.html", context)


class SigningPage(CheckedAct, RoutePage):
    """What signing, declining and agreeing share: the version, what it costs, and who else has answered."""

    organisation: Organisation
    place: Place
    asks_for_proof = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the body that is to answer; 404 for one that has no place in the plan."""
        super().setup(request, *args, **kwargs)
        self.places = places(self.case) if self.newest else []
        found = [place for place in self.places if self.is_meant(place)]
        if self.newest and not found:
            raise Http404
        if found:
            self.place, self.organisation = found[0], found[0].organisation

    def is_meant(self, place: Place) -> bool:
        """Whether the address names this body."""
        return bool(place.organisation.pk == self.kwargs["organisation"])

    def page(self, form: Form) -> dict[str, Any]:
        """Everything that is signed, and everything that is known about it."""
        version = self.case.version
        content = PlanContent.from_json(version.content)
        covered = words.covered_in_version(version, self.organisation)
        return self.here(
            organisation=self.organisation,
            version=version,
            places=self.places,
            place=self.place,
            covered=[section for section in content.sections if section.slug in covered],
            money=ledger.money_years(content),
            findings=[finding for finding in findings(content) if finding.severity != "block"],
            documents=[document_context(self.plan, found) for found in version.documents.select_related("job")],
        )

    def is_stale(self) -> bool:
        """Whether this person signs or agrees for the body, and was shown a version."""
        if self.newest is None:
            return False
        codename = "agree_plan" if self.place.is_board else "sign_plan"
        return bool(self.shown()) and self.organisation in organisations_for(self.user, codename, self.plan)

    def stands_at(self) -> str:
        """Who has answered."""
        return reverse("approvals:route", args=[self.plan.key])

    def shown(self) -> str:
        """The fingerprint of the version that the person was shown."""
        return str(self.request.POST.get("fingerprint", ""))

    def done_url(self) -> str:
        """The confirmation."""
        return reverse("approvals:signed", args=[self.plan.key, self.organisation.pk])

    def already(self) -> str:
        """That the body has answered, when and by whom: a second page of the same place changes nothing."""
        standing = self.place.standing
        if standing is None:
            return ""
        at = timezone.localtime(standing.signed_at)
        when = f"{day_in_words(at.date())} at {at:%H:%M}"
        return (
            f"{standing.answer} for {self.organisation} already, on {when}, by {standing.position}. "
            "What you sent now changed nothing: nothing was done twice."
        )

    def own_standing(self, *, is_signed: bool) -> SignOff | None:
        """This person's own answer of this kind, if it stands."""
        standing = self.place.standing if self.newest else None
        if standing is None or standing.signatory_id != self.user.pk or standing.is_signed != is_signed:
            return None
        return standing


class Sign(SigningPage):
    """A council or CCG signs."""

    template_name = "approvals/sign.html"
    again: ProofForm | None = None

    def is_meant(self, place: Place) -> bool:
        """A party; the board agrees on a page of its own."""
        return super().is_meant(place) and not place.is_board

    def verdict(self) -> Verdict:
        """May sign now."""
        return can_sign(self.user, self.case, self.organisation)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """As every act; or in one step, as the person answered before, where only the words have changed since."""
        earlier = self.said_before() if "again" in request.POST else None
        if earlier is None or self.is_done():
            return super().post(request, **kwargs)
        require(self.verdict())
        self.again = ProofForm(request.POST, request=request)
        if not self.again.is_valid():
            return self.ask(self.form(), status=422)
        return self.take(partial(self.answer, signoff.said_again(earlier)))

    def page(self, form: Form) -> dict[str, Any]:
        """With what changed since the body answered, and its earlier answer to be given again."""
        context, last = super().page(form), self.undone()
        if last is None:
            return context
        before = PlanContent.from_json(last.version.content)
        changes = compare(before, PlanContent.from_json(self.case.version.content))
        now = words.covered_in_version(self.case.version, self.organisation)
        same = (
            one for one in reversed(self.place.void) if one.is_signed and one.changed_sections and one.sections == now
        )
        context["words_are_back"] = next(same, None)
        # From the words that were before the eyes of whoever signed: what a deputy accepted since is new to them.
        changed = words.changed_sections(words.covered_in_version(last.version, self.organisation), now)
        context["changes"] = [change for change in changes if change.slug in changed]
        context |= {"last_answer": last, "is_of_earlier_case": last.case_id != self.case.pk, "why_not": self.why_not()}
        if self.said_before():
            reply = signoff.said_again(last)
            context |= {
                "again": self.again or ProofForm(request=self.request),
                "again_answers": listed_answers(answers_of(reply, OrganisationKind(self.organisation.kind))),
                "again_meeting": self.earlier_meeting(reply),
            }
        return context

    def undone(self) -> SignOff | None:
        """The last answer of the body, where nothing stands: a change of words, or a decision, has ended it."""
        if self.place.standing or self.place.void:
            last = self.place.void[-1] if not self.place.standing else None
            return last if last and last.changed_sections else None
        return self.before_the_decision

    @cached_property
    def before_the_decision(self) -> SignOff | None:
        """What the body answered to the plan's last version that was decided."""
        given = SignOff.objects.filter(case__plan=self.plan, organisation=self.organisation, voided_at__isnull=True)
        named = ("organisation", "signatory", "version", "carried_by__organisation")
        return given.exclude(case=self.newest).select_related(*named).order_by("-signed_at").first()

    def why_not(self) -> str:
        """Why the earlier signature cannot simply be given again; empty where it can, or was a refusal."""
        last = self.undone()
        if last is None or not last.is_signed or self.said_before():
            return ""
        if last.is_refused:
            refused = f"{last.organisation} refused to ratify it ({last.ratified_minute})"
            return f"{refused}: it cannot be given again as it was."
        if last.signatory_id != self.user.pk:
            return f"It was given by {last.signatory}: only whoever gave it can give it again as it was."
        faults = signoff.faults_of(signoff.said_again(last), kind=SignatureKind(last.kind), on=timezone.localdate())
        return f"It cannot be given again as it was. {' '.join(faults.values())}"

    def said_before(self) -> SignOff | None:
        """The same where it was this person's signature, on an authority that still serves."""
        last = self.undone()
        if last is None or not last.is_signed or last.is_refused or last.signatory_id != self.user.pk:
            return None
        kind = SignatureKind(last.kind)
        return None if signoff.faults_of(signoff.said_again(last), kind=kind, on=timezone.localdate()) else last

    def form(self, data: Any = None) -> ReplyForm:
        """Position, authority, statement."""
        initial = {"position": self.user.post}
        return ReplyForm(data, kind=OrganisationKind(self.organisation.kind), initial=initial)

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        assert isinstance(form, ReplyForm)  # noqa: S101 - tells the type
        return Question(
            title=f"Sign for {self.organisation}?",
            button=f"Sign for {self.organisation}",
            effect="All parties and, once it is submitted, the assurers see your signature. It stands until a section "
            f"that it covers changes.{self.earlier_meeting(form.reply())}",
            answers=answers_of(form.reply(), OrganisationKind(self.organisation.kind)),
        )

    def earlier_meeting(self, reply: signoff.Reply) -> str:
        """A reminder for a body that decided before these words were frozen."""
        frozen_on = timezone.localdate(self.case.version.frozen_at)
        if reply.meeting_on is None or reply.meeting_on >= frozen_on:
            return ""
        return (
            f" The meeting was before these words were frozen, on {day_in_words(frozen_on)}: make sure that what it "
            "decided covers them."
        )

    def is_done(self) -> bool:
        """Whether this is a second click."""
        standing = self.own_standing(is_signed=True)
        return standing is not None and standing.fingerprint == self.shown()

    def was_done(self) -> bool:
        """Whether this person's signature stands."""
        return self.own_standing(is_signed=True) is not None

    def act(self, form: Form) -> None:
        """Sign."""
        assert isinstance(form, ReplyForm)  # noqa: S101 - tells the type
        self.answer(form.reply())

    def answer(self, reply: signoff.Reply) -> None:
        """Sign with this reply."""
        signoff.sign(
            self.case,
            organisation=self.organisation,
            by=self.user,
            at=timezone.now(),
            fingerprint_shown=self.shown(),
            reply=reply,
        )


class Agree(Sign):
    """The chair agrees for the Health and Wellbeing Board."""

    def is_meant(self, place: Place) -> bool:
        """A board; parties sign on a page of their own."""
        return SigningPage.is_meant(self, place) and place.is_board

    def verdict(self) -> Verdict:
        """May agree now."""
        return can_agree(self.user, self.case, self.organisation)

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        asked = super().question(form)
        asked.title = f"Agree for {self.organisation}?"
        asked.button = f"Agree for {self.organisation}"
        return asked

    def answer(self, reply: signoff.Reply) -> None:
        """Agree with this reply."""
        signoff.agree(
            self.case,
            organisation=self.organisation,
            by=self.user,
            at=timezone.now(),
            fingerprint_shown=self.shown(),
            reply=reply,
        )


class Decline(SigningPage):
    """A body refuses to sign or agree, with its reason."""

    template_name = "approvals/decline.html"

    def verdict(self) -> Verdict:
        """May answer now; a body that has signed may still take its signature back."""
        return can_answer(self.user, self.case, self.organisation)

    def form(self, data: Any = None) -> RefusalForm:
        """Position and reason."""
        body, given = self.organisation, self.given()
        why = f"Why does {body} take its {given} back?" if given else f"Why does {body} not {self.verb()}?"
        return RefusalForm(data, why=why, initial={"position": self.user.post})

    def page(self, form: Form) -> dict[str, Any]:
        """With what is taken back, if anything is, in the words of that kind of answer."""
        return super().page(form) | {"title": self.title(), "given": self.given(), "verb": self.verb()}

    def verb(self) -> str:
        """What the body is asked to do: a party signs, a board agrees."""
        return "agree" if self.place.is_board else "sign"

    def given(self) -> str:
        """What the body has given and would take back; empty where nothing of it stands."""
        if not self.place.is_signed:
            return ""
        return "agreement" if self.place.is_board else "signature"

    def question(self, form: Form) -> Question:
        """Once more, in the words of the act."""
        return Question(
            title=f"{self.title()}?",
            button=self.title(),
            effect=f"All parties read your reason. {self.what_follows()} An author may reopen the plan to change it.",
            answers=[("Position", form.cleaned_data["position"]), ("Reason", form.cleaned_data["statement"])],
        )

    def title(self) -> str:
        """What the act is called: of a body that has signed, it takes that back."""
        given = self.given()
        return f"Take the {given} of {self.organisation} back" if given else f"Decline for {self.organisation}"

    def what_follows(self) -> str:
        """What a refusal does to the plan, as its round has it."""
        after_all = f"the body {self.verb()}s after all"
        if self.case.allows_not_agreed:
            return f"The plan is submitted once {after_all}, or an author puts it forward as not agreed, saying why."
        return f"The plan cannot be submitted until {after_all}."

    def is_done(self) -> bool:
        """Whether this is a second click."""
        standing = self.own_standing(is_signed=False)
        return standing is not None and standing.fingerprint == self.shown()

    def act(self, form: Form) -> None:
        """Decline."""
        assert isinstance(form, RefusalForm)  # noqa: S101 - tells the type
        signoff.decline(
            self.case,
            organisation=self.organisation,
            by=self.user,
            at=timezone.now(),
            fingerprint_shown=self.shown(),
            reply=form.reply(),
        )


class Signed(RoutePage):
    """The confirmation: what was answered, and what happens next."""

    def get(self, request: HttpRequest, key: str, organisation: UUID) -> HttpResponse:
        """The answer that stands; the route where there is none."""
        standing = (
            SignOff.objects.filter(case=self.newest, organisation=organisation, voided_at__isnull=True)
            .select_related("organisation", "version", "signatory")
            .first()
        )
        if standing is None:
            return redirect("approvals:route", key)
        may_answer = can_answer(self.user, self.case, standing.organisation)
        context = self.here(signoff=standing, may_take_back=standing.is_signed and bool(may_answer))
        return render(request, "approvals/signed.html", context)


def answers_of(reply: signoff.Reply, kind: OrganisationKind) -> list[tuple[str, str]]:
    """A reply as the check page reads it back; what was left empty is left out."""
    bases = {value.value: words for value, words in AUTHORITY[kind].items()}
    return [
        ("Answer", "Yes, with the exception below" if reply.has_exception else ""),
        ("Position", reply.position),
        ("Authority", bases.get(reply.basis, "")),
        ("Meeting", day_in_words(reply.meeting_on) if reply.meeting_on else ""),
        ("Minute", reply.minute_reference),
        ("To be ratified by", day_in_words(reply.ratification_due_on) if reply.ratification_due_on else ""),
        ("Statement", reply.statement),
    ]
