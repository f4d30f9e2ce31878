"""Schedules as they may be shown, whatever they were made for: what is left out since is not named in them either."""

from dataclasses import replace

from bot.domain.interface import Interface
from bot.domain.schedule import Schedule
from bot.wording.language import say
from index.search import Searcher


def as_shown(searcher: Searcher, schedule: Schedule, interface: Interface) -> Schedule:
    """Return a schedule without the words of a topic that is forbidden, and of people who are not shown any more."""
    left_out, people = say("daily_left_out", interface), searcher.generation.people
    is_forbidden = searcher.forbidden_subjects.are_in(schedule.topic)
    speakers = dict.fromkeys(name if name in people else left_out for name in schedule.speakers)
    return replace(schedule, topic=left_out if is_forbidden else schedule.topic, speakers=tuple(speakers))
