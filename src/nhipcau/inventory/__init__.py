"""What young people like to do, asked honestly: items, sheets, results, how reliable they are.

Owns: ItemSet, Item, RuleSet, Suggestion, Sitting, PaperSheet, Sheet, Result, ReliabilityStudy.
Results belong to whoever answered. Read by pages and by rights; never by what introduces to work.
"""
