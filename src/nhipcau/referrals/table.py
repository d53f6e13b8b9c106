"""Every step of an introduction: the one table from which all else is made.

The server (``taking``), the buttons of the workspace, the answers an employer is offered, the page
``docs/referrals.md`` and the tests of refusals read these rows. To change what may happen, change
a row. ``docs/adr/0018-one-table-of-steps.md`` says why.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.referrals.states import ASKED, OPEN, Outcome, ReferralState, SpokenFor, WaitsFor
from nhipcau.referrals.step import Step, Who

S, O, W = ReferralState, Outcome, WaitsFor  # noqa: E741

TO_INTRODUCE = ("consent", "age", "vacancy_open", "employer_verified", "licence", "once")
NEW: frozenset[ReferralState] = frozenset()
CALLED = frozenset({Who.EMPLOYER, Who.CALLER})


def _rows() -> Iterator[Step]:
    yield Step(
        name="propose",
        label=_("Propose to the Centre"),
        sources=NEW,
        target=S.PROPOSED,
        who=frozenset({Who.PROPOSER}),
        waits_for=W.CENTRE,
        guards=TO_INTRODUCE,
        effects=("centre_follows",),
        message="proposed",
        can_be_undone=False,
    )
    yield Step(
        name="introduce",
        label=_("Introduce to the employer"),
        sources=NEW,
        target=S.ISSUED,
        who=frozenset({Who.COUNSELLOR}),
        waits_for=W.EMPLOYER,
        guards=TO_INTRODUCE,
        effects=("issue", "start_clock", "ask_employer"),
        message="introduced",
        can_be_undone=False,
    )
    yield Step(
        name="take_up",
        label=_("Introduce to the employer"),
        sources=frozenset({S.PROPOSED}),
        target=S.ISSUED,
        who=frozenset({Who.COUNSELLOR}),
        waits_for=W.EMPLOYER,
        guards=TO_INTRODUCE[:-1],
        effects=("issue", "start_clock", "ask_employer"),
        message="introduced",
        tone="primary",
    )
    yield Step(
        name="decline_proposal",
        label=_("Do not take up the proposal"),
        sources=frozenset({S.PROPOSED}),
        target=S.CLOSED,
        outcome=O.NOT_PROPOSED,
        who=frozenset({Who.COUNSELLOR}),
        waits_for=W.NOBODY,
        needs=("reason",),
        effects=("end",),
        message="not_taken_up",
        while_frozen=True,
    )
    yield Step(
        name="invite",
        label=_("Invite to an interview"),
        sources=ASKED,
        target=S.INTERVIEW,
        who=CALLED,
        waits_for=W.EMPLOYER,
        needs=("interview_at", "interview_place"),
        guards=("interview_ahead",),
        effects=("answered", "clock_from_interview"),
        message="invited",
        spoken_for=SpokenFor.EMPLOYER,
        tone="primary",
        explained=_("The young person is told when and where."),
    )
    yield Step(
        name="offer",
        label=_("Offer the work"),
        sources=ASKED,
        target=S.OFFERED,
        who=CALLED,
        waits_for=W.PERSON,
        needs=("starts_on",),
        guards=("first_day_ahead",),
        effects=("answered", "stop_clock"),
        message="offered",
        spoken_for=SpokenFor.EMPLOYER,
        explained=_("The young person has not said yes yet and is asked."),
    )
    yield Step(
        name="hire",
        label=_("Taken on, first day agreed"),
        sources=frozenset({S.ISSUED, S.INTERVIEW, S.OFFERED}),
        target=S.HIRED,
        who=CALLED,
        waits_for=W.CENTRE,
        needs=("starts_on",),
        guards=("first_day_ahead",),
        effects=("answered", "stop_clock"),
        message="hired",
        spoken_for=SpokenFor.EMPLOYER,
        tone="primary",
        explained=_("Both sides agreed on the first day."),
    )
    yield Step(
        name="not_hired",
        label=_("Not taken on"),
        sources=frozenset({S.ISSUED, S.INTERVIEW, S.OFFERED}),
        target=S.CLOSED,
        outcome=O.NOT_HIRED,
        who=CALLED,
        waits_for=W.NOBODY,
        needs=("reason",),
        effects=("answered", "end"),
        message="not_hired",
        spoken_for=SpokenFor.EMPLOYER,
        explained=_("The young person is told kindly, without the reason."),
    )
    yield Step(
        name="more_time",
        label=_("Needs more time"),
        sources=ASKED,
        who=CALLED,
        waits_for=W.EMPLOYER,
        needs=("answer_by",),
        guards=("more_time_once", "answer_by_near"),
        effects=("clock_from_promise",),
        message="waits_longer",
        spoken_for=SpokenFor.EMPLOYER,
        explained=_("The clock begins again on the day the answer is promised for."),
    )
    yield Step(
        name="wrong_contact",
        label=_("This is the wrong contact"),
        sources=ASKED,
        who=CALLED,
        waits_for=W.CENTRE,
        effects=("chase_centre", "due_now", "end_link"),
        spoken_for=SpokenFor.EMPLOYER,
        can_be_undone=False,
        explained=_("The link stops working at once; the Centre looks for the right person."),
    )
    yield Step(
        name="other_answer",
        label=_("Another answer after the first"),
        sources=frozenset(S) - {S.PROPOSED},
        who=frozenset({Who.EMPLOYER}),
        waits_for=W.CENTRE,
        needs=("comment",),
        effects=("due_now",),
    )
    yield Step(
        name="ask_again",
        label=_("Send the employer a new link"),
        sources=ASKED,
        who=frozenset({Who.COUNSELLOR}),
        waits_for=W.EMPLOYER,
        guards=("consent",),
        effects=("ask_employer",),
        can_be_undone=False,
    )
    yield Step(
        name="accept",
        label=_("The young person says yes"),
        sources=frozenset({S.OFFERED}),
        target=S.HIRED,
        who=frozenset({Who.PERSON, Who.CALLER}),
        waits_for=W.CENTRE,
        message="accepted",
        spoken_for=SpokenFor.PERSON,
        tone="primary",
    )
    yield Step(
        name="decline",
        label=_("The young person says no"),
        sources=frozenset({S.OFFERED}),
        target=S.CLOSED,
        outcome=O.DECLINED,
        who=frozenset({Who.PERSON, Who.CALLER}),
        waits_for=W.NOBODY,
        effects=("end",),
        message="declined",
        spoken_for=SpokenFor.PERSON,
    )
    yield Step(
        name="withdraw",
        label=_("Withdraw"),
        sources=OPEN,
        target=S.CLOSED,
        outcome=O.WITHDRAWN,
        who=frozenset({Who.PERSON, Who.COUNSELLOR}),
        waits_for=W.NOBODY,
        effects=("end",),
        message="withdrawn",
        spoken_for=SpokenFor.PERSON,
        while_frozen=True,
        explained=_("The young person no longer wants this work; the employer's link ends."),
    )
    yield Step(
        name="take_back_proposal",
        label=_("Take the proposal back"),
        sources=frozenset({S.PROPOSED}),
        target=S.CLOSED,
        outcome=O.NOT_PROPOSED,
        who=frozenset({Who.PROPOSER}),
        waits_for=W.NOBODY,
        needs=("reason",),
        effects=("end",),
        message="not_taken_up",
        while_frozen=True,
    )
    yield Step(
        name="start",
        label=_("Began to work"),
        sources=frozenset({S.HIRED}),
        target=S.CLOSED,
        outcome=O.STARTED,
        who=frozenset(
            {Who.CLOCK}
        ),  # once both sides said so: ``placements.use_cases.record_start``
        waits_for=W.NOBODY,
        needs=("starts_on",),
        effects=("end",),
        message="started",
        can_be_undone=False,
        tone="primary",
        explained=_("Confirmed by two sources; following up begins."),
    )
    yield Step(
        name="not_started",
        label=_("Did not begin to work"),
        sources=frozenset({S.HIRED}),
        target=S.CLOSED,
        outcome=O.NOT_STARTED,
        who=frozenset({Who.COUNSELLOR}),
        waits_for=W.NOBODY,
        needs=("reason",),
        effects=("end",),
        message="not_started",
    )
    yield from _rows_of_the_clock()
    yield from _rows_that_mend()


def _rows_of_the_clock() -> Iterator[Step]:
    clock = frozenset({Who.CLOCK})
    for name, label, waits_for, effects in (
        (
            *("remind_employer", _("The employer was reminded"), W.EMPLOYER),
            ("chase_employer", "remind_employer"),
        ),
        ("tell_centre", _("The Centre should call"), W.CENTRE, ("chase_centre",)),
        (
            *("tell_other_unit", _("The other unit was told as well"), W.BOTH_UNITS),
            ("chase_other",),
        ),
    ):
        yield Step(
            name=name,
            label=label,
            sources=ASKED,
            who=clock,
            waits_for=waits_for,
            effects=effects,
            message="still_waiting" if name == "tell_other_unit" else "",
            can_be_undone=False,
        )
    yield Step(
        name="close_unanswered",
        label=_("Closed without an answer"),
        sources=ASKED,
        target=S.CLOSED,
        outcome=O.NO_ANSWER,
        who=clock,
        waits_for=W.NOBODY,
        effects=("end",),
        message="no_answer",
        can_be_undone=False,
    )
    yield Step(
        name="vacancy_gone",
        label=_("The vacancy was closed"),
        sources=frozenset({S.PROPOSED, S.ISSUED}),
        target=S.CLOSED,
        outcome=O.VACANCY_CLOSED,
        who=clock,
        waits_for=W.NOBODY,
        effects=("end",),
        message="vacancy_gone",
        while_frozen=True,
        can_be_undone=False,
    )
    yield Step(
        name="consent_gone",
        label=_("Consent withdrawn"),
        sources=OPEN,
        target=S.CLOSED,
        outcome=O.WITHDRAWN,
        who=clock,
        waits_for=W.NOBODY,
        effects=("end", "forget_shown"),
        while_frozen=True,
        can_be_undone=False,
    )


def _rows_that_mend() -> Iterator[Step]:
    yield Step(
        name="freeze",
        label=_("Freeze"),
        sources=OPEN,
        who=frozenset({Who.COUNSELLOR, Who.CLOCK}),
        waits_for=W.CENTRE,
        needs=("freeze",),
        effects=("freeze",),
        message="frozen",
        can_be_undone=False,
        explained=_("Nothing goes on, and the employer's link is idle, until it is over."),
    )
    yield Step(
        name="unfreeze",
        label=_("No longer frozen"),
        sources=OPEN,
        who=frozenset({Who.COUNSELLOR, Who.CLOCK}),
        guards=("cause_is_over",),
        effects=("unfreeze", "restart_clock"),
        message="unfrozen",
        while_frozen=True,
        can_be_undone=False,
        explained=_("The clock begins anew today."),
    )
    yield Step(
        name="settle",
        label=_("Looked into, it stays as it is"),
        sources=frozenset(S) - {S.PROPOSED},
        who=frozenset({Who.CALLER}),
        needs=("comment",),
        can_be_undone=False,
    )
    yield Step(
        name="reopen",
        label=pgettext_lazy("introduction", "Open again"),
        sources=frozenset({S.CLOSED}),
        ended_as=frozenset(O) - {O.STARTED, O.NOT_PROPOSED},
        target=S.ISSUED,
        who=frozenset({Who.COUNSELLOR}),
        waits_for=W.EMPLOYER,
        needs=("reason",),
        guards=("was_issued", *TO_INTRODUCE),
        effects=("reissue", "start_clock", "ask_employer"),
        message="reopened",
        can_be_undone=False,
    )
    yield Step(
        name="reopen_proposal",
        label=_("Propose again"),
        sources=frozenset({S.CLOSED}),
        ended_as=frozenset({O.NOT_PROPOSED}),
        target=S.PROPOSED,
        who=frozenset({Who.PROPOSER, Who.COUNSELLOR}),
        waits_for=W.CENTRE,
        needs=("reason",),
        guards=TO_INTRODUCE,
        effects=("propose_again",),
        message="proposed",
        can_be_undone=False,
    )


STEPS: dict[str, Step] = {step.name: step for step in _rows()}
UNDO = "undo"

# What an employer is offered behind its link, in this order.
ANSWERS = ("invite", "hire", "offer", "not_hired", "more_time", "wrong_contact")
# What a young person may do alone.
OWN_STEPS = ("accept", "decline", "withdraw")


def transitions() -> dict[ReferralState, set[ReferralState]]:
    """State → states that may follow, as the glossary tells them."""
    found: dict[ReferralState, set[ReferralState]] = {state: set() for state in S}
    for step in STEPS.values():
        for source in step.sources:
            if step.target and step.target != source:
                found[source].add(step.target)
    return found
