"""What Slack takes (docs.slack.dev/reference/block-kit)."""

MOST_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
MOST_TEXT_CHARACTERS = 3000
MOST_LABEL_CHARACTERS = 75
MOST_TITLE_CHARACTERS = 24  # of a view, and of its buttons
MOST_INPUT_LABEL_CHARACTERS = 2000
MOST_PLACEHOLDER_CHARACTERS = 150
MOST_VALUE_CHARACTERS = 2000
MOST_ID_CHARACTERS = 255
MOST_ROW_BUTTONS = 25
# Undocumented: blocks of 11,341 characters were refused (https://github.com/slackapi/bolt-js/issues/2867).
MOST_MESSAGE_CHARACTERS = 10_000
