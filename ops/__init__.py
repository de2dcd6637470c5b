"""How the portal is set up, started and stopped. Standard library only: most of it runs before anything is installed."""
