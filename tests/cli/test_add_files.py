import tomllib
import unicodedata

import pytest

from bot.cli.add_files import add_file
from bot.cli.add_interviews import Details
from index.corpus.documents import read_documents
from index.corpus.people import Roster
from index.errors import CorpusError, SettingsError, StorageError
from index.formats import SUFFIXES
from index.reading_notes import things_to_look_at
from index.turns import split_turns
from tests.formats.word_files import word_file
from tests.support.fakes import write_corpus
from tests.support.needs import NOT_ROOT

TALK = "Bob: Why do small models cost less?\n\nAda: Because they do less.\n\nBob: Is that all?\n\nAda: It is.\n"
DETAILS = Details(title="A talk", link="https://example.com/talk", guests=("Ada",), hosts=("Bob",))
TABLE = {"title": "A talk", "link": "https://example.com/talk", "guests": ["Ada"], "hosts": ["Bob"]}


class Operator:
    """Somebody at a terminal, who gives answers in the order in which they are asked for; None presses Enter."""

    def __init__(self, *answers):
        self.asked = []
        self._answers = list(answers)

    def __call__(self, question, understood):
        self.asked.append((question.partition(",")[0].partition(" where")[0], understood))
        answer = self._answers.pop(0)
        return understood if answer is None else answer


@pytest.fixture
def file(tmp_path):
    return write_corpus(tmp_path / "home", {"talk.txt": TALK}) / "talk.txt"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "seeds"


def listed(folder):
    return tomllib.loads((folder / "sources.toml").read_text("utf-8"))


def names(folder):
    return sorted(file.name for file in folder.iterdir()) if folder.exists() else []


def test_an_interview_is_copied_and_what_was_told_is_written_down(file, folder):
    add_file(file, folder, DETAILS, None)
    assert names(folder) == ["sources.toml", "talk.txt"]
    assert (folder / "talk.txt").read_bytes() == file.read_bytes()
    assert listed(folder) == {"talk": TABLE}
    assert [document.source.guests for document in read_documents([folder]).documents] == [("Ada",)]


def test_publisher_and_day_are_written_down_if_told(file, folder):
    add_file(file, folder, Details(**TABLE, publisher="The Review", published="2024-05-02"), None)
    assert listed(folder) == {"talk": {**TABLE, "publisher": "The Review", "published": "2024-05-02"}}


def test_an_operator_is_asked_for_what_was_not_told(file, folder):
    operator = Operator(" A talk \n", " https://example.com/talk", None, " Bob, Cyd，林晓、Dee;, ")
    add_file(file, folder, Details(), operator)
    assert operator.asked == [("Title", ""), ("Link", ""), ("Guests", "Ada"), ("Hosts", "Bob")]
    assert listed(folder) == {"talk": {**TABLE, "hosts": ["Bob", "Cyd", "林晓", "Dee"]}}


def test_what_is_left_empty_is_not_written_down(file, folder):
    add_file(file, folder, Details(), Operator("", "https://example.com/talk", "Ada", " "))
    assert listed(folder) == {"talk": {"link": "https://example.com/talk", "guests": ["Ada"]}}


def test_with_enter_alone_everything_is_as_it_was_understood_and_there_is_no_link(file, folder):
    add_file(file, folder, Details(), Operator(None, None, None, None))
    assert listed(folder) == {"talk": {"link": False, "guests": ["Ada"], "hosts": ["Bob"]}}


def test_what_the_file_says_itself_is_not_asked_for(file, folder):
    file.write_text(f"Title: A talk\nLink: https://example.com/talk\n\n{TALK}")
    operator = Operator(None, None)
    add_file(file, folder, Details(), operator)
    assert operator.asked == [("Guests", "Ada"), ("Hosts", "Bob")]
    assert listed(folder) == {"talk": {"guests": ["Ada"], "hosts": ["Bob"]}}


def test_where_nobody_can_be_asked_the_options_are_named(file, folder):
    with pytest.raises(SettingsError) as caught:
        add_file(file, folder, Details(title="A talk", hosts=("Bob",)), None)
    assert str(caught.value) == (
        "talk.txt does not say where a reader finds it; give --link URL, or --no-link if it is public nowhere"
    )
    assert names(folder) == []


