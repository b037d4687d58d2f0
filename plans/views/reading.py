"""Reading a plan: its overview, its findings, a frozen version."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from itf.lib.verdict import require
from plans import authoring, copies, ledger, presence
from plans.content import PlanContent
from plans.forms import ExplanationForm
from plans.gather import plan_content
from plans.models import PlanVersion
from plans.overview import Author, authors_here, by_place, completed, counts, linked, task_groups
from plans.permissions import can_edit, is_author, reader_of
from plans.queries import section_states, versions_of
from plans.rules import WARN, Finding, findings
from plans.threads import version_comments
from plans.views.base import PlanPage
from plans.views.comments import plan_addresses
from plans.views.files import document_context


class Overview(PlanPage):
    """The plan's front page: state, money, findings by severity, task list."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Everything from one reading of the draft."""
        content = plan_content(self.plan)
        found = findings(content)
        marked = copies.marks(self.plan, content)
        groups = task_groups(content, found, section_states(self.plan), marked)
        context = {
            "plan": self.plan,
            "about": content.about,
            "crumbs": self.crumbs()[:1],
            "groups": groups,
            "marks": marked,
            "may_copy_forward": not self.plan.is_open and is_author(self.user, self.plan),
            "completed": completed(groups),
            "counts": counts(found),
            "money": ledger.money_years(content),
            "versions": versions_of(self.plan),
            "open_comments": reader_of(self.user, self.plan).open_threads(self.plan).count(),
            "editing": can_edit(self.user, self.plan),
            "present": self.present(content),
        }
        return render(request, "plans/overview.html", context)

    def present(self, content: PlanContent) -> list[Author]:
        """Who is at which page of the draft; nobody writes a plan that is frozen."""
        if not self.plan.is_open:
            return []
        return authors_here(content, presence.others_in(self.plan, user=self.user, at=timezone.now()))


class Findings(PlanPage):
    """All findings, what blocks the next step first; warnings are explained here."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """The list, with a form beside each warning for those who may edit."""
        content = plan_content(self.plan)
        found = findings(content)
        context = {
            "plan": self.plan,
            "crumbs": self.crumbs(),
            "counts": counts(found),
            "groups": by_place(linked(content, found)),
            "editing": can_edit(self.user, self.plan),
        }
        return render(request, "plans/findings.html", context)


class Explain(PlanPage):
    """One warning and the authors' reason to let it stand."""

    def get(self, request: HttpRequest, key: str, finding: str) -> HttpResponse:
        """The warning with its figures, and a box for the reason."""
        require(can_edit(self.user, self.plan))
        explained = self.warning(finding)
        return self.page(explained, ExplanationForm(initial=as_shown(explained)))

    def post(self, request: HttpRequest, key: str, finding: str) -> HttpResponse:
        """Keep the reason for the figures that its author was shown; other figures are shown first."""
        require(can_edit(self.user, self.plan))
        explained = self.warning(finding)
        form = ExplanationForm(request.POST, initial=as_shown(explained))
        if not form.is_valid():
            return self.page(explained, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        text = form.cleaned_data["explanation"]
        authoring.explain(self.plan, explained, explanation=text, by=self.user, at=timezone.now())
        if text:
            messages.success(request, "Your explanation is kept. It lapses if the figures change.")
        else:
            messages.success(request, "The explanation is taken back.")
        return redirect("plans:findings", self.plan.key)

    def warning(self, key: str) -> Finding:
        """The warning as it stands now; 404 when it is settled meanwhile."""
        for found in findings(plan_content(self.plan)):
            if found.key == key and found.severity == WARN:
                return found
        raise Http404("This warning no longer stands.")

    def page(self, finding: Finding, form: ExplanationForm, status: int = HTTPStatus.OK) -> HttpResponse:
        """The page, with the form as it is and the figures as they are now."""
        crumbs = self.crumbs(("Findings", reverse("plans:findings", args=[self.plan.key])))
        context = {"plan": self.plan, "finding": finding, "form": form, "crumbs": crumbs}
        return render(self.request, "plans/explain.html", context, status=status)


class Version(PlanPage):
    """The words as frozen, with their documents."""

    def get(self, request: HttpRequest, key: str, number: int) -> HttpResponse:
        """Read from the stored content alone."""
        version = get_object_or_404(PlanVersion.objects.select_related("frozen_by"), plan=self.plan, number=number)
        content = PlanContent.from_json(version.content)
        context = {
            "plan": self.plan,
            "version": version,
            "content": content,
            "about": content.about,
            "attachments_at": reverse("plans:attachments", args=[self.plan.key]),
            "findings": [finding for finding in findings(content) if finding.explanation],
            "money": ledger.money_years(content),
            "asked": f"?version={version.number}",
            "documents": [
                document_context(self.plan, document) for document in version.documents.select_related("job")
            ],
            "comments": version_comments(
                reader_of(self.user, self.plan), self.plan, plan_addresses(self.plan), content.sections
            ),
            "crumbs": self.crumbs(),
        }
        return render(request, "plans/version.html", context)


def as_shown(finding: Finding) -> dict[str, str]:
    """What the page of a warning starts from: its figures, and the reason given before."""
    return {"figures": finding.figures_text, "explanation": finding.explanation}
