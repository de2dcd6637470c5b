"""What the pages of recruitment ask, one module for each reader."""
