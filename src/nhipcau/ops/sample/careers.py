"""Days of careers of the sample: one that is over, with all that came of it, and the next one's
programme. Everybody in them is invented, and says so where a name is published.
"""

import random
from datetime import date, datetime, timedelta

from nhipcau.accounts.models import User
from nhipcau.careerdays import use_cases
from nhipcau.careerdays.details import ItemDetails
from nhipcau.careerdays.models import CareerDay, FollowUp
from nhipcau.employers.models import Employer
from nhipcau.employers.states import EmployerState
from nhipcau.events.models import Event, Registration
from nhipcau.events.states import PRESENT, EventState
from nhipcau.feedback import use_cases as feedback
from nhipcau.feedback.links import token_of
from nhipcau.feedback.models import EmployerView, FeedbackLink
from nhipcau.organisations.models import Membership, Role
from nhipcau.people.models import Purpose
from nhipcau.people.rules import agrees
from nhipcau.shared.actors import PUBLIC, SYSTEM, AtTheDesk

# Minutes after the beginning, how long, title, room, and who speaks.
PROGRAMME = (
    (30, 30, "Khai mạc và giới thiệu ngày hội", "Hội trường lớn", None),
    (
        *(60, 45, "Từ thợ học việc đến chủ xưởng mộc", "Hội trường lớn"),
        ("Đàm Quang Vinh (nhân vật mẫu)", "Người trẻ khởi nghiệp", "Xưởng mộc Xứ Lạng (mẫu)"),
    ),
    (
        *(105, 45, "Chọn nghề theo sở thích và hoàn cảnh", "Hội trường lớn"),
        ("Lương Thị Kiều Oanh (nhân vật mẫu)", "Tư vấn viên", "Cung Thiếu nhi tỉnh"),
    ),
    (150, 60, "Hội trường hỏi, diễn giả đáp", "Hội trường lớn", None),
    (240, 90, "Thử nghề tại các góc trải nghiệm", "Sân trước", None),
)
# What was asked, what became of it, and how many asked it too.
QUESTIONS = (
    ("Học nghề mộc mất bao lâu thì có thu nhập ạ?", "ANSWERED", 23),
    ("Em sợ nói trước đám đông, đi phỏng vấn phải làm sao?", "ANSWERED", 31),
    ("Nhà xa, có chỗ nào vừa học vừa ở nội trú không?", "ANSWERED", 17),
    ("Đi làm ở Bắc Ninh thì lương thực nhận khoảng bao nhiêu?", "SHOWN", 12),
    ("Bố mẹ muốn em học đại học còn em thích sửa xe, em nên làm gì?", "SHOWN", 26),
    ("Con gái học điện lạnh có ai nhận không ạ?", "WAITING", 0),
    ("Bạn ngồi hàng ghế ba hát hay quá", "DECLINED", 0),
)
WORDS = (
    "Em thích phần thử nghề, mong có thêm thời gian.",
    "Hội trường hơi nóng nhưng các anh chị trả lời dễ hiểu.",
    "Em biết mình sẽ hỏi thêm về học nghề điện.",
)
EMPLOYER_WORDS = ("Nên báo trước số bạn quan tâm đến từng nghề.", "Bàn tư vấn rất hữu ích.", "")
EMPLOYERS, FOLLOW_UPS, ANSWERS = 5, 14, 40
TOPICS = ("CHOICE", "TRAINING", "WORK", "ELSEWHERE")


def make_careers(*, now: datetime) -> int:
    """The last day of careers and the next job fair's programme; how many want to hear more."""
    past = (
        Event.objects.filter(
            kind__code="career-opportunities", state=EventState.HELD, ends_at__lt=now
        )
        .select_related("plan_line__lead", "plan_line__supporting", "kind")
        .order_by("-starts_at")
        .first()
    )
    if past is not None and (organiser := _organiser(past)):
        _whole_day(past, organiser)
    coming = (
        Event.objects.filter(kind__code="job-fair", state=EventState.OPEN, starts_at__gt=now)
        .select_related("plan_line__lead", "plan_line__supporting", "kind")
        .order_by("starts_at")
        .first()
    )
    if coming is not None and (organiser := _organiser(coming)):
        _programme(coming, organiser, at=now)
    return FollowUp.objects.count()


def _organiser(event: Event) -> User | None:
    member = (
        Membership.objects.active()
        .filter(organisation=event.plan_line.lead, role=Role.COORDINATOR)
        .select_related("user")
        .first()
    )
    return member.user if member else None


