"""Who started to work, and who is still there after 7, 30, 90 and 180 days.

Owns: Placement, StartWord, StayCheck, CounsellingTask, DepartureStep, FamilyContact, FunnelCell.
Reads: referrals and all below.
"""
