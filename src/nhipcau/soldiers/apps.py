from django.apps import AppConfig


class SoldiersConfig(AppConfig):
    name = "nhipcau.soldiers"
    label = "soldiers"
    default_auto_field = "django.db.models.BigAutoField"
