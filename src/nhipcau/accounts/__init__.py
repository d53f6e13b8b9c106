"""Who signs in: staff of the units, and young people by their phone.

Owns: User, SignInCode, SignInLink. Reads: shared. Read by: every app.
"""
