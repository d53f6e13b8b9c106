"""What a school is told of a class after a session: figures of ten people or more.

Owns: ClassReport. Reads: events, people's consents, what classes answered. Read by: web.
"""
