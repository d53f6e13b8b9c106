"""Who started to work, and who is still there after 7, 30, 90 and 180 days.

Owns: Placement, StayCheck. Reads: referrals and all below.
"""
