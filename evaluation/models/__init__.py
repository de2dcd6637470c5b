"""What is recorded of an assistant in service."""
