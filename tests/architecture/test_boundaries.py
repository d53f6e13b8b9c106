"""What import-linter cannot see. Each check has its fault in tests/sabotage."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "nhipcau"
MODULES = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
INTERFACES = {"web", "api", "ops"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SCOPES = {"visible_to", "public"}
WRITES = {
    *("save", "create", "update", "delete", "bulk_create", "bulk_update"),
    *("get_or_create", "update_or_create", "raw", "cursor"),
}
HTTP = ("django.http", "django.shortcuts", "django.contrib.messages", "django.urls", "ninja")
# The database's own roles and servers are not the domain's data.
DATABASE_OPERATIONS = {"provisioning.py", "local_cluster.py", "health.py", "demo.py"}
MOST_LINES = 400
# A refused code must still count as a try, so these keep their own transactions and keys; scans
# are kept by one statement, and their numbers are the keys.
OWN_TRANSACTIONS = {"request_code", "redeem_code", "note_failed_sign_in", "take_scans"}


def each_module(chosen):
    paths = [path for path in MODULES if chosen(path.relative_to(SRC))]
    assert paths
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(SRC)))


def nodes(path, kind):
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kind)]


def called_name(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_interface(path):
    return path.parts[0] in INTERFACES


@each_module(lambda path: is_interface(path) and path.name not in DATABASE_OPERATIONS)
def test_interfaces_never_write(path):
    """A write is recognised by its name on a manager, a queryset or a record of ours."""
    written = [
        (node.lineno, called_name(node))
        for node in nodes(path, ast.Call)
        if isinstance(node.func, ast.Attribute)
        and called_name(node).removeprefix("a") in WRITES
        and not is_plain_update(node)
    ]

    assert not written, "move the write to a use case"


def is_plain_update(call):
    """``hash.update(b"…")``, ``dict.update(…)``, ``tar.create`` of the standard library."""
    receiver = call.func.value
    chain = {node.attr for node in ast.walk(receiver) if isinstance(node, ast.Attribute)}
    names = {node.id for node in ast.walk(receiver) if isinstance(node, ast.Name)}
    plain = {
        "context",
        "hash",
        "digest",
        "data",
        "initial",
        "document",
        "image",
        "buffer",
        "found",
    }
    return not chain & MANAGERS and bool(names & plain)


@each_module(lambda path: path.parts[0] in {"web", "api"})
def test_pages_start_from_what_the_actor_may_see(path):
    """Every manager is followed by visible_to() or public(); no get_object_or_404(Model)."""
    attributes = nodes(path, ast.Attribute)
    scoped = {id(node.value) for node in attributes if node.attr in SCOPES}
    bare_managers = [
        node.lineno for node in attributes if node.attr in MANAGERS and id(node) not in scoped
    ]
    bare_models = [
        node.lineno
        for node in nodes(path, ast.Call)
        if called_name(node) in {"get_object_or_404", "get_list_or_404"}
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id[0].isupper()
    ]

    assert not bare_managers
    assert not bare_models


@each_module(lambda path: not is_interface(path) and path.parts[0] != "__init__.py")
def test_the_domain_does_not_know_http(path):
    imported = {node.module or "" for node in nodes(path, ast.ImportFrom)}
    imported |= {alias.name for node in nodes(path, ast.Import) for alias in node.names}

    assert not [module for module in imported if module.startswith(HTTP)]


@each_module(lambda path: "use_cases" in (path.stem, path.parent.name))
def test_every_use_case_asks_first_and_says_who_and_when(path):
    """Public functions take ``by`` and ``at`` by keyword and begin with ``require(...)``."""
    for function in ast.parse(path.read_text()).body:
        is_function = isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if is_function and not function.name.startswith("_"):
            first = function.body[1 if ast.get_docstring(function) else 0]
            assert isinstance(first, ast.Expr), function.name
            assert isinstance(first.value, ast.Call), function.name
            assert called_name(first.value) == "require", function.name
            assert not function.args.args, function.name
            assert {"by", "at"} <= {a.arg for a in function.args.kwonlyargs}, function.name


@each_module(lambda path: "use_cases" in (path.stem, path.parent.name))
def test_every_use_case_is_one_transaction_with_a_key(path):
    """``@write`` opens the transaction and takes the idempotency key."""
    for function in ast.parse(path.read_text()).body:
        is_public = isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if is_public and function.name not in OWN_TRANSACTIONS:
            decorators = {getattr(one, "id", "") for one in function.decorator_list}
            assert decorators & {"write", "write_in_one_call"}, function.name


@each_module(lambda path: True)
def test_modules_stay_readable_in_one_sitting(path):
    assert len(path.read_text().splitlines()) <= MOST_LINES


@each_module(lambda path: True)
def test_no_drawer_without_a_label(path):
    assert path.stem not in {"utils", "helpers", "common", "misc", "core"}


@each_module(lambda path: not is_interface(path) and path.name != "sms.py")
def test_the_domain_reads_no_clock(path):
    """``at=`` is an argument: no ``now()`` or ``today()`` behind anyone's back."""
    asked = [
        node.lineno
        for node in nodes(path, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"now", "today", "utcnow"}
    ]

    assert not asked


CHOOSERS = {
    *("algorithms", "employers", "vacancies", "seekers", "referrals", "placements", "api"),
    "matching",
}


@each_module(lambda path: path.parts[0] in CHOOSERS or path.parts[:2] == ("web", "employers"))
def test_interests_choose_nobody(path):
    """Interest inventories are not designed for selection, and results belong to the person: what
    introduces people, or shows them to employers, must not even know of them. Import-linter sees
    imports; this sees relations and tables as well (``interest_sheets``, ``inventory_sheet``)."""
    text = path.read_text(encoding="utf-8")

    assert not [word for word in ("inventory", "interest_") if word in text]
