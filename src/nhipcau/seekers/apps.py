from django.apps import AppConfig


class SeekersConfig(AppConfig):
    name = "nhipcau.seekers"
    label = "seekers"
    default_auto_field = "django.db.models.BigAutoField"
