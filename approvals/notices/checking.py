"""The check of every night: deputies whose time is over end, and authors are told of steps that nobody can take."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from approvals.models import Notice, NoticeKind
from approvals.notices.reading import recount
from approvals.notices.telling import locked_rounds
from approvals.permissions import everyones_powers
from approvals.stages import standings, with_stage
from approvals.standing import Stage
from approvals.standing_in import end_lapsed
from approvals.stuck import stuck_among
from plans.models import Plan


def check(now: datetime) -> int:
    """Once a day: end what has lapsed, and tell a plan's authors of each step that nobody can take, once."""
    today = timezone.localdate(now)
    with transaction.atomic():
        rounds = locked_rounds()
        if rounds.checked_on == today:
            return 0
        rounds.checked_on = today
        rounds.save(update_fields=["checked_on"])
        end_lapsed(today, now)
        listed = standings(with_stage(Plan.objects.all()))
        found = stuck_among([standing for standing in listed if standing.stage != Stage.DECIDED])
        powers = everyones_powers([stuck.standing.plan for stuck in found])
        notices = [
            Notice(
                person_id=person,
                plan=stuck.standing.plan,
                kind=NoticeKind.PEOPLE,
                key=f"stuck:{stuck.standing.version or 0}:{post.title}"[:200],
                text=f"Nobody can take a coming step, “{post.title}”: {post.blocks}"[:300],
                url=reverse("approvals:people", args=[stuck.standing.plan.key]),
                made_at=now,
                mail_from=now,
            )
            for stuck in found
            for post in stuck.posts
            for person, held in powers[stuck.standing.plan.pk].items()
            if "edit_plan" in held
        ]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        recount({notice.person_id for notice in notices})
    return len(found)
