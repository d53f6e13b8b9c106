"""Events of the plan, their sessions, registrations and attendance.

Owns: Event, Speaker, EventStaff, Session, Registration, Attendance, AttendanceCorrection.
Reads: programmes, people, organisations. Read by: reporting.
"""
