"""The road of a plan as a small model: what a state is, and what an act of a person makes of it, in plain values.

It is written from the rules and not from the code, so that the two can disagree. Words are three numbers, one for each
of three sections that different bodies sign.
"""

from dataclasses import dataclass, replace
from functools import cache
from itertools import product

PARTIES, BOARD = ("council", "north", "south"), "board"
BODIES = (*PARTIES, BOARD)
SIDE = {"council": "council", "north": "nhs", "south": "nhs", BOARD: "board"}
AUTHORS = {"council author": "council", "nhs author": "north"}
# The officer of many hats signs for one body, chairs another, and assures: two of them at once are never allowed.
KEYS = {
    "council": ("council signatory", "director"),
    "north": ("north signatory",),
    "south": ("south signatory", "officer of many hats"),
    BOARD: ("chair", "officer of many hats"),
}
ASSURER, DEPUTY = "assurer", "director"
LOCAL, MODERATOR, REVIEWER, OFFICE = "local assurer", "moderator", "reviewer", "office"
PEOPLE = (
    *AUTHORS, "council signatory", DEPUTY, "north signatory", "south signatory", "chair", "officer of many hats",
    ASSURER, LOCAL, MODERATOR, REVIEWER, OFFICE, "stranger",
)  # fmt: skip
CENTRE = (ASSURER, LOCAL, MODERATOR, REVIEWER, OFFICE)
OF_THE_PLAN = tuple(who for who in PEOPLE if who not in CENTRE)
# Who holds the plan while it is with the centre, and may return it.
HOLDERS = {
    "submitted": (ASSURER, LOCAL),
    "in_assurance": (ASSURER, LOCAL),
    "with_region": (MODERATOR,),
    "in_national_review": (REVIEWER,),
    "with_ministers": (OFFICE,),
}
# Which bodies sign each section.
SECTIONS = {"vision": BODIES, "risks": PARTIES, "acute": ("north", "south", BOARD)}
DELEGATED = "risks"
SIGNED, EXCEPT, DECLINED = "signed", "except", "declined"
OUTCOMES = ("approved", "not_approved")
Words = tuple[int, ...]


@dataclass(frozen=True)
class Answer:
    """What stands for a body: to which words, by whom, the words that it stands for since, and what is still open."""

    decision: str
    by: str
    words: Words
    agreed: Words
    carried: bool = False
    to_ratify: bool = False

    @property
    def is_signed(self):
        """Whether it is a signature."""
        return self.decision in {SIGNED, EXCEPT}

    @property
    def is_settled(self):
        """Whether the plan can go on."""
        return self.is_signed or self.carried


@dataclass(frozen=True)
class State:
    """Everything about one plan that the rules speak of.

    ``accepted``: what the deputy accepted and nothing took up. ``reviewed``: the national team has recommended.
    """

    may_go_forward: bool
    draft: Words = (0, 0, 0)
    is_open: bool = True
    status: str = ""
    up: Words | None = None
    number: int = 0
    consents: tuple[tuple[str, Words], ...] = ()
    answers: tuple[Answer | None, ...] = (None,) * len(BODIES)
    delegated: bool = False
    accepted: frozenset[Words] = frozenset()
    reviewed: bool = False

    def answer(self, body):
        """What stands for this body."""
        return self.answers[BODIES.index(body)]

    def with_answer(self, body, answer):
        """Another answer in its place; what the deputy accepted was for the signature that stood."""
        answers = tuple(answer if one == body else old for one, old in zip(BODIES, self.answers, strict=True))
        return replace(self, answers=answers, accepted=frozenset() if body == "council" else self.accepted)

    def are_settled(self, bodies):
        """Whether the plan can go on as far as these go."""
        return all(answer and answer.is_settled for answer in map(self.answer, bodies))

    @property
    def shown(self):
        """The words that whoever looks now is shown."""
        return self.draft if self.is_open else self.up


@dataclass(frozen=True, order=True)
class Act:
    """What one person tries to do."""

    what: str
    who: str
    body: str = ""
    value: str = ""

    @property
    def kind(self):
        """The same word for the three ways to sign."""
        return "sign" if self.what.startswith("sign") else self.what


def covered(body, words):
    """Of these words, those that the signature of this body covers."""
    return tuple(word for word, bodies in zip(words, SECTIONS.values(), strict=True) if body in bodies)


@cache
def everything():
    """Every act of every person."""
    of_bodies = ("sign", "sign except", "sign ahead", "decline", "ratify")
    plain = (
        "consent", "take back", "reopen", "withdraw", "submit", "go forward", "take up", "return", "delegate",
        "end delegation", "accept", "recommend", "moderate", "review", "send",
    )  # fmt: skip
    return tuple(
        sorted(
            [
                *(Act(what, who) for what, who in product(plain, PEOPLE)),
                *(Act(what, who, body) for what, who, body in product(of_bodies, PEOPLE, BODIES)),
                *(Act("edit", who, section, str(n)) for who, section, n in product(PEOPLE, SECTIONS, range(3))),
                *(Act("decide", who, value=outcome) for who, outcome in product(PEOPLE, OUTCOMES)),
            ]
        )
    )


