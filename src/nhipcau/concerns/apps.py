from importlib import import_module

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "nhipcau.concerns"
    label = "concerns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are there from now on: boxes of concerns are renewed with those of cases.
        vault = import_module("nhipcau.concerns.vault")
        renewing = import_module("nhipcau.counselling.renewing")
        renewing.also_renew(vault.renew_boxes)
