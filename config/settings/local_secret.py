import os
import secrets
from pathlib import Path


def local_secret(folder: Path) -> str:
    """The secret of this one computer's demonstration: made once, readable by its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)  # unlike a rename, this never replaces another process's key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
