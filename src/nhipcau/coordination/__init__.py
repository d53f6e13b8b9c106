"""Two units, one programme: who is to be reached, difficulties with a clock, threads, promises,
requests, meetings.

Owns: Difficulty and its log, InternalNote, Thread, Post, Decision, Promise, Notice, PlanRequest,
JointMeeting, AgendaItem, LegalPointer, ContactAbsence, HandOver. Reads and calls: every app below.
Read by: reporting, web, ops.
"""
