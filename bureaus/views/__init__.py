"""Pages of who is who: public words about the platform, phone codes, one's own account and inbox, the audit trail."""
