from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "nhipcau.placements"
    label = "placements"
    default_auto_field = "django.db.models.BigAutoField"
