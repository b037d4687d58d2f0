"""Agreeing to freeze, and reopening."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from approvals import follow_ups, workflow
from approvals.deadlines import day_in_words
from approvals.desk_permissions import can_open_for_conditions
from approvals.earlier import earlier_of, refused_as_it_is
from approvals.models import CaseStatus, SignOff
from approvals.permissions import can_reopen
from approvals.queries import places
from approvals.route import affected_sections
from approvals.stages import standings, with_stage
from approvals.stuck import Post, posts_of
from approvals.views.base import REFUSED, ReasonedAct, RoutePage, refused_meanwhile
from itf.lib.verdict import Verdict, require
from plans import ledger, lifecycle
from plans.content import PlanContent
from plans.gather import plan_content
from plans.given import awaited, without_reply
from plans.links import section_url
from plans.models import FreezeConsent, Plan
from plans.models.drafting import Side
from plans.national_templates import template_for
from plans.overview import linked
from plans.permissions import can_agree_to_freeze, freezing_sides, is_author, reader_of
from plans.queries import section_states
from plans.rules import blocking, findings
from plans.threads import open_lines
from plans.views.comments import plan_addresses


class Freeze(RoutePage):
    """What stops the freeze, what it costs, and the two consents, each with its button."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """All of it from one reading of the draft; where the plan is frozen already, to who signs."""
        if self.newest and not self.plan.is_open and freezing_sides(self.user, self.plan):
            frozen_on = day_in_words(timezone.localdate(self.newest.version.frozen_at))
            told = f"The plan is frozen: both sides agreed, and version {self.newest.version.number} was frozen on"
            messages.info(request, f"{told} {frozen_on}. There is nothing left to agree to. Here is who signs.")
            return redirect("approvals:route", key)
        require(can_agree_to_freeze(self.user, self.plan))
        content = plan_content(self.plan)
        found = findings(content)
        comments, number = open_lines(
            reader_of(self.user, self.plan), self.plan, plan_addresses(self.plan), content.sections
        )
        context = self.here(
            content=content,
            money=ledger.money_years(content),
            stopping=linked(content, blocking(found)),
            explained=[finding for finding in found if finding.explanation],
            sides=self.sides(content),
            undone=self.undone(content),
            lost=self.lost(),
            unchanged_since=refused_as_it_is(earlier_of(self.plan), content.fingerprint),
            since=self.since(),
            note=self.note(content),
            only=[section.title for section in content.sections if self.plan.may_change(section.slug)]
            if self.plan.open_sections
            else [],
            outside=lifecycle.changed_outside(self.plan, content),
            awaited=awaited(content),
            without_reply=without_reply(content),
            comments=comments,
            open_comments=number,
            unmanned=self.unmanned(),
        )
        return render(request, "approvals/freeze.html", context)

    def unmanned(self) -> list[Post]:
        """The coming steps that nobody can take, or only one person can: better seen to before the words are frozen."""
        listed = standings(with_stage(Plan.objects.filter(pk=self.plan.pk)))
        return [post for post in posts_of(listed)[self.plan.pk] if post.blocks or post.lacks]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Agree for one side, or take its consent back; a second click finds it done."""
        side = request.POST.get("side", "")
        if not self.plan.is_open and self.newest and self.newest.version.fingerprint == request.POST.get("fingerprint"):
            return redirect("approvals:route", key)
        require(can_agree_to_freeze(self.user, self.plan))
        mine = freezing_sides(self.user, self.plan)
        if side not in mine:
            return redirect("approvals:freeze", key)
        try:
            return self.take_back(Side(side)) if "take_back" in request.POST else self.agree(Side(side), mine)
        except REFUSED as refusal:
            return refused_meanwhile(request, refusal, request.path)

    def agree(self, side: Side, mine: dict[Side, Any]) -> HttpResponse:
        """Record the consent; when it is the second, the plan is frozen and up for sign-off."""
        version = workflow.put_up(
            self.plan,
            side=side,
            organisation=mine[side],
            fingerprint=self.request.POST.get("fingerprint", ""),
            by=self.user,
            at=timezone.now(),
        )
        if version is None:
            messages.success(
                self.request, f"You have agreed to freeze for {mine[side]}. The other side is still to agree."
            )
            return redirect("approvals:freeze", self.plan.key)
        messages.success(
            self.request, f"Both sides have agreed. Version {version.number} is frozen and up for sign-off."
        )
        return redirect("approvals:route", self.plan.key)

    def take_back(self, side: Side) -> HttpResponse:
        """Withdraw the consent of one side."""
        lifecycle.take_back_consent(self.plan, side=side, by=self.user, at=timezone.now())
        messages.success(self.request, "You have taken your agreement to freeze back.")
        return redirect("approvals:freeze", self.plan.key)

    def sides(self, content: PlanContent) -> list[dict[str, Any]]:
        """Each side with its consent, whether that is to these words, and whether the button is this person's."""
        mine = freezing_sides(self.user, self.plan)
        consents = FreezeConsent.objects.filter(plan=self.plan).select_related("organisation", "agreed_by")
        given = {consent.side: consent for consent in consents}
        current = {
            side
            for side, consent in given.items()
            if consent.lapsed_at is None and consent.fingerprint == content.fingerprint
        }
        return [
            {
                "side": side.value,
                "title": "the council" if side == Side.COUNCIL else "the NHS",
                "consent": given.get(side.value),
                "is_current": side.value in current,
                "organisation": mine.get(side),
                "is_theirs": side.value in given and given[side.value].agreed_by_id == self.user.pk,
            }
            for side in Side
        ]

    def note(self, content: PlanContent) -> dict[str, Any]:
        """What the readers of the next version are told of it, and whether it speaks of the last one."""
        text = content.section("plan-details").answer("change_note").text
        is_old = (
            bool(text)
            and not self.plan.open_sections
            and self.newest is not None
            and self.newest.version.change_note == text
        )
        return {
            "text": text,
            "is_old": is_old,
            "url": f"{section_url(self.plan.key, 'plan-details')}#id_main-change_note",
        }

    def lost(self) -> list[SignOff]:
        """The signatures that end with a case that is decided: the next version has a case of its own."""
        if self.newest is None or self.newest.status != CaseStatus.DECIDED or self.plan.open_sections:
            return []
        return [place.standing for place in places(self.newest) if place.standing and place.is_signed]

    def since(self) -> list[tuple[str, str]]:
        """The sections saved after an agreement to freeze that is no longer to these words, each with its history."""
        consents = FreezeConsent.objects.filter(plan=self.plan, lapsed_at__isnull=False)
        first = consents.order_by("agreed_at").values_list("agreed_at", flat=True).first()
        if first is None:
            return []
        states = section_states(self.plan)
        return [
            (section.title, self.history_of(section.slug))
            for section in template_for(self.plan.template_key).sections
            if section.slug in states and (saved := states[section.slug].saved_at) and saved > first
        ]

    def history_of(self, slug: str) -> str:
        """Where what was saved in a section stands."""
        if slug == "schemes":
            return reverse("approvals:history", args=[self.plan.key])
        return reverse("plans:section-history", args=[self.plan.key, slug])

    def undone(self, content: PlanContent) -> list[tuple[Any, tuple[str, ...]]]:
        """The sign-offs that freezing these words would void, each with the sections that changed."""
        # What answers conditions of approval goes into a case of its own, in which signatures on the rest stand.
        follows = self.plan.open_sections and self.newest and self.newest.status == CaseStatus.DECIDED
        if self.newest is None or not (self.newest.status == CaseStatus.REOPENED or follows):
            return []
        standing = [place.standing for place in places(self.newest) if place.standing and place.is_signed]
        affected = [(signoff, affected_sections(signoff, content)) for signoff in standing]
        return [(signoff, titles) for signoff, titles in affected if titles]


