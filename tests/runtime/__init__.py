"""Settings, log and the web server for health: `bot/runtime`."""
