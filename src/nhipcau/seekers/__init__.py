"""What a young person wishes and brings along, asked once and used everywhere.

Owns: JobWish. Reads: people, vacancies.
"""
