"""From notices to mail: one letter for what waits, composed and checked again when it is sent, sent at most once."""

import logging
import uuid
from collections import defaultdict
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from approvals.acts import last_day
from approvals.deadlines import is_working_day
from approvals.models import Letter, LetterState, MailChoice, Notice, NoticeKind, Pace
from approvals.notices.telling import locked_rounds, settle
from approvals.owing import Concern, concern
from itf.mail.handing import AddressRefused, NotTaken, Unconfirmed, hand_over

logger = logging.getLogger(__name__)

MORNING = time(8)  # United Kingdom time: digests and reminders are not written before
CLAIM = timedelta(minutes=2)  # a run that dies is noticed after it; a mail server answers within EMAIL_TIMEOUT
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=4)
KINDS_TO_DO = (NoticeKind.OWED, NoticeKind.REMINDER, NoticeKind.ESCALATED)


class ClaimLost(Exception):
    """Another run has taken the letter over."""


def gather(now: datetime) -> int:
    """Put what waits for mail into letters, one for each person; returns how many. Does nothing where no mail is sent.

    Whoever wants one message each working morning waits for it. What is only for information is left out for those
    who do not want it.
    """
    if not settings.SENDS_MAIL:
        return 0
    with transaction.atomic():
        locked_rounds()
        waiting: dict[int, list[Notice]] = defaultdict(list)
        for notice in to_mail(now):
            waiting[notice.person_id].append(notice)
        choices = MailChoice.objects.in_bulk(list(waiting))
        for person, notices in waiting.items():
            choice = choices.get(person) or MailChoice(person_id=person)
            unwanted = [one.pk for one in notices if one.kind == NoticeKind.TOLD and not choice.wants_information]
            Notice.objects.filter(pk__in=unwanted).update(needs_mail=False)
            wanted = Notice.objects.filter(pk__in={one.pk for one in notices}.difference(unwanted))
            if choice.pace == Pace.DAILY and not _is_morning_for(person, now):
                wanted.update(mail_from=next_morning(now))
            elif len(notices) > len(unwanted):
                wanted.update(letter=Letter.objects.create(person_id=person, made_at=now, due_at=now))
    return len(waiting)


def to_mail(now: datetime) -> QuerySet[Notice]:
    """The notices that wait to be put into a letter."""
    new = Notice.objects.filter(needs_mail=True, letter=None, read_at=None, settled_at=None)
    return new.filter(mail_from__lte=now, person__is_active=True)


