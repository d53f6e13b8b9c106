"""One page, asked for many times through Django's client: processor, wall time, SQL, bytes."""

import statistics
import time
from pathlib import Path

from django.db import connection


class Backend:
    """The processor time of the server process that answers our one connection."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.pid = cursor.fetchone()[0]
        self.schedstat = Path(f"/proc/{self.pid}/schedstat")
        self.is_readable = self.schedstat.exists()

    def seconds(self):
        """Time on a processor so far; 0 where the system does not tell it."""
        return int(self.schedstat.read_text().split()[0]) / 1e9 if self.is_readable else 0.0


class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def measure(client, address, *, runs, warm_up=2):
    """Milliseconds for each run, the number of statements and the size of the answer."""
    answer = None
    for _run in range(warm_up):
        answer = client.get(address)
        _content(answer)
    backend = Backend()
    wall, python, postgres, statements = [], [], [], 0
    for _run in range(runs):
        counter = Counter()
        with connection.execute_wrapper(counter):
            started = time.perf_counter(), time.process_time(), backend.seconds()
            answer = client.get(address)
            content = _content(answer)
            wall.append(time.perf_counter() - started[0])
            python.append(time.process_time() - started[1])
            postgres.append(backend.seconds() - started[2])
        statements = max(statements, counter.count)
    return {
        "status": answer.status_code,
        "sql": statements,
        "cpu_ms": _ms(statistics.median(map(sum, zip(python, postgres, strict=True)))),
        "cpu_python_ms": _ms(statistics.median(python)),
        "cpu_postgres_ms": _ms(statistics.median(postgres)),
        "wall_median_ms": _ms(statistics.median(wall)),
        "wall_p95_ms": _ms(sorted(wall)[max(0, -(-95 * len(wall) // 100) - 1)]),
        "bytes": len(content),
    }


def _content(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _ms(seconds):
    return round(seconds * 1000, 2)
