import pytest

from index.corpus.recording_links import second_link


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.youtube.com/watch?v=aB-3_x", "https://www.youtube.com/watch?v=aB-3_x&t=723"),
        ("https://m.youtube.com/watch?list=P&v=a", "https://m.youtube.com/watch?list=P&v=a&t=723"),
        ("https://www.youtube.com/watch?v=a&t=12s&list=P", "https://www.youtube.com/watch?v=a&list=P&t=723"),
        ("https://www.youtube.com/watch?v=a#t=1m30s", "https://www.youtube.com/watch?v=a&t=723"),
        ("https://youtu.be/aB-3_x", "https://youtu.be/aB-3_x?t=723"),
        ("https://youtu.be/a?si=x%20y&t=4", "https://youtu.be/a?si=x%20y&t=723"),
        ("https://youtube.com/live/a?feature=share", "https://youtube.com/live/a?feature=share&t=723"),
        ("https://www.youtube.com/embed/a", "https://www.youtube.com/embed/a?start=723&t=723"),
        (
            "https://www.youtube-nocookie.com/embed/a?start=9",
            "https://www.youtube-nocookie.com/embed/a?start=723&t=723",
        ),
        ("https://www.youtube.com/shorts/a", "https://www.youtube.com/shorts/a?t=723"),
        ("https://vimeo.com/123456", "https://vimeo.com/123456#t=723s"),
        ("https://vimeo.com/channels/staff/123?a=1#t=5s", "https://vimeo.com/channels/staff/123?a=1#t=723s"),
        ("https://player.vimeo.com/video/123", "https://player.vimeo.com/video/123#t=723s"),
        ("https://open.spotify.com/episode/4rO", "https://open.spotify.com/episode/4rO?t=723"),
        (
            "https://open.spotify.com/intl-de/episode/4rO?si=a",
            "https://open.spotify.com/intl-de/episode/4rO?si=a&t=723",
        ),
        (
            "https://podcasts.apple.com/us/podcast/a-talk/id123?i=1000456",
            "https://podcasts.apple.com/us/podcast/a-talk/id123?i=1000456&t=723",
        ),
        ("https://www.bilibili.com/video/BV1xx/?p=2", "https://www.bilibili.com/video/BV1xx/?p=2&t=723"),
        ("https://soundcloud.com/ana/a-talk", "https://soundcloud.com/ana/a-talk#t=12:03"),
        ("https://example.com/a/talk.mp3", "https://example.com/a/talk.mp3#t=723"),
        ("https://example.com/talk.MP4?key=a%2Fb#x", "https://example.com/talk.MP4?key=a%2Fb#x&t=723"),
    ],
)
def test_a_recording_is_linked_to_the_second(link, expected):
    assert second_link(link, 723.9) == expected
    assert second_link(expected, 723.0) == expected


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com/talk",
        "https://example.com/watch?v=a",
        "https://notyoutube.com/watch?v=a",
        "https://www.youtube.com/@ana",
        "https://www.youtube.com/watch?list=P",
        "https://www.youtube.com/playlist?list=P",
        "https://vimeo.com/about",
        "https://open.spotify.com/show/4rO",
        "https://podcasts.apple.com/us/podcast/a-talk/id123",
        "https://space.bilibili.com/123",
        "https://soundcloud.com/ana",
        "https://soundcloud.com/ana/sets/talks",
        "https://example.com/talk.mp3.html",
        "https://[broken/talk",
    ],
)
def test_what_is_not_known_to_take_a_second_has_no_such_link(link):
    assert second_link(link, 723.9) is None


def test_a_second_behind_the_first_hour_is_written_as_each_place_wants_it():
    assert second_link("https://soundcloud.com/ana/a-talk", 3723) == "https://soundcloud.com/ana/a-talk#t=1:02:03"
    assert second_link("https://youtu.be/a", 3723) == "https://youtu.be/a?t=3723"
    assert second_link("https://soundcloud.com/ana/a-talk", 0) == "https://soundcloud.com/ana/a-talk#t=0:00"