@cache
def of_their_role():
    """Those of them that the person may do at one time or another, on whatever words."""
    return tuple(act for act in everything() if act.who in HANDS.get(act.what, KEYS.get(act.body)))


def after(state, act, shown):
    """The state after a person acts on the words that they were shown: the same where the act is refused."""
    return RULES[act.kind](state, act, shown)


def _edit(state, act, _shown):
    if not state.is_open or act.who not in AUTHORS:
        return state
    place = list(SECTIONS).index(act.body)
    return replace(state, draft=(*state.draft[:place], int(act.value), *state.draft[place + 1 :]))


def _consent(state, act, shown):
    if not state.is_open or act.who not in AUTHORS or shown != state.draft:
        return state
    consents = {**dict(state.consents), SIDE[AUTHORS[act.who]]: shown}
    if len(consents) == 2 and set(consents.values()) == {state.draft}:
        return _freeze(state)
    return replace(state, consents=tuple(sorted(consents.items())))


def _freeze(state):
    frozen = replace(
        state, up=state.draft, number=state.number + 1, is_open=False, consents=(), status="in_signoff",
        reviewed=False,
    )  # fmt: skip
    if state.status != "reopened":
        return replace(frozen, answers=State.answers, accepted=frozenset())
    for body, answer in zip(BODIES, state.answers, strict=True):
        now = covered(body, state.draft)
        if answer is None or now in {covered(body, answer.words), answer.agreed}:
            continue
        if body == "council" and answer.is_signed and now in state.accepted:
            left = state.accepted - {now}
            frozen = replace(frozen.with_answer(body, replace(answer, agreed=now)), accepted=left)
        else:
            frozen = frozen.with_answer(body, None)
    return frozen


def _take_back(state, act, _shown):
    if not state.is_open or act.who not in AUTHORS:
        return state
    side = SIDE[AUTHORS[act.who]]
    return replace(state, consents=tuple(pair for pair in state.consents if pair[0] != side))


def _holds_one_key(state, act):
    """Whether what stands of this person is all for the side of this body."""
    mine = [body for body in BODIES if (answer := state.answer(body)) and answer.by == act.who]
    return {SIDE[body] for body in mine} <= {SIDE[act.body]}


def _may_answer(state, act, shown):
    return (
        state.status == "in_signoff"
        and act.who in KEYS[act.body]
        and shown == state.up
        and _holds_one_key(state, act)
    )  # fmt: skip


def _sign(state, act, shown):
    standing = state.answer(act.body)
    if not _may_answer(state, act, shown) or (standing and standing.is_signed):
        return state
    if act.body == BOARD and not state.are_settled(PARTIES):
        return state
    decision = EXCEPT if act.what == "sign except" else SIGNED
    answer = Answer(decision, act.who, shown, covered(act.body, shown), to_ratify=act.what == "sign ahead")
    return state.with_answer(act.body, answer)


def _decline(state, act, shown):
    standing = state.answer(act.body)
    if not _may_answer(state, act, shown):
        return state
    if standing and (standing.decision, standing.by) == (DECLINED, act.who):
        return state
    return state.with_answer(act.body, Answer(DECLINED, act.who, shown, covered(act.body, shown)))


def _ratify(state, act, _shown):
    standing = state.answer(act.body)
    if act.who not in KEYS[act.body] or not (standing and standing.to_ratify):
        return state
    answers = (replace(standing, to_ratify=False) if one is standing else one for one in state.answers)
    return replace(state, answers=tuple(answers))


def _go_forward(state, act, shown):
    if state.status != "in_signoff" or act.who not in AUTHORS or shown != state.up or not state.may_go_forward:
        return state
    refusing = [body for body in BODIES if state.answer(body) and not state.answer(body).is_settled]
    own = state.answer(AUTHORS[act.who])
    if not refusing or not (own and own.is_signed):
        return state
    group = (BOARD,) if refusing[0] == BOARD else PARTIES
    if any(state.answer(body) is None for body in group):
        return state
    carried = (one and replace(one, carried=one.carried or not one.is_signed) for one in state.answers)
    return replace(state, answers=tuple(carried))


def _submit(state, act, _shown):
    if state.status != "in_signoff" or act.who not in AUTHORS or not state.are_settled(BODIES):
        return state
    return replace(state, status="submitted")


def _opened(state):
    return replace(state, status="reopened", is_open=True, reviewed=False)


