from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import pre_migrate

from nhipcau.ops import privacy, provisioning


def prepare_database(*, using: str, **_: Any) -> None:
    """Migrations count on the extensions and on a server that is new enough."""
    provisioning.check_version(connections[using])
    provisioning.create_extensions(connections[using])


class OpsConfig(AppConfig):
    name = "nhipcau.ops"
    label = "ops"

    checks = privacy  # importing it registers the check of the register

    def ready(self) -> None:
        # Django sends the signal only for apps with models; `shared` is the first of ours.
        pre_migrate.connect(prepare_database, sender=apps.get_app_config("shared"))
