"""What an operator runs: serving, its checks before and meanwhile, backups."""

__all__ = ["backup", "bootstrap", "doctor", "preflight", "serve"]
