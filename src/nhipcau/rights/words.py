"""Headings of the readable export, in the order in which people look for things."""

from typing import Any

from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

TABLES = {
    "people_youngperson": _("Who you are"),
    "people_guardian": _("Parents and guardians"),
    "people_consent": _("What you agreed to"),
    "people_following": _("Units that accompany you"),
    "events_registration": _("Registrations"),
    "events_attendance": _("Attendance"),
    "gate_scan": _("Scans at the gate"),
    "seekers_jobwish": _("The work you look for"),
    "seekers_languageskill": _("Your languages"),
    "seekers_workexperience": _("Where you worked before"),
    "seekers_specialneeds": _("What you told of your circumstances"),
    "seekers_wishchange": _("Changes of your wish"),
    "inventory_sheet": _("What you answered about your interests"),
    "inventory_result": _("What your answers said"),
    "matching_suggestion": _("Work that was suggested to you"),
    "matching_refusal": _("What was put aside, and why"),
    "matching_gradingpair": _("Suggestions that colleagues graded, without your name"),
    "matching_grade": _("The grades they gave"),
    "appointments_appointment": _("Appointments"),
    "appointments_bookinglink": _("Links by which you may book"),
    "assistance_assistedtalk": _("Who filled in together with you"),
    "referrals_referral": _("Introductions"),
    "placements_placement": _("Where you began to work"),
    "placements_startword": _("Who said that you began"),
    "placements_staycheck": _("How it went"),
    "placements_counsellingtask": _("Talks with a counsellor"),
    "placements_departurestep": _("Your way abroad"),
    "placements_familycontact": _("Whom we call at home"),
    "people_responsibility": _("Who answers for you now"),
    "counselling_case": _("Your counselling"),
    "counselling_contact": _("When you met a counsellor"),
    "counselling_step": _("What you agreed with a counsellor"),
    "counselling_transfer": _("Who your counselling went to"),
    "counselling_emergencyopening": _("Notes opened in an emergency"),
    "coordination_difficulty": _("Difficulties that concern you"),
    "coordination_difficultystep": _("What was done about them, step by step"),
    "coordination_thread": _("What both units spoke about"),
    "coordination_post": _("What was written there"),
    "coordination_decision": _("What was decided there"),
    "coordination_promise": _("What a unit promised there"),
    "coordination_notice": _("What units were told of it"),
    "reporting_snapshotperson": _("Closed figures in which you were counted"),
    "messaging_message": _("Messages to you"),
    "messaging_letter": _("Letters that carried them"),
    "rights_datarequest": _("What you asked about your data"),
    "accounts_user": _("Your sign-in"),
    "accounts_signincode": _("Sign-in codes"),
    "shared_auditevent": _("What was done to your record"),
}


def column_word(field: Any) -> str:
    return str(capfirst(force_str(field.verbose_name)))
