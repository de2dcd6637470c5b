"""A synthetic story told by the real actions: what a demonstration shows and a rehearsal drives."""