def to_send(now: datetime) -> QuerySet[Letter]:
    """The letters that can be tried now."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Letter.objects.filter(free, state=LetterState.QUEUED, due_at__lte=now)


def send(now: datetime) -> None:
    """Try every letter that is due, and close those whose run died while they left."""
    for letter in Letter.objects.filter(state=LetterState.LEAVING, claimed_until__lt=now):
        _unconfirmed(Letter.objects.filter(pk=letter.pk, claim=letter.claim), "The run that sent it ended.", now)
    for pk in to_send(now).values_list("pk", flat=True):
        deliver(pk, now)


def deliver(letter_id: uuid.UUID, now: datetime) -> None:
    """Send one letter, unless another run holds it or nothing in it is true any more. Never raises for the server."""
    claim = uuid.uuid4()
    if not to_send(now).filter(pk=letter_id).update(claim=claim, claimed_until=timezone.now() + CLAIM):
        return
    held = Letter.objects.filter(pk=letter_id, claim=claim)
    letter = held.select_related("person").first()
    # No letter: another run's clock is ahead, and has taken the claim over already. Then there is none to drop either.
    if letter is None or (message := compose(letter, now)) is None:
        held.update(state=LetterState.DROPPED, ended_at=now)
        return
    held.update(attempts=letter.attempts + 1, subject=message.subject, address=letter.person.email)

    def leaving() -> None:
        if not held.filter(state=LetterState.QUEUED).update(state=LetterState.LEAVING):
            raise ClaimLost

    try:
        hand_over(message, leaving=leaving)
    except ClaimLost:
        logger.warning("letter %s: another run has it", letter_id)
    except NotTaken as problem:
        wait = min(FIRST_WAIT * 2 ** min(letter.attempts, 10), LONGEST_WAIT)
        again = {"state": LetterState.QUEUED, "claim": None, "claimed_until": None, "due_at": now + wait}
        held.update(problem=_short(problem), **again)
        logger.warning("letter %s: not taken, again in %s: %s", letter_id, wait, problem)
    except AddressRefused as problem:
        held.update(state=LetterState.REFUSED, ended_at=timezone.now(), problem=_short(problem))
        logger.warning("letter %s: address refused: %s", letter_id, problem)
    except Unconfirmed as problem:
        _unconfirmed(held, _short(problem), now)
    else:
        held.update(state=LetterState.SENT, ended_at=timezone.now(), problem="")


def compose(letter: Letter, now: datetime) -> EmailMultiAlternatives | None:
    """What the letter says now, or None when nothing in it is still so: asked again of the plans as they stand."""
    if not letter.person.is_active:
        return None
    notices = list(letter.notices.filter(read_at=None).select_related("plan"))
    plans = {notice.plan_id for notice in notices}
    found = concern(plans, timezone.localdate(now))
    settle(found, plans, now)
    still = [notice for notice in notices if is_still_so(notice, found)]
    if not still:
        return None
    to_do = [notice for notice in still if notice.kind in KINDS_TO_DO]
    told = [notice for notice in still if notice.kind not in KINDS_TO_DO]
    days = {one.act.url: last_day(one.act, timezone.localdate(now)) for one in found.owed}
    # A reminder says its day itself.
    dated = [(notice, days.get(notice.about, "") if notice.kind == NoticeKind.OWED else "") for notice in to_do]
    context = {"person": letter.person, "to_do": dated, "told": told, "site": settings.SITE_URL}
    message = EmailMultiAlternatives(
        subject=_subject(to_do or told, len(still)),
        body=render_to_string("mail/letter.txt", context),
        to=[letter.person.email],
        # The same for every try, so that no mailbox shows one letter twice.
        headers={"Message-ID": f"<{letter.pk}@itf>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    return message


def is_still_so(notice: Notice, found: Concern) -> bool:
    """Whether what the notice says is true, and this person's to know, as the plan stands now."""
    plan = notice.plan_id
    if notice.kind == NoticeKind.ESCALATED:
        return notice.person_id in found.insiders[plan] and any(one.act.url == notice.about for one in found.owed)
    if notice.kind in KINDS_TO_DO:
        return any((one.person, one.act.url) == (notice.person_id, notice.about) for one in found.owed)
    if notice.kind == NoticeKind.PEOPLE:
        return notice.person_id in found.insiders[plan]
    # A plan that was withdrawn owes its assurers nothing any more, and is still theirs to be told of.
    return notice.person_id in found.people_of(plan) | found.takers[plan]


def next_morning(now: datetime) -> datetime:
    """The next eight o'clock of a working day, United Kingdom time."""
    day = timezone.localdate(now)
    if timezone.localtime(now).time() >= MORNING:
        day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, MORNING))


def is_morning(now: datetime) -> bool:
    """Whether it is a working day, and eight o'clock or later."""
    return is_working_day(timezone.localdate(now)) and timezone.localtime(now).time() >= MORNING


def _is_morning_for(person: int, now: datetime) -> bool:
    """Whether the day's one message is still to be written."""
    today = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    return is_morning(now) and not Letter.objects.filter(person=person, made_at__gte=today).exists()


def _unconfirmed(held: QuerySet[Letter], problem: str, now: datetime) -> None:
    """Never send it again; what it said comes in the letter of the next working morning, if it is still so."""
    with transaction.atomic():
        letter = held.select_for_update().filter(state=LetterState.LEAVING).first()
        if letter is None:
            return
        letter.state, letter.ended_at, letter.problem = LetterState.UNCONFIRMED, now, problem
        letter.save(update_fields=["state", "ended_at", "problem"])
        letter.notices.update(letter=None, mail_from=next_morning(now))
    logger.warning("letter %s: handed over without an answer; not sent again: %s", letter.pk, problem)


def _subject(notices: list[Notice], number: int) -> str:
    first = f"{notices[0].text}: {notices[0].plan.title}"
    others = number - 1
    more = f" and {others} more notice{'' if others == 1 else 's'}" if others else ""
    return " ".join(f"{first[: 150 - len(more)]}{more}".split())


def _short(problem: Exception) -> str:
    return str(problem)[:300]
