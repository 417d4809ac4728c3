"""What the channels share: each service takes a session and never commits."""
