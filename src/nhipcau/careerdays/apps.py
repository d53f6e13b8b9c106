from django.apps import AppConfig


class CareerDaysConfig(AppConfig):
    name = "nhipcau.careerdays"
    label = "careerdays"
    default_auto_field = "django.db.models.BigAutoField"
