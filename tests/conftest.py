import contextlib
import hashlib
import os
import shutil
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from django.utils.translation.reloader import translation_file_changed
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import sync_playwright

from nhipcau.ops import provisioning
from nhipcau.ops.catalogues import compile_stale
from nhipcau.ops.local_cluster import connect
from nhipcau.web.account.sessions import SECOND_FACTOR
from tests import today

# The tests act as the site does, with the rights of its role; and may empty tables between tests.
TESTER = "nhipcau_tester"
MOST_TEMPLATES = 4

if os.environ.get("NHIPCAU_SABOTAGE"):
    # That a test turns red is all that is asked; the smallest example is not.
    hypothesis_settings.register_profile("sabotage", phases=[Phase.explicit, Phase.generate])
    hypothesis_settings.load_profile("sabotage")

# Django may have looked into a catalogue while it was set up, before this file was read.
for _source in compile_stale(Path(settings.BASE) / "locale"):
    translation_file_changed(None, _source.with_suffix(".mo"))


class OutboundConnection(RuntimeError):
    """A test tried to reach another computer."""


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """Nothing in the suite talks to another computer."""
    real = socket.socket.connect, socket.socket.connect_ex

    def allowed(self, address):
        if self.family == socket.AF_UNIX:
            return
        host = address[0] if isinstance(address, tuple) else ""
        if not (host.startswith("127.") or host in ("::1", "localhost", "0.0.0.0", "")):
            raise OutboundConnection(f"a test tried to reach {host}")

    def connect_here(self, address):
        allowed(self, address)
        return real[0](self, address)

    def connect_ex_here(self, address):
        allowed(self, address)
        return real[1](self, address)

    socket.socket.connect = connect_here
    socket.socket.connect_ex = connect_ex_here
    yield
    socket.socket.connect, socket.socket.connect_ex = real


@pytest.fixture(autouse=True)
def _force_login_gives_the_second_factor(monkeypatch):
    """``client.force_login`` stands for a complete sign-in; tests of sign-in use the pages."""
    force_login = Client.force_login

    def complete(self, user, backend=None):
        force_login(self, user, backend)
        session = self.session
        session[SECOND_FACTOR] = user.pk
        session.save()

    monkeypatch.setattr(Client, "force_login", complete)


def act_as(user):
    connections["default"].close()
    connections["default"].settings_dict["USER"] = user


def end_other_sessions(where):
    """A thread of a live server may still hold a connection; the database goes all the same."""
    with connect(where["HOST"], database="postgres") as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            [where["NAME"]],
        )


def grant_tests(where):
    """The tests act with the rights of the site's role; and may empty tables between tests."""
    with connect(where["HOST"], database=where["NAME"]) as admin:
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [TESTER]).fetchone():
            admin.execute(f"CREATE ROLE {TESTER} LOGIN IN ROLE {provisioning.APP}")
        admin.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {TESTER}")


def template_name():
    """A name for the tables that these migrations and these rights make."""
    sources = [
        *Path(provisioning.__file__).parents[1].glob("*/migrations/*.py"),
        Path(provisioning.__file__),
        Path(__file__),
        *Path(settings.BASE).glob("requirements/base.txt"),
    ]
    told = hashlib.sha256()
    for path in sorted(sources, key=lambda one: one.parts[-3:]):
        told.update(path.read_bytes())
    return f"template_{told.hexdigest()[:16]}"


@contextlib.contextmanager
def copied_database():
    """A database copied from one that was migrated once: a run pays for migrating no more."""
    where, template = connections["default"].settings_dict, template_name()
    with connect(where["HOST"]) as admin:
        known = {row[0] for row in admin.execute("SELECT datname FROM pg_database").fetchall()}
        if template not in known:
            earlier = [one for one in known if one.startswith("template_")]
            for old in earlier if len(earlier) >= MOST_TEMPLATES else ():
                admin.execute(f"DROP DATABASE {old} (FORCE)")
            made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
            provisioning.provision(connections["default"])
            grant_tests(where)
            test_name, original = where["NAME"], made[0][1]
            connections["default"].close()
            admin.execute(f"ALTER DATABASE {test_name} RENAME TO {template}")
            where["NAME"] = settings.DATABASES["default"]["NAME"] = original
        name = f"test_{where['NAME']}"
        admin.execute(f"DROP DATABASE IF EXISTS {name} (FORCE)")
        admin.execute(
            f"CREATE DATABASE {name} TEMPLATE {template} OWNER {provisioning.OWNER}"
            " STRATEGY file_copy"
        )
        original, where["NAME"] = where["NAME"], name
        settings.DATABASES["default"]["NAME"] = name
        yield
        end_other_sessions(where)
        connections["default"].close()
        admin.execute(f"DROP DATABASE IF EXISTS {name} (FORCE)")
        where["NAME"] = settings.DATABASES["default"]["NAME"] = original


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Tables made as the owner, rights given; then the tests act as the site's plain role."""
    with django_db_blocker.unblock():
        if settings.EMBEDDED_DATABASE:
            with copied_database():
                act_as(TESTER)
                with django_db_blocker.block():
                    yield
                act_as(provisioning.OWNER)
            return
        made = setup_databases(
            verbosity=request.config.option.verbose, interactive=False, serialized_aliases=[]
        )
        provisioning.provision(connections["default"])
        with django_db_blocker.block():
            yield
        teardown_databases(made, verbosity=0)


CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser():
    """The system's chromium, which reaches this computer alone. Mark its tests ``browser``."""
    path = os.environ.get("NHIPCAU_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM)), ""
    )
    if not path:
        pytest.skip("browser tests: no chromium")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            chromium_sandbox=os.geteuid() != 0,
            args=[
                "--disable-dev-shm-usage",
                "--disable-component-update",
                "--disable-background-networking",
                "--disable-gpu",
                "--disable-gpu-rasterization",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser):
    """A new visitor with a phone in Vietnamese."""
    context = browser.new_context(
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        viewport={"width": 390, "height": 844},
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context):
    return context.new_page()


FIRST = (
    "tests/messaging/test_workers.py",
    "tests/ops/test_worker.py",
    "tests/ops/test_purge.py",
    "tests/sabotage/",
    "tests/journeys/test_every_page.py",
    "tests/access/test_matrix.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    # Processes are forked before the browser's threads exist: afterwards a child may hang; and
    # jobs that put jobs into the queue run before its event loop does. Then what takes longest,
    # or one processor would wait for it in the end.
    items.sort(
        key=lambda item: next((at for at, one in enumerate(FIRST) if one in item.nodeid), 9)
    )
    reason = os.environ.get("NHIPCAU_NO_BROWSER")
    if reason:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=f"browser tests: {reason}"))


def pytest_terminal_summary(terminalreporter):
    reason = os.environ.get("NHIPCAU_NO_BROWSER")
    if reason:
        terminalreporter.section("SKIPPED: browser tests", red=True, bold=True)
        terminalreporter.line(reason)
    if today.told():
        terminalreporter.section("ONLY A PART of the widest tests ran today", bold=True)
        for line in today.told():
            terminalreporter.line(line)
    failed = os.environ.get("NHIPCAU_FAILED_CHECKS")
    if failed:
        terminalreporter.section("FAILED before the tests: " + failed, red=True, bold=True)
