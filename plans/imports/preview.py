"""The preview of an uploaded workbook: compared in three, then put through the forms of the pages. Saves nothing."""

from dataclasses import replace

from itf.lib.fields import without_label
from plans.gather import written_content
from plans.imports.book import FileBook
from plans.imports.changes import ADDED, CONFLICT, REFUSED, REMOVED, Change, Preview, numbered
from plans.imports.choosing import Choices
from plans.imports.comparing import compare
from plans.imports.identity import page_versions
from plans.imports.overlay import Laid, by_page, lay_over, stored_part
from plans.imports.recognising import earlier_rows
from plans.imports.standing import Both, both
from plans.imports.under_way import NEW
from plans.models import Plan, Scheme
from plans.national_templates import template_for

ABOVE_REFUSED = "The scheme that it belongs to cannot be stored as the file has it: see there."


def preview_of(plan: Plan, content: bytes) -> Preview:
    """What the file would change in the plan. Raises Refused for a file that is not a workbook of this plan."""
    # 28 MB of openpyxl, which only the job that reads a file should hold: the pages need the rest of this module.
    from plans.imports.reading import read  # noqa: PLC0415 - as said above

    # The versions before the words, as at export.
    versions = page_versions(plan)
    now = written_content(plan)
    file = read(content, now)
    standing = both(plan, now, versions, file.identity.pages)
    standing.earlier = earlier_rows(plan, file.identity.issued_at.isoformat())
    return compared(standing, file)


def compared(standing: Both, file: FileBook) -> Preview:
    """The preview of a file that was read."""
    comparing = compare(standing, file, Choices(standing.plan))
    changes = checked(standing, comparing.changes)
    return Preview(
        issued=file.identity.issued_at.isoformat(),
        unchanged=comparing.unchanged,
        changes=numbered(changes),
        remarks=tuple(map(str, file.remarks)),
        pages=standing.versions,
        recognised=comparing.recognised,
    )


def checked(standing: Both, changes: list[Change]) -> list[Change]:
    """The changes, those refused that a form of the page would not store."""
    template = template_for(standing.plan.template_key, standing.plan.years)
    taken = [change for change in changes if change.can_take and change.kind != REMOVED]
    refused: dict[int, Change] = {}
    for (slug, page_row), wanted in by_page(taken).items():
        section = template.section(slug)
        scheme = scheme_of(standing.plan, page_row)
        laid = lay_over(standing.plan, section, wanted, stored_part(standing.content, section, page_row), scheme)
        laid.page.is_valid()
        for change in taken:
            message = fault_of(laid, change) if (change.section, change.page_row) == (slug, page_row) else ""
            if message:
                refused[id(change)] = _refused(change, message)
    return _attached([refused.get(id(change), change) for change in changes])


def _attached(changes: list[Change]) -> list[Change]:
    """The changes; what belongs to a row or scheme of the file that cannot be stored cannot be stored either."""
    stored = {change.row for change in changes if change.kind in {ADDED, CONFLICT}}
    found = []
    for change in changes:
        hangs = any(row.startswith(NEW) and row not in stored for row in (change.page_row, change.row))
        if hangs and change.can_take:
            found.append(_refused(change, ABOVE_REFUSED))
        else:
            found.append(replace(change, to_decide=change.to_decide and not hangs))
    return found


def scheme_of(plan: Plan, page_row: str) -> Scheme | None:
    """The scheme that has the page to itself; one not yet stored for a scheme that is new in the file."""
    if not page_row:
        return None
    if page_row.startswith(NEW):
        return Scheme(plan=plan)
    return Scheme.objects.prefetch_related("concepts").get(pk=page_row, plan=plan)


def fault_of(laid: Laid, change: Change, *, holds: bool = False) -> str:
    """Why the forms would not store a change, or unless ``holds`` would hold it; empty when they store it."""
    form = laid.form(change.row)
    if form is None:
        return "The row is not on its page any more. Upload the file again."
    table = laid.page.table(change.table)
    for fault in table.non_form_errors() if table is not None and change.kind in {ADDED, CONFLICT} else ():
        return str(fault)
    for answer in change.answers:
        faults = form.errors.as_data().get(answer.name, [])
        found = [words for fault in faults for words in without_label(fault)]
        if not holds and answer.name in form.held and form.held[answer.name] != form.held_before.get(answer.name):
            found.append(form.held_messages[answer.name])
        if found:
            words = str(found[0])
            return words if len(change.answers) == 1 else f"{answer.label}: {words}"
    return next((str(fault) for fault in form.non_field_errors()), "")


def _refused(change: Change, message: str) -> Change:
    one_figure = len(change.answers) == 1 and change.answers[0].kind in {"money", "number", "percent", "date"}
    return replace(change, kind=REFUSED, message=message, to_decide=one_figure and change.kind != ADDED)
