"""Who is interviewed where and when at a fair: a timetable, and a proof of how good it can be.

No Django and no database. ``case``: what is asked; ``reading``: the same from a file, every fault
named; ``solve``: the timetable; ``bounds``: what no timetable can be above, from prices alone;
``checking``: every rule once more; ``command``: ``nhipcau timetable``.
"""
