"""Random people on the road of a plan, one after another and two at once, on PostgreSQL and against a small model.

Roads begin wherever a plan can have come to, so that each rule is met often. ``ITF_TEST_ROADS`` says how many are
walked from each start: 2 in the suite, quickly; try 30 after a change of the rules, which also looks for the shortest
road that goes wrong.
"""

import datetime as dt
import os
import random
from collections import Counter
from dataclasses import replace
from http.cookies import SimpleCookie
from itertools import chain

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from approvals import deciding
from approvals.models import Amendment, Case, CaseStatus, Decision, Delegation, ForwardStatement, SignOff
from approvals.owing import awaited_now
from approvals.stages import standings, with_stage
from approvals.standing import Stage
from approvals.stuck import stuck_among
from approvals.words import agreed_words
from itf.accounts.models import Role, User
from itf.audit.chain import verify
from itf.audit.models import AuditEvent
from plans.authoring import PlanNotOpen, lock_open
from plans.gather import plan_content
from plans.models import FreezeConsent, Plan, PlanVersion
from tests.approvals import road_model as model
from tests.approvals.road_model import Act, Answer, State, after, covered, everything
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.approvals import CHANGEABLE, a_place
from tests.factories.conditions import TrancheFactory
from tests.races import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

ASKED = os.environ.get("ITF_TEST_ROADS", "")
ROADS = int(ASKED or 2)
# To find the shortest failing road takes minutes, which the suite has not.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if ASKED else [])]
STEPS = 5
ADVICE = {"outcome": "approved", "reasons": "As scored."}
# Where each event of a case may start from, and where it leads: a decision that is reopened stands.
MOVES = {
    "case.opened": ({"", "decided"}, "in_signoff"),
    "case.put_up_again": ({"reopened"}, "in_signoff"),
    "case.reopened": ({"in_signoff", "decided"}, "reopened"),
    "case.submitted": ({"in_signoff"}, "submitted"),
    "case.withdrawn": ({"submitted"}, "reopened"),
    "case.returned": (set(model.HOLDERS), "reopened"),
    "case.taken_up": ({"submitted"}, "in_assurance"),
    "case.recommended": ({"in_assurance"}, "with_region"),
    "case.moderated": ({"with_region"}, "in_national_review"),
    "case.sent_to_ministers": ({"in_national_review"}, "with_ministers"),
    "case.decided": ({"with_ministers"}, "decided"),
}


