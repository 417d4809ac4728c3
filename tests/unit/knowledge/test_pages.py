"""Each generation of markup on a small page of its own; see ``tests/data/pages``."""

from pathlib import Path

import pytest

from knowledge.entries import FaqEntry, Link
from knowledge.errors import InvalidPage
from knowledge.pages import read_page

PAGES = Path(__file__).parents[2] / "data" / "pages"
SITE = "https://smartenergycodecompany.co.uk"


def read(name: str, address: str | None = None) -> list[FaqEntry]:
    return read_page((PAGES / f"{name}.html").read_bytes(), address)


def titles(entries: list[FaqEntry]) -> list[str]:
    return [entry.title for entry in entries]


def one(html: str, address: str | None = None) -> FaqEntry:
    [entry] = read_page(html, address)
    return entry


def details(answer: str, question: str = "Why?") -> str:
    return f"<details><summary>{question}</summary>{answer}</details>"


class TestEarlyPlugin:
    def test_the_toggle_is_no_part_of_a_question(self) -> None:
        assert titles(read("plugin_early"))[0] == "How do I borrow a book?"

    def test_a_question_may_begin_with_the_letter_of_a_toggle(self) -> None:
        assert titles(read("plugin_early"))[1] == "A card that is lost: what now?"

    def test_an_entry_in_two_groups_is_one_entry(self) -> None:
        assert len(read("plugin_early")) == 3

    def test_the_category_is_the_entrys_own_or_that_of_its_group(self) -> None:
        assert [entry.category for entry in read("plugin_early")] == ["Library", "Library", "Visitors"]

    def test_keys_come_from_the_address_or_the_number(self) -> None:
        assert [entry.key for entry in read("plugin_early")] == [
            "how-do-i-borrow-a-book",
            "faq-102",
            "faq-103",
        ]

    def test_lists_and_the_targets_of_links_are_kept(self) -> None:
        entry = read("plugin_early")[0]

        assert entry.body == (
            f"Bring your card. See [here]({SITE}/library/rules/) for the rules:\n\n"
            "- three books\n- four weeks\n  - six in summer"
        )
        assert entry.links == (Link("here", f"{SITE}/library/rules/"),)

    def test_quotation_marks_around_a_whole_answer_go(self) -> None:
        assert read("plugin_early")[1].body == "Tell the desk."

    def test_the_source_is_the_page(self) -> None:
        assert {entry.source for entry in read("plugin_early")} == {f"{SITE}/faqs/"}


class TestLateFirstPlugin:
    def test_the_header_list_doubles_nothing(self) -> None:
        assert titles(read("plugin_late_first")) == [
            "How loud may the piano be?",
            "A drum kit: is it allowed?",
            "May I sing?",
        ]

    def test_the_letter_of_the_icon_is_no_part_of_a_question(self) -> None:
        assert all(not title.startswith(("a ", "aH", "AA")) for title in titles(read("plugin_late_first")))

    def test_author_ratings_links_and_categories_are_no_part_of_an_answer(self) -> None:
        body = read("plugin_late_first")[0].body

        assert body == (
            "After ten, **not at all**.\n\n| Hour | Loudness |\n| --- | --- |\n| noon | any |\n| ten | none |"
        )

    def test_the_first_of_several_categories_counts_and_none_is_general(self) -> None:
        assert [entry.category for entry in read("plugin_late_first")] == ["Music", "General", "General"]

    def test_the_permalink_gives_the_key(self) -> None:
        assert read("plugin_late_first")[0].key == "how-loud-is-the-piano"

    def test_the_random_part_of_an_id_makes_no_difference(self) -> None:
        html = (PAGES / "plugin_late_first.html").read_text()

        again = html.replace("81723", "1144").replace("55120", "9").replace("99871", "77777777")

        assert read_page(again) == read_page(html)

    def test_an_entry_that_misnested_tags_put_into_another_stands_alone(self) -> None:
        entries = read("plugin_late_first")

        assert "Always" not in entries[1].body
        assert entries[2].body == "Always."

    def test_links_that_lead_nowhere_or_run_scripts_become_words(self) -> None:
        entry = read("plugin_late_first")[1]

        assert entry.body == (
            "Only in the cellar, see above or ask [the landlord](mailto:landlord@example.org)."
        )


