"""What a young person wishes and brings along, asked once and used everywhere.

Owns: JobWish, LanguageSkill, WorkExperience, SpecialNeeds, WishChange. Reads: people, vacancies.
"""
