"""The mailbox: mails read, understood, and answered, handed over or set aside; none is lost."""
