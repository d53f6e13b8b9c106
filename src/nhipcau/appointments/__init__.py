"""Talks with a counsellor: hours, free times, bookings, groups after events.

Owns: Place, Hours, Absence, Block, Appointment, AppointmentStateChange, BookingLink.
``slots`` is plain arithmetic; that nobody is booked twice at one time is a rule of the table.
"""
