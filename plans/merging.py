"""When two authors save the same page: what each changed since they opened it, and one page with both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict

from itf.lib.figures import in_pounds, plain
from itf.lib.forms import DatePartsInput
from plans.content import Answer, Row, SectionContent
from plans.given import GIVEN_FIELDS
from plans.pages import Page, table_total
from plans.row_forms import RowFormSet

# Where an answer stands: the row's id (empty for a section's own answers) and the question's name.
Place = tuple[str, str]
Places = dict[Place, tuple[str, Answer]]

REMOVE, DROP = "remove", "drop"
REMOVED = "Removed"
MINE, THEIRS, BOTH = "mine", "theirs", "both"
PROSE = "narrative"
AS_WRITTEN = {"money": in_pounds, "number": plain, "percent": plain}  # as in the boxes of a page that is opened


@dataclass(frozen=True)
class Clash:
    """An answer that both authors changed, or a row that one changed and the other removed.

    ``use`` names it among the choices that come back; ``stands`` says whose words the merged form holds until then;
    prose of both can be kept, one after the other.
    """

    where: str
    label: str
    before: str
    mine: str
    theirs: str
    target: str
    use: str
    stands: str = MINE
    takes_both: bool = False


@dataclass(frozen=True)
class Merge:
    """The merged page as posted data, what clashes, and what was taken over from the other author unasked."""

    data: QueryDict
    clashes: tuple[Clash, ...]
    taken_over: tuple[str, ...]


@dataclass
class Merging:
    """A merge under way. ``was`` is what both authors started from: None where that is not known.

    ``given``: the rows that an invited person had given then; of these the authors have only the reply. ``asked``: the
    choices that the page has shown before.
    """

    page: Page
    data: QueryDict
    was: Places | None
    mine: Places
    now: Places
    given: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    clashes: list[Clash] = field(default_factory=list)
    taken_over: list[str] = field(default_factory=list)

    def before(self, place: Place) -> Answer | None:
        """The answer both started from, None when there was none or nobody knows."""
        return self.was[place][1] if self.was and place in self.was else None

    def has_changed(self, place: Place, answer: Answer) -> bool:
        """Whether an answer is another than before; yes where nobody knows what was before."""
        return self.was is None or signature(answer) != signature(self.before(place))

    def changed_in(self, side: Places, row: str) -> list[Place]:
        """The places of a row at which one side changed it."""
        theirs_alone = GIVEN_FIELDS if row in self.given else frozenset()
        return [
            place
            for place, (_, answer) in side.items()
            if place[0] == row and place[1] not in theirs_alone and self.has_changed(place, answer)
        ]


def merge(page: Page, before: SectionContent | None, theirs: SectionContent, *, asked: Iterable[str] = ()) -> Merge:
    """Three-way merge of a checked page: theirs where only they changed an answer, mine elsewhere, clashes listed.

    ``asked``: the choices, by their ``use``, that a page merged before has shown. A removal among them cannot be told
    from the rows any more: the row stands in the form again, under its old id or with the other's words.
    """
    merging = Merging(
        page=page,
        data=posted(page).copy(),
        was=None if before is None else places(before),
        mine=places(page.content()),
        now=places(theirs),
        given=frozenset(row.id for row in rows_of(before) if row.facts.get("given")) if before else frozenset(),
        asked=frozenset(asked),
    )
    for place in merging.mine:
        if place in merging.now:
            _merge_answer(merging, place)
    their_rows = {row.id for row in rows_of(theirs)}
    for table in page.tables:
        for form in table.forms:
            if form.posted_id:
                _merge_row(merging, table, form, their_rows)
            elif f"{REMOVE}:{form.prefix}" in merging.asked and not table.is_removed(form):
                _merge_their_removal(merging, form, form.new_id)
        _append_rows(merging, table, theirs)
    return Merge(merging.data, tuple(merging.clashes), tuple(merging.taken_over))


def decided(
    data: QueryDict, page: Page, theirs: SectionContent, choices: Mapping[str, str], they: str = "Another author"
) -> QueryDict:
    """The posted page as this author chose: for each clash, by its ``use``, mine, theirs or both; mine needs no act."""
    changed = data.copy()
    now = places(theirs)
    for use, choice in choices.items():
        row, _, name = use.rpartition(":")
        if row in {REMOVE, DROP}:
            # Whose removal it is: theirs of a row that I changed, or mine of a row that they changed.
            if choice == (THEIRS if row == REMOVE else MINE):
                changed[f"{name}-{DELETION_FIELD_NAME}"] = "on"
            continue
        prefix = prefix_of(page, row)
        if not prefix or (row, name) not in now:
            continue
        answer = now[row, name][1]
        if choice == THEIRS:
            post_answer(changed, prefix, answer)
        elif choice == BOTH and answer.kind == PROSE:
            changed[f"{prefix}-{name}"] = both_texts(changed.get(f"{prefix}-{name}", ""), answer.text, they)
    return changed


def both_texts(mine: str, theirs: str, they: str) -> str:
    """Two texts, one after the other, with a line between that says whose the second is.

    A text that the other holds already is not said twice: so it is when both authors keep both, or one does so again.
    """
    mine, theirs = mine.strip(), theirs.strip()
    if theirs in mine:
        return mine
    return theirs if mine in theirs else f"{mine}\n\n[{they} wrote:]\n{theirs}"


def posted(page: Page) -> QueryDict:
    """The data of a page that was sent; raises ValueError for a page that was only shown."""
    if page.data is None:
        raise ValueError("only a page that was sent can be merged")
    return page.data


def places(section: SectionContent) -> Places:
    """Every answer of a page by its place, with the title of its row."""
    return {(row.id if row else "", answer.name): (row.title if row else "", answer) for row, answer in section.walk()}


def rows_of(section: SectionContent, slug: str = "") -> list[Row]:
    """All rows of a page's tables wherever they hang, or those of one table."""
    found: list[Row] = []
    for table in section.tables:
        found += table.rows if slug in {"", table.slug} else ()
        for row in table.rows:
            for nested in row.tables:
                found += nested.rows if slug in {"", nested.slug} else ()
    return found


