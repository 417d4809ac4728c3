"""What the service knows and keeps: FAQ entries and their revisions, conversations, tickets, people."""
