"""The daily insight: one quote a day that stands on its own and says something."""

__all__ = [
    "choose_quote",
    "compose_post",
    "describe_schedules",
    "insight",
    "kept_schedules",
    "overview",
    "parse_schedule",
    "post_by_hand",
    "runner",
    "shown_schedules",
    "slots",
    "subscriptions",
    "zone_data",
    "zones",
]
