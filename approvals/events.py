"""What happened, in sentences for lay readers: one for each action that the history of a plan holds."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from approvals.deadlines import day_in_words
from approvals.models import AuthorityBasis, Outcome
from itf.audit.models import AuditEvent
from plans.models import Audience, DocumentKind
from plans.national_templates import template_for

# What takes a case out of assurance again, in words for those who were to read it.
BACK_WITH_AUTHORS = {"case.withdrawn": "withdrawn by its authors", "case.returned": "returned to its authors"}

# An empty sentence: another event of the same step says it. {who} is the person's post; the rest is the event's data.
SENTENCES = {
    "plan.created": "{who} began the plan.",
    "plan.copied_here": "It was copied forward from version {version} of {source}.",
    "plan.copied_forward": "{who} copied version {version} forward into {title}.",
    "section.saved": "{who} saved {section_title}.",
    "section.saved_again": "",
    "section.restored": "{who} put {section_title} back as it stood earlier.",
    "scheme.added": "{who} added scheme {ref}.",
    "scheme.removed": "{who} removed scheme {ref} {title}.",
    "scheme.put_back": "{who} put a removed scheme back.",
    "attachment.added": "{who} attached {name}.",
    "attachment.removed": "{who} took the file {name} out.",
    "finding.explained": "{who} explained a warning: {explanation}",
    "invitation.sent": "{who} invited {organisation} to comment.",
    "invitation.link_renewed": "{who} made a new link for {organisation}.",
    "invitation.opened": "{organisation} opened its invitation.",
    "invitation.withdrawn": "{who} withdrew the invitation of {organisation}.",
    "commentary.stored": "",
    "commentary.given": "{organisation} gave its commentary. {stance}",
    "commentary.taken_back": "{organisation} took its commentary back. {kept}",
    "plan.move_agreed": "{who} agreed for {organisation} to move the plan{move_words}.",
    "plan.move_withdrawn": "{who} took the agreement to move the plan back.",
    "plan.moved": "The plan was moved{move_words}.",
    "plan.freeze_agreed": "{who} agreed to freeze the plan for {organisation}.",
    "plan.freeze_consent_withdrawn": "{who} took the agreement to freeze back.",
    "plan.frozen": "Both sides have agreed: version {version} was frozen and put up for sign-off.",
    "plan.reopened": "",
    "case.opened": "",
    "case.put_up_again": "",
    "case.reopened": "{who} reopened the plan: {reason}",
    "case.reopened_for_conditions": "{who} opened the plan for conditions of approval: {reason} {opened}",
    "case.follows": "Version {version} answers conditions of approval of version {follows}. {standing_words}",
    "signoff.signed": "{who} signed version {version} for {organisation}{exception_words} ({basis_words}).{said}",
    "signoff.agreed": "{who} agreed version {version} for {organisation}{exception_words} ({basis_words}).{said}",
    "signoff.declined": "{who} declined version {version} for {organisation}: {statement}",
    "signoff.voided": "The answer of {organisation} became void: {reason} {changed}",
    "signoff.ratified": "{organisation} has ratified its action ({minute}), recorded by {who}.",
    "signoff.ratification_refused": "{organisation} refused to ratify its action ({minute}), recorded by {who}.",
    "delegation.given": "{who} let {deputy} accept minor amendments for {organisation} until {until_words} ({minute}).",
    "delegation.ended": "{organisation} ended the delegation to {deputy}.",
    "amendment.accepted": "{who} accepted amendments for {organisation} within a delegation ({minute}). {changed}",
    "signoff.amended": "The signature of {organisation} stands on version {version}, accepted by {deputy}. {changed}",
    "case.route_changed": "The route of the plan is now: {bodies_words}.",
    "case.went_forward": "{who} put version {version} forward without {without_words}, for {organisation}: {statement}",
    "role.deputised": "{who} named {person} deputy {role} of {organisation}{until}.",
    "role.replaced": "{who} put {person} in the place of {before}: {role} of {organisation}.",
    "role.given": "{who} gave {person} the role {role} of {organisation}, in the administration.",
    "role.taken": "{who} took the role {role} of {organisation} from {person}, in the administration.",
    "account.closed": "{who} closed the account of {person}.",
    "account.opened": "{who} opened the account of {person} again.",
    "account.rights_changed": "",
    "role.deputy_ended": "{person} is no longer deputy {role} of {organisation}.",
    "meeting.added": "{who} entered a meeting of {organisation}: {title} on {day}, papers by {papers}.",
    "meeting.removed": "{who} took a meeting of {organisation} out: {title} on {day}.",
    "case.submitted": "{who} submitted version {version}.",
    "case.withdrawn": "{who} withdrew the submitted plan: {reason}",
    "case.returned": "{who} returned the plan to its authors: {reason}",
    "case.taken_up": "{who} took version {version} up for {organisation}.",
    "review.started": "{who} began a second review for {organisation}.",
    "review.scored": "",
    "review.finished": "{who} finished the review.",
    # The reason may tell a score, which the parties learn with the decision: the trail keeps it.
    "review.reopened": "{who} opened the finished review again, to correct it.",
    "document.sealed": "{who} sealed {document_words} of version {version}.",
    "clarification.asked": "{who} asked about {place}: {question}",
    "clarification.answered": "{who} answered about {place}.",
    "clarification.accepted": "{who} accepted the answer about {place}.",
    "interest.declared": "",
    "condition.drafted": "",
    "condition.dropped": "",
    "condition.evidence": "{who} gave evidence for {organisation} that a condition is met: {condition}",
    "condition.closed": "{who} took a condition of {organisation} as met: {condition}",
    "condition.sent_back": "{who} sent evidence of {organisation} back: {reason}",
    # Of what is recommended the parties learn with the decision: until then the sentence says how far it has come.
    "recommendation.proposed": "",
    "case.recommended": "{organisation} and {with} recommended an outcome together.",
    "case.moderated": "{organisation} moderated version {version}.",
    "recommendation.national": "",
    "case.put_into_tranche": "The national team put the plan into the {tranche_words}.",
    "case.sent_to_ministers": "The national team sent version {version} to ministers with the {tranche_words}.",
    "case.decided": "{organisation} decided on version {version}: {outcome_words}.{open_again}",
    "case.letter_added": "{who} added the signed letter with the decision on version {version}.",
    "comment.opened": "{who} commented on {section_title}.",
    "comment.replied": "",
    "comment.resolved": "{who} resolved comments on {section_title}.",
    "comment.reopened": "{who} reopened comments on {section_title}.",
    "comment.widened": "{who} let {audience_words} read comments on {section_title}.",
    "comment.withdrawn": "",
    # Of a thread for one organisation no timeline tells: the other parties must not learn that there is one.
    "comment.opened_inside": "",
    "comment.replied_inside": "",
    "comment.resolved_inside": "",
    "comment.reopened_inside": "",
    "comment.withdrawn_inside": "",
}
# What authors do while they write: a sitting of it is told in one sentence.
DRAFTING = ("section.saved", "scheme.added", "scheme.removed", "scheme.put_back")
OLDEST = "dec-2013"  # the template whose titles stand where nobody says which
AUDIENCES = {Audience.PARTNERS: "all partners", Audience.ASSURERS: "partners and assurers"}
DOCUMENTS = {DocumentKind.SUBMISSION: "the PDF as submitted", DocumentKind.LETTER: "the letter with the outcome"}
NAMED = 3  # sections named in one sentence
# What assurers' own pages may speak of: nothing before submission.
OF_THE_CENTRE = (
    "case.submitted",
    "signoff.ratification_refused",
    "case.withdrawn",
    "case.returned",
    "case.taken_up",
    "review.started",
    "review.finished",
    "review.reopened",
    "condition.evidence",
    "condition.closed",
    "condition.sent_back",
    "clarification.asked",
    "clarification.answered",
    "clarification.accepted",
    "case.recommended",
    "case.moderated",
    "case.put_into_tranche",
    "case.sent_to_ministers",
    "case.decided",
)


def sentence(event: AuditEvent, who: str, template: str = OLDEST) -> str:
    """The event as one sentence, sections under the titles of the plan's template.

    Empty where another event of the same step says it, or the action is not ours.
    """
    words: defaultdict[str, Any] = defaultdict(str, event.data, who=who, **_in_words(event.data, template))
    return " ".join(SENTENCES.get(event.action, "").format_map(words).split())


def saved_sentence(events: Sequence[AuditEvent], who: str, template: str = OLDEST) -> str:
    """Several acts of drafting by one person in one sentence, each section named once."""
    titles = _section_titles(template)
    # The acts on whole schemes name no section: it is the one that holds them.
    saved = list(dict.fromkeys(titles.get(event.data.get("section", "schemes"), "a section") for event in events))
    more = f" and {len(saved) - NAMED} more" if len(saved) > NAMED else ""
    return f"{who} saved {', '.join(saved[:NAMED])}{more}."


def _in_words(data: dict[str, Any], template: str) -> dict[str, str]:
    """What the data holds as keys, as readers know it."""
    sections = data.get("sections") or []
    return {
        "move_words": move_words(data),
        "until_words": day_words(data.get("until")),
        "section_title": _section_titles(template).get(data.get("section", ""), "a section"),
        "audience_words": AUDIENCES.get(data.get("audience", ""), ""),
        "basis_words": _authority(data),
        "exception_words": ", with an exception" if data.get("exception") else "",
        "said": f" “{data['statement']}”" if data.get("statement") else "",
        "bodies_words": ", ".join(data.get("bodies") or []),
        "without_words": ", ".join(data.get("without") or []),
        "outcome_words": _label(Outcome, data.get("outcome")).lower(),
        "open_again": " The plan is open for changes." if data.get("outcome") == Outcome.NOT_APPROVED else "",
        "tranche_words": str(data.get("tranche", "")).lower(),
        "document_words": DOCUMENTS.get(data.get("kind", ""), ""),
        "opened": f"Open: {', '.join(sections)}." if sections else "",
        "standing_words": f"The signatures of {', '.join(data['standing'])} stand." if data.get("standing") else "",
        "changed": f"Changed: {', '.join(sections)}." if sections else "",
    }


def day_words(stored: object) -> str:
    """A day as events hold it (``2034-03-14``) in words; what holds words already stays as it is."""
    text = str(stored or "")
    return day_in_words(date.fromisoformat(text)) if text[:1].isdigit() else text


def move_words(data: dict[str, Any]) -> str:
    """From where to where a plan moves, and by whom; empty for events older than that these were recorded."""
    parts = (("from", "from_title"), ("to", "to_title"), ("by", "people"))
    return "".join(f" {word} {data[name]}" for word, name in parts if data.get(name))


def _section_titles(template: str) -> dict[str, str]:
    return {section.slug: section.title for section in template_for(template).sections}


def _authority(data: dict[str, Any]) -> str:
    """On what authority a body answered, in its own words, as everywhere; older events do not hold them."""
    if data.get("basis") == AuthorityBasis.DELEGATION:
        general = "by delegation"  # its label names an officer, and the leader or the chair may be meant
    else:
        general = _label(AuthorityBasis, data.get("basis"))
    words: str = data.get("authority") or general
    return words[:1].lower() + words[1:]


def _label(choices: type[AuthorityBasis] | type[Outcome], value: object) -> str:
    return str(choices(value).label) if value in choices.values else ""
