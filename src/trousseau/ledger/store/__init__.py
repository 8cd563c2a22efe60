"""The ledger of sales lines: every accepted line, versioned, upserted, undoable (Delta Lake in a folder).

    ledger = Ledger(home / "ledger")
    written = ledger.append(reading.batches(), source="SAP France", import_id="42", on_progress=report)
    written.new, written.changed, written.unchanged, written.removed, written.version
    ledger.undo("42")

Readers never wait and never see half an import; a writer killed at any moment leaves the last version.
"""

from trousseau.ledger.store.errors import AskReplaceError, StoreError
from trousseau.ledger.store.ledger import Ledger, Written

__all__ = ["AskReplaceError", "Ledger", "StoreError", "Written"]
