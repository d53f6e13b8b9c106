"""Safe reading of table files from strangers: looked over, then read in a process on a short rein.

``read_tables`` is all that other parts need. ``precheck`` and ``child`` run without Django.
"""
