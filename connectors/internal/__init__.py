"""The bot's door to the desk, inside the `answers` process; loopback only."""