def signature(answer: Answer | None) -> Any:
    """What makes two answers the same: value and held text; blank in every form is one, and so is a box not ticked."""
    if answer is None or answer.is_blank or (answer.kind == "flag" and not answer.value):
        return None
    return str(answer.value), answer.held


def prefix_of(page: Page, row: str) -> str:
    """The prefix under which a row's answers are posted; empty for a row that the page does not have."""
    if row in {"", str(page.row.pk) if page.row else ""}:
        return "main"
    found = (str(form.prefix) for table in page.tables for form in table.forms if form.posted_id == row)
    return next(found, "")


def post_answer(data: QueryDict, prefix: str, answer: Answer) -> None:
    """Write an answer into posted data as its boxes would post it."""
    name = f"{prefix}-{answer.name}"
    text = answer.held or answer.value
    if answer.kind == "date":
        day, month, year = DatePartsInput.texts(answer.held) if answer.held else _parts(answer.value)
        data[f"{name}_day"], data[f"{name}_month"], data[f"{name}_year"] = day, month, year
    elif answer.kind == "references":
        data.setlist(name, [str(item) for item in answer.value or ()])
    elif answer.kind == "yesno":
        data[name] = {True: "yes", False: "no", None: ""}[answer.value]
    elif answer.kind == "flag":
        data.pop(name, None)
        if answer.value:
            data[name] = "on"
    elif answer.kind in AS_WRITTEN and not answer.held:
        data[name] = AS_WRITTEN[answer.kind](answer.figure)
    else:
        data[name] = "" if text is None else str(text)


def _parts(value: str | None) -> tuple[str, str, str]:
    year, month, day = value.split("-") if value else ("", "", "")
    return day, month, year


