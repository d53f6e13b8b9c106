"""A class answers on one occasion: on phones by its code, or on numbered paper typed twice."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.inventory import queries, rules
from nhipcau.inventory.choices import Mode
from nhipcau.inventory.errors import EntriesDiffer, SittingClosed
from nhipcau.inventory.models import PaperSheet, Sitting
from nhipcau.inventory.recording import (
    CLASS_LENGTH,
    STRIP_LENGTH,
    checked_answers,
    new_code,
    record_sheet,
)
from nhipcau.inventory.studying import class_figures
from nhipcau.organisations.models import Organisation
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

MOST_PAPERS_AT_ONCE, MOST_PAPERS = 100, 500


@write
def open_sitting(
    *,
    by: Any,
    at: datetime,
    unit: Organisation,
    name: str,
    form: str,
    school: Organisation | None = None,
) -> Sitting:
    """A class may answer from now on; its code is written on the board.

    Raises:
        NotAllowed: ``by`` does not work with people in this unit.
        InvalidValue: the class has no name.
    """
    require(rules.may_open_sitting(by, unit.pk), _("Your role does not work with classes."))
    if not name.strip():
        raise InvalidValue(_("Please write which class it is, for example 11A2."), field="name")
    item_set, _items = queries.items_in_force(localdate(at))
    sitting = Sitting.objects.create(
        name=name.strip(),
        school=school,
        unit=unit,
        item_set=item_set,
        form=form,
        code=new_code(CLASS_LENGTH),
        opened_by=user_or_none(by),
        opened_at=at,
    )
    audit.record("sitting.opened", about=sitting, by=by, at=at)
    return sitting


@write
def close_sitting(*, by: Any, at: datetime, sitting: Sitting) -> Sitting:
    """The class has finished: no sheet is added, and its figures are frozen as they are.

    Raises:
        NotAllowed: it is another unit's.
        SittingClosed: it was closed before.
        InvalidValue: papers were typed once only.
    """
    require(rules.may_work_on(by, sitting), _("This class is another unit's."))
    sitting = _open(sitting)
    if sitting.papers.filter(first_at__isnull=False, taken_at=None).exists():
        raise InvalidValue(_("Some papers were typed once only. Please type them again first."))
    sitting.figures = class_figures(sitting.pk, queries.rules_in_force(localdate(at)))
    sitting.closed_at = at
    sitting.save(update_fields=["figures", "closed_at"])
    audit.record("sitting.closed", about=sitting, by=by, at=at)
    return sitting


@write
def print_papers(*, by: Any, at: datetime, sitting: Sitting, count: int) -> Sitting:
    """Number so many more sheets of paper, each with a code for its pupil.

    Raises:
        NotAllowed: it is another unit's.
        SittingClosed: the class has finished.
        InvalidValue: too many, or none.
    """
    require(rules.may_work_on(by, sitting), _("This class is another unit's."))
    sitting = _open(sitting)
    last = sitting.papers.aggregate(last=Max("number"))["last"] or 0
    if not 0 < count <= MOST_PAPERS_AT_ONCE or last + count > MOST_PAPERS:
        raise InvalidValue(
            _("Between 1 and %(most)d sheets are printed at once.")
            % {"most": MOST_PAPERS_AT_ONCE},
            field="count",
        )
    PaperSheet.objects.bulk_create(
        [
            PaperSheet(sitting=sitting, number=last + one, code=new_code(STRIP_LENGTH))
            for one in range(1, count + 1)
        ]
    )
    audit.record("papers.printed", about=sitting, by=by, at=at)
    return sitting


@write
def enter_paper(
    *,
    by: Any,
    at: datetime,
    sitting: Sitting,
    number: int,
    answers: Sequence[int | None],
    replaces_first: bool = False,
) -> PaperSheet:
    """Type one sheet: the first time it waits, the second time it counts if both agree.

    ``replaces_first``: the first typing was wrong; this one takes its place and waits.

    Raises:
        NotAllowed: it is another unit's.
        SittingClosed: the class has finished.
        InvalidValue: no such number, it counts already, or answers that are none.
        EntriesDiffer: not what was typed the first time (``places`` says where).
    """
    require(rules.may_work_on(by, sitting), _("This class is another unit's."))
    sitting = _open(sitting)
    typed = checked_answers(answers, sitting.form)
    paper = PaperSheet.objects.select_for_update().filter(sitting=sitting, number=number).first()
    if paper is None:
        raise InvalidValue(_("No sheet of this class has this number."), field="number")
    if paper.taken_at is not None:
        raise InvalidValue(_("This sheet was typed twice already and counts."), field="number")
    if paper.first_answers is None or replaces_first:
        paper.first_answers, paper.first_at, paper.first_by = typed, at, user_or_none(by)
        paper.save(update_fields=["first_answers", "first_at", "first_by"])
        audit.record("paper.typed", about=paper, by=by, at=at)
        return paper
    if differences := _differences(paper.first_answers, typed):
        raise EntriesDiffer(
            _("Not the same as the first time, at: %(places)s. Please look at the paper.")
            % {"places": ", ".join(map(str, differences))},
            places=differences,
        )
    record_sheet(
        at=at,
        item_set=sitting.item_set,
        form=sitting.form,
        mode=Mode.PAPER,
        answers=typed,
        code=paper.code,
        sitting=sitting,
        entered_by=user_or_none(by),
    )
    # From here on only the strip leads to the sheet; the numbered paper no longer does.
    paper.first_answers, paper.code, paper.taken_at = None, f"-{paper.pk}", at
    paper.save(update_fields=["first_answers", "code", "taken_at"])
    audit.record("paper.taken", about=paper, by=by, at=at)
    return paper


def _differences(first: Sequence[int | None], second: Sequence[int | None]) -> list[int]:
    pairs = zip(first, second, strict=True)
    return [place for place, (one, other) in enumerate(pairs, start=1) if one != other]


def _open(sitting: Sitting) -> Sitting:
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    if sitting.closed_at is not None:
        raise SittingClosed(_("This class has finished; its figures stand."))
    return sitting
