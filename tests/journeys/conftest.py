"""A browser before the sample year. The year is told once; every journey walks in a copy of it."""

import contextlib
import dataclasses
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections, transaction
from psycopg import sql
from pytest_django.live_server_helper import LiveServer

from nhipcau.ops import provisioning
from nhipcau.ops.local_cluster import connect
from nhipcau.ops.province import read_province
from nhipcau.ops.sample.load import load_sample, read_sample
from tests.conftest import act_as, template_name
from tests.factories import moment
from tests.journeys.visitor import Visitor

NOW = moment("2026-11-23 09:00")
TOLD, COPY = "nhipcau_told", "nhipcau_journey"
PEOPLE_SHARE = 0.05


def admin():
    """A connection that may make databases."""
    where = connections["default"].settings_dict
    if settings.EMBEDDED_DATABASE:
        return connect(Path(where["HOST"]))
    return psycopg.connect(
        host=where["HOST"] or None,
        port=where["PORT"] or None,
        user=where["USER"] or None,
        password=where["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


def copy_database(source, target):
    drop_database(target)
    with admin() as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(target), sql.Identifier(source)
            )
        )


def drop_database(name):
    with admin() as server:
        server.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


@contextlib.contextmanager
def connected_to(name):
    """Every connection of this process, those of the server's threads too, goes to ``name``."""
    where = connections["default"].settings_dict
    before = where["NAME"]
    connections["default"].close()
    where["NAME"] = name
    try:
        yield
    finally:
        connections["default"].close()
        where["NAME"] = before


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed journey tells what each visitor last read."""
    report = yield
    if report.when == "call" and report.failed:
        site = item.funcargs.get("site")
        for visitor in site.visitors if site else ():
            with contextlib.suppress(Exception):
                report.sections.append((visitor.page.url, visitor.outline()))
    return report


@contextlib.contextmanager
def as_owner():
    """The role of the site may not make tables."""
    before = connections["default"].settings_dict["USER"]
    if settings.EMBEDDED_DATABASE:
        act_as(provisioning.OWNER)
    yield
    act_as(before)


def make_empty_site():
    """Tables and rights without a row; where the suite migrated already, a copy of that."""
    if settings.EMBEDDED_DATABASE:
        copy_database(template_name(), TOLD)
        with admin() as server:
            server.execute(
                sql.SQL("ALTER DATABASE {} OWNER TO {}").format(
                    sql.Identifier(TOLD), sql.Identifier(provisioning.OWNER)
                )
            )
        return
    drop_database(TOLD)
    with admin() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TOLD)))
    with connected_to(TOLD), as_owner():
        call_command("migrate", interactive=False, verbosity=0)
        provisioning.provision(connections["default"])


@pytest.fixture(scope="session")
def told_year(django_db_setup, django_db_blocker):
    """The database in which the province and its sample year are told: only ever copied."""
    with django_db_blocker.unblock():
        make_empty_site()
        year_is_told = time_machine.travel(NOW, tick=False)
        with connected_to(TOLD), year_is_told, transaction.atomic():
            folder = Path(settings.PROVINCE_DIR)
            province = read_province(folder)
            story = read_sample(folder, province, now=NOW, people_share=PEOPLE_SHARE)
            load_sample(province, story, now=NOW)
    yield TOLD
    with django_db_blocker.unblock():
        drop_database(COPY)
        drop_database(TOLD)


class KeptStaticFiles(StaticFilesHandler):
    """As with the real site, a browser asks once for each style, script and font."""

    def serve(self, request):
        answer = super().serve(request)
        answer["Cache-Control"] = "max-age=3600"
        return answer


@pytest.fixture(scope="session")
def server(django_db_setup):
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = KeptStaticFiles
    server.start()
    yield server
    server.stop()


@dataclasses.dataclass
class Site:
    """The running site and the browser that visits it."""

    url: str
    browser: object
    visitors: list = dataclasses.field(default_factory=list)

    def visitor(self, **options):
        visitor = Visitor(self.browser, self.url, **options)
        self.visitors.append(visitor)
        return visitor


def open_site(told_year, server, browser, django_db_blocker):
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True):
        connections["default"].close()
        copy_database(told_year, COPY)
        with connected_to(COPY):
            cache.clear()
            site = Site(server.url, browser)
            yield site
            for visitor in site.visitors:
                visitor.close()
            for visitor in site.visitors:
                assert visitor.problems == []


@pytest.fixture
def site(told_year, server, browser, django_db_blocker):
    """A site of its own for one journey, at nine o'clock on 23 November 2026."""
    yield from open_site(told_year, server, browser, django_db_blocker)


@pytest.fixture(scope="module")
def read_site(told_year, server, browser, django_db_blocker):
    """One site for many tests of a module that only read."""
    yield from open_site(told_year, server, browser, django_db_blocker)
