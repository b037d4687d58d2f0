"""Many authors of one plan: as many versions as accepted saves, and no word overwritten by one who had not seen it."""

import re
import threading
import time

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itf.accounts.models import Role
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.content import section_from_json
from plans.documents.comparison import compare_sections
from plans.gather import page_content
from plans.models import Risk, SectionRevision, SectionState, Vision
from plans.national_templates import template_for
from plans.revisions import page_state
from tests.factories.accounts import UserFactory
from tests.factories.plans import complete_plan
from tests.plans.desks import AuthorDesk

AUTHORS = 20
SECONDS, AT_MOST = 8, 60  # the second where a busy machine lets few through
ENOUGH = 20  # accepted saves
SAVED, CONFLICT = 200, 409


def versions_in_the_trail(section):
    """The versions of a page that the audit trail tells of, in order."""
    told = AuditEvent.objects.filter(action__startswith="section.", data__section=section).order_by("seq")
    return [event.data["version"] for event in told]


class Writer(threading.Thread):
    """An author who adds a word to the one text that all write, and a row of their own, again and again."""

    def __init__(self, number, person, plan, gate, everyone):
        super().__init__()
        self.number, self.person, self.plan, self.gate, self.everyone = number, person, plan, gate, everyone
        self.words, self.rows, self.refused, self.fault = [], [], 0, None

    def run(self):
        """Until the time is over; what goes wrong is kept for the test."""
        try:
            self.vision = AuthorDesk(self.person, self.plan)
            self.risks = AuthorDesk(self.person, self.plan, "risks")
            self.gate.wait(timeout=60)
            began, turn = time.monotonic(), 0
            while self.goes_on(time.monotonic() - began):
                turn += 1
                self.add_word(f"w{self.number}x{turn}")
                self.add_row(f"r{self.number}x{turn}")
        except Exception as fault:  # noqa: BLE001 - a thread's fault is the test's
            self.fault = fault
        finally:
            connection.close()

    def goes_on(self, passed):
        """Whether to write on: for some seconds, and longer while few saves were accepted."""
        accepted = sum(len(writer.words) + len(writer.rows) for writer in self.everyone)
        return passed < SECONDS or (accepted < ENOUGH and passed < AT_MOST)

    def add_word(self, word):
        """Write on at the end of what stands there; when someone was quicker, read it and begin again next time."""
        self.vision.open()
        text = self.vision.boxes["main-vision"][0]
        response = self.vision.type(main__vision=f"{text} {word}".strip()).autosave()
        if response.status_code == SAVED:
            self.words.append(word)
        else:
            assert response.status_code == CONFLICT, response.content
            self.refused += 1

    def add_row(self, name):
        """Add a row; when someone was quicker, the merge page has both, and is saved as it is."""
        self.risks.open()
        response = self.risks.add_row("risks", risk=name).save()
        for _ in range(3):
            if response.status_code != CONFLICT:
                break
            self.refused += 1
            response = self.risks.save()
        if response.status_code != CONFLICT:
            assert response.status_code == 302, response.content
            self.rows.append(name)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_twenty_authors_at_once_lose_nothing_and_overwrite_nothing():
    drafting = complete_plan()
    Vision.objects.update(vision="")
    Risk.objects.all().delete()
    people = [UserFactory(roles=[(drafting.council, Role.AUTHOR)]) for _ in range(AUTHORS)]
    gate = threading.Barrier(AUTHORS)
    writers = []
    writers += [Writer(number, person, drafting.plan, gate, writers) for number, person in enumerate(people)]

    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=120)

    assert [writer.fault for writer in writers if writer.fault] == []
    words, rows = ([one for writer in writers for one in getattr(writer, name)] for name in ("words", "rows"))
    assert words
    assert len(words) + len(rows) >= ENOUGH
    assert sum(writer.refused for writer in writers) > 0
    # As many versions as accepted saves, each told once.
    assert page_state(drafting.plan, "vision").version == len(words)
    assert page_state(drafting.plan, "risks").version == len(rows)
    for section, accepted in (("vision", words), ("risks", rows)):
        assert versions_in_the_trail(section) == list(range(1, len(accepted) + 1))
    # Every word and every row that was accepted is there, once.
    assert sorted(Vision.objects.get().vision.split()) == sorted(words)
    assert sorted(Risk.objects.values_list("risk", flat=True)) == sorted(rows)
    assert verify()


# Any sequence of acts of two authors.

