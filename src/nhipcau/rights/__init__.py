"""What a person may ask about the own data: to see all of it, to withdraw, to be erased.

Owns: DataRequest. Reads: every table that points at a person, as privacy/register.toml tells them.
"""
