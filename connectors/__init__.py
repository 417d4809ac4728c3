"""Everything that joins a person to the service, and the desk behind it."""
