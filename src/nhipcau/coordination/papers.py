"""Minutes of a joint meeting as a Word document for both signatures."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from docxtpl import DocxTemplate

from nhipcau.coordination.models import JointMeeting
from nhipcau.coordination.queries import units_together
from nhipcau.shared import wording

HERE = Path(__file__).parent
NAME = "joint_minutes_v1.docx"


def minutes_docx(meeting: JointMeeting) -> bytes:
    """In Vietnamese; the province's own template of the same name goes first. What people typed
    goes in as data, never as markup."""
    own = Path(settings.PROVINCE_DIR) / "documents" / NAME
    document = DocxTemplate(own if own.exists() else HERE / "templates_docx" / NAME)
    with translation.override("vi"):
        document.render(_told(meeting), autoescape=True)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _told(meeting: JointMeeting) -> dict[str, Any]:
    begun = localtime(meeting.starts_at)
    return {
        "units": [str(unit) for unit in units_together(meeting.programme)],
        "programme": str(meeting.programme),
        "day": wording.long_day(meeting.starts_at),
        "time": wording.clock_time(begun.time()),
        "place": meeting.place,
        "host": str(meeting.unit),
        "present": [line for line in meeting.present.splitlines() if line.strip()] or ["…" * 24],
        "sections": [
            {
                "heading": section["heading"],
                "lines": [
                    line["text"] + (f" ({line['detail']})" if line["detail"] else "")
                    for line in section["lines"]
                ],
            }
            for section in meeting.pack
            if section["lines"]
        ],
        "points": [
            {
                "number": item.number,
                "title": item.title,
                "minutes": item.minutes.splitlines() or ["…" * 24],
                "decisions": [one.what for one in item.decisions.all()],
                "promises": [
                    f"{one.unit.short_name}: {one.what} ({wording.day(one.due_on)})"
                    for one in item.promises.all()
                ],
            }
            for item in meeting.items.all()
        ],
    }
