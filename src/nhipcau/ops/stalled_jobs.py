"""Jobs that a worker took and never gave back, because it was killed."""

from datetime import datetime
from typing import Any

from asgiref.sync import async_to_sync
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from nhipcau.shared.actors import is_system
from nhipcau.shared.rules import require

WITHOUT_A_SIGN = 3600


def forget_stalled_jobs(*, by: Any, at: datetime) -> int:
    """Delete them; how many. What they were to do is done by the next run of the same job."""
    require(is_system(by), _("Only the installation cleans up."))
    stalled = list(
        async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=WITHOUT_A_SIGN)
    )
    for job in stalled:
        async_to_sync(app.job_manager.finish_job)(job, Status.FAILED, delete_job=True)
    return len(stalled)
