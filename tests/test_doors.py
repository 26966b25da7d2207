"""What the doors promise, read in the source itself: nothing is written or read beside them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from scripts import lifecycle_docs

ROOT = Path(__file__).parents[1] / "cordee"
MODULES = sorted(p for p in ROOT.rglob("*.py") if "migrations" not in p.parts)
#: what answers people: every queryset there says for whom it is read
FACING = re.compile(r"/(views|api|jobs|lists)(/|\.py$|_)")
OPEN = ("visible_to", "for_system")


def nodes(path: Path) -> Iterator[ast.AST]:
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    yield from ast.walk(tree)


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def is_manager(node: ast.AST) -> bool:
    """`Model.objects` or `x.model.objects`, not a list that happens to bear the name."""
    if not (isinstance(node, ast.Attribute) and node.attr == "objects"):
        return False
    base = node.value
    name = base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""
    return name[:1].isupper() or name == "model"


def unguarded(path: Path) -> list[str]:
    return [
        place(path, node)
        for node in nodes(path)
        if is_manager(node) and getattr(getattr(node, "parent", None), "attr", "") not in OPEN
    ]  # fmt: skip


def test_the_scan_sees_what_it_must() -> None:
    lines = ["Organisation.objects.filter(pk=1)", "a_list.model.objects.all()", "outcome.objects.append(1)", "A.objects.visible_to(x)"]
    found = [line for line in lines if any(map(is_manager, ast.walk(ast.parse(line))))]
    assert found == [lines[0], lines[1], lines[3]]
    assert all(FACING.search(path) for path in ("/core/views/keep.py", "/actors/directory/api_answers.py", "/actors/directory/lists.py"))


@pytest.mark.covers("SYS-001", "SYS-902")
def test_every_queryset_that_faces_people_says_for_whom_it_is_read() -> None:
    allowed = {"User.objects"}  # a user looks at their own account: it has no thread
    found = []
    for path in MODULES:
        if FACING.search(f"/{path.relative_to(ROOT)}"):
            text = path.read_text().splitlines()
            found += [p for p in unguarded(path) if not any(a in text[int(p.rsplit(":", 1)[1]) - 1] for a in allowed)]
    assert found == []


def writes_a_state(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []
    flat = [t for target in targets for t in (target.elts if isinstance(target, ast.Tuple) else [target])]
    if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in flat):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("update", "setattr"):
        return any(keyword.arg == "state" for keyword in node.keywords)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr" and _constant(node, 1) == "state"


def _constant(call: ast.Call, place: int) -> object:
    return call.args[place].value if len(call.args) > place and isinstance(call.args[place], ast.Constant) else None


@pytest.mark.parametrize(
    "line", ["x.state = 'a'", "a, x.state = b, c", "rows.update(state='a')", "setattr(x, 'state', 'a')", "x.state: str = 'a'"]
)
def test_the_scan_of_states_sees_each_way_to_write_one(line: str) -> None:
    assert any(writes_a_state(node) for node in ast.walk(ast.parse(line)))


@pytest.mark.covers("SYS-903")
def test_nothing_but_the_lifecycle_writes_a_state() -> None:
    found = [place(path, node) for path in MODULES for node in nodes(path) if writes_a_state(node)]
    assert [p for p in found if not p.startswith(("core/lifecycle.py:", "core/corrections.py:", "core/taking_over.py:"))] == []
    assert found, "the scan reads the door itself"


def test_nothing_is_sent_from_on_commit() -> None:
    assert [str(p.relative_to(ROOT)) for p in MODULES if "on_commit" in p.read_text()] == []


def called(node: ast.AST) -> str:
    function = node.func if isinstance(node, ast.Call) else None
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""


def statutory(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(k.arg == "statutory" and _true(k.value) for k in node.keywords)


def _true(value: ast.expr) -> bool:
    return not (isinstance(value, ast.Constant) and value.value is False)


#: who may declare a letter that cannot be stopped: the notices themselves, and what keeps an account safe
STATUTORY = ("core/notices/reactions.py", "core/outbox.py", "actors/accounts/")
#: where a mail is made, and where a notice is
MADE_IN = {
    "Mail": ("core/outbox.py",),
    "Notice": ("core/notices/actions.py",),
    "EmailMessage": (),
    "EmailMultiAlternatives": ("core/outbox.py",),
    "send_mail": (),
    "send_mass_mail": (),
}


@pytest.mark.covers("SYS-002", "SYS-904")
def test_a_statutory_letter_is_a_notice_and_a_mail_leaves_by_the_outbox_alone() -> None:
    beside = []
    for path in MODULES:
        place_of = str(path.relative_to(ROOT))
        for node in nodes(path):
            if statutory(node) and not place_of.startswith(STATUTORY):
                beside.append(place(path, node))
            if (name := called(node)) in MADE_IN and place_of not in MADE_IN[name]:
                beside.append(place(path, node))
    assert beside == []


def test_the_scan_of_letters_sees_each_way_to_write_beside_the_doors() -> None:
    lines = [
        "declare('a', 'b', statutory=True)",
        "models.Notice(kind='x')",
        "mail.EmailMessage('x').send()",
        "declare('a', statutory=False)",
    ]
    seen = [any(statutory(n) or called(n) in MADE_IN for n in ast.walk(ast.parse(line))) for line in lines]
    assert seen == [True, True, True, False]


def test_the_page_of_lifecycles_is_up_to_date() -> None:
    """After a change of a lifecycle: .venv/bin/python -m scripts.lifecycle_docs"""
    assert lifecycle_docs.PAGE.read_text() == lifecycle_docs.page()


def test_what_people_type_starts_from_a_value_that_a_form_can_show() -> None:
    """A default of the base alone is an expression until the row is saved: a new row's form would show its Python name."""
    fields = [f for model in apps.get_models() if model.__module__.startswith("cordee.") for f in model._meta.concrete_fields]
    bare = [str(field) for field in fields if field.editable and field.blank and field.has_db_default() and not field.has_default()]
    assert bare == []
