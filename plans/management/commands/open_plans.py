"""``manage.py open_plans``: begin the plans of a round for chosen localities, or for all."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conditions.models import Round
from plans.models import Locality
from plans.opening import Opening, open_plans, openings


class Command(BaseCommand):
    """Opens plans. Safe to repeat: a locality that has a plan in the round keeps it."""

    help = "Begin a plan for each chosen locality in a round, with its council, its CCGs and roles for its bodies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The round and whose plans."""
        parser.add_argument("round", metavar="ROUND", help="the round's key, for example first-submission-2014")
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument(
            "--locality", action="append", metavar="X", help="key or ONS code, for example ealing or E09000009"
        )
        chosen.add_argument("--all", action="store_true", help="every locality that is not made up")
        parser.add_argument("--check", action="store_true", help="say what would be opened; nothing is stored")

    def handle(self, *_args: Any, locality: list[str] | None, check: bool, **options: Any) -> None:
        """Print a line for each locality; raises CommandError, naming what there is, for a round or place unknown."""
        round_ = Round.objects.select_related("condition_set").filter(key=options["round"]).first()
        if round_ is None:
            keys = ", ".join(Round.objects.values_list("key", flat=True))
            raise CommandError(f"There is no round “{options['round']}”. There is: {keys or 'none: load_reference'}.")
        chosen = _localities(locality)
        listed = openings(round_, chosen) if check else open_plans(round_, chosen, by=None)
        for item in listed:
            self.stdout.write(str(item))
        self.stdout.write(_sum(listed, check=check))


def _localities(named: list[str] | None) -> list[Locality]:
    if named is None:
        return list(Locality.objects.filter(is_synthetic=False))
    known = {name: locality for locality in Locality.objects.all() for name in (locality.key, locality.hwb_code)}
    unknown = [name for name in named if name not in known]
    if unknown:
        raise CommandError(
            f"No locality is called {', '.join(unknown)}. Give its key or its ONS code. Nothing is opened."
        )
    return [known[name] for name in dict.fromkeys(named)]


def _sum(listed: list[Opening], *, check: bool) -> str:
    opened = sum(item.opens if check else item.made is not None for item in listed)
    existing = sum(item.existing is not None for item in listed)
    refused = len(listed) - opened - existing
    return f"{opened} {'to open' if check else 'opened'}, {existing} there already, {refused} not opened."
