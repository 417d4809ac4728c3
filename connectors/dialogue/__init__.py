"""The dialogue server as the rest of the service sees it."""
