"""What is known of costs: `told()` for the answers, `as_json` and `from_json` for what is frozen."""

from trousseau.costs.queries.frozen import as_json, from_json
from trousseau.costs.queries.known import quantities, quantities_folder, serving, told

__all__ = ["as_json", "from_json", "quantities", "quantities_folder", "serving", "told"]
