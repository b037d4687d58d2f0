"""When two authors save the same page: what each changed since they opened it, and one page with both."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from plans.content import Answer, SectionContent
from plans.pages import Page, RowFormSet

# Where an answer stands: the row's id (empty for a section's own answers) and the question's name.
Place = tuple[str, str]


@dataclass(frozen=True)
class Clash:
    """An answer that both authors changed, or a row that one changed and the other removed."""

    place: Place
    where: str
    label: str
    before: str
    mine: str
    theirs: str
    target: str

    @property
    def value(self) -> str:
        """The place in one text, for the box that takes theirs."""
        return f"{self.place[0]}:{self.place[1]}"


@dataclass(frozen=True)
class Merge:
    """The merged page as posted data, what clashes, and what was taken over from the other author unasked."""

    data: QueryDict
    clashes: tuple[Clash, ...]
    taken_over: tuple[str, ...]


def merge(page: Page, before: SectionContent | None, theirs: SectionContent) -> Merge:
    """Three-way merge of a bound page: theirs where only they changed an answer, mine elsewhere, clashes listed."""
    if page.data is None:
        raise ValueError("Only a page that was posted can be merged.")
    was, mine, now = places(before), places(page.content()), places(theirs)
    known = known_rows(theirs)
    data = page.data.copy()
    clashes, taken_over = [], []
    for place, (where, answer) in mine.items():
        prefix = prefix_of(page, place[0])
        their = now.get(place)
        old = was.get(place)
        if their is None:
            continue
        if signature(their[1]) in {signature(answer), signature(old[1] if old else None)}:
            continue
        if old and signature(old[1]) == signature(answer):
            post_answer(data, prefix, their[1])
            taken_over.append(f"{their[0]} {their[1].label}".strip())
        else:
            shown = (old[1].text if old else "", answer.text, their[1].text)
            clashes.append(Clash(place, where, answer.label, *shown, target=f"id_{prefix}-{place[1]}"))
    clashes += keep_rows_changed_elsewhere(page, data, was, now)
    forget_rows(page, data, known)
    taken_over += append_rows(page, data, theirs, was)
    return Merge(data, tuple(clashes), tuple(taken_over))


def take_theirs(data: QueryDict, page: Page, theirs: SectionContent, chosen: list[str]) -> QueryDict:
    """The posted page with the other author's answer at each chosen place (``row:name``)."""
    changed = data.copy()
    now = places(theirs)
    for value in chosen:
        row, _, name = value.rpartition(":")
        if (row, name) in now:
            post_answer(changed, prefix_of(page, row), now[row, name][1])
    return changed


def places(section: SectionContent | None) -> dict[Place, tuple[str, Answer]]:
    """Every answer of a page by its place, with the title of its row."""
    if section is None:
        return {}
    return {(row.id if row else "", answer.name): (row.title if row else "", answer) for row, answer in section.walk()}


def known_rows(section: SectionContent) -> set[str]:
    """The ids of all rows of a page."""
    return {row.id for row, _ in section.walk() if row}


def signature(answer: Answer | None) -> Any:
    """What makes two answers the same: value and held text; blank in every form is one."""
    if answer is None or answer.is_blank or answer.value is False:
        return None
    return str(answer.value), answer.held


def prefix_of(page: Page, row: str) -> str:
    """The prefix under which a row's answers are posted."""
    for table in page.tables:
        for form in table.forms:
            if row and row in {form.row_id, str(form.instance.pk)}:
                return str(form.prefix)
    return "main"


def post_answer(data: QueryDict, prefix: str, answer: Answer) -> None:
    """Write an answer into posted data as its boxes would post it."""
    name = f"{prefix}-{answer.name}"
    text = answer.held or answer.value
    if answer.kind == "date":
        year, month, day = ("", "", "")
        if answer.held:
            day, month, year = [*answer.held.split("/"), "", "", ""][:3]
        elif answer.value:
            year, month, day = str(answer.value).split("-")
        data[f"{name}_day"], data[f"{name}_month"], data[f"{name}_year"] = day, month, year
    elif answer.kind == "references":
        data.setlist(name, [str(item) for item in answer.value])
    elif answer.kind == "yesno":
        data[name] = {True: "yes", False: "no", None: ""}[answer.value]
    elif answer.kind == "flag":
        data.pop(name, None)
        if answer.value:
            data[name] = "on"
    else:
        data[name] = "" if text is None else str(text)


def keep_rows_changed_elsewhere(
    page: Page, data: QueryDict, was: dict[Place, Any], now: dict[Place, Any]
) -> list[Clash]:
    """Rows this author removed while the other changed them stay, and are listed."""
    clashes = []
    for table in page.tables:
        for form in table.deleted_forms if table.can_delete else ():
            theirs = {place: now[place] for place in now if place[0] == form.row_id and form.row_id}
            changed = [
                place
                for place in theirs
                if signature(theirs[place][1]) != signature(was[place][1] if place in was else None)
            ]
            if changed:
                data.pop(f"{form.prefix}-DELETE", None)
                for _, answer in theirs.values():
                    post_answer(data, str(form.prefix), answer)
                where, answer = theirs[changed[0]]
                before = was[changed[0]][1].text if changed[0] in was else ""
                clashes.append(
                    Clash(changed[0], where, answer.label, before, "Removed", answer.text, f"row-{form.row_id}")
                )
    return clashes


def forget_rows(page: Page, data: QueryDict, known: set[str]) -> None:
    """Rows the other author removed but this one changed come back as new rows; unchanged ones go."""
    for table in page.tables:
        for form in table.forms:
            posted = data.get(f"{form.prefix}-row", "")
            if posted and posted not in known:
                data[f"{form.prefix}-row"] = ""


def append_rows(page: Page, data: QueryDict, theirs: SectionContent, was: dict[Place, Any]) -> list[str]:
    """Add to the posted page the rows that the other author added; returns their titles."""
    added = []
    posted = {data.get(f"{form.prefix}-row", "") for table in page.tables for form in table.forms}
    before = {row for row, _ in was}
    for table in page.tables:
        for row in rows_of(theirs, table):
            if row.id not in posted and row.id not in before:
                index = int(data.get(f"{table.prefix}-TOTAL_FORMS", "0"))
                data[f"{table.prefix}-TOTAL_FORMS"] = str(index + 1)
                data[f"{table.prefix}-{index}-row"] = row.id
                for answer in row.answers:
                    post_answer(data, f"{table.prefix}-{index}", answer)
                added.append(row.title)
    return added


def rows_of(section: SectionContent, table: RowFormSet) -> tuple[Any, ...]:
    """The content's rows of one of the page's tables, wherever it hangs."""
    for found in section.tables:
        if found.slug == table.spec.slug:
            return found.rows
        for row in found.rows:
            for nested in row.tables:
                if nested.slug == table.spec.slug:
                    return nested.rows
    return ()
