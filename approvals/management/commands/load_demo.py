"""``manage.py load_demo``: the demonstration plans and their people; ``--reset KEY`` puts one plan back."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from approvals.demo import load_demo, reset_demo
from approvals.stages import standings, with_stage
from itf.accounts.models import User
from plans.demo.files import KEYS, DemoFileRefused
from plans.models import Plan


class Command(BaseCommand):
    """Loads what is not there yet; a plan that someone has worked on stays as it stands."""

    help = "Load the demonstration plans and their people. Plans that exist are left as they stand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One option: which plan to put back."""
        parser.add_argument(
            "--reset",
            metavar="KEY",
            choices=KEYS,
            help="put this plan back to its first state; once it was frozen, make a fresh copy beside it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where demo mode is off, or when the reference data is not loaded."""
        if not settings.DEMO:
            raise CommandError("Demo mode is off here: demonstration people and plans are not loaded.")
        try:
            if options["reset"]:
                self._reset(options["reset"])
                return
            for plan, what in load_demo():
                self.stdout.write(f"{plan.title}: {_state(plan)}, {what} under {_address(plan)}")
        except DemoFileRefused as error:
            raise CommandError(str(error)) from error
        people = User.objects.filter(is_demo=True).count()
        self.stdout.write(f"{people} demonstration people, listed on the sign-in page.")

    def _reset(self, key: str) -> None:
        plan = reset_demo(key)
        self.stdout.write(f"{plan.title}: {_state(plan)}, made anew under {_address(plan)}")
        if plan.key != key:
            frozen = reverse("plans:overview", args=[key])
            self.stdout.write(f"The frozen plan under {frozen} stays: versions are never deleted.")


def _state(plan: Plan) -> str:
    (standing,) = standings(with_stage(Plan.objects.filter(pk=plan.pk)))
    return standing.title.lower()


def _address(plan: Plan) -> str:
    return reverse("plans:overview", args=[plan.key])