class TestSecondPlugin:
    def test_the_linked_data_adds_what_the_page_does_not_show_yet(self) -> None:
        assert titles(read("plugin_second")) == [
            "When does the garden open?",
            "Are dogs & cats welcome?",
            "Who waters the roses?",
        ]

    def test_the_page_gives_categories_and_numbers(self) -> None:
        entries = read("plugin_second")

        assert [entry.category for entry in entries] == ["Garden", "Garden", "General"]
        assert [entry.key for entry in entries] == ["faq-301", "faq-302", "who-waters-the-roses"]

    def test_where_the_two_disagree_the_linked_data_has_the_answer(self) -> None:
        assert read("plugin_second")[1].body == "Dogs are; cats come anyway."

    def test_the_page_alone_is_enough(self) -> None:
        html = (PAGES / "plugin_second.html").read_text()

        entries = read_page(html.replace("application/ld+json", "text/plain"))

        assert titles(entries) == ["30. When does the garden open?", "Are dogs & cats welcome?"]
        assert entries[0].body == "At [eight](https://garden.example/hours)."

    def test_an_answer_that_lost_its_links_in_the_linked_data_is_read_from_the_page(self) -> None:
        html = (PAGES / "plugin_second.html").read_text()

        entries = read_page(
            html.replace(r"<p>At <a href=\"https://garden.example/hours\">eight</a>.</p>", "At eight.")
        )

        assert entries[0].body == "At [eight](https://garden.example/hours)."

    def test_the_permalink_stands_apart_from_the_title(self) -> None:
        entries = read("plugin_second_links", f"{SITE}/faqs/")

        assert [entry.key for entry in entries] == ["soup", "faq-402"]
        assert [entry.body for entry in entries] == ["Two days.", "Yes."]


class TestLinkedData:
    def test_it_is_read_without_any_markup(self) -> None:
        entries = read("linked_data")

        assert titles(entries) == ["Milk first?", "And sugar?"]
        assert entries[0].body == "Never, says **everyone**."

    def test_what_is_no_json_is_passed_over(self) -> None:
        assert len(read("linked_data")) == 2

    def test_keys_come_from_the_titles(self) -> None:
        assert [entry.key for entry in read("linked_data")] == ["milk-first", "and-sugar"]


class TestTheme:
    def test_an_archive_yields_each_heading_with_its_whole_answer(self) -> None:
        entries = read("archive", f"{SITE}/ufaq-category/boats/")

        assert [(entry.title, entry.body) for entry in entries] == [
            ("Who may row?", f"Everyone who can swim.\n\nChildren wear a [vest]({SITE}/safety/)."),
            ("When do the boats leave?", "### In summer\n\nOn the hour.\n\n### In winter\n\nNever."),
        ]

    def test_an_archive_names_category_key_and_source_of_its_entries(self) -> None:
        entry = read("archive", f"{SITE}/ufaq-category/boats/")[0]

        assert (entry.category, entry.key) == ("Boats", "who-may-row")
        assert entry.source == f"{SITE}/ufaqs/who-may-row/"

    def test_an_archive_without_links_is_read_by_its_headings_and_without_noise(self) -> None:
        entries = read("archive_plain")

        assert [(entry.title, entry.body) for entry in entries] == [
            ("Where do I sleep?", "In a bunk.\n\nBring a pillow."),
            ("Is there breakfast?", "At seven."),
        ]
        assert entries[0].category == "Night trains"

    def test_the_page_of_an_archive_is_no_part_of_the_source(self) -> None:
        assert read("archive_plain")[0].source == f"{SITE}/ufaq-category/night-trains/"

    def test_the_page_of_one_entry_is_one_entry(self) -> None:
        [entry] = read("entry")

        assert (entry.key, entry.title, entry.category) == ("where-is-the-key", "Where is the key?", "House")
        assert entry.body == "Under the mat.\n\n1. Lift it.\n2. Look."


class TestTable:
    def test_each_row_is_an_entry_with_its_category(self) -> None:
        entries = read("rows")

        assert [(entry.title, entry.category) for entry in entries] == [
            ("How high is the tower?", "Tower"),
            ("Is there a lift?", "Tower"),
            ("How many steps?", "General"),
        ]
        assert entries[0].body == f"Forty metres, see [here]({SITE}/tower/)."
        assert entries[2].body == "Two hundred."

    def test_answers_may_have_a_column_of_their_own(self) -> None:
        [entry] = read("rows_three")

        assert (entry.title, entry.body, entry.category) == ("What is for lunch?", "Soup.", "Kitchen")

    def test_a_plugins_entries_in_a_table_take_the_category_of_their_row(self) -> None:
        html = """<table><tr><th>Questions and answers</th><th>Category</th></tr><tr><td>
            <div class="ufaq-faq-div"><div class="ufaq-faq-title"><h4>Is it far?</h4></div>
            <div class="ufaq-faq-body"><div class="ufaq-faq-post">No.</div></div></div></td>
            <td>Walks</td></tr></table>"""

        assert one(html).category == "Walks"

    def test_other_tables_are_no_faq(self) -> None:
        with pytest.raises(InvalidPage):
            read_page(
                "<table><tr><th>Name</th><th>Category</th></tr><tr><td>Oak</td><td>Tree</td></tr></table>"
            )


class TestDetails:
    def test_headings_are_categories_unless_they_only_say_faq(self) -> None:
        entries = read("details")

        assert [(entry.title, entry.category) for entry in entries] == [
            ("Are there fish?", "The pond"),
            ("May I swim?", "The pond"),
            ("Does it freeze?", "General"),
        ]

    def test_an_accordion_within_an_answer_belongs_to_it(self) -> None:
        assert read("details")[0].body == "Nine.\n\nTheir names\n\nUnknown."


