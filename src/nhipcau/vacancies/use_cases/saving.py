"""Job searches that are kept and told again; each message has the way to end it."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.timezone import localdate, localtime, make_aware
from django.utils.translation import gettext as _

from nhipcau.messaging import outbox
from nhipcau.messaging.models import PURPOSES, Topic
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.people.queries import agreed_to
from nhipcau.people.rules import require_consent
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.rules import require
from nhipcau.vacancies import rules
from nhipcau.vacancies.codes import Frequency
from nhipcau.vacancies.errors import TooManySearches
from nhipcau.vacancies.models import SavedSearch
from nhipcau.vacancies.searching import JobFilter, new_since
from nhipcau.vacancies.telling import digest_note

CODE_LENGTH = 32
DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}


@write
def save_search(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    query: Mapping[str, str],
    frequency: str,
) -> SavedSearch:
    """Tell the person when new work fits. The same search saved twice is one.

    Raises:
        NotAllowed: ``by`` did not sign in with the phone of the person.
        ConsentMissing: the person does not agree to be told of anything later.
        TooManySearches: as many as one person may have.
        InvalidValue: no such frequency, or a search for everything.
    """
    require(
        rules.may_save_search(by, young_person), _("Please sign in with your phone number first.")
    )
    if frequency not in Frequency.values:
        raise InvalidValue(_("Please choose how often."), field="frequency")
    wanted = JobFilter.read(query)
    if not wanted.narrows:
        raise InvalidValue(_("Please search for something first: a word, a place, a wage."))
    require_consent(young_person, Purpose.CONTACT)
    YoungPerson.objects.select_for_update(no_key=True).get(pk=young_person.pk)
    running = young_person.saved_searches.running()
    told = wanted.as_query()
    search = running.filter(query=told).first()
    if search is None:
        most = int(reference_value("saved_searches_most", on=localdate(at)))
        if running.count() >= most:
            raise TooManySearches(
                _("You keep %(count)d searches already. Please stop one of them first.")
                % {"count": most}
            )
        search = SavedSearch(
            young_person=young_person,
            query=told,
            code=get_random_string(CODE_LENGTH),
            seen_until=at,
            created_at=at,
        )
    search.frequency = frequency
    search.next_at = _next(frequency, at)
    search.save()
    audit.record("savedsearch.kept", about=search, by=by, at=at, fields=["frequency"])
    return search


@write
def stop_search(*, by: Any, at: datetime, search: SavedSearch, code: str = "") -> SavedSearch:
    """End it. A second click changes nothing.

    Raises:
        NotAllowed: ``by`` neither holds the link nor signed in with the phone.
    """
    require(rules.may_stop_search(by, search, code), _("This search belongs to somebody else."))
    search = SavedSearch.objects.select_for_update().get(pk=search.pk)
    if search.stopped_at is None:
        search.stopped_at = at
        search.save(update_fields=["stopped_at"])
        outbox.take_back(search, at=at)
        audit.record("savedsearch.stopped", about=search, by=by, at=at, fields=["stopped_at"])
    return search


@write
def send_digests(*, by: Any, at: datetime) -> int:
    """Put a message for each search that is due and has something new; how many messages.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    due = (
        SavedSearch.objects.running()
        .filter(agreed_to(PURPOSES[Topic.JOBS]), next_at__lte=at)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("young_person")
        .order_by("pk")
    )
    sent, on = 0, localdate(at)
    for search in due:
        count = new_since(JobFilter.read(search.query), search.seen_until, on=on).count()
        if count:
            outbox.put(digest_note(search, count), at=at)
            sent += 1
        search.seen_until = at
        search.next_at = _next(search.frequency, at)
        search.save(update_fields=["seen_until", "next_at"])
    return sent


def _next(frequency: str, at: datetime) -> datetime:
    """The hour of digests, a day or a week later."""
    day = localtime(at).date() + timedelta(days=DAYS[Frequency(frequency)])
    hour = time.fromisoformat(reference_value("job_digest_at", on=localdate(at)))
    return make_aware(datetime.combine(day, hour))