def test_where_nobody_can_be_asked_people_are_taken_from_the_labels(file, folder):
    add_file(file, folder, Details(link="https://example.com/talk"), None)
    assert listed(folder) == {"talk": {"link": "https://example.com/talk", "guests": ["Ada"], "hosts": ["Bob"]}}


def test_where_it_is_not_clear_who_asks_nobody_is_written_down_unless_somebody_says_so(file, folder):
    file.write_text(
        "Bob: Tell us of it.\n\nAda: They do less. Why?\n\nBob: Go on.\n\nAda: They cost less. Do they not?\n"
    )
    add_file(file, folder, Details(link="https://example.com/talk"), None)
    assert listed(folder) == {"talk": {"link": "https://example.com/talk"}}
    [document] = read_documents([folder]).documents
    assert things_to_look_at(document, split_turns(document, Roster()), []) == [
        "no hosts listed, and it is not clear who asks, so that all are guests; if somebody does, write [talk] and "
        'hosts = ["NAME"] in sources.toml'
    ]
    (folder / "talk.txt").unlink()
    (folder / "sources.toml").unlink()
    operator = Operator("", "", None, "Bob")
    add_file(file, folder, Details(), operator)
    assert operator.asked[2:] == [("Guests", "Bob, Ada"), ("Hosts", "")]
    assert listed(folder)["talk"]["hosts"] == ["Bob"]


def test_people_who_were_told_are_completed_by_those_of_the_labels(file, folder):
    add_file(file, folder, Details(is_unlinked=True, guests=("Ada", "Cyd")), None)
    assert listed(folder) == {"talk": {"link": False, "guests": ["Ada", "Cyd"], "hosts": ["Bob"]}}


def test_a_first_name_of_two_is_nobodys_whether_they_are_listed_or_not(file, folder):
    file.write_text("Ann Lee: Why?\n\nAnn Bo: So.\n\nAnn Lee: And?\n\nAnn Bo: No.\n\nAnn: Well.\n\nAnn: Yes.\n")
    add_file(file, folder, Details(is_unlinked=True), None)
    before = {"Ann Lee", "Ann Bo", None}
    [document] = read_documents([folder]).documents
    assert {turn.speaker for turn in split_turns(document, Roster())} == before
    assert listed(folder) == {"talk": {"link": False, "guests": ["Ann Bo"], "hosts": ["Ann Lee"]}}


@pytest.mark.parametrize("header", ["youtube_url: https://youtu.be/a", "URL: https://example.com/a"])
def test_a_link_that_the_file_names_itself_is_not_asked_for(file, folder, header):
    file.write_text(f"---\n{header}\n---\n{TALK}")
    operator = Operator(None, None, None)
    add_file(file, folder, Details(), operator)
    assert [question for question, _ in operator.asked] == ["Title", "Guests", "Hosts"]
    assert listed(folder) == {"talk": {"guests": ["Ada"], "hosts": ["Bob"]}}
    [document] = read_documents([folder]).documents
    assert document.source.link == header.partition(": ")[2]


@pytest.mark.parametrize("name", ["访谈一", "my talk", "talk.v2", "Jose\u0301"])
def test_any_name_of_a_file_is_written_and_found_again(file, folder, name):
    named = file.rename(file.with_name(f"{name}.txt"))
    write_corpus(named.parent, {f"{name}.turns.toml": '[[turn]]\nspeaker = "Cyd"\nstarts = "It is."\nends = "is."\n'})
    add_file(named, folder, DETAILS, None)
    corpus = read_documents([folder])
    assert corpus.failures == {}
    [document] = corpus.documents
    assert (document.source.id, document.source.title) == (unicodedata.normalize("NFC", name), "A talk")
    assert document.curation.turns[0].speaker == "Cyd"


def test_what_was_in_the_listing_before_stays_as_it_was(file, folder):
    before = '# My interviews.\n[other]\ntitle = "另一个"   # checked\nlink = "https://example.com/other"'
    write_corpus(folder, {"sources.toml": before, "other.txt": TALK})
    add_file(file, folder, DETAILS, None)
    assert (folder / "sources.toml").read_text("utf-8").startswith(f"{before}\n\n[talk]\n")
    assert listed(folder) == {"other": {"title": "另一个", "link": "https://example.com/other"}, "talk": TABLE}


