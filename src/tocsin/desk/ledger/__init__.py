"""The desk of the ledger: its commands and the columns of its listings."""
