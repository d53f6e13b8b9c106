"""The rows of a roster together: who stands there twice, and who is known already.

Called inside use cases that asked for permission. Sets the rows' values; saves nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.timezone import localdate

from nhipcau.events.models import Registration
from nhipcau.organisations.models import Commune
from nhipcau.people.details import PersonDetails
from nhipcau.people.entering import OLDEST, YOUNGEST
from nhipcau.people.likeness import likenesses
from nhipcau.people.models import YoungPerson
from nhipcau.rosters.columns import Field
from nhipcau.rosters.judging import Surroundings, Told, reason, tell
from nhipcau.rosters.models import Roster, RosterRow
from nhipcau.rosters.states import Decision, PhoneOf, Verdict
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.vietnamese.guessing import Habit
from nhipcau.shared.wording import fold

AT_ONCE = 2_000
_TOLD_NAMES = tuple(one.name for one in fields(Told))
TOLD_FIELDS = (
    *("verdict", "reasons", "full_name", "other_names", "birth_on", "phone", "whose_number"),
    *("guardian_name", "guardian_phone", "guardian_relation", "class_name", "commune_id"),
    *("gender", "ethnicity", "is_union_member", "person_id"),
)


@dataclass(slots=True)
class NewRow:
    """A row before it is kept, without the weight of a model: there may be 25,000."""

    place: int
    sheet: int
    number: int
    cells: list[str]
    cut: list[int]
    verdict: str
    reasons: list[Any]
    typed: dict[str, str] = field(default_factory=dict)
    decision: str = ""
    full_name: str = ""
    other_names: list[str] = field(default_factory=list)
    birth_on: date | None = None
    phone: str = ""
    whose_number: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    guardian_relation: str = ""
    class_name: str = ""
    commune_id: int | None = None
    gender: str = ""
    ethnicity: str = ""
    is_union_member: bool | None = None
    person_id: int | None = None


AnyRow = RosterRow | NewRow


class Match(NamedTuple):
    """Somebody in the base who is the person of a row, or may be. ``score`` from 0 to 100."""

    person_id: int
    is_certain: bool
    score: int = 100


NOBODY = Match(0, is_certain=False)


def settle(roster: Roster, rows: Sequence[AnyRow], *, by: Any, at: datetime) -> None:
    """Give every row its values and its verdict."""
    around = _surroundings(roster, at)
    for row in rows:
        if row.verdict == Verdict.IGNORED and row.reasons[0]["code"] in _OUTSIDE:
            continue
        sheet = around[row.sheet]
        if not roster.sheets[row.sheet]["header_row"]:
            row.reasons = []
            _say(row, Verdict.UNREADABLE, "no_header")
            continue
        told = tell(row.cells, row.cut, row.typed, sheet)
        for name in _TOLD_NAMES:
            value = getattr(told, name)
            setattr(row, name, list(value) if isinstance(value, tuple) else value)
        row.person_id = None
    _find_repeated(rows, roster)
    _find_known(rows, roster, by=by)


_OUTSIDE = frozenset({"above_header", "header", "sheet_without_header"})


def told_of(row: RosterRow) -> tuple[Any, ...]:
    """The values that settling sets, to see whether it changed any."""
    return tuple(
        str(value) if name in ("reasons", "other_names") else value
        for name in TOLD_FIELDS
        for value in (getattr(row, name),)
    )


def _surroundings(roster: Roster, at: datetime) -> list[Surroundings]:
    today = localdate(at)
    communes = {fold(one.name): one.pk for one in Commune.objects.all()}
    child_below = int(reference_value("child_below_age", on=today))
    return [
        Surroundings(
            fields=tuple(Field(one) for one in sheet["fields"]),
            headers=tuple(sheet["headers"]),
            habit=Habit(roster.writing, roster.is_mixed),
            today=today,
            child_below=child_below,
            ages=(YOUNGEST, OLDEST),
            starts_1904=roster.starts_1904,
            contact_phone=roster.contact_phone,
            communes=communes,
        )
        for sheet in roster.sheets
    ]


def _say(row: AnyRow, verdict: Verdict, code: str, about: str = "") -> None:
    row.verdict = verdict
    row.reasons = [*row.reasons, reason(code, None, about)]


def _find_repeated(rows: Iterable[AnyRow], roster: Roster) -> None:
    """The first of two rows is kept; the second says where the first one stands."""
    seen: dict[Any, list[AnyRow]] = {}
    for row in rows:
        if row.verdict not in (Verdict.NEW, Verdict.NEEDS_GUARDIAN):
            continue
        key = fold(row.full_name), row.birth_on
        earlier = seen.setdefault(key, [])
        same = next((one for one in earlier if _is_same(one, row)), None)
        if same is not None:
            _say(row, Verdict.REPEATED, "repeated", _place(same, roster))
        elif earlier and row.decision != Decision.ANOTHER:
            _say(row, Verdict.REPEATED, "repeated_other_phone", _place(earlier[0], roster))
        earlier.append(row)


def _is_same(one: AnyRow, other: AnyRow) -> bool:
    are_own = one.whose_number == other.whose_number == PhoneOf.OWN
    return one.phone == other.phone or not are_own


def _place(row: AnyRow, roster: Roster) -> str:
    name = roster.sheets[row.sheet]["name"]
    has_more = sum(1 for sheet in roster.sheets if sheet["rows"]) > 1
    return f"{row.number} ({name})" if has_more and name else str(row.number)


def _find_known(rows: Sequence[AnyRow], roster: Roster, *, by: Any) -> None:
    asked = [row for row in rows if row.verdict == Verdict.NEW]
    matches = _matches_in_base([_details(row) for row in asked], by=by)
    registered = set(
        Registration.objects.live()
        .filter(session_id=roster.session_id, young_person__in={one.person_id for one in matches})
        .values_list("young_person_id", flat=True)
    )
    named: dict[int, AnyRow] = {}
    for row, match in zip(asked, matches, strict=True):
        if match is NOBODY:
            continue
        is_same = match.is_certain or row.decision == Decision.SAME
        if not is_same and row.decision == Decision.ANOTHER:
            continue
        row.person_id = match.person_id
        first = named.setdefault(match.person_id, row) if is_same else row
        if first is not row:
            _say(row, Verdict.REPEATED, "repeated", _place(first, roster))
        elif is_same and match.person_id in registered:
            _say(row, Verdict.REGISTERED, "registered")
        elif is_same:
            _say(row, Verdict.KNOWN, "known")
        else:
            _say(row, Verdict.ALIKE, "alike", str(match.score))


def _details(row: AnyRow) -> PersonDetails:
    assert row.birth_on is not None
    commune = Commune(pk=row.commune_id) if row.commune_id else None
    return PersonDetails(row.full_name, row.birth_on, row.phone, commune)


def _matches_in_base(people: Sequence[PersonDetails], *, by: Any) -> list[Match]:
    """For each of ``people`` the one who is the same, or the likeliest whom ``by`` may see.

    The same phone, name without marks and date of birth: certain, whoever asks, as for whoever
    registers. Who is only alike is a question, asked of those alone who may see that person.
    """
    known: dict[Any, int] = {}
    phones = sorted({one.phone for one in people})
    for start in range(0, len(phones), AT_ONCE):
        found = YoungPerson.objects.filter(phone__in=phones[start : start + AT_ONCE])
        for pk, merged, phone, name, birth_on in found.values_list(
            "pk", "merged_into_id", "phone", "folded_name", "birth_on"
        ):
            known[phone, name, birth_on] = merged or pk
    keys = [(one.phone, fold(one.full_name), one.birth_on) for one in people]
    matches = [Match(known[key], is_certain=True) if key in known else NOBODY for key in keys]
    unknown = [at for at, match in enumerate(matches) if match is NOBODY]
    alike = likenesses([people[at] for at in unknown], by=by)
    for at, likely in zip(unknown, alike, strict=True):
        if likely:
            matches[at] = Match(likely[0].person.pk, is_certain=False, score=likely[0].score)
    return matches
