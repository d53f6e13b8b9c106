"""The folder of keys, outside the database: what a dump of the database does not hold.

``master-1``, ``master-2`` …: master keys by version, the last one in force; they wrap the private
keys of readers. ``people/<id>``: one secret a person, part of the key of everything sealed about
the person; erasing the person deletes the file. ``concerns/<id>``: the same for a concern.
``named-<name>``: a secret of the installation. Back them up apart from the database.
"""

import base64
import binascii
import os
import stat
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from nhipcau.shared.crypto.errors import CiphertextRefused, KeysMissing
from nhipcau.shared.crypto.sealing import KEY_BYTES, new_secret

MASTER = "master-"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def key_folder() -> "KeyFolder":
    """The folder that the settings name."""
    return KeyFolder(Path(settings.KEYS_FOLDER), makes_keys=settings.KEYS_MADE_AT_FIRST_USE)


class KeyFolder:
    def __init__(self, folder: Path, *, makes_keys: bool = False) -> None:
        self.folder, self.people, self.makes_keys = folder, folder / "people", makes_keys

    def versions(self) -> list[int]:
        """The versions of master keys that are there."""
        found = (path.name.removeprefix(MASTER) for path in self.folder.glob(f"{MASTER}*"))
        return sorted(int(one) for one in found if one.isdigit())

    def current(self) -> int:
        """The version in force.

        Raises:
            KeysMissing: there is none yet.
        """
        versions = self.versions()
        if versions:
            return versions[-1]
        if not self.makes_keys:
            raise KeysMissing(_("The keys of notes are not set up. Ask whoever runs this site."))
        return self.add_master()

    def master(self, version: int) -> bytes:
        """One master key.

        Raises:
            KeysMissing: it is not there, is not whole, or others may read it.
        """
        return self._read(self.folder / f"{MASTER}{version}")

    def add_master(self) -> int:
        """Make the next master key, which is in force from now on; its version."""
        version = max(self.versions(), default=0) + 1
        self._write(self.folder / f"{MASTER}{version}")
        return version

    def drop_master(self, version: int) -> None:
        """Delete a master key under which nothing is wrapped any more."""
        self._delete(self.folder / f"{MASTER}{version}")

    def person(self, number: int) -> bytes:
        """The secret of one person.

        Raises:
            CiphertextRefused: the person was erased: nothing opens what was sealed with it.
            KeysMissing: others may read it.
        """
        path = self._of_person(number)
        if not path.exists():
            raise CiphertextRefused(_("The key of this person was destroyed: nothing opens it."))
        return self._read(path)

    def person_made(self, number: int) -> bytes:
        """The secret of one person, made and safely on the disk when there was none."""
        path = self._of_person(number)
        if not path.exists():
            self._write(path)
        return self._read(path)

    def forget_person(self, number: int) -> None:
        """Destroy the secret of a person; nothing happens when there is none."""
        self._delete(self._of_person(number))

    def kept(self, kind: str, number: int) -> bytes:
        """The secret of one record of a kind that is forgotten like a person.

        Raises:
            CiphertextRefused: it was forgotten.
            KeysMissing: others may read it.
        """
        path = self.folder / kind / str(int(number))
        if not path.exists():
            raise CiphertextRefused(_("The key of this was destroyed: nothing opens it."))
        return self._read(path)

    def kept_made(self, kind: str, number: int) -> bytes:
        """The same, made when there was none."""
        path = self.folder / kind / str(int(number))
        if not path.exists():
            self._write(path)
        return self._read(path)

    def forget_kept(self, kind: str, number: int) -> None:
        self._delete(self.folder / kind / str(int(number)))

    def named_made(self, name: str) -> bytes:
        """One secret of the installation, made when there was none; it is never changed."""
        path = self.folder / f"named-{name}"
        if not path.exists():
            self._write(path)
        return self._read(path)

    def _of_person(self, number: int) -> Path:
        return self.people / str(int(number))

    def _read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                if os.fstat(file.fileno()).st_mode & OTHERS:
                    raise KeysMissing(_("Others may read the folder of keys. Close it first."))
                secret = base64.b64decode(file.read().strip(), validate=True)
        except (OSError, binascii.Error) as error:
            raise KeysMissing(_("A key of notes is missing or not whole.")) from error
        if len(secret) != KEY_BYTES:
            raise KeysMissing(_("A key of notes is missing or not whole."))
        return secret

    def _write(self, path: Path) -> None:
        """Whole or not at all, and never over another key: two may come at once."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(new_secret()))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        _flush(path.parent)

    def _delete(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        if path.parent.exists():
            _flush(path.parent)


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
