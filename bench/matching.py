"""How fast, how exact and how large matching is.

    ./run bench matching [--quick] [--million] [--sample 500]

JSON lines on standard output: processor seconds of a full run at the reference size (50,000
people, 5,000 vacancies, top 10) and at twice and four times both, beside touching every pair
once and beside PostgreSQL on the same data in the same run; one question, one change, memory.
``--million`` adds an index of a million vacancies. ``--quick``: a tenth of everything, without
bars. Ends with code 1 when a bar is missed.
"""

import importlib

if __name__ == "__main__":
    importlib.import_module("bench._matching").main()