def test_a_turns_file_comes_along(file, folder):
    turns = 'printed_labels = false\n[[turn]]\nspeaker = "Ada"\nstarts = "Because they"\n'
    file.with_suffix(".turns.toml").write_text(turns)
    add_file(file, folder, DETAILS, None)
    assert names(folder) == ["sources.toml", "talk.turns.toml", "talk.txt"]
    assert (folder / "talk.turns.toml").read_text() == turns


def test_a_file_that_is_in_the_folder_already_is_only_written_down(folder):
    write_corpus(folder, {"talk.txt": TALK})
    add_file(folder / "talk.txt", folder, DETAILS, None)
    assert names(folder) == ["sources.toml", "talk.txt"]
    assert listed(folder) == {"talk": TABLE}


def test_an_interview_that_was_written_down_before_needs_no_details(file, folder):
    before = '[talk]\nlink = "https://example.com/talk"\nguests = ["Ada"]\n'
    write_corpus(folder, {"sources.toml": before})
    add_file(file, folder, Details(), None)
    assert names(folder) == ["sources.toml", "talk.txt"]
    assert (folder / "sources.toml").read_text() == before


def refused(file, folder, details=DETAILS):
    """Return why an interview is refused, which must leave the folder as it was."""
    before = {before_file.name: before_file.read_bytes() for before_file in folder.iterdir()} if folder.exists() else {}
    with pytest.raises(CorpusError) as caught:
        add_file(file, folder, details, None)
    assert (
        {after_file.name: after_file.read_bytes() for after_file in folder.iterdir()} if folder.exists() else {}
    ) == before
    return str(caught.value)


def test_details_that_were_written_down_before_are_changed_by_hand_only(file, folder):
    write_corpus(folder, {"sources.toml": '[talk]\nlink = "https://example.com/talk"\n'})
    assert refused(file, folder) == f"{folder / 'sources.toml'} tells about [talk] already; change it there"


@pytest.mark.parametrize("name", ["talk.txt", "talk.md", "talk.HTML"])
def test_another_interview_of_the_same_name_is_never_replaced(file, folder, name):
    write_corpus(folder, {name: "Somebody: This is another talk altogether."})
    assert refused(file, folder) == (
        f"{folder / name} is there already, and is another interview; give this file another name, or delete that one "
        "first if this one is to replace it"
    )


def test_the_same_file_again_is_unchanged_whatever_is_told_alike(file, folder):
    assert add_file(file, folder, DETAILS, None) == ("talk", "new")
    before = {entry.name: entry.read_bytes() for entry in folder.iterdir()}
    assert add_file(file, folder, DETAILS, None) == ("talk", "unchanged")
    assert add_file(file, folder, Details(), None) == ("talk", "unchanged")
    assert {entry.name: entry.read_bytes() for entry in folder.iterdir()} == before


def test_a_new_version_takes_the_place_of_the_file_and_each_one_before_is_kept(file, folder):
    add_file(file, folder, DETAILS, None)
    (folder / "talk.txt").write_text(edited := TALK.replace("do less", "do less (laughs)"))
    file.write_text(second := TALK.replace("do less", "do much less"))
    assert add_file(file, folder, Details(), None) == (*(f"talk; as it was before: {folder / 'talk.txt~'}", "changed"),)
    file.write_text(third := TALK.replace("do less", "do far less"))
    assert add_file(file, folder, Details(), None) == (
        *(f"talk; as it was before: {folder / 'talk.txt~~'}", "changed"),
    )
    assert [(folder / name).read_text() for name in ("talk.txt", "talk.txt~", "talk.txt~~")] == [third, edited, second]
    assert listed(folder) == {"talk": TABLE}
    assert [document.source.id for document in read_documents([folder]).documents] == ["talk"]


def test_a_new_version_in_another_format_leaves_one_file(file, folder):
    add_file(file, folder, DETAILS, None)
    markdown = file.rename(file.with_suffix(".md"))
    markdown.write_text(TALK.replace("do less", "do much less"))
    assert add_file(markdown, folder, Details(), None)[1] == "changed"
    assert names(folder) == ["sources.toml", "talk.md", "talk.txt~"]


TURNS = 'printed_labels = false\n[[turn]]\nspeaker = "Ada"\nstarts = "Because they"\n'