FIELDS = ("vision", "aims")
TOKEN = re.compile(r"\b[cn]\d+\b")  # a word that one author typed once
CHOICES = ("mine", "theirs", "both")
ACTS = st.one_of(
    st.tuples(st.just("type"), st.sampled_from("cn"), st.sampled_from(FIELDS), st.booleans()),
    st.tuples(st.just("autosave"), st.sampled_from("cn"), st.booleans()),
    st.tuples(st.just("save"), st.sampled_from("cn"), st.sampled_from(CHOICES), st.sampled_from(CHOICES)),
    st.tuples(st.just("settle"), st.sampled_from("cn"), st.sampled_from(CHOICES)),
    st.tuples(st.just("open"), st.sampled_from("cn")),
)


def tokens(text):
    return set(TOKEN.findall(text or ""))


class Witness:
    """Follows two authors at one page, and holds every save against what its author had seen and typed."""

    def __init__(self, plan, desks):
        self.plan, self.desks, self.count, self.accepted = plan, desks, 0, 0
        self.known = {who: set() for who in desks}
        for who in desks:
            self.see(who, desks[who].open())

    def see(self, who, response):
        """An author was shown a page."""
        self.known[who] |= tokens(response.content.decode())

    def act(self, name, who, *rest):
        """One act of one author."""
        getattr(self, name)(who, self.desks[who], *rest)

    def open(self, who, desk):
        """Look at the page anew."""
        self.see(who, desk.open())

    def type(self, who, desk, field, adds):
        """Write something new, instead of what stood there or after it."""
        self.count += 1
        word = f"{who}{self.count}"
        before = desk.boxes[f"main-{field}"][0]
        desk.type(**{f"main__{field}": f"{before} {word}" if adds else word})
        self.known[who].add(word)

    def autosave(self, who, desk, is_lost):
        """The page sends itself, unless it is one with a conflict."""
        if "opened" not in desk.boxes:
            self.hold(who, lambda: desk.autosave(answer_is_lost=is_lost))

    def save(self, who, desk, *choices):
        """Press the button, with a choice for each answer that both changed: one of those offered."""
        asked = zip(desk.asked().items(), choices, strict=False)
        chosen = {name: choice if choice in offered else offered[0] for (name, offered), choice in asked}
        self.hold(who, lambda: desk.save(**chosen))

    def settle(self, who, desk, choice):
        """Press the button that settles all at once."""
        self.hold(who, lambda: desk.save(keep_all=choice) if "opened" in desk.boxes else desk.save())

    def hold(self, who, send):
        """Send, and hold what became of the plan against what the author knew."""
        before, version = self.stored(), page_state(self.plan, "vision").version
        response = send()
        after, risen = self.stored(), page_state(self.plan, "vision").version - version
        self.accepted += risen
        assert response.status_code in {SAVED, 302, CONFLICT}
        assert risen == 0 or response.status_code != CONFLICT
        for field in FIELDS:
            if before[field] != after[field]:
                assert risen == 1
                assert tokens(before[field]) <= self.known[who], "overwritten by one who had not seen it"
                assert tokens(after[field]) <= self.known[who], "words from nowhere"
        self.see(who, response)
        if response.status_code == 302:
            self.see(who, self.desks[who].open())

    def stored(self):
        """What the plan says now."""
        found = Vision.objects.filter(plan=self.plan).first()
        return {field: getattr(found, field) if found else "" for field in FIELDS}


def test_any_sequence_of_edits_by_two_authors_ends_in_a_state_explained_by_the_history(drafting):
    desks = {"c": AuthorDesk(drafting.author, drafting.plan), "n": AuthorDesk(drafting.nhs_author, drafting.plan)}
    runs = 0

    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(st.lists(ACTS, min_size=3, max_size=14))
    def check(acts):
        nonlocal runs
        runs += 1
        Vision.objects.all().delete()
        SectionRevision.objects.all().delete()
        SectionState.objects.filter(section="vision").update(version=0, sitting="", sent=0, saved_by=None)
        told = AuditEvent.objects.count()
        witness = Witness(drafting.plan, desks)

        for name, who, *rest in acts:
            witness.act(name, who, *rest)

        state = page_state(drafting.plan, "vision")
        assert state.version == witness.accepted
        assert AuditEvent.objects.count() - told == witness.accepted
        if state.version:
            newest = SectionRevision.objects.filter(state=state).latest("version")
            now = page_content(drafting.plan, template_for(drafting.plan.template_key).section("vision"))
            assert newest.version == state.version
            assert compare_sections(section_from_json(newest.content), now) is None

    check()

    assert runs >= 30
