"""Sealing of what only some may read: plain functions over bytes, without a word of the domain."""
