"""``python -m connectors.cli`` is ``helpdesk``, for places where the script isn't on the path."""

from connectors.cli.main import main

main()
