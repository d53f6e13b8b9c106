"""Who is introduced to which vacancy: exact lists by public rules in whole numbers, with reasons.

No Django and no database. ``records``: what is known of either side; ``criteria``: hard rules and
the score; ``index``: the best for one or for all; ``lists``: stored lists kept right; ``explain``:
reasons in words; ``command``: ``nhipcau match``.
"""
