"""What people are told about vacancies, in Vietnamese."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext

from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note
from nhipcau.organisations.queries import commune_list
from nhipcau.vacancies.folding import country_words, province_names
from nhipcau.vacancies.models import Occupation, SavedSearch
from nhipcau.vacancies.searching import JobFilter, coded, in_words

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


def search_in_words(query: Mapping[str, str]) -> str:
    """What a kept search looks for."""
    return searches_in_words([query])[0]


def searches_in_words(queries: Sequence[Mapping[str, str]]) -> list[str]:
    """The same for several, at the cost of one."""
    wanted = [JobFilter.read(query) for query in queries]
    names = _names({one for filter_ in wanted for one in coded(filter_)})
    return [Truncator(in_words(one, names)).chars(SEARCH_LENGTH) for one in wanted]


def _names(codes: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The names of codes: pairs of kind and code, as ``coded`` gives them."""
    kinds = {kind for kind, _code in codes}
    names: dict[tuple[str, str], str] = {}
    if "commune" in kinds:
        names |= {("commune", one.code): str(one) for one in commune_list()}
    if "province" in kinds:
        names |= {("province", code): name for code, name in province_names().items()}
    if "country" in kinds:
        place = 1 if get_language() == "en" else 0
        names |= {("country", code): told[place] for code, told in country_words().items()}
    if "occupation" in kinds:
        chosen = Occupation.objects.filter(code__in={code for _kind, code in codes})
        names |= {("occupation", one.code): str(one) for one in chosen}
    return names
