"""Scans at the door, by phones that may have no network.

Owns: GateDevice, Scan. Reads: events, people, organisations.
"""
