"""What an operator runs: serving, its checks before and meanwhile, backups, taking quotes out again."""

__all__ = [
    "account",
    "backup",
    "bootstrap",
    "doctor",
    "learning",
    "operator_changes",
    "preflight",
    "serve",
    "take_out",
    "turns_files",
    "whatever_happens",
    "words_taken_out",
]
