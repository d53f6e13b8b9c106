"""What pages show of soldiers: the list, who is asked now, one person."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.timezone import localdate

from nhipcau.events.models import Registration, Session
from nhipcau.events.states import RegistrationState
from nhipcau.people.models import YoungPerson
from nhipcau.placements.links import link_of, read_link
from nhipcau.programmes.models import Audience
from nhipcau.soldiers import rules
from nhipcau.soldiers.models import HomeCheck, MilitaryService
from nhipcau.soldiers.states import Card, ServiceState, Situation

SHOWS = ("", "serving", "due", "help", "card", "ended")
# So many days before its end, a card that was not used is told of on the list.
CARD_ENDS_SOON = 92
SESSIONS_SINCE = 183
MOST_SESSIONS = 5


def open_checks() -> Any:
    return HomeCheck.objects.open().order_by("due_on")


def services_listed(actor: Any, *, shows: str, commune: str, typed: str, on: date) -> Any:
    """Soldiers that an actor may see, narrowed; each with its open checks."""
    found = (
        MilitaryService.objects.visible_to(actor)
        .select_related("young_person__commune")
        .prefetch_related(Prefetch("checks", open_checks(), to_attr="open_checks"))
    )
    found = found.filter(state=ServiceState.ENDED) if shows == "ended" else found.live()
    if commune:
        found = found.filter(young_person__commune__code=commune)
    for word in typed.split():
        found = found.filter(young_person__folded_name__contains=word)
    return _narrowed(found, shows, on).order_by("expected_on", "young_person__folded_name", "pk")


def _narrowed(found: Any, shows: str, on: date) -> Any:
    if shows == "serving":
        return found.filter(state=ServiceState.SERVING)
    if shows == "due":
        return found.filter(pk__in=_due(on).values("service"))
    if shows == "help":
        return found.filter(pk__in=_wanting_help().values("service"))
    if shows == "card":
        return found.filter(_card_ends_soon(on))
    return found


def _due(on: date) -> Any:
    return HomeCheck.objects.open().filter(due_on__lte=on)


def _wanting_help() -> Any:
    return HomeCheck.objects.filter(wants_help=True, helped_at=None)


def _card_ends_soon(on: date) -> Q:
    used = HomeCheck.objects.filter(card__in=[Card.USED, Card.NONE, Card.NOT_WANTED])
    return Q(
        state=ServiceState.DISCHARGED,
        card_until__gte=on,
        card_until__lte=on + timedelta(days=CARD_ENDS_SOON),
    ) & ~Q(pk__in=used.values("service"))


def counts_of(actor: Any, on: date) -> dict[str, int]:
    """How many serve, are to be asked, want help, or lose their support soon: one statement."""
    seen = MilitaryService.objects.visible_to(actor)
    return seen.aggregate(
        serving=Count("pk", filter=Q(state=ServiceState.SERVING)),
        due=Count("pk", filter=Q(pk__in=_due(on).values("service"))),
        help=Count("pk", filter=Q(pk__in=_wanting_help().values("service"))),
        card=Count("pk", filter=_card_ends_soon(on)),
    )


def whole_service(actor: Any, pk: int) -> MilitaryService | None:
    """One soldier with everything the page shows."""
    return (
        MilitaryService.objects.visible_to(actor)
        .select_related("young_person__commune", "session__event")
        .prefetch_related(
            Prefetch("checks", HomeCheck.objects.select_related("answered_by").order_by("month")),
            "changes__by",
        )
        .filter(pk=pk)
        .first()
    )


def service_of(actor: Any, person: YoungPerson) -> MilitaryService | None:
    """For the record of one person: the newest that was not a mistake."""
    return (
        MilitaryService.objects.visible_to(actor)
        .filter(young_person__in=YoungPerson.objects.same_as(person))
        .exclude(state=ServiceState.REMOVED)
        .order_by("-pk")
        .first()
    )


def services_of_phone(actor: Any) -> list[MilitaryService]:
    """For the own page: who is followed under a family's phone, with what is asked."""
    return list(
        MilitaryService.objects.visible_to(actor)
        .live()
        .select_related("young_person")
        .prefetch_related(Prefetch("checks", open_checks(), to_attr="open_checks"))
        .order_by("pk")
    )


def not_followed_yet(session: Session) -> list[YoungPerson]:
    """Who is on a session's list and not among the soldiers yet."""
    live = MilitaryService.objects.live()
    found = (
        Registration.objects.filter(
            session=session,
            state__in=[RegistrationState.CONFIRMED, RegistrationState.WAITING],
            young_person__merged_into=None,
        )
        .exclude(young_person__in=live.values("young_person"))
        .select_related("young_person__commune")
        .order_by("young_person__folded_name", "pk")
    )
    return [one.young_person for one in found]


def sessions_to_take_from(actor: Any, *, on: date) -> list[Session]:
    """Sessions for soldiers of the last months whose people are not all on the list."""
    listed = Registration.objects.filter(
        session=OuterRef("pk"), state=RegistrationState.CONFIRMED, young_person__merged_into=None
    ).exclude(young_person__in=MilitaryService.objects.live().values("young_person"))
    units = rules.units_of(actor)
    return list(
        Session.objects.filter(
            Q(event__plan_line__lead__in=units) | Q(event__plan_line__supporting__in=units),
            event__kind__audience=Audience.SOLDIERS,
            starts_at__date__gte=on - timedelta(days=SESSIONS_SINCE),
        )
        .filter(Exists(listed))
        .order_by("-starts_at", "pk")[:MOST_SESSIONS]
    )


def check_link(check: HomeCheck) -> str:
    """The link that answers one check, good for some weeks from its day on."""
    return link_of(rules.HOME_LINK, check.pk, last_day=last_day_of(check))


def last_day_of(check: HomeCheck) -> date:
    return check.due_on + timedelta(days=rules.link_days(check.due_on))


def asked_by(token: str, *, at: datetime) -> HomeCheck | None:
    """The check that a link asks about.

    Raises:
        LinkForged: this installation did not sign it.
        LinkExpired: its last day is over.
    """
    link = read_link(token, at=at)
    if link.kind != rules.HOME_LINK:
        return None
    return HomeCheck.objects.select_related("service__young_person").filter(pk=link.number).first()


def due_to_ask(at: datetime) -> Any:
    """Checks whose day has come, not asked before, and whose link would still be good."""
    today = localdate(at)
    return (
        HomeCheck.objects.filter(
            asked_at=None,
            situation="",
            due_on__lte=today,
            due_on__gt=today - timedelta(days=rules.link_days(today)),
            service__state=ServiceState.DISCHARGED,
        )
        .select_related("service__young_person")
        .order_by("due_on", "pk")
    )


def is_answered(check: HomeCheck) -> bool:
    return check.situation not in ("", Situation.NOT_REACHED)
