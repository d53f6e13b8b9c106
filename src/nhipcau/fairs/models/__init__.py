"""Fairs, booths, candidates, timetables and the day. Written only by ``fairs.use_cases``."""

from nhipcau.fairs.models.booths import Booth, BoothStateChange, BoothVacancy
from nhipcau.fairs.models.candidates import Bus, Candidate, InterviewWish
from nhipcau.fairs.models.days import DeskMark, Meeting, MeetingStateChange
from nhipcau.fairs.models.fairs import MOST_SIDE, MOST_SLOTS, Fair
from nhipcau.fairs.models.timetables import Interview, Timetable, TimetableStateChange

__all__ = [
    "MOST_SIDE",
    "MOST_SLOTS",
    "Booth",
    "BoothStateChange",
    "BoothVacancy",
    "Bus",
    "Candidate",
    "DeskMark",
    "Fair",
    "Interview",
    "InterviewWish",
    "Meeting",
    "MeetingStateChange",
    "Timetable",
    "TimetableStateChange",
]
