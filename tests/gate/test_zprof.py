import cProfile
import json
import pstats
import time

import pytest
import time_machine

from tests.factories import RegistrationFactory
from tests.gate.scanner import *


@pytest.mark.django_db(transaction=True)
def test_prof():
    with time_machine.travel(DOORS_OPEN, tick=True):
        session, (g, _) = open_door()
        regs = [RegistrationFactory(session=session) for _ in range(330)]
        p = Phone(g)
        scans = [p.ask(r) for r in regs]
        from io import BytesIO

        from django.core.handlers.wsgi import WSGIHandler

        app = WSGIHandler()
        from django.core import signals
        from django.db import close_old_connections

        signals.request_started.disconnect(close_old_connections)
        signals.request_finished.disconnect(close_old_connections)

        def call(s):
            body = json.dumps({"phone_now": p.clock(DOORS_OPEN), "scans": [s]}).encode()
            env = {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": "/api/v1/gate/scans",
                "SERVER_NAME": "testserver",
                "SERVER_PORT": "80",
                "wsgi.input": BytesIO(body),
                "CONTENT_LENGTH": str(len(body)),
                "CONTENT_TYPE": "application/json",
                "HTTP_AUTHORIZATION": f"Device {p.key}",
                "HTTP_HOST": "testserver",
                "wsgi.url_scheme": "http",
                "REMOTE_ADDR": "127.0.0.1",
            }
            out = []
            r = app(env, lambda st, h: out.append(st))
            b = b"".join(r)
            r.close()
            assert out[0].startswith("200"), (out, b)

        for s in scans[:20]:
            call(s)
        t = time.process_time()
        for s in scans[20:170]:
            call(s)
        print("PY ms", (time.process_time() - t) / 150 * 1000)
        pr = cProfile.Profile()
        pr.enable()
        for s in scans[170:320]:
            call(s)
        pr.disable()
        st = pstats.Stats(pr)
        st.sort_stats("cumulative").print_stats(70)
        st.sort_stats("tottime").print_stats(25)
