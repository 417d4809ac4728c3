"""A plain Rasa FAQ bot, made only to compare the assistant with."""
