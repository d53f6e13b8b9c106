from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "nhipcau.web"
    label = "web"

    def ready(self):
        import_module("nhipcau.web.account.receivers")
