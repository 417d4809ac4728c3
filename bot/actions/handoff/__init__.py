"""The hand-off form: name, e-mail, organisation, question, and a last look before it is sent."""
