"""The JSON API for staff's own programs: tickets and entries, opened by a token of the console."""
