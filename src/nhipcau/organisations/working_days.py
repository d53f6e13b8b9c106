"""Counting days on which offices work: Monday to Friday without public holidays."""

from datetime import date, timedelta

from nhipcau.organisations.models import Holiday

A_DAY = timedelta(days=1)
SATURDAY = 5


def working_days_after(day: date, count: int) -> date:
    """The working day that is ``count`` working days after ``day``; one statement."""
    furthest = day + timedelta(days=count * 2 + 30)
    closed = set(
        Holiday.objects.filter(day__gt=day, day__lte=furthest).values_list("day", flat=True)
    )
    found, left = day, count
    while left > 0:
        found += A_DAY
        if found.weekday() < SATURDAY and found not in closed:
            left -= 1
    return found


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and not Holiday.objects.filter(day=day).exists()
