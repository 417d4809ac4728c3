"""A service to look at: with its own data, people and tickets that nobody needs to be careful with."""