def test_corrections_hold_for_a_new_version_and_one_that_they_do_not_fit_is_refused(file, folder):
    add_file(file, folder, DETAILS, None)
    (folder / "talk.turns.toml").write_text(TURNS)
    file.write_text(TALK.replace("Is that all?", "Is that really all?"))
    assert add_file(file, folder, Details(), None)[1] == "changed"
    assert (folder / "talk.turns.toml").read_text() == TURNS
    file.write_text(TALK.replace("Because they", "Since they"))
    assert refused(file, folder, Details()).startswith(f"{folder / 'talk.turns.toml'}:2: ")


def test_corrections_beside_a_known_file_come_along_unless_the_folder_has_its_own(file, folder):
    add_file(file, folder, DETAILS, None)
    theirs, ours = file.with_suffix(".turns.toml"), folder / "talk.turns.toml"
    theirs.write_text(TURNS)
    assert add_file(file, folder, Details(), None) == ("talk", "changed")
    assert ours.read_text() == TURNS
    theirs.write_text(f"{TURNS}# later\n")
    said = f"talk; {ours} differs from {theirs}, and stays as it is"
    assert add_file(file, folder, Details(), None) == (said, "unchanged")
    assert ours.read_text() == TURNS


def test_a_new_version_that_cannot_be_read_leaves_the_one_before(file, folder):
    add_file(file, folder, DETAILS, None)
    file.write_text(TALK.replace(":", ""))
    assert refused(file, folder, Details()).startswith("no speaker found in talk")


def test_what_was_removed_is_not_added_again_unawares(file, folder):
    add_file(file, folder, DETAILS, None)
    sources = folder / "sources.toml"
    sources.write_text(f"{sources.read_text()}removed = true\n")
    file.write_text(TALK.replace("do less", "do much less"))
    assert refused(file, folder, Details()) == (
        "talk was removed; to let it be added again: quotebot remove --undo talk"
    )


def test_two_files_of_one_interview_in_the_folder_are_named(file, folder):
    write_corpus(folder, {"talk.md": TALK, "talk.txt": TALK})
    assert refused(file, folder) == (
        f"{folder / 'talk.md'} and {folder / 'talk.txt'} have one name; give one of them another name"
    )


def test_a_word_document_is_added_with_its_title(folder, tmp_path):
    (tmp_path / "talk.docx").write_bytes(word_file(*TALK.split("\n\n"), title="Cold years"))
    add_file(tmp_path / "talk.docx", folder, Details(link="https://a.b", guests=("Ada",), hosts=("Bob",)), None)
    (document,) = read_documents([folder]).documents
    assert (document.source.title, document.source.suffix) == ("Cold years", ".docx")


def test_a_format_that_is_not_read_is_refused_with_those_that_are(file, folder):
    other = file.rename(file.with_suffix(".doc"))
    formats = ", ".join(SUFFIXES)
    assert refused(other, folder) == f"{other} is not one of {formats}; save the interview in one of these formats"


def test_a_file_that_does_not_exist_is_refused(file, folder):
    missing = file.with_name("missing.txt")
    assert refused(missing, folder) == f"{missing} does not exist; check its name"


def test_a_file_that_is_no_text_is_refused(file, folder):
    file.write_bytes(b"PK\x03\x04\0\0")
    assert refused(file, folder) == "talk.txt is not a text file; save the interview as UTF-8 text or Markdown"


def test_an_interview_in_which_nobody_speaks_is_refused(file, folder):
    file.write_text("Small models cost less to run than large ones.\n")
    details = Details(title="A talk", link="https://example.com/talk", guests=("Ada",), hosts=("Bob",))
    assert refused(file, folder, details).startswith("no speaker found in talk; label each turn 'Name: …'")


def test_a_link_that_is_none_is_refused(file, folder):
    details = Details(title="A talk", link="example.com", guests=("Ada",), hosts=("Bob",))
    assert refused(file, folder, details) == (
        "[talk] in sources.toml: link 'example.com' does not begin with http:// or https://"
    )


@NOT_ROOT.mark()
def test_a_folder_that_cannot_be_written_is_one_line(file, folder):
    folder.mkdir(mode=0o500)
    with pytest.raises(StorageError, match=r"cannot write to .*seeds \(Permission denied\); check its permissions"):
        add_file(file, folder, DETAILS, None)


def test_a_folder_that_is_a_file_is_one_line(file, folder):
    folder.write_text("")
    with pytest.raises(StorageError, match=r"cannot write to .*seeds \(File exists\); check its permissions"):
        add_file(file, folder, DETAILS, None)