class Road(RuleBasedStateMachine):
    """One plan and its people. Each act is a real request; what it made of the plan is what the model says."""

    start = "drafting"

    @initialize(may_go_forward=st.booleans(), delegated=st.booleans(), seed=st.integers(0, 999))
    def begin(self, may_go_forward, delegated, seed):
        """A complete draft and fourteen people, who have brought it to where the road starts."""
        self.place = place = a_place(f"road{Plan.objects.count()}")
        self.plan, self.url = place.plan, f"/plans/{place.plan.key}/"
        type(place.plan.round).objects.filter(pk=place.plan.round_id).update(allows_not_agreed=may_go_forward)
        south, board = place.ccgs[1], place.board
        self.bodies = dict(zip(model.BODIES, [place.council, *place.ccgs, board], strict=True))
        hats = [(south, Role.SIGNATORY), (board, Role.CHAIR), (place.team, Role.ASSURER)]
        people = [
            place.council_author, place.nhs_author, place.council_signatory,
            UserFactory(post="Director", roles=[(place.council, Role.SIGNATORY)]), *place.ccg_signatories, place.chair,
            UserFactory(post="Officer of many hats", roles=hats), place.assurer, place.local_assurer, place.moderator,
            place.reviewer, place.office, place.stranger,
        ]  # fmt: skip
        self.people = dict(zip(model.PEOPLE, people, strict=True))
        self.names = {person.pk: name for name, person in self.people.items()}
        self.texts = {name: self._row(name)[1] for name in model.SECTIONS}
        self.state, self.away, self.weighed = State(may_go_forward), "", None
        self.dice, self.tried = random.Random(seed), set()  # noqa: S311 - who tries what, not a secret
        self.words, self.parts, self.cookies = {}, {}, {}
        self.had_seen = {name: set() for name in model.PEOPLE}  # fingerprints
        self.tranche = TrancheFactory(round=place.plan.round)
        self._learn()
        self._walk(delegated=delegated)

    def _walk(self, *, delegated):
        """The straight way to the start; beside it, if so drawn, the council lets a deputy amend."""
        is_there = model.STARTS[self.start]
        while not is_there(self.state):
            if delegated and not self.state.delegated and self.state.status == "in_signoff":
                self._alone(Act("delegate", "council signatory"))
            if self.start == "open after signing" and self.state.are_settled(model.BODIES):
                self._alone(Act("reopen", "council author"))
            else:
                self._alone(self._forward()[0])

    # --- what is drawn

    @rule(data=st.data())
    def bring_on(self, data):
        """Up to three acts that lead towards a decision."""
        for _ in range(data.draw(st.integers(1, 3))):
            if found := self._forward():
                self._alone(data.draw(st.sampled_from(found)))

    @rule(data=st.data())
    def go_round(self, data):
        """The plan is opened where it can be, one section changes, and it is put up again."""
        for kinds in (("withdraw", "return", "reopen"), ("edit",), ("accept",), ("consent",), ("consent",)):
            if found := [act for act in self._effective() if act.what in kinds]:
                self._alone(data.draw(st.sampled_from(found)))

    @rule(data=st.data())
    def two_act_at_once(self, data):
        """Two people, each on the words as they were: it is as if one had been before the other."""
        if not self._effective():
            return
        one = self._drawn(data)
        other = data.draw(st.sampled_from([one, self._drawn(data), self._drawn(data)]))
        if "recommend" in {one.what, other.what}:
            return  # it is many steps of both sides, and not one
        shown = [self._look(act.who) for act in (one, other)]
        before, acts = self.state, list(zip((one, other), shown, strict=True))
        at_once(*[lambda act=act, shown=shown: self._do(act, shown) for act, shown in acts])
        ways = [after(after(before, *first), *second) for first, second in (acts, acts[::-1])]
        found = self._found()
        assert found in ways, f"{one} beside {other}:\nwas   {before}\nis    {found}\nmay be {ways}"
        self.state = found
        self._learn()

    @rule(name=st.sampled_from(["chair", "north signatory", "council author", "assurer"]))
    def someone_leaves_or_comes_back(self, name):
        """At most one account is closed at a time."""
        leaving = "" if self.away else name
        for changed in filter(None, {self.away, leaving}):
            User.objects.filter(pk=self.people[changed].pk).update(is_active=changed == self.away)
        self.away = leaving

    # --- what always holds

    @invariant()
    def somebody_can_always_act(self):
        """Whoever the plan waits for is there, or the check of steps that nobody can take says so."""
        if self.weighed == (self.state, self.away):
            return  # nothing has moved since
        self.weighed = (self.state, self.away)
        today = timezone.localdate()
        waits = [people for _, _, people in awaited_now([self.plan.pk], today)]
        (standing,) = standings(with_stage(Plan.objects.filter(pk=self.plan.pk)))
        assert standing.stage == Stage.DECIDED or any(waits) or stuck_among([standing]), standing

    @invariant()
    def what_is_not_allowed_changes_nothing(self):
        """Once on each stretch: others do what is due, somebody goes too far, somebody acts on other words."""
        forward = self._forward()
        due = forward[0].kind if forward else ""
        stretch = (self.state.status, self.state.is_open, due, self.state.are_settled(model.PARTIES))
        if stretch in self.tried:
            return
        self.tried.add(stretch)
        refused = [act for act in everything() if after(self.state, act, self.state.shown) == self.state]
        theirs = [act for act in model.of_their_role() if act in set(refused)]
        further = model.FORWARD[max(model.FORWARD.index(due) - 1, 0)] if due else ""
        near = model.CENTRE if forward and forward[0].who in model.CENTRE else model.OF_THE_PLAN
        tried = [
            *self._some([self._some([act for act in refused if (act.kind, act.who) == (due, who)]) for who in near], 4),
            self._some([act for act in theirs if act.kind == further]),
            self._some(theirs),
            self._some(refused),
        ]
        for act in chain.from_iterable(tried):
            self._do(act, self._look(act.who))
        for act in self._some([act for act in self._effective() if act.what in model.WORDED]):
            self._do(act, *self._some([None, *(words for words in self.words if words != self.state.shown)]))
        found = self._found()
        assert found == self.state, f"one of {tried}:\nwas    {self.state}\nis     {found}"

    def _some(self, listed, number=1):
        return self.dice.sample(listed, min(number, len(listed)))

    def teardown(self):
        """The trail is whole, and tells of no skipped step, no unknown hand and no unread words."""
        if not hasattr(self, "state"):
            return
        assert verify()
        self._trail_is_in_order()
        self._trail_tells_of_each_row()
        for row in SignOff.objects.filter(case__plan=self.plan).select_related("organisation"):
            body, who = self._body(row.organisation_id), self.names[row.signatory_id]
            assert who in model.KEYS[body]
            assert row.fingerprint in self.had_seen[who]
        for amendment in Amendment.objects.filter(signoff__case__plan=self.plan):
            assert self.names[amendment.accepted_by_id] == model.DEPUTY
            assert amendment.fingerprint in self.had_seen[model.DEPUTY]
        assert {made.decided_by for made in Decision.objects.filter(case__plan=self.plan)} <= {self.place.office}
        User.objects.filter(is_active=False).update(is_active=True)

    def _trail_is_in_order(self):
        status = ""
        told = AuditEvent.objects.filter(plan_key=self.plan.key, action__in=MOVES).order_by("seq")
        for action in told.values_list("action", flat=True):
            starts, end = MOVES[action]
            assert status in starts, f"{action} from {status}"
            status = status if (status, action) == ("decided", "case.reopened") else end
        assert status == self._found().status

    def _trail_tells_of_each_row(self):
        """As many events of each kind as there are rows that they tell of: none is left out, and none told twice."""
        plan, of_case = {"plan": self.plan}, {"case__plan": self.plan}
        of_signoff = {"signoff__case__plan": self.plan}
        rows = {
            "plan.frozen": PlanVersion.objects.filter(**plan),
            "case.opened": Case.objects.filter(**plan),
            "signoff.signed": SignOff.objects.filter(**of_case, kind="party").exclude(decision="declined"),
            "signoff.agreed": SignOff.objects.filter(**of_case, kind="board").exclude(decision="declined"),
            "signoff.declined": SignOff.objects.filter(**of_case, decision="declined"),
            "signoff.voided": SignOff.objects.filter(**of_case, voided_at__isnull=False),
            "signoff.ratified": SignOff.objects.filter(**of_case, ratified_at__isnull=False),
            "signoff.amended": Amendment.objects.filter(**of_signoff, version__isnull=False),
            "amendment.accepted": Amendment.objects.filter(**of_signoff),
            "delegation.given": Delegation.objects.filter(**plan),
            "delegation.ended": Delegation.objects.filter(**plan, ended_at__isnull=False),
            "case.went_forward": ForwardStatement.objects.filter(**of_case),
            "case.decided": Decision.objects.filter(**of_case),
        }
        told = Counter(AuditEvent.objects.filter(plan_key=self.plan.key).values_list("action", flat=True))
        assert {action: told[action] for action in rows} == {action: found.count() for action, found in rows.items()}

    # --- how it is done

    def _effective(self):
        """The acts that change something, by people who are there, each on the words as they are."""
        state = self.state
        return [act for act in everything() if act.who != self.away and after(state, act, state.shown) != state]

    def _drawn(self, data):
        found = self._effective()
        kind = data.draw(st.sampled_from(sorted({act.what for act in found})))
        return data.draw(st.sampled_from([act for act in found if act.what == kind]))

    def _forward(self):
        """The acts that lead on from here, of the kind that leads furthest."""
        found = self._effective()
        first = next((kind for kind in model.FORWARD if any(act.kind == kind for act in found)), "")
        return [act for act in found if act.kind == first]

    def _alone(self, act):
        shown = self._look(act.who)
        expected = self.state if act.who == self.away else after(self.state, act, shown)
        self._do(act, shown)
        found = self._found()
        assert found == expected, f"{act}:\nwas    {self.state}\nis     {found}\nshould {expected}"
        self.state = expected
        self._learn()

    def _look(self, who):
        self.had_seen[who].add(self.words[self.state.shown])
        return self.state.shown

    def _do(self, act, shown):
        """The request that this act is, or for what has no form of its own the step behind it."""
        person = self.people[act.who]
        if act.what == "edit":
            return self._edit(act)
        if act.what == "recommend" and act.who == model.ASSURER and act.who != self.away:
            return self._recommend()
        url, sent = self._request(act, self.words.get(shown, ""))
        if url:
            self._browser(person).post(url, {"confirmed": "1", "proof": PASSWORD, "reason": "A wrong figure.", **sent})
        return None

    def _browser(self, person):
        """One of this person's own for this act alone, signed in before."""
        browser = Client()
        if person.pk not in self.cookies:
            browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            self.cookies[person.pk] = browser.cookies.output(header="", sep=";")
        browser.cookies = SimpleCookie(self.cookies[person.pk])
        return browser

    def _request(self, act, fingerprint):
        """Address and form of an act; no address while there is nothing that it could be done to."""
        of_plan = Case.objects.filter(plan=self.plan).order_by("-version__number")
        case = of_plan.values_list("pk", flat=True).first()
        body = self.bodies[act.body].pk if act.body else ""
        given = Delegation.objects.filter(plan=self.plan, ended_at=None).values_list("pk", flat=True).first()
        side = {"side": "nhs" if act.who.startswith("nhs") else "council"}
        page = "agree" if act.body == model.BOARD else "sign"
        on_case, on_given = f"/cases/{case}/", f"{self.url}delegations/{given}/"
        url, sent = {
            "sign": (f"{self.url}{page}/{body}/", _reply(act.what)),
            "consent": (f"{self.url}freeze/", side),
            "take back": (f"{self.url}freeze/", {**side, "take_back": "1"}),
            "decline": (f"{self.url}sign/{body}/decline/", {"position": "Officer", "statement": "We do not agree."}),
            "ratify": (
                f"{self.url}ratify/{body}/",
                {"answer": "ratified", **_day("met_on", timezone.localdate()), "minute": "minute 9"},
            ),
            "go forward": (f"{self.url}go-forward/", {"statement": "We go on."}),
            "delegate": (f"{self.url}delegations/{self.bodies['council'].pk}/", self._terms()),
            "end delegation": (given and f"{on_given}end/", {}),
            "accept": (given and f"{on_given}amend/", {}),
            "take up": (case and f"{on_case}take-up/", {}),
            "return": (case and f"{on_case}return/", {}),
            "recommend": (case and f"{on_case}recommend/", ADVICE),
            "moderate": (case and f"{on_case}moderate/", ADVICE),
            "review": (case and f"{on_case}national-review/", ADVICE),
            "send": (f"/nation/tranches/{self.tranche.pk}/", {}),
            "decide": (f"/nation/tranches/{self.tranche.pk}/", _decided(case, act.value)),
        }.get(act.kind, (f"{self.url}{act.what}/", {}))
        return url, {"fingerprint": fingerprint, **sent}

    def _terms(self):
        return {
            "deputy": str(self.people[model.DEPUTY].pk), "sections": [model.DELEGATED], "minute_reference": "61",
            **_day("until", dt.date(2099, 3, 14)), **_day("meeting_on", dt.date(2014, 1, 30)),
        }  # fmt: skip

    def _edit(self, act):
        if act.who not in model.AUTHORS or act.who == self.away:
            return
        try:
            with transaction.atomic():
                lock_open(self.plan)
                row, _ = self._row(act.body)
                setattr(row, CHANGEABLE[act.body][1], self.texts[act.body] + "!" * int(act.value))
                row.save()
                Plan.objects.filter(pk=self.plan.pk).update(changed_at=timezone.now())
        except PlanNotOpen:
            return

    def _recommend(self):
        """Both sides read the plan and agree, and it is put into the tranche; where assurance is not on, nothing."""
        case = self.place.case()
        if case and case.status == CaseStatus.IN_ASSURANCE:
            self.place.recommend()
            deciding.put_into([case.pk], self.tranche, by=self.place.reviewer, at=timezone.now())

    # --- how it is read back

    def _row(self, section):
        kind, name = CHANGEABLE[section]
        row = kind.objects.get(plan=self.plan)
        return row, getattr(row, name)

    def _learn(self):
        """The fingerprints of the draft, of the whole and of each section, where these words are new."""
        draft = self.state.draft
        if draft not in self.words:
            content = plan_content(Plan.objects.get(pk=self.plan.pk))
            self.words[draft] = content.fingerprint
            for section, number in zip(model.SECTIONS, draft, strict=True):
                self.parts[content.section_fingerprints[section]] = number

    def _read(self, fingerprint):
        return next(words for words, known in self.words.items() if known == fingerprint)

    def _body(self, organisation_id):
        return next(name for name, body in self.bodies.items() if body.pk == organisation_id)

    def _found(self):
        """The state that the database holds."""
        plan = Plan.objects.get(pk=self.plan.pk)
        case = Case.objects.filter(plan=plan).select_related("version").order_by("-version__number").first()
        consents = FreezeConsent.objects.filter(plan=plan).values_list("side", "fingerprint")
        found = State(
            self.state.may_go_forward,
            draft=tuple(self._row(name)[1].count("!") - self.texts[name].count("!") for name in model.SECTIONS),
            is_open=plan.is_open,
            consents=tuple(sorted((side, self._read(known)) for side, known in consents)),
            number=PlanVersion.objects.filter(plan=plan).count(),
            delegated=Delegation.objects.filter(plan=plan, ended_at=None).exists(),
        )
        if case is None:
            return found
        answers, accepted = dict.fromkeys(model.BODIES), frozenset()
        standing = case.signoffs.filter(voided_at=None).select_related("version").prefetch_related("amendments")
        for row in standing:
            body = self._body(row.organisation_id)
            answers[body] = Answer(
                row.decision,
                self.names[row.signatory_id],
                self._read(row.version.fingerprint),
                self._covered(body, agreed_words(row)),
                carried=row.carried_by_id is not None,
                to_ratify=row.awaits_ratification,
            )
            assert self._covered(body, row.sections) == covered(body, self._read(row.fingerprint))
            if body == "council":
                pending = row.amendments.filter(version=None, delegation__ended_at=None)
                accepted = frozenset(self._covered(body, one.sections) for one in pending)
        status, up = str(CaseStatus(case.status)), self._read(case.version.fingerprint)
        reviewed = case.recommendations.filter(level="national").exists()
        return replace(
            found, status=status, up=up, answers=tuple(answers.values()), accepted=accepted, reviewed=reviewed
        )  # fmt: skip

    def _covered(self, body, sections):
        return tuple(self.parts[sections[name]] for name, bodies in model.SECTIONS.items() if body in bodies)


def _reply(what):
    """What is typed to sign, with an exception, or ahead of a meeting."""
    reply = {"position": "Officer", "basis": "delegation", "minute_reference": "minute 61", "answer": "signed"}
    if what == "sign except":
        return {**reply, "answer": "except", "statement": "But for the risk share."}
    if what == "sign ahead":
        return {**reply, "basis": "chairs_action", **_day("ratification_due_on", dt.date(2099, 3, 27))}
    return reply


def _day(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def _decided(case, outcome):
    """What the ministers’ office types of one plan; reasons of its own fit every outcome."""
    return {"reference": "M/14", f"outcome-{case}": outcome, f"reasons-{case}": "Ministers have read it."}


def test_whoever_acts_in_whatever_order_the_plan_is_where_the_rules_say():
    for start in model.STARTS:
        run_state_machine_as_test(
            type(f"RoadFrom{start.title().replace(' ', '')}", (Road,), {"start": start}),
            settings=settings(
                max_examples=ROADS, stateful_step_count=STEPS, deadline=None, print_blob=True, phases=PHASES,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
