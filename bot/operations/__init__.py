"""What an operator runs: serving, its checks before and meanwhile, backups."""
