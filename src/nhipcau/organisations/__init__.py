"""Units, who works for them in which role, and the communes they serve.

Owns: Commune, Holiday, Organisation, Membership, Invitation. Reads: accounts.
Read by: every app above.
"""
