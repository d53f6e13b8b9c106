"""Local counterparts of a carrier: in memory, and a real HTTP server on this computer."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from nhipcau.shared.gateways import GatewayRefused, GatewayUnreachable


class Kept:
    """Takes every text. ``taken``: (address, text, reference)."""

    name = "kept"
    taken: list[tuple[str, str, str]] = []

    def fits(self, text):
        return len(text) <= 1000

    def send(self, to, text, reference):
        self.taken.append((to, text, reference))


class Short(Kept):
    name = "short"

    def fits(self, text):
        return len(text) <= 200


class Refusing(Kept):
    name = "refusing"

    def send(self, to, text, reference):
        raise GatewayRefused("no")


class Silent(Kept):
    name = "silent"

    def send(self, to, text, reference):
        raise GatewayUnreachable("no answer")


class Broken(Kept):
    name = "broken"

    def send(self, to, text, reference):
        raise RuntimeError("a fault of the adapter")


def path_of(channel):
    return f"{channel.__module__}.{channel.__qualname__}"


class Carrier:
    """An HTTP gateway that keeps what it is told and answers what ``answer`` says."""

    def __init__(self):
        self.told = []
        self.answer = (200, b'{"code": 0, "error": 0}', 0.0)
        carrier = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                carrier.told.append((dict(self.headers), body))
                status, answer, pause = carrier.answer
                time.sleep(pause)
                try:
                    self.send_response(status)
                    if status in (301, 302):
                        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    pass  # the caller gave up waiting

            def log_message(self, *_told):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send"

    @property
    def bodies(self):
        return [json.loads(body) for _headers, body in self.told]

    @property
    def references(self):
        """What a gateway that honours references would send: each once."""
        return {body.get("reference") or body.get("tracking_id") for body in self.bodies}


@contextmanager
def running_carrier():
    carrier = Carrier()
    thread = threading.Thread(target=carrier.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield carrier
    finally:
        carrier.server.shutdown()
        carrier.server.server_close()
        thread.join()
