"""What the Helpdesk and the assistant got done, in figures."""
