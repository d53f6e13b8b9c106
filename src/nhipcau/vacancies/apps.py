from django.apps import AppConfig


class VacanciesConfig(AppConfig):
    name = "nhipcau.vacancies"
    label = "vacancies"
    default_auto_field = "django.db.models.BigAutoField"
