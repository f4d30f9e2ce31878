"""Votes that a backup holds."""

from contextlib import closing

from bot.domain.records import Vote
from bot.state import State
from bot.state.schema import known_schemas

NEWEST = known_schemas()[0]


def voted(quote_id):
    return Vote(platform="slack", workspace="T1", user="U1", quote_id=quote_id, answer_id="a1", value=1, voted_at=1.0)


def votes_in(settings):
    with closing(State.open(settings.state_url)) as state:
        return state.all_votes()
