"""Rasa's custom actions, kept thin: read the slots, ask the answers process once, pass its replies on."""
