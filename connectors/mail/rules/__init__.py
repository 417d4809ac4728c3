"""The rules: a table of small classes, of which the first that matches says what happens to a mail."""
