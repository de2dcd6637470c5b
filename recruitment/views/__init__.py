"""The pages of recruitment, one module for each reader."""
