"""Job fairs: booths, interviews with a proven timetable, results that become introductions."""