def _programme(event: Event, organiser: User, *, at: datetime) -> CareerDay:
    day = use_cases.set_up_day(by=organiser, at=at, event=event)
    agreed_on: date = at.date()
    for begins, minutes, title, room, speaker in PROGRAMME:
        starts_at = event.starts_at + timedelta(minutes=begins)
        name, role, unit = speaker or ("", "", "")
        use_cases.save_item(
            by=organiser,
            at=at,
            day=day,
            details=ItemDetails(
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=minutes),
                title=title,
                room=room,
                speaker_name=name,
                speaker_role=role,
                speaker_organisation=unit,
                speaker_agreed_on=agreed_on if speaker else None,
            ),
        )
    return day


def _whole_day(event: Event, organiser: User) -> None:
    day = _programme(event, organiser, at=event.starts_at - timedelta(days=10))
    verified = Employer.objects.filter(state=EmployerState.VERIFIED).order_by("pk")
    for employer in verified[:EMPLOYERS]:
        use_cases.name_employer(
            by=organiser, at=event.starts_at - timedelta(days=5), day=day, employer=employer
        )
    _questions(day, organiser)
    _follow_ups(day)
    _afterwards(event, at=event.ends_at + timedelta(hours=3))


def _questions(day: CareerDay, organiser: User) -> None:
    at = day.event.starts_at + timedelta(minutes=100)
    day = use_cases.open_questions(by=organiser, at=at, day=day, is_open=True)
    for number, (text, state, also) in enumerate(QUESTIONS):
        at += timedelta(minutes=2)
        question = use_cases.ask_question(by=PUBLIC, at=at, day=day, text=text)
        if state == "WAITING":
            continue
        first = "DECLINED" if state == "DECLINED" else "SHOWN"
        question = use_cases.move_question(by=organiser, at=at, question=question, to=first)
        for browser in range(also):
            question = use_cases.ask_too(
                by=PUBLIC, at=at, question=question, browser=f"sample {number} {browser}"
            )
        if state == "ANSWERED":
            use_cases.move_question(by=organiser, at=at, question=question, to=state)
    use_cases.open_questions(by=organiser, at=at, day=day, is_open=False)


def _follow_ups(day: CareerDay) -> None:
    at = day.event.starts_at + timedelta(hours=4)
    came = Registration.objects.filter(
        session__event=day.event, state="CONFIRMED", attendance__value__in=PRESENT
    ).select_related("young_person", "session__event__plan_line")
    made = 0
    for registration in came.order_by("pk")[: FOLLOW_UPS * 6]:
        if made == FOLLOW_UPS:
            break
        if not agrees(registration.young_person, Purpose.CONTACT):
            continue
        use_cases.want_follow_up(
            by=PUBLIC,
            at=at,
            day=day,
            registration=registration,
            about=TOPICS[made % len(TOPICS)],
            note="Xin gọi sau 17 giờ (dữ liệu mẫu)." if made % 5 == 0 else "",
            code=registration.code,
        )
        made += 1
    for one in day.follow_ups.order_by("pk")[: FOLLOW_UPS // 2]:
        use_cases.end_follow_up(by=SYSTEM, at=at + timedelta(days=3), follow_up=one, to="DONE")


def _afterwards(event: Event, *, at: datetime) -> None:
    draw = random.Random("careers")
    feedback.ask_after_events(by=SYSTEM, at=at)
    for number, link in enumerate(FeedbackLink.objects.filter(event=event)[:ANSWERS]):
        feedback.answer(
            by=PUBLIC,
            at=at + timedelta(hours=1),
            link=link,
            token=token_of(link),
            useful=draw.choice((5, 5, 4, 4, 4, 3, 2)),
            next_step=draw.choice(("YES", "YES", "PARTLY", "PARTLY", "NO")),
            words=WORDS[number % len(WORDS)] if number % 6 == 0 else "",
        )
    for number, view in enumerate(EmployerView.objects.filter(event=event).order_by("pk")):
        if number == EMPLOYERS - 1:
            break
        feedback.tell_view(
            by=AtTheDesk(employer_id=view.employer_id, contact_id=0),
            at=at + timedelta(days=1),
            view=view,
            suitable_count=draw.randint(2, 12),
            comes_again=draw.choice(("YES", "YES", "MAYBE")),
            words=EMPLOYER_WORDS[number % len(EMPLOYER_WORDS)],
        )
