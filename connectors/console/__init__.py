"""The staff console: pages on which the people of the Helpdesk work the tickets off."""
