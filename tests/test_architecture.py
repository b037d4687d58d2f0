"""What the import linter cannot see: keys point down, nothing climbs back, one place writes a status."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
# From the bottom up; apps of one rank do not know each other (architecture: one direction).
RANKS = {"accounts": 0, "lib": 0, "jobs": 1, "audit": 1, "mail": 1, "conditions": 2, "plans": 3, "approvals": 4}
FOLDERS = ("itf", "conditions", "plans", "approvals")
PRODUCT = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MIGRATIONS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("**/migrations/0*.py"))
# Who may import what: each door is one module or package.
DOORS = {
    "guardian": ("plans/permissions.py", "approvals/permissions.py", "plans/models/permission.py"),
    "weasyprint": ("itf/lib/pdf.py",),
    "pyhanko": ("itf/lib/sealing/",),
    "openpyxl": ("plans/documents/workbook/", "plans/imports/"),
    "celery": ("itf/celery.py", "itf/jobs/tasks.py", "plans/tasks.py", "approvals/tasks.py"),
}
# Which modules write which status: the only ones that may assign it, pass it to update or make a row with it.
WRITERS = ("plans/lifecycle.py", "approvals/workflow.py")
# Guardian's own base classes name their accessors; only the permissions modules use these tables.
GUARDIAN_TABLES = {"PlanUserPermission", "PlanGroupPermission"}
MOST_LINES = 400


def place(path):
    """Where a module stands, as people write it."""
    return path.relative_to(ROOT).as_posix()


def parsed(path):
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def our_models():
    """Every model of the product."""
    return [model for model in apps.get_models() if model._meta.app_label in RANKS]


def rank(model):
    """How far up its app stands; apps that are not ours stand below all."""
    return RANKS.get(model._meta.app_label, -1)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_key_points_down_or_stays(model):
    up = [field.name for field in model._meta.get_fields() if field.concrete and field.is_relation and climbs(field)]

    assert up == []


def climbs(field):
    """Whether a relation leads from a lower app to an upper one."""
    return rank(field.related_model) > rank(field.model)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_no_accessor_climbs_back_up(model):
    accessors = [
        relation.get_accessor_name()
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and climbs(relation)
        if relation.related_model.__name__ not in GUARDIAN_TABLES
        if not relation.hidden
    ]

    assert accessors == []


def status_writes(tree):
    """The lines of a module that write a status: an assignment, an update, a new row."""
    for node in ast.walk(tree):
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and any(
            is_status(target) for target in targets
        ):
            yield node.lineno
        elif isinstance(node, ast.Call) and called(node) in {"update", "create", "get_or_create", "update_or_create"}:
            if any(keyword.arg == "status" for keyword in node.keywords):
                yield node.lineno
        elif isinstance(node, ast.Call) and called(node) == "setattr" and any(is_word(word) for word in node.args):
            yield node.lineno


def is_status(target):
    """``plan.status`` as the target of an assignment."""
    return isinstance(target, ast.Attribute) and target.attr == "status"


def is_word(node):
    """The word "status" itself."""
    return isinstance(node, ast.Constant) and node.value == "status"


def called(node):
    """The last name of what a call calls."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_a_status_is_written_in_one_place_for_each_table():
    found = {place(path): list(status_writes(parsed(path))) for path in PRODUCT}
    written = {module for module, lines in found.items() if lines}

    assert written <= set(WRITERS)
    assert "plans/lifecycle.py" in written


@pytest.mark.parametrize(
    ("code", "writes"),
    [
        ("plan.status = 'frozen'", 1),
        ("self.plan.status = x", 1),
        ("plan.status: str = x", 1),
        ("Plan.objects.filter(pk=1).update(status='open')", 1),
        ("Case.objects.create(status='submitted')", 1),
        ("setattr(plan, 'status', x)", 1),
        ("Plan.objects.filter(status='open')", 0),
        ("if plan.status == 'open': pass", 0),
        ("status = plan.status", 0),
        ("render(request, status=422)", 0),
    ],
)
def test_what_counts_as_writing_a_status(code, writes):
    assert len(list(status_writes(ast.parse(code)))) == writes


def imports(tree):
    """The top packages that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", DOORS)
def test_only_its_door_imports(package):
    users = {place(path) for path in PRODUCT if package in set(imports(parsed(path)))}

    assert users, f"nothing imports {package}: take it out of this test and of the dependencies"
    assert {user for user in users if not user.startswith(DOORS[package])} == set()


@pytest.mark.parametrize("path", [*PRODUCT, *TESTS], ids=place)
def test_every_module_says_in_one_line_what_lives_there(path):
    opening = ast.get_docstring(parsed(path))

    assert opening
    assert opening.splitlines()[0].endswith((".", "?"))


@pytest.mark.parametrize("path", PRODUCT, ids=place)
def test_no_module_is_longer_than_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_migrations_are_named_by_hand():
    assert not [place(path) for path in MIGRATIONS if "auto" in path.stem or "merge" in path.stem]
