"""Telling other programs what has happened: events, addresses, signed deliveries."""
