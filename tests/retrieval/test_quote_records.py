import json

from index.storage.quote_records import quote_from_record, quote_record, source_from_record, source_record
from tests.support.fakes import make_quote, make_source


def test_a_source_and_a_quote_come_back_from_json_as_they_were():
    source = make_source(
        link=None, link_kind=None, hosts=("Bea",), guests=("Ada", "Cyd"), people=(("SPEAKER_00", "Ada"), ("S 1", "Bea"))
    )
    quote = make_quote(source=source, start_seconds=723.5, line=7)
    read = source_from_record(json.loads(json.dumps(source_record(source))))
    assert (read, hash(read)) == (source, hash(source))
    assert quote_from_record(json.loads(json.dumps(quote_record(quote))), {"talk": read}) == quote
