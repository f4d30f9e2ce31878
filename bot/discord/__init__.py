"""Discord: the only part that imports discord; messages and interactions come in, requests go on, answers go out."""

__all__ = ["channels", "checks", "platform", "setup", "tokens"]