class TestExpanders:
    def test_menus_are_left_out(self) -> None:
        assert titles(read("expanders")) == ["May I bring a bicycle?", "Is it locked?"]

    def test_headings_and_buttons_within_an_answer_belong_to_it(self) -> None:
        entries = read("expanders")

        assert entries[0].body == "On the lower deck.\n\n#### Tandems\n\nAsk first. Or don't."
        assert [entry.category for entry in entries] == ["Bicycles", "Bicycles"]

    def test_a_panel_without_a_name_follows_its_button(self) -> None:
        assert read("expanders")[1].body == "By you."


class TestAnswers:
    @pytest.mark.parametrize(
        ("html", "markdown"),
        [
            ("<p>Two&nbsp;words</p>", "Two words"),
            ("<p>zero\u200bwidth</p>", "zerowidth"),
            ('<p>"All of it."</p>', "All of it."),
            ("<p>“One” and “two”</p>", "“One” and “two”"),
            ("<p>a<br>b</p>", "a\\\nb"),
            ("<p>a<br></p><p>b</p>", "a\n\nb"),
            ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
            ("<p>a</p><script>alert(1)</script><style>p{}</style>", "a"),
            ("<p>a</p><!-- a remark --><img src=x onerror=alert(1)>", "a"),
            ("<p><a href='  JaVa\tscript:alert(1)'>a</a></p>", "a"),
            ("<p><a href='data:text/html,x'>a</a></p>", "a"),
            ("<p><a href='desk@example.org'>a</a></p>", "[a](mailto:desk@example.org)"),
            ("<p><a href='tel:123'>a</a></p>", "[a](tel:123)"),
            ("<p>a <a href='https://x.example/'><img src=x></a></p>", "a"),
            ("<p><a href='https://x.example/a (1).pdf'>a</a></p>", "[a](https://x.example/a%20%281%29.pdf)"),
            ("<p><a href='https://[broken'>a</a></p>", "a"),
            ("<p><a href='/b/'>a</a></p>", "[a](https://x.example/b/)"),
            ("<p><a href='https://x.example/faq#top'>a</a></p>", "a"),
        ],
    )
    def test_markup_becomes_markdown(self, html: str, markdown: str) -> None:
        assert one(details(html), "https://x.example/faq").body == markdown


class TestTitles:
    @pytest.mark.parametrize(
        ("html", "title"),
        [
            ("+ Why?", "Why?"),
            ("Why? +", "Why?"),
            ("<span id='ewd-ufaq-post-symbol-7'>a</span> Why?", "Why?"),
            ("<i class='fa fa-chevron-down'></i>Why?", "Why?"),
            ("Why&nbsp;&nbsp;not?", "Why not?"),
            ("C++ or A?", "C++ or A?"),
            ("<span>A</span>pples?", "Apples?"),
            ("Why<br>not?", "Why not?"),
        ],
    )
    def test_signs_go_and_words_stay(self, html: str, title: str) -> None:
        assert one(details("Because.", html)).title == title


class TestAddress:
    def test_the_given_address_comes_before_the_pages_own(self) -> None:
        assert read("rows", "https://x.example/")[0].source == "https://x.example/"

    def test_a_browsers_note_on_saving_is_read(self) -> None:
        html = "<!-- saved from url=(0025)https://x.example/faqs/ -->" + details("No.")

        assert one(html).source == "https://x.example/faqs/"

    def test_a_page_that_does_not_say_it_has_no_source(self) -> None:
        assert one(details("No.")).source == ""


class TestBadPages:
    @pytest.mark.parametrize(
        "html", ["", "hello", "https://x.example/", b"\xff\xfe\x00\x01", "<p>Just words.</p>", b"%PDF-1.7"]
    )
    def test_a_page_without_any_faq_is_refused(self, html: str | bytes) -> None:
        with pytest.raises(InvalidPage, match="No FAQ was found"):
            read_page(html)

    def test_a_page_that_is_too_large_is_refused(self) -> None:
        with pytest.raises(InvalidPage, match="larger than"):
            read_page(b" " * 5_000_001)

    def test_a_page_that_is_nested_too_deeply_is_refused(self) -> None:
        with pytest.raises(InvalidPage, match="nested too deeply"):
            read_page(details("<blockquote>" * 3000 + "x"))

    def test_a_page_in_an_old_encoding_is_read(self) -> None:
        [entry] = read_page(details("naïve", "Café?").encode("windows-1252"))

        assert (entry.title, entry.body) == ("Café?", "naïve")

    def test_the_encoding_that_a_page_names_is_used(self) -> None:
        html = '<meta charset="iso-8859-2">' + details("ł")

        [entry] = read_page(html.encode("iso-8859-2"))

        assert entry.body == "ł"

    def test_two_entries_never_share_a_key(self) -> None:
        entries = read_page(details("a", "日本?") + details("b", "中国?"))

        assert [entry.key for entry in entries] == ["faq", "faq-2"]
