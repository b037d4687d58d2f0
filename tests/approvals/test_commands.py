"""The diagram of states is drawn from the table, and a difference is noticed."""

import pytest
from django.core.management import CommandError, call_command

from approvals.management.commands import case_states
from approvals.workflow import EVENTS


def test_case_states_of_the_repository_are_up_to_date():
    call_command("case_states", "--check")


def test_case_states_draws_every_move_once():
    drawn = case_states.diagram()

    for (start, to), action in EVENTS.items():
        assert drawn.count(f"    {start.value} --> {to.value}: {action}\n") == 1


def test_case_states_check_refuses_a_file_that_differs(tmp_path, monkeypatch):
    target = tmp_path / "case-states.md"
    monkeypatch.setattr(case_states, "TARGET", target)

    with pytest.raises(CommandError):
        call_command("case_states", "--check")
    target.write_text(case_states.diagram() + "more", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("case_states", "--check")


def test_case_states_writes_what_check_accepts(tmp_path, monkeypatch, settings, capsys):
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(case_states, "TARGET", tmp_path / "case-states.md")

    call_command("case_states")
    call_command("case_states", "--check")

    assert "Written: case-states.md" in capsys.readouterr().out
