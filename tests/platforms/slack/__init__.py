"""The bot in Slack, with slack-bolt against the peer: `bot/slack`."""
