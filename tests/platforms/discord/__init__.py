"""The bot in Discord, with discord.py against the peer: `bot/discord`."""
