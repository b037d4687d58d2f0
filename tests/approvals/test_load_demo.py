"""The command that makes the demonstration, on an empty database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from itf.accounts.models import User
from plans.models import Plan, Vision
from plans.reference import load_reference


@pytest.fixture
def reference(db):
    load_reference()


def run(*arguments):
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def test_load_demo_makes_four_plans_and_says_where_each_stands(reference):
    said = run()

    assert said.splitlines() == [
        "Samplebury: draft, made under /plans/samplebury/",
        "Ealing: draft, made under /plans/ealing/",
        "Exampleshire: area assurance, made under /plans/exampleshire/",
        "Bromley: draft, made under /plans/bromley/",
        f"{User.objects.count()} demonstration people, listed on the sign-in page.",
    ]


def test_load_demo_again_says_that_it_left_everything(reference):
    run()

    said = run()

    assert said.count(": draft, left as it stands under ") == 3
    assert said.count(": area assurance, left as it stands under ") == 1


def test_reset_puts_a_draft_back(reference):
    run("--reset", "bromley")
    Vision.objects.update(aims="A newcomer wrote this.")

    said = run("--reset", "bromley")

    assert said == "Bromley: draft, made anew under /plans/bromley/\n"
    assert "newcomer" not in Vision.objects.get().aims


def test_reset_of_a_frozen_plan_says_that_it_stays(reference):
    run("--reset", "exampleshire")

    said = run("--reset", "exampleshire")

    assert said == (
        "Exampleshire (2): area assurance, made anew under /plans/exampleshire-2/\n"
        "The frozen plan under /plans/exampleshire/ stays: versions are never deleted.\n"
    )


def test_reset_refuses_a_plan_that_is_no_demonstration():
    with pytest.raises(CommandError, match="invalid choice: 'lincoln'"):
        run("--reset", "lincoln")


def test_load_demo_refuses_without_demo_mode(reference, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="Demo mode is off"):
        run()

    assert not User.objects.exists()
    assert not Plan.objects.exists()


def test_load_demo_refuses_without_reference_data(db):
    with pytest.raises(CommandError, match="load the reference data first"):
        run()

    assert not User.objects.exists()
