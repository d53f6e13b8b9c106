"""How good, how fast and how large timetables of a fair are.

    ./run bench timetable [--quick] [--seed 1] [--cp-sat 60] [--no-command] [--times 3]
                          [--seekers 5000] [--mode ragged]

JSON lines on standard output: for 5,000 × 200 × 24 and 20,000 × 500 × 24 (seekers, booths, slots),
without windows, with windows on whole hours and with ragged ones, and for both goals: objective,
bound, gap, processor seconds and memory, beside first come first served and the heaviest first in
the same run; repair of a published timetable after what happens on the day; the whole command as a
process of its own; and CP-SAT on the full model at 500 × 40 × 16, for ``--cp-sat`` seconds. Every
answer is checked. ``--quick``: small fairs, without bars. Ends with code 1 when a bar is missed.
"""

import importlib

if __name__ == "__main__":
    importlib.import_module("bench._timetable").main()
