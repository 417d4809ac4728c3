"""Letters: what goes to customers by e-mail, and what comes of it."""
