"""Moving a plan to another round, template or condition set: the choice, the difference, both sides' agreement."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.models import ConditionSet, Round
from itf.lib.verdict import require
from plans import moving
from plans.models import MoveConsent
from plans.models.drafting import Side
from plans.national_templates import TEMPLATES
from plans.permissions import can_edit, freezing_sides
from plans.views.base import PlanPage

SIDES = {Side.COUNCIL: "the council", Side.NHS: "the NHS"}
INCOMPLETE = "Choose where the plan is to move, then agree for your side."
MOVED_MEANWHILE = "What would change is no longer what you saw. It is shown anew below."
ONE_PERSON = "The other side's agreement is yours too. Someone else must agree for this side."


class Move(PlanPage):
    """Where the plan may move, and for a chosen target what that changes; each side agrees here."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The choice, or the difference once a target is chosen."""
        return self.page(self.target(request.GET))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Agree for one side, or take that back; the second agreement moves the plan."""
        require(can_edit(self.user, self.plan))
        target, sides = self.target(request.POST), freezing_sides(self.user, self.plan)
        if target is None or "side" not in request.POST:
            return self.page(target, problem=INCOMPLETE, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        side = next((side for side in sides if side == request.POST["side"]), None)
        if side is None:
            raise PermissionDenied("Only an author of this side can agree for it.")
        if "take_back" in request.POST:
            moving.take_back_move(self.plan, side=side, by=self.user, at=timezone.now())
            return redirect(request.get_full_path())
        return self.agree(target, side, sides[side])

    def agree(self, target: moving.Target, side: Side, organisation: Any) -> HttpResponse:
        """Record the agreement to the difference that was shown."""
        try:
            moved = moving.agree_to_move(
                self.plan,
                target,
                side=side,
                organisation=organisation,
                fingerprint=self.request.POST.get("fingerprint", ""),
                by=self.user,
                at=timezone.now(),
            )
        except moving.NothingToMove:
            return redirect(self.plan.get_absolute_url())
        except moving.DifferenceMoved:
            return self.page(target, problem=MOVED_MEANWHILE, status=HTTPStatus.CONFLICT)
        except moving.OnePersonForBoth:
            return self.page(target, problem=ONE_PERSON, status=HTTPStatus.CONFLICT)
        if moved:
            messages.success(self.request, "The plan has moved. What is new waits in its sections.")
            return redirect(self.plan.get_absolute_url())
        messages.success(self.request, f"Agreed for {SIDES[side]}. The other side agrees to the same difference.")
        return redirect(self.request.get_full_path())

    def target(self, asked: QueryDict) -> moving.Target | None:
        """The target that the address or form names, None for none; 404 for one that was never issued."""
        if asked.get("round"):
            round_ = Round.objects.select_related("condition_set").filter(pk=asked["round"]).first()
            if round_ is None or round_.national_template not in TEMPLATES:
                raise Http404
            return moving.Target.of_round(round_)
        if asked.get("template") or asked.get("conditions"):
            template = asked.get("template") or self.plan.template_key
            wanted = asked.get("conditions") or self.plan.condition_set_id
            conditions = ConditionSet.objects.filter(pk=wanted).first()
            if conditions is None or template not in TEMPLATES:
                raise Http404
            return moving.Target(template, conditions)
        return None

    def page(self, target: moving.Target | None, *, problem: str = "", status: int = HTTPStatus.OK) -> HttpResponse:
        """The page for a target, or the choice of one."""
        context = {
            "plan": self.plan,
            "crumbs": self.crumbs(),
            "editing": can_edit(self.user, self.plan),
            "rounds": moving.targets(self.plan),
            "templates": TEMPLATES.values(),
            "condition_sets": ConditionSet.objects.all(),
            "target": target,
            "problem": problem,
            "template_title": TEMPLATES[self.plan.template_key].title,
            "agreed_elsewhere": [
                (consent, TEMPLATES[consent.template_key].title)
                for consent in self.plan.move_consents.select_related("agreed_by", "condition_set", "round")
            ],
            **(self.told(target) if target else {}),
        }
        return render(self.request, "plans/move.html", context, status=status)

    def told(self, target: moving.Target) -> dict[str, Any]:
        """The difference, and how far the two sides are."""
        change = moving.difference(self.plan, target)
        consents = {consent.side: consent for consent in MoveConsent.objects.filter(plan=self.plan)}
        mine = freezing_sides(self.user, self.plan)
        return {
            "difference": change,
            "target_template": TEMPLATES[target.template_key].title,
            "is_here": (target.template_key, target.condition_set.pk)
            == (self.plan.template_key, self.plan.condition_set_id),
            "parts": (
                ("New: asked for the first time", change.new, "These are empty until someone answers them."),
                ("Needed from now on", change.needed, "Asked before, but the plan could be frozen without them."),
                ("In other words", change.reworded, "Answers stay as they are. Read them against the new words."),
                ("No longer asked", change.dropped, "Answers stay stored, and are back if the plan moves back."),
                ("Kept as they are", change.kept, "Nothing changes."),
            ),
            "sides": [
                {
                    "side": side,
                    "title": title,
                    "organisation": mine.get(side),
                    "consent": consents.get(side),
                    "is_current": side in consents and consents[side].fingerprint == change.fingerprint,
                }
                for side, title in SIDES.items()
            ],
        }
