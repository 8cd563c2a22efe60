"""The demonstration: a fictitious company with stories worth finding, and benchmark ledgers of any size."""
