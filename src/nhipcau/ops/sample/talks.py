"""Officers of two communes who filled in with somebody yesterday, and sit with somebody now."""

from datetime import timedelta

from nhipcau.assistance.details import TalkDetails
from nhipcau.assistance.models import AssistedTalk, Interpreter, Place
from nhipcau.assistance.use_cases import begin_talk, end_talk
from nhipcau.ops.sample.promises import Office
from nhipcau.organisations.models import Role
from nhipcau.people.models import SpokenLanguage, YoungPerson

AT_HOME = TalkDetails(SpokenLanguage.TAY, Interpreter.FAMILY, Place.HOME)
IN_THE_OFFICE = TalkDetails(SpokenLanguage.NONE, Interpreter.NOBODY, Place.OFFICE)


def make_talks(office: Office) -> int:
    """Two talks for each officer, the second one open; how many."""
    for unit in office.parties:
        for officer in office.staff.get((unit, Role.COMMUNE_OFFICER), []):
            seen = YoungPerson.objects.visible_to(officer).kept().order_by("-pk")
            for person, told, before in zip(
                seen[:2],
                (IN_THE_OFFICE, AT_HOME),
                (timedelta(days=1), timedelta(minutes=20)),
                strict=False,
            ):
                at = office.now - before
                talk = begin_talk(by=officer, at=at, young_person=person, told=told)
                if told is IN_THE_OFFICE:
                    end_talk(by=officer, at=at + timedelta(minutes=35), talk=talk)
    return AssistedTalk.objects.count()
