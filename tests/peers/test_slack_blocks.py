import pytest

from tests.peers.slack import message_problems, view_problems

NEXT = {"type": "button", "action_id": "quote:next", "text": {"type": "plain_text", "text": "Next"}}
FIRST = "/blocks/0/elements/0"
INPUT = {"type": "input", "block_id": "who", "label": {"type": "plain_text", "text": "Who"}}
TITLE = {"type": "plain_text", "text": "Settings"}


def buttons(*elements):
    return {"type": "actions", "block_id": "buttons", "elements": [*elements]}


def rich_text(*texts):
    elements = [{"type": "text", "text": text} for text in texts]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": elements}]}


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
        ([{"type": "poem"}], "unsupported type: poem [json-pointer:/blocks/0]"),
        ([{"type": "divider", "size": 1}], "additional property is not allowed [json-pointer:/blocks/0/size]"),
        ([{"type": "section"}], "missing required field: text [json-pointer:/blocks/0]"),
        ([rich_text("")], f"must be more than 0 characters [json-pointer:{FIRST}/elements/0/text]"),
        ([rich_text("a" * 3001)], f"must be less than 3001 characters [json-pointer:{FIRST}/elements/0/text]"),
        ([buttons(NEXT | {"value": "v" * 2001})], f"must be less than 2001 characters [json-pointer:{FIRST}/value]"),
        ([buttons(*[NEXT] * 26)], "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
        ([buttons(NEXT, NEXT)], "`action_id` quote:next already exists for the block [json-pointer:/blocks/0]"),
        ([buttons(NEXT), buttons(NEXT)], "`block_id` buttons already exists"),
    ],
)
def test_what_block_kit_does_not_allow_is_named(blocks, problem):
    assert message_problems(blocks) == [f"[ERROR] {problem}"]


def test_blocks_at_their_limits_are_taken():
    full = NEXT | {"text": {"type": "plain_text", "text": "t" * 75}, "value": "v" * 2000, "action_id": "a" * 255}
    link = {"type": "link", "url": "https://example.com/" + "a" * 2980, "text": "here", "style": {"bold": True}}
    section = {"type": "rich_text_section", "elements": [link, {"type": "text", "text": "a" * 3000}]}
    blocks = [{"type": "actions", "elements": [full]}, {"type": "rich_text", "elements": [section]}]
    assert message_problems(blocks * 25) == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://", "https://a b", "ftp://a", "http://?", ""])
def test_a_link_has_to_be_a_web_address(url):
    link = {"type": "link", "url": url}
    [problem] = message_problems(
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [link]}]}]
    )
    assert problem.endswith("[json-pointer:/blocks/0/elements/0/elements/0/url]")


def test_a_modal_with_inputs_needs_a_way_to_send_it_off():
    field = INPUT | {"element": {"type": "plain_text_input", "action_id": "name"}}
    modal = {"type": "modal", "title": TITLE, "blocks": [field]}
    assert view_problems(modal) == ["[ERROR] missing required field: submit [json-pointer:/view]"]
    assert view_problems(modal | {"submit": TITLE}) == []


def test_what_belongs_in_messages_only_is_refused_in_a_view():
    home = {"type": "home", "blocks": [{"type": "markdown", "text": "*hello*"}]}
    assert message_problems(home["blocks"]) == []
    assert view_problems(home) == ["[ERROR] unsupported type: markdown [json-pointer:/view/blocks/0]"]


BOX = {"text": {"type": "plain_text", "text": "Monday"}, "value": "0"}
MARKED_UP = {"text": {"type": "mrkdwn", "text": "*Shanghai*"}, "value": "Asia/Shanghai"}


@pytest.mark.parametrize(
    ("element", "problem"),
    [
        (
            {"type": "checkboxes", "options": [BOX], "initial_options": [BOX | {"value": "1"}]},
            "initial option is not one of the options [json-pointer:/view/blocks/0/element]",
        ),
        (
            {"type": "timepicker", "initial_time": "9:00"},
            "must match ^([01][0-9]|2[0-3]):[0-5][0-9]$ [json-pointer:/view/blocks/0/element/initial_time]",
        ),
        (
            {"type": "conversations_select", "filter": {"include": []}},
            "no fewer than 1 items allowed [json-pointer:/view/blocks/0/element/filter/include]",
        ),
        (
            {"type": "external_select", "options": [BOX]},
            "additional property is not allowed [json-pointer:/view/blocks/0/element/options]",
        ),
    ],
)
def test_an_input_that_slack_does_not_take_is_named(element, problem):
    modal = {"type": "modal", "title": TITLE, "submit": TITLE, "blocks": [INPUT | {"element": element}]}
    assert view_problems(modal) == [f"[ERROR] {problem}"]


def test_a_menu_shows_no_mark_up():
    field = INPUT | {"element": {"type": "external_select", "initial_option": MARKED_UP}}
    [problem, *_] = view_problems({"type": "modal", "title": TITLE, "submit": TITLE, "blocks": [field]})
    assert problem.endswith("[json-pointer:/view/blocks/0/element/initial_option/text/type]")


def test_several_options_of_the_bot_are_no_action():
    menu = {"type": "multi_external_select", "action_id": "who"}
    modal = {"type": "modal", "title": TITLE, "submit": TITLE, "blocks": [INPUT | {"element": menu}]}
    assert view_problems(modal) == []
    assert message_problems([buttons(menu)]) == [
        f"[ERROR] unsupported type: multi_external_select [json-pointer:{FIRST}]"
    ]
