"""The pages of staffing: plans, the ledger, the roster."""