def _merge_answer(merging: Merging, place: Place) -> None:
    where, mine = merging.mine[place]
    title, theirs = merging.now[place]
    if signature(theirs) == signature(mine) or not merging.has_changed(place, theirs):
        return
    prefix = prefix_of(merging.page, place[0])
    if merging.has_changed(place, mine):
        before = merging.before(place)
        shown = (before.text if before else "", mine.text, theirs.text)
        target = f"id_{prefix}-{place[1]}"
        use, takes_both = f"{place[0]}:{place[1]}", mine.kind == PROSE and bool(mine.text and theirs.text)
        merging.clashes.append(Clash(where, mine.label, *shown, target=target, use=use, takes_both=takes_both))
    else:
        post_answer(merging.data, prefix, theirs)
        merging.taken_over.append(f"{title} {theirs.label}".strip() + _from_to(merging.before(place), theirs))


def _from_to(before: Answer | None, theirs: Answer) -> str:
    """What a short answer was and is now; a text is read in the form."""
    if theirs.kind == PROSE:
        return ""
    return f": {(before.text if before else '') or 'blank'} before, {theirs.text or 'blank'} now"


def _merge_row(merging: Merging, table: RowFormSet, form: Any, their_rows: set[str]) -> None:
    """A row that was there when the author opened the page, and that either author may have removed."""
    removed_by_me, removed_by_them = table.is_removed(form), form.posted_id not in their_rows
    if removed_by_them:
        # Gone from the plan: what is kept of it comes back as a new row, under its old id.
        merging.data[f"{form.prefix}-row"], merging.data[f"{form.prefix}-new"] = "", form.posted_id
        if not removed_by_me:
            _merge_their_removal(merging, form, form.posted_id)
    elif removed_by_me or f"{DROP}:{form.prefix}" in merging.asked:
        _merge_my_removal(merging, form)


def _merge_their_removal(merging: Merging, form: Any, row: str) -> None:
    changed = merging.changed_in(merging.mine, row)
    if not changed:
        merging.data[f"{form.prefix}-{DELETION_FIELD_NAME}"] = "on"
        merging.taken_over.append(f"{form.row_title} removed")
        return
    before = _in_words(merging.was or {}, changed)
    mine = _in_words(merging.mine, changed)
    use = f"{REMOVE}:{form.prefix}"
    merging.clashes.append(Clash("", form.row_title, before, mine, REMOVED, target=f"row-{form.prefix}", use=use))


def _merge_my_removal(merging: Merging, form: Any) -> None:
    """A row that this author removed while the other changed it stays, with the other's words, and is listed."""
    changed = merging.changed_in(merging.now, form.posted_id)
    if not changed:
        return
    merging.data.pop(f"{form.prefix}-{DELETION_FIELD_NAME}", None)
    for place, (_, answer) in merging.now.items():
        if place[0] == form.posted_id:
            post_answer(merging.data, str(form.prefix), answer)
    before, theirs = _in_words(merging.was or {}, changed), _in_words(merging.now, changed)
    target, use = f"row-{form.posted_id}", f"{DROP}:{form.prefix}"
    merging.clashes.append(Clash("", form.row_title, before, REMOVED, theirs, target=target, use=use, stands=THEIRS))


def _in_words(side: Places, changed: list[Place]) -> str:
    answers = [side[place][1] for place in changed if place in side]
    return "; ".join(f"{answer.label}: {answer.text or 'blank'}" for answer in answers)


def _append_rows(merging: Merging, table: RowFormSet, theirs: SectionContent) -> None:
    """Add to the posted page the rows that the other author added."""
    known = {form.posted_id for form in table.forms} | {row for row, _ in merging.was or {}}
    for row in rows_of(theirs, table.spec.slug):
        if row.id not in known:
            slug = table.spec.slug
            place = table_total(merging.data, slug)
            merging.data[f"{slug}-TOTAL_FORMS"] = str(place + 1)
            merging.data[f"{slug}-{place}-row"] = row.id
            for answer in row.answers:
                post_answer(merging.data, f"{slug}-{place}", answer)
            merging.taken_over.append(f"{row.title or table.spec.singular} added")
