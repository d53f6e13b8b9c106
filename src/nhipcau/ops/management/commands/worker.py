from typing import cast

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import DeleteJobCondition

GRACE_SECONDS = 8


class Command(BaseCommand):
    help = "Send messages and do everything else that happens by the clock. Ends with Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what waits, then end")

    def handle(self, *, once, **options):
        connector = cast(DjangoConnector, app.connector)
        with app.replace_connector(connector.get_worker_connector()):
            app.run_worker(
                wait=not once,
                concurrency=2,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs=DeleteJobCondition.SUCCESSFUL,
            )
