"""Lists of a class or a military unit, read from the files people send.

Owns: Roster, RosterRow. Reads: events, people, organisations.
"""
