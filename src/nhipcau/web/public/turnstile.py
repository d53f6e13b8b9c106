"""How often one address knocks, known to this process's memory alone.

The budgets of other pages keep a keyed hash of an address for two days. Where nobody may ever be
found, that is too much: here the addresses are counted under a random key that is thrown away with
the count, and nothing reaches the disk. Each process counts by itself.
"""

import hashlib
import hmac
import os
import threading
import time
from collections import Counter


class Turnstile:
    """``most`` uses by one address in each window of ``seconds``."""

    def __init__(self, most: int, seconds: int) -> None:
        self.most, self.seconds = most, seconds
        self._lock = threading.Lock()
        self._begins = 0.0
        self.open_again()

    def open_again(self) -> None:
        """Forget everything: a new window."""
        self._key = os.urandom(32)
        self._used: Counter[bytes] = Counter()
        self._begins = time.monotonic()

    def wait_of(self, address: str) -> int:
        """Use it once; how many seconds this address has to wait, 0 when it may pass."""
        with self._lock:
            now = time.monotonic()
            if now - self._begins >= self.seconds:
                self.open_again()
            subject = hmac.new(self._key, address.encode(), hashlib.sha256).digest()
            self._used[subject] += 1
            if self._used[subject] <= self.most:
                return 0
            return max(1, int(self.seconds - (now - self._begins)))
