"""Scans at the door, by phones that may have no network.

Owns: Gate, GateDevice, Scan, DoubleAnswer. Reads: events, people, organisations. The words are
computed from the scans by ``verdicts``, which knows no table.
"""
