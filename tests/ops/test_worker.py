"""The job worker: a real one, as a process of its own, with the rights of the site."""

import os

import pytest
from croniter import croniter
from django.core.management import call_command
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from nhipcau.messaging.models import Message, Topic
from nhipcau.messaging.outbox import Note, put
from nhipcau.messaging.states import MessageState
from nhipcau.ops import tasks
from nhipcau.shared.models import ReferenceValue
from tests.factories import NOON, YoungPersonFactory, agree, reference_data


def test_every_job_has_a_crontab_with_seconds_and_is_known_to_the_worker():
    for name, (crontab, _job) in tasks.EVERY.items():
        assert croniter.is_valid(crontab), name
        assert name in app.tasks
        assert tasks.TASKS[name].queueing_lock == name
        assert tasks.TASKS[name].lock is None
    registered = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert set(tasks.EVERY) <= registered


@pytest.mark.django_db
def test_jobs_run_on_an_empty_installation():
    reference_data()

    for _crontab, job in tasks.EVERY.values():
        job()


@pytest.mark.django_db(transaction=True)
def test_a_worker_sends_what_is_due_and_leaves_no_job_behind(settings, tmp_path):
    reference_data()
    ReferenceValue.objects.filter(code="quiet_hours_until").update(value="21:00")  # never quiet
    settings.SMS_BACKEND = "nhipcau.shared.sms.LocalFileSms"
    settings.SMS_LOCAL_FILE = tmp_path / "sms.txt"
    person = agree(YoungPersonFactory())
    put(Note(person, Topic.CHANGE, "Có chỗ cho bạn.", person), at=NOON)
    tasks.TASKS["send_due"].defer(timestamp=0)

    connections.close_all()
    child = os.fork()
    if not child:
        try:
            call_command("worker", once=True)
            os._exit(0)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert Message.objects.get().state == MessageState.SENT
    assert person.phone in (tmp_path / "sms.txt").read_text()
    assert not ProcrastinateJob.objects.filter(status="doing").exists()
