import select

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the server is still at the other end, without asking it anything.

        Asked before the first statement of every request. A server that ended or was restarted
        has closed the line, and a closed line can be read; between two requests nothing else is
        sent on it. What happens after this moment shows itself as it would after a question.
        """
        if self.connection is None or self.connection.pgconn.status != ConnStatus.OK:
            return False
        line = select.poll()
        line.register(self.connection.pgconn.socket, select.POLLIN)
        return not line.poll(0)
