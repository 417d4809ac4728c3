"""Who works at the Helpdesk: accounts, passwords, sessions and what each role may do."""