def _withdraw(state, act, _shown):
    return _opened(state) if state.status == "submitted" and act.who in AUTHORS else state


def _reopen(state, act, _shown):
    if act.who not in AUTHORS:
        return state
    if state.status == "decided":
        return replace(state, is_open=True)
    return _opened(state) if state.status == "in_signoff" else state


def _take_up(state, act, _shown):
    if act.who not in HOLDERS["submitted"] or state.status != "submitted":
        return state
    return replace(state, status="in_assurance")


def _return(state, act, _shown):
    return _opened(state) if act.who in HOLDERS.get(state.status, ()) else state


def _recommend(state, act, _shown):
    # Both sides read the plan and agree, at the assurer's word; alone the other side recommends nothing.
    if act.who != ASSURER or state.status != "in_assurance":
        return state
    return replace(state, status="with_region")


def _moderate(state, act, _shown):
    if act.who != MODERATOR or state.status != "with_region":
        return state
    return replace(state, status="in_national_review")


def _review(state, act, _shown):
    if act.who != REVIEWER or state.status != "in_national_review":
        return state
    return replace(state, reviewed=True)


def _send(state, act, _shown):
    if act.who != REVIEWER or state.status != "in_national_review" or not state.reviewed:
        return state
    return replace(state, status="with_ministers")


def _decide(state, act, shown):
    if act.who == REVIEWER:
        return _send(state, act, shown)  # whatever the national team posts there, it only ever sends the list
    if act.who != OFFICE or state.status != "with_ministers":
        return state
    return replace(state, status="decided", is_open=act.value == "not_approved")


def _delegate(state, act, _shown):
    # The deputy is the director, who cannot name themselves.
    may = act.who in KEYS["council"] and act.who != DEPUTY and state.status in {"in_signoff", "reopened"}
    return replace(state, delegated=True) if may else state


def _end_delegation(state, act, _shown):
    may = act.who in KEYS["council"] and state.status in {"in_signoff", "reopened"} and state.delegated
    return replace(state, delegated=False, accepted=frozenset()) if may else state


def _accept(state, act, shown):
    standing = state.answer("council")
    if act.who != DEPUTY or not state.delegated or state.status != "reopened" or shown != state.draft:
        return state
    if not (standing and standing.is_signed):
        return state
    pairs = zip(SECTIONS.items(), standing.words, shown, strict=True)
    changed = {name for (name, bodies), signed, now in pairs if signed != now and "council" in bodies}
    if changed != {DELEGATED}:
        return state
    return replace(state, accepted=state.accepted | {covered("council", shown)})


RULES = {
    "edit": _edit,
    "consent": _consent,
    "take back": _take_back,
    "sign": _sign,
    "decline": _decline,
    "ratify": _ratify,
    "go forward": _go_forward,
    "submit": _submit,
    "withdraw": _withdraw,
    "reopen": _reopen,
    "take up": _take_up,
    "return": _return,
    "recommend": _recommend,
    "moderate": _moderate,
    "review": _review,
    "send": _send,
    "decide": _decide,
    "delegate": _delegate,
    "end delegation": _end_delegation,
    "accept": _accept,
}
# Who may ever do what; signing, declining and ratifying are for those who hold a key of the body.
HANDS = {
    **dict.fromkeys(("edit", "consent", "take back", "reopen", "withdraw", "submit", "go forward"), tuple(AUTHORS)),
    **dict.fromkeys(("delegate", "end delegation"), KEYS["council"]),
    "accept": (DEPUTY,),
    "take up": HOLDERS["submitted"],
    "return": tuple({who: None for holders in HOLDERS.values() for who in holders}),
    "recommend": (ASSURER,),
    "moderate": (MODERATOR,),
    "review": (REVIEWER,),
    "send": (REVIEWER,),
    "decide": (OFFICE,),
}
# Which acts are on words that the person was shown.
WORDED = ("sign", "sign except", "sign ahead", "decline", "consent", "go forward", "accept")
# How far a plan may have come before the road begins: what is true of its state there.
STARTS = {
    "drafting": lambda state: not state.status,
    "up for sign-off": lambda state: state.status == "in_signoff",
    "one has signed": lambda state: any(state.answers),
    "parties have signed": lambda state: state.are_settled(PARTIES),
    "board has agreed": lambda state: state.are_settled(BODIES),
    "open after signing": lambda state: state.status == "reopened",
    "submitted": lambda state: state.status == "submitted",
    "in assurance": lambda state: state.status == "in_assurance",
    "reviewed nationally": lambda state: state.reviewed,
    "with ministers": lambda state: state.status == "with_ministers",
    "decided": lambda state: state.status == "decided",
}
# What brings a plan on, first things first.
FORWARD = ("decide", "send", "review", "moderate", "recommend", "take up", "submit", "sign", "consent")
