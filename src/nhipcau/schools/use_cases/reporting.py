"""The figures of a class, made once and handed over by staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.events.models import RegistrationGroup
from nhipcau.inventory.models import Sitting
from nhipcau.inventory.queries import figure, rules_in_force
from nhipcau.schools import queries, rules
from nhipcau.schools.choices import Question, Wish
from nhipcau.schools.counting import Class, count_class, figures_of
from nhipcau.schools.errors import NotReady, ReportMade, TooFewPeople
from nhipcau.schools.models import ClassReport
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def make_report(
    *,
    by: Any,
    at: datetime,
    group: RegistrationGroup,
    wishes: Mapping[str, int],
    questions: Mapping[str, int],
    sitting: Sitting | None = None,
) -> ClassReport:
    """What the school may know of this class. The counts of slips are not kept: only what may be
    told of them is.

    Args:
        wishes: ``Wish`` → slips without a name; empty if none were collected.
        questions: ``Question`` → how many asked it.
        sitting: the class as it answered the questionnaire on interests.

    Raises:
        NotAllowed: ``by`` does not work on this event, or no school sent the group.
        NotReady: the session is not over, or nobody wrote down who came.
        TooFewPeople: fewer people than figures may tell of.
        ReportMade: the class has a report.
        InvalidValue: more slips than people, or another school's class.
    """
    require(rules.may_make(by, group), _("Those who run the event make the sheet of a class."))
    group = (
        RegistrationGroup.objects.select_for_update(of=("self",))
        .select_related("session", "organisation")
        .get(pk=group.pk)
    )
    if ClassReport.objects.filter(group=group).exists():
        raise ReportMade(_("This class has its sheet; its figures stand."))
    if at < group.session.ends_at:
        raise NotReady(_("The session is not over yet."))
    counted = count_class(group)
    least = figure(rules_in_force(localdate(at)), "class_min")
    if counted.registered < least:
        raise TooFewPeople(
            _("Fewer than %(least)d people: any figure would tell of single pupils.")
            % {"least": least}
        )
    if not counted.came:
        raise NotReady(_("Please write down first who came."))
    _check_slips(wishes, questions, counted)
    if sitting is not None and not _may_use(by, group, sitting):
        raise InvalidValue(_("Please choose a class of this school."), field="sitting")
    report = ClassReport.objects.create(
        group=group,
        sitting=sitting,
        figures=figures_of(
            counted, wishes=wishes, questions=questions, sitting=sitting, least=least
        ),
        made_at=at,
        made_by=user_or_none(by),
    )
    audit.record("classreport.made", about=report, by=by, at=at)
    return report


@write
def discard_report(*, by: Any, at: datetime, report: ClassReport) -> RegistrationGroup:
    """A number was mistyped: the sheet goes, and another one may be made. What was handed out has
    to be collected first; the page says so.

    Raises:
        NotAllowed: ``by`` does not work on this event.
    """
    require(
        rules.may_make(by, report.group), _("Those who run the event make the sheet of a class.")
    )
    group = report.group
    audit.record("classreport.discarded", about=report, by=by, at=at)
    ClassReport.objects.filter(pk=report.pk).delete()
    return group


def _check_slips(wishes: Mapping[str, int], questions: Mapping[str, int], counted: Class) -> None:
    for told, known in ((wishes, Wish.values), (questions, Question.values)):
        if set(told) - set(known) or any(count < 0 for count in told.values()):
            raise InvalidValue(_("Please write a number, 0 or more."))
    if sum(wishes.values()) > counted.came:
        raise InvalidValue(
            _("More slips than people who came (%(came)d).") % {"came": counted.came}
        )
    if any(count > counted.came for count in questions.values()):
        raise InvalidValue(
            _("A question was asked by more than came (%(came)d).") % {"came": counted.came}
        )


def _may_use(by: Any, group: RegistrationGroup, sitting: Sitting) -> bool:
    return queries.sittings_of_school(by, group).filter(pk=sitting.pk).exists()
