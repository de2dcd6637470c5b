"""The bare project: one plain model, one query, one plain template a page, Django's default middleware."""
