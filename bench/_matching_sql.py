"""What most would do instead: full-text search in PostgreSQL, rules and score in SQL.

The score is that of the contract but for the text, where ts_rank stands in: PostgreSQL has no
weights that follow from all vacancies. That is kinder to PostgreSQL than the whole score.
"""

from collections import Counter
from pathlib import Path

import psycopg

from nhipcau.algorithms.matching import text
from nhipcau.ops.embedded_postgres import ADMIN, Server

TABLE = """
CREATE UNLOGGED TABLE vacancy (id text, occupation text, skills text[], words tsvector, place text,
    home boolean, education smallint, age smallint, middle integer, most integer, language text,
    level smallint, certificates text[], shift text, experience smallint, start_in smallint);
CREATE UNLOGGED TABLE skill (name text PRIMARY KEY, weight integer);
"""
BEST = """
SELECT id FROM (
  SELECT v.id,
    35 * (SELECT max(CASE WHEN v.occupation = w THEN 1000
        WHEN left(v.occupation, 3) = left(w, 3) THEN 700
        WHEN left(v.occupation, 2) = left(w, 2) THEN 400
        WHEN left(v.occupation, 1) = left(w, 1) THEN 100 ELSE 0 END)
      FROM unnest(%(occupations)s::text[]) w)
    + 20 * coalesce((SELECT 1000 * sum(weight) FILTER (WHERE name = ANY(%(skills)s)) / sum(weight)
        FROM skill WHERE name = ANY(v.skills)), 0)
    + 15 * least(1000, (1000 * ts_rank(v.words, query))::int)
    + 10 * least(1000, 1000 * v.middle / %(wish)s)
    + 8 * CASE WHEN v.place = %(home)s THEN 1000 WHEN v.home THEN 800 ELSE 500 END
    + 5 * greatest(0, 1000 - 150 * (%(education)s - v.education))
    + 5 * CASE WHEN v.experience = 0 THEN 1000
        ELSE least(1000, 1000 * %(experience)s / v.experience) END
    + 2 * greatest(0, 1000 - 20 * greatest(0, %(available)s - v.start_in)) AS score
  FROM vacancy v, to_tsquery('simple', %(query)s) query
  WHERE v.words @@ query AND v.place = ANY(%(places)s) AND v.education <= %(education)s
    AND v.age <= %(age)s AND v.most >= %(floor)s AND v.shift = ANY(%(shifts)s)
    AND (v.language IS NULL
         OR coalesce((%(languages)s::jsonb ->> v.language)::int, 0) >= v.level)
    AND v.certificates <@ %(certificates)s::text[]
) scored ORDER BY score DESC, id COLLATE "C" LIMIT %(top)s
"""


class Baseline:
    """A server of its own, the vacancies in one table, one connection, no parallel workers."""

    def __init__(self, folder: Path, vacancies):
        self.server, self.vacancies = Server(folder, durable=False), vacancies

    def __enter__(self):
        self.server.hold()
        self.server.reset()
        self.server.start()
        self.connection = psycopg.connect(
            host=str(self.server.socket_folder), user=ADMIN, dbname="postgres", autocommit=True
        )
        self.connection.execute("SET max_parallel_workers_per_gather = 0")
        self.connection.execute("SET jit = off")
        self.connection.execute(TABLE)
        self._fill()
        (pid,) = self.connection.execute("SELECT pg_backend_pid()").fetchone()
        self.clock = Path(f"/proc/{pid}/schedstat")
        return self

    def __exit__(self, *_problem):
        self.connection.close()
        self.server.stop()

    def seconds(self):
        """Processor time of the server's process so far."""
        return int(self.clock.read_text().split()[0]) / 1e9

    def _fill(self):
        count, naming, having = len(self.vacancies), Counter(), Counter()
        with self.connection.cursor() as cursor:
            with cursor.copy("COPY vacancy FROM STDIN") as copy:
                for one in self.vacancies:
                    words = text.tokens(one.text)
                    naming.update(set(one.skills))
                    having.update(set(words))
                    vector = " ".join(f"'{word}'" for word in dict.fromkeys(words))
                    middle = (one.wage_min + one.wage_max) // 2
                    copy.write_row(
                        (
                            *(one.id, one.occupation, list(one.skills), vector, one.place),
                            *(one.kind == "home", one.education_min, one.age_min, middle),
                            *(one.wage_max, one.language, one.language_level),
                            *(list(one.certificates), one.shift, one.experience, one.start_in),
                        )
                    )
            weights = [(name, text.skill_weight(count, its)) for name, its in naming.items()]
            cursor.executemany("INSERT INTO skill VALUES (%s, %s)", weights)
            cursor.execute("CREATE INDEX ON vacancy USING gin (words)")
            cursor.execute("VACUUM ANALYZE")
        # Words that most advertisements have find everything: nobody would search for them.
        self.searched = {
            word for word, its in having.items() if its * text.MOST_SHARE <= count and its > 1
        }

    def best(self, seeker, top):
        words = [one for one in dict.fromkeys(text.tokens(seeker.text)) if one in self.searched]
        found = self.connection.execute(
            BEST,
            {
                "query": " | ".join(f"'{word}'" for word in words) or "'?'",
                "occupations": list(seeker.occupations),
                "skills": list(seeker.skills),
                "wish": seeker.wage_wish,
                "home": seeker.home,
                "education": seeker.education,
                "experience": seeker.experience,
                "available": seeker.available_in,
                "places": list(seeker.places),
                "age": seeker.age,
                "floor": seeker.wage_floor,
                "shifts": list(seeker.shifts),
                "languages": psycopg.types.json.Jsonb(dict(seeker.languages)),
                "certificates": list(seeker.certificates),
                "top": top,
            },
        )
        return {one for (one,) in found}
