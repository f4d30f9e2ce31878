"""What the daily insight looks for often, found without reading all there is."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_schedules_place", "schedules", ["platform", "workspace", "channel"])
    op.create_index("ix_schedules_user", "schedules", ["platform", "workspace", "user"])
    op.create_index("ix_posts_schedule", "posts", ["schedule_id", "slot_at"])
