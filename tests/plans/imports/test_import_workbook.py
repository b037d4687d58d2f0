"""``manage.py import_workbook``."""

import pytest
from django.core.management import CommandError, call_command

from plans.models import Plan, PlanStatus, Vision
from tests.plans.imports.test_comparing import save
from tests.plans.imports.workbooks import answered, exported, put

VISION = "Vision, aims and planned"


@pytest.fixture
def file(complete, tmp_path):
    """Writes a workbook of the complete plan to a file."""

    def write(content=None, name="plan.xlsx"):
        path = tmp_path / name
        path.write_bytes(exported(complete) if content is None else content)
        return path

    return write


def run(capsys, *arguments):
    """What the command prints."""
    call_command("import_workbook", *map(str, arguments))
    return capsys.readouterr().out


def test_a_dry_run_prints_the_preview_and_stores_nothing(complete, file, capsys):
    path = file(answered(exported(complete), VISION, "vision", "Two teams."))

    printed = run(capsys, path, "--plan", "samplebury")

    assert f"changed   {VISION}!C4: What is your vision" in printed
    assert "One team. -> Two teams." in printed
    assert "1 cell changed" in printed
    assert "this is a dry run" in printed
    assert Vision.objects.get().vision == "One team."


def test_apply_stores_what_is_changed_in_the_name_of_an_author(complete, file, capsys):
    path = file(answered(exported(complete), VISION, "vision", "Two teams."))

    printed = run(capsys, path, "--plan", "samplebury", "--apply", "--by", complete.author.email)

    assert "Stored: 1 changes, as Council author" in printed
    assert Vision.objects.get().vision == "Two teams."


@pytest.fixture
def clashing(complete, file):
    """A file with two changes, one of them over what the CCG's author saved since."""
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    content = answered(content, VISION, "aims", "Shorter stays.")
    save(complete, "vision", {"main-vision": "Three teams."})
    return file(content)


def test_apply_over_newer_answers_ends_with_1_and_names_them(complete, clashing, capsys):
    with pytest.raises(CommandError) as fault:
        run(capsys, clashing, "--plan", "samplebury", "--apply", "--by", complete.author.email)

    assert fault.value.returncode == 1
    told = str(fault.value)
    assert f"conflict  {VISION}!C4: What is your vision" in told
    assert "One team. -> here Three teams., in the file Two teams.. Saved here by CCG author, " in told
    assert "--conflicts keep" in told
    assert (Vision.objects.get().vision, Vision.objects.get().aims) == ("Three teams.", "Fewer stays.")


@pytest.mark.parametrize(("answer", "vision", "stored"), [("keep", "Three teams.", 1), ("replace", "Two teams.", 2)])
def test_apply_does_with_newer_answers_as_it_is_told(complete, clashing, capsys, answer, vision, stored):
    by = ["--apply", "--by", complete.author.email]

    printed = run(capsys, clashing, "--plan", "samplebury", *by, "--conflicts", answer)

    assert f"Stored: {stored} change" in printed
    assert (Vision.objects.get().vision, Vision.objects.get().aims) == (vision, "Shorter stays.")


def test_a_refused_cell_ends_with_1_and_stores_nothing(complete, file, capsys):
    content = answered(exported(complete), VISION, "vision", "Two teams.")
    path = file(put(content, "Investment lines", 4, {"stated": "45.000"}))

    with pytest.raises(CommandError) as fault:
        run(capsys, path, "--plan", "samplebury", "--apply", "--by", complete.author.email)

    assert fault.value.returncode == 1
    assert "“45.000” can mean 45 or 45,000. Type one of them." in capsys.readouterr().out
    assert Vision.objects.get().vision == "One team."


def test_a_foreign_file_ends_with_1_and_the_list_of_errors(complete, file, capsys):
    path = file(b"id;title\n", "plan.xlsx")

    with pytest.raises(CommandError, match=r"This is not an Excel workbook") as fault:
        run(capsys, path, "--plan", "samplebury")

    assert fault.value.returncode == 1


@pytest.mark.parametrize("by", [[], ["--by", "nobody@example.org"]])
def test_apply_without_an_author_is_refused(complete, file, capsys, by):
    with pytest.raises(CommandError, match="--apply needs --by EMAIL"):
        run(capsys, file(), "--plan", "samplebury", "--apply", *by)


def test_apply_by_someone_who_may_not_edit_is_refused_with_the_reason(complete, file, capsys):
    with pytest.raises(CommandError, match="Only authors of the council or a CCG"):
        run(capsys, file(), "--plan", "samplebury", "--apply", "--by", complete.signatory.email)


def test_apply_to_a_frozen_plan_is_refused(complete, file, capsys):
    path = file()
    Plan.objects.update(status=PlanStatus.FROZEN)

    with pytest.raises(CommandError, match="The plan is frozen"):
        run(capsys, path, "--plan", "samplebury", "--apply", "--by", complete.author.email)


def test_a_file_that_is_not_there_is_named(complete, tmp_path, capsys):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(capsys, tmp_path / "none.xlsx", "--plan", "samplebury")


def test_an_unknown_plan_is_refused_with_those_there_are(complete, file, capsys):
    with pytest.raises(CommandError, match="There is: samplebury"):
        run(capsys, file(), "--plan", "elsewhere")
