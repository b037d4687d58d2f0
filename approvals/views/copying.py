"""Copying a signed plan forward: what would be carried over, then the new plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from approvals.copying import Course, can_copy_forward, course
from approvals.models import Decision
from itf.lib.verdict import require
from plans import ledger, moving
from plans.carried_counts import counted, left_rows
from plans.carrying import carried
from plans.content import PlanContent
from plans.copying import AlreadyPlanned, copy_forward, title_for, window_for
from plans.naming_files import files_of
from plans.national_templates import template_for
from plans.permissions import is_author
from plans.views.base import PlanPage

CARRIED = "What was signed is carried over; dates and targets are to renew."
FILES_STAY = "Attached files stay with the old plan: attach again what this one rests on."


class CopyForward(PlanPage):
    """What a plan for the next two years would take from what was signed; nothing is made before it is confirmed."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The preview; whoever comes back to it after the act is led to the new plan."""
        way = course(self.plan, request.GET.get("round", ""))
        if self.is_done(way):
            return redirect(way.standing or self.plan)
        require(can_copy_forward(self.user, self.plan, way))
        return render(request, "approvals/copy_forward.html", self.preview(way))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Make the plan; a second click, or someone who was faster, leads to the one that is made."""
        way = course(self.plan, request.POST.get("round", ""))
        if self.is_done(way):
            return redirect(way.standing or self.plan)
        require(can_copy_forward(self.user, self.plan, way))
        if "confirmed" not in request.POST:
            return render(request, "approvals/copy_forward.html", self.preview(way), status=422)
        try:
            plan = copy_forward(*way.both, by=self.user, at=timezone.now())
        except AlreadyPlanned as found:
            return redirect(found.plan)
        left = files_of(PlanContent.from_json(way.both[0].content).sections)
        messages.success(request, f"{plan} is begun. {CARRIED}{f' {FILES_STAY}' if left else ''}")
        return redirect(plan)

    def is_done(self, way: Course) -> bool:
        """Whether the new plan is there already, for those who may have made it."""
        return bool(is_author(self.user, self.plan)) and way.is_done

    def preview(self, way: Course) -> dict[str, Any]:
        """What is carried over and left behind, section by section, and what is asked for the first time."""
        version, round_ = way.both
        content = PlanContent.from_json(version.content)
        words = carried(content, template_for(round_.national_template, round_.years), round_.years)
        change = moving.difference(self.plan, moving.Target.of_round(round_))
        return {
            "plan": self.plan,
            "crumbs": self.crumbs(),
            "version": version,
            "newest": self.plan.versions.defer("content").order_by("-number").first(),
            "outcome": Decision.objects.filter(case__version=version).first(),
            "round": round_,
            "other_rounds": [each for each in way.rounds if each != round_],
            "title": title_for(self.plan, round_),
            "window_closes_on": window_for(self.plan, round_),
            "counted": counted(content, words),
            "left_lines": left_rows(content, words, "investments"),
            "files": [row.title for row in files_of(content.sections)],
            "last_year": ledger.money_years(content)[-1],
            "parties": content.about.parties,
            "asks": (
                ("New: asked for the first time", change.new),
                ("In other words", change.reworded),
                ("Needed from now on", change.needed),
                ("No longer asked", change.dropped),
            ),
            "kept": len(change.kept),
        }
