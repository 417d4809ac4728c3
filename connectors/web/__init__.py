"""The public web process: API, widget, pages."""
