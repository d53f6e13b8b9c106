"""Figures of the programme: plan against done, cadence, the monthly report.

Owns: MonthlyReport. Reads: every app below. Read by: web, ops.
"""
