"""The people behind the assistant: opening hours and the ticket queue."""
