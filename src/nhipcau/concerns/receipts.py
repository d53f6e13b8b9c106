"""The receipt: sixteen digits that are a key. Kept nowhere but with who wrote.

The last digit finds every slip of one digit and every two that changed places (Damm). From the
digits and a secret of the folder of keys come, by scrypt, a hash to find the concern by and a key
to its box: who has the database alone can try no receipt at all.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from nhipcau.shared.crypto.key_folder import key_folder

DIGITS = 15
FOLDER_SECRET = "receipts"
# 32 MB and about a tenth of a second for each try.
COST, BLOCK, MEMORY = 2**15, 8, 64 * 1024 * 1024
DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


@dataclass(frozen=True)
class Opened:
    """What a receipt is turned into: how its concern is found, and what opens its box."""

    receipt_hash: str
    box_key: bytes


def receipt_of(form_key: str) -> str:
    """The receipt of a form: the same each time it is sent, so that a form that is sent twice is
    one concern, and a lost answer is no lost receipt."""
    secret = key_folder().named_made(FOLDER_SECRET)
    made = hmac.new(secret, f"receipt:{form_key}".encode(), hashlib.sha256).digest()
    digits = f"{int.from_bytes(made, 'big') % 10**DIGITS:0{DIGITS}}"
    return digits + str(check_digit(digits))


def check_digit(digits: str) -> int:
    found = 0
    for digit in digits:
        found = DAMM[found][int(digit)]
    return found


def typed(text: str) -> str:
    """Sixteen digits out of what was typed, with spaces or not; empty when it is no receipt."""
    digits = re.sub(r"[\s.-]", "", text)
    if len(digits) != DIGITS + 1 or not (digits.isascii() and digits.isdigit()):
        return ""
    return digits if check_digit(digits) == 0 else ""


def opened(receipt: str) -> Opened:
    """The slow half of a try. It takes as long for a receipt that nobody has."""
    secret = key_folder().named_made(FOLDER_SECRET)
    made = hashlib.scrypt(
        receipt.encode(), salt=secret, n=COST, r=BLOCK, p=1, maxmem=MEMORY, dklen=64
    )
    found_by = hmac.new(secret, made[:32], hashlib.sha256).hexdigest()
    return Opened(found_by, made[32:])


def shown(receipt: str) -> str:
    """In groups of four, as people read numbers aloud."""
    return " ".join(receipt[start : start + 4] for start in range(0, len(receipt), 4))
