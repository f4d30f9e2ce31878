"""What the process stands on: settings, log, metrics, its web server, the machine."""