class Reopen(ReasonedAct):
    """Opening the frozen plan for changes, with the reason that everyone who signed will read."""

    template_name = "approvals/reopen.html"
    label = "Why must the plan change?"
    done_message = "The plan is open for changes. Freeze it again when it is ready."

    def verdict(self) -> Verdict:
        """May reopen now."""
        return can_reopen(self.user, self.case)

    def act(self, reason: str) -> None:
        """Reopen."""
        workflow.reopen(self.case, by=self.user, at=timezone.now(), reason=reason)

    def page(self) -> dict[str, Any]:
        """Which change would undo whose sign-off."""
        content = PlanContent.from_json(self.case.version.content)
        answered = places(self.case)
        signed = [place.standing for place in answered if place.standing and place.is_signed]
        sections = [
            (section.title, [str(signoff.organisation) for signoff in signed if section.slug in signoff.sections])
            for section in content.sections
        ]
        refused = [place.standing for place in answered if place.standing and not place.is_signed]
        return {"sections": sections, "has_signatures": bool(signed), "refused": refused}


class OpenForConditions(ReasonedAct):
    """Opening an approved plan for just the sections that conditions of its approval touch."""

    template_name = "approvals/open_for_conditions.html"
    label = "What will the new version change?"
    done_message = "The plan is open for what its conditions touch. Freeze it again when it is ready."

    def verdict(self) -> Verdict:
        """May open it so now."""
        return can_open_for_conditions(self.user, self.case)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Open it; a second click finds it open."""
        if self.plan.is_open and self.plan.open_sections and is_author(self.user, self.plan):
            return redirect(self.plan)
        return super().post(request, key)

    def act(self, reason: str) -> None:
        """Open it."""
        workflow.reopen_for_conditions(self.case, by=self.user, at=timezone.now(), reason=reason)

    def page(self) -> dict[str, Any]:
        """Each section that opens, with those who sign it again if it changes; and the conditions."""
        content = PlanContent.from_json(self.case.version.content)
        touched = follow_ups.sections_touched(self.case)
        signed = [place.standing for place in places(self.case) if place.standing and place.is_signed]
        sections = [
            (section.title, [str(signoff.organisation) for signoff in signed if section.slug in signoff.sections])
            for section in content.sections
            if section.slug in touched
        ]
        conditions = self.case.conditions.filter(closed_at__isnull=True).select_related("owner")
        return {"sections": sections, "conditions": conditions}
