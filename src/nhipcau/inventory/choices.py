"""What a sheet may be, and the ways to learn an occupation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Form(TextChoices):
    SHORT = "SHORT", _("short form, 24 activities")
    LONG = "LONG", _("long form, 48 activities")


ITEMS = {Form.SHORT: 24, Form.LONG: 48}


class Mode(TextChoices):
    PHONE = "PHONE", _("on a phone or computer")
    PAPER = "PAPER", _("on paper")
    ASSISTED = "ASSISTED", _("together with staff")


class Way(TextChoices):
    JOB = "JOB", _("learnt at work")
    SHORT = "SHORT", _("elementary course, under a year")
    INTERMEDIATE = "INTERMEDIATE", _("intermediate level, from grade 9 on")
    COLLEGE = "COLLEGE", _("college, after grade 12")
    UNIVERSITY = "UNIVERSITY", _("university, after grade 12")
