"""Pasting rows from a spreadsheet into schemes, or into the lines of one: columns, preview, then added."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from plans.authoring import PageMoved, SchemeGone
from plans.imports.applying import NotTaken
from plans.imports.paste import NotPasted, Pasted, has_only_commas, read_rows, understood
from plans.imports.pasting import PastePreview, Target, add_pasted, paste_preview, target_of
from plans.links import section_url
from plans.models import Scheme
from plans.pages import whole_number
from plans.views.workbook import WorkbookPage

COLUMN = "column-"
HEADINGS = ((0, "No"), (1, "One row of headings"), (2, "Two rows of headings"))
MOVED = "Someone saved this scheme while you looked. Look at the rows again, then add them."


class PastePage(WorkbookPage):
    """Paste, look, add: one page that keeps what was pasted until it is added."""

    table: str

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The empty box."""
        return self.show(self.target())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Read the rows and show them, or add those that are ticked."""
        target, text = self.target(), request.POST.get("rows", "")
        try:
            pasted = self.pasted(target, read_rows(text))
        except NotPasted as fault:
            return self.show(target, fault=str(fault), text=text)
        found = paste_preview(target, pasted)
        if request.POST.get("act") != "add":
            return self.show(target, text=text, pasted=pasted, found=found)
        return self.add(target, text, pasted, found)

    def add(self, target: Target, text: str, pasted: Pasted, found: PastePreview) -> HttpResponse:
        """Add the rows that are ticked, all of them or none."""
        ids = [row.id for row in found.rows if row.id in self.request.POST.getlist("take") and not row.fault]
        fault = "" if ids else "Tick the rows that are to be added."
        try:
            if ids:
                count = add_pasted(target, found, ids, by=self.user, at=timezone.now())
                messages.success(self.request, f"Added: {count} {target.spec.singular}{'' if count == 1 else 's'}.")
                return redirect(self.after())
        except PageMoved:
            fault = MOVED
        except SchemeGone:
            raise Http404 from None
        except NotTaken as refusal:
            fault = str(refusal)
        return self.show(target, fault=fault, text=text, pasted=pasted, found=found, ticked=ids)

    def pasted(self, target: Target, rows: tuple[tuple[str, ...], ...]) -> Pasted:
        """The rows under their questions: as the author chose, or as the headings say."""
        posted = self.request.POST
        if f"{COLUMN}0" not in posted:
            return understood(rows, target.asked, years=self.plan.years)
        chosen = [posted.get(f"{COLUMN}{place}", "") for place in range(len(rows[0]))]
        return understood(
            rows, target.asked, chosen, years=self.plan.years, headings=whole_number(posted.get("headings", ""))
        )

    def show(
        self,
        target: Target,
        *,
        fault: str = "",
        text: str = "",
        pasted: Pasted | None = None,
        found: PastePreview | None = None,
        ticked: list[str] | None = None,
    ) -> HttpResponse:
        """The page, with the rows as they would be added once there are any."""
        context = {
            "plan": self.plan,
            "spec": target.spec,
            "title": self.title(),
            "crumbs": self.crumbs(*self.way()),
            "fault": fault,
            "faults": [("add" if found else "id_rows", fault)] if fault else [],
            "text": text,
            "has_only_commas": has_only_commas(text),
            "pasted": pasted,
            "found": found,
            "offered": target.columns.items(),
            "heading_rows": HEADINGS,
            "columns": list(enumerate(zip(pasted.first, pasted.columns, strict=True))) if pasted else [],
            "ticked": [row.id for row in found.rows if row.is_offered] if found and ticked is None else ticked,
            "back": self.after(),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
        return render(self.request, "plans/paste.html", context, status=status)

    def target(self) -> Target:
        """The table that the rows go into."""
        return target_of(self.plan, self.table)

    def title(self) -> str:
        """The page's heading."""
        return "Paste schemes from a spreadsheet"

    def way(self) -> tuple[tuple[str, str], ...]:
        """The way back, between the plan and this page."""
        return (("Schemes", section_url(self.plan.key, "schemes")),)

    def after(self) -> str:
        """Where the rows are seen once they are added."""
        return section_url(self.plan.key, "schemes")


class PasteSchemes(PastePage):
    """New schemes, one for each row."""

    table = "schemes"


class PasteLines(PastePage):
    """New investment lines of one scheme."""

    table = "investments"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the scheme in this plan; 404 for any other."""
        super().setup(request, *args, **kwargs)
        scheme: UUID = kwargs["scheme"]
        found = Scheme.objects.filter(pk=scheme, plan=self.plan).first()
        if found is None:
            raise Http404
        self.scheme = found

    def target(self) -> Target:
        """The lines of this scheme."""
        return target_of(self.plan, self.table, str(self.scheme.pk))

    def title(self) -> str:
        """The page's heading."""
        return f"Paste investment lines into {self.scheme}"

    def way(self) -> tuple[tuple[str, str], ...]:
        """By way of the scheme."""
        return (*super().way(), (str(self.scheme), self.after()))

    def after(self) -> str:
        """The scheme."""
        return reverse("plans:scheme", args=[self.plan.key, self.scheme.pk])
