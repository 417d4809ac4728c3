"""A library: text in, ranked hits and a decision out; no database, no web, no settings."""
