"""Legal pointers from the lists of the whole country."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.coordination import rules
from nhipcau.coordination.models import LegalPointer
from nhipcau.shared import audit
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def load_legal_pointers(
    *, by: Any, at: datetime, pointers: Iterable[Mapping[str, Any]]
) -> list[LegalPointer]:
    """Write where rights stand in the law; run again, it changes only what the file changed.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_load_reference_data(by), _("Only the installation loads this data."))
    kept = []
    for number, row in enumerate(pointers, start=1):
        values = {"order": number, **{name: row[name] for name in row if name != "code"}}
        pointer = LegalPointer.objects.filter(code=row["code"]).first()
        if pointer is None:
            pointer = LegalPointer.objects.create(code=row["code"], **values)
            audit.record("legal_pointer.loaded", about=pointer, by=by, at=at)
        elif changed := [name for name in values if getattr(pointer, name) != values[name]]:
            for name in changed:
                setattr(pointer, name, values[name])
            pointer.save(update_fields=changed)
            audit.record("legal_pointer.loaded", about=pointer, by=by, at=at, fields=changed)
        kept.append(pointer)
    gone = LegalPointer.objects.exclude(pk__in=[one.pk for one in kept])
    audit.record_each("legal_pointer.removed", about=list(gone), by=by, at=at)
    gone.delete()
    return kept
