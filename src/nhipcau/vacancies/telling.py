"""What people are told about vacancies, in Vietnamese."""

from datetime import timedelta

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext

from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note
from nhipcau.organisations.queries import commune_list
from nhipcau.vacancies.folding import country_words, province_names
from nhipcau.vacancies.models import Occupation, SavedSearch
from nhipcau.vacancies.searching import JobFilter, in_words

SEARCH_LENGTH = 60
# The address that the public pages give a saved search; tests/web holds the two together.
PAGE = "/jobs/searches/{code}/"


def digest_note(search: SavedSearch, count: int) -> Note:
    """How much is new for a saved search. Its page shows the work and has the way to stop it."""
    with translation.override("vi"):
        text = ngettext(
            "%(count)d new job for your search “%(what)s”. See it, or stop these messages:",
            "%(count)d new jobs for your search “%(what)s”. See them, or stop these messages:",
            count,
        ) % {"count": count, "what": search_in_words(search.query)}
    return Note(
        young_person=search.young_person,
        topic=Topic.JOBS,
        text=text,
        about=search,
        path=PAGE.format(code=search.code),
        expires_at=search.next_at + timedelta(days=7),
        replaces=True,
    )


def search_in_words(query: dict[str, str]) -> str:
    wanted = JobFilter.read(query)
    return Truncator(in_words(wanted, code_names(wanted))).chars(SEARCH_LENGTH)


def code_names(wanted: JobFilter) -> dict[str, str]:
    """The names of the codes in a filter."""
    names = {}
    if wanted.commune:
        for one in commune_list():
            if one.code == wanted.commune:
                names[one.code] = str(one)
    if wanted.province in province_names():
        names[wanted.province] = province_names()[wanted.province]
    if wanted.country in country_words():
        vi, en = country_words()[wanted.country]
        names[wanted.country] = en if get_language() == "en" else vi
    if wanted.occupation:
        chosen = Occupation.objects.filter(code=wanted.occupation).first()
        if chosen:
            names[wanted.occupation] = str(chosen)
    return names
