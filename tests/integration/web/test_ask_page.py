import re
from html import unescape

import pytest

from connectors.dialogue.dialogue import DialogueUnavailable


class Browser:
    """A browser without JavaScript, as far as the page needs one."""

    def __init__(self, client):
        self.client = client
        self.open()

    def open(self, address="/ask"):
        self.response = self.client.get(address)
        return self

    @property
    def text(self):
        return unescape(re.sub(r"<[^>]+>", " ", self.response.text))

    def hidden(self, name):
        return re.search(f'name="{name}" value="([^"]*)"', self.response.text)[1]

    def post(self, path="/ask", follow=True, headers=None, **fields):
        form = {"csrf": self.hidden("csrf")} | fields
        self.response = self.client.post(path, data=form, headers=headers or {}, follow_redirects=follow)
        return self

    def ask(self, text="How do we join?", **fields):
        return self.post(**({"key": self.hidden("key"), "text": text} | fields))

    def press(self, payload):
        return self.post(key=self.hidden("key"), payload=payload)

    def hand_over(self, **changes):
        form = {
            "name": "Alex Field",
            "email": "alex@example.org",
            "organisation": "",
            "question": "Who set the fee?",
        }
        return self.post("/ask/ticket", key=self.hidden("key"), **(form | changes))


@pytest.fixture
def browser(client):
    return Browser(client)


class TestPage:
    def test_sets_no_cookie_before_the_first_message(self, browser):
        assert browser.response.status_code == 200
        assert "Set-Cookie" not in browser.response.headers

    def test_takes_a_question_from_the_address_without_sending_it(self, browser, dialogue):
        browser.open("/ask?question=How+much%3F+%3Cb%3E")

        assert "How much? &lt;b&gt;</textarea>" in browser.response.text
        assert dialogue.asked == []


class TestAsking:
    def test_shows_the_thread_with_source_and_review_date(self, browser):
        browser.ask()

        assert "How do we join?" in browser.text
        assert "Source: example.org" in browser.text
        assert "Reviewed 23 November 2026" in browser.text

    def test_goes_back_to_the_page_so_that_a_reload_sends_nothing_twice(self, browser):
        browser.post(key=browser.hidden("key"), text="How do we join?", follow=False)

        assert browser.response.status_code == 303
        assert browser.response.headers["Location"] == "/ask#latest"

    def test_sets_a_cookie_that_only_the_page_can_use(self, browser):
        browser.post(key=browser.hidden("key"), text="How do we join?", follow=False)

        cookie = browser.response.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie

    def test_over_https_sets_a_secure_cookie(self, client):
        browser = Browser(client)
        form = {"csrf": browser.hidden("csrf"), "key": "k", "text": "Hi"}
        response = client.post("/ask", data=form, base_url="https://localhost")

        assert "Secure" in response.headers["Set-Cookie"]

    def test_twice_with_the_same_page_answers_once(self, browser, dialogue):
        browser.ask()
        key = browser.hidden("key")
        browser.post(key=key, text="How much?")
        browser.post(key=key, text="How much?")

        assert [text for _, text, _ in dialogue.asked] == ["How do we join?", "How much?"]

    def test_other_words_from_an_old_page_keeps_them(self, browser):
        browser.ask()
        key = browser.hidden("key")
        browser.post(key=key, text="How much?")
        browser.post(key=key, text="How long?")

        assert "How long?</textarea>" in browser.response.text
        assert "please send it again" in browser.text

    @pytest.mark.parametrize(
        ("text", "words"), [("", "Please type a question first."), ("x" * 5000, "up to 4,000")]
    )
    def test_what_cannot_be_used_is_said_and_kept(self, browser, text, words):
        browser.ask(text)

        assert browser.response.status_code == 422
        assert words in browser.text
        assert f"{text}</textarea>" in browser.response.text
        assert "Set-Cookie" not in browser.response.headers

    def test_takes_the_longest_message_in_any_script(self, browser):
        browser.ask("\U0001f389" * 4000)

        assert browser.response.status_code == 200

    def test_too_much_is_refused(self, browser):
        browser.ask("x" * 70_000)

        assert browser.response.status_code == 413
        assert "too long" in browser.text

    def test_shows_html_as_text(self, browser):
        browser.ask("<script>alert(1)</script>")

        assert "<script>alert" not in browser.response.text
        assert "&lt;script&gt;alert(1)" in browser.response.text

    def test_starts_again_when_the_conversation_is_gone(self, browser, store):
        browser.ask()
        with store.session() as session:
            session.connection().exec_driver_sql("DELETE FROM conversation")

        browser.ask("How much?")

        assert "How much?" in browser.text


class TestButtons:
    def test_choose(self, browser, dialogue):
        browser.ask("fees").press('/choose_entry{"entry":"joining"}')

        assert dialogue.asked[-1][1:] == ("How do we join the club?", '/choose_entry{"entry":"joining"}')

    def test_that_were_never_offered_do_nothing(self, browser, dialogue):
        browser.ask("hello").press("/restart")

        assert browser.response.status_code == 422
        assert len(dialogue.asked) == 1


class TestRating:
    def message(self, browser):
        return browser.hidden("message")

    def test_yes_is_thanked_for(self, browser):
        browser.ask()
        browser.post("/ask/rating", message=self.message(browser), helpful="yes")

        assert "You said that this answered it. Thank you." in browser.text

    def test_no_offers_a_person(self, browser):
        browser.ask()
        browser.post("/ask/rating", message=self.message(browser), helpful="no").press("/ask_human")

        assert "Your question for the Helpdesk" in browser.text

    @pytest.mark.parametrize(
        ("message", "helpful"), [("1", "perhaps"), ("x", "yes"), ("", "yes"), ("9" * 40, "yes")]
    )
    def test_of_something_else_is_refused(self, browser, message, helpful):
        browser.ask()
        browser.post("/ask/rating", message=message, helpful=helpful)

        assert browser.response.status_code in {404, 422}


class TestHandOver:
    def test_makes_a_ticket(self, browser):
        browser.ask("odd").press("/affirm").hand_over()

        assert "SECAS-000001" in browser.text
        assert "opens again on Tuesday 5 May" in browser.text

    def test_begins_with_the_last_question(self, browser, dialogue, answers):
        dialogue.script["Who set the fee?"] = DialogueUnavailable()
        answers.up = False

        browser.ask("Who set the fee?")

        assert "Who set the fee?</textarea>" in browser.response.text

    def test_says_what_is_wrong_and_keeps_the_rest(self, browser):
        browser.ask("odd").press("/affirm").hand_over(email="nobody")

        assert browser.response.status_code == 422
        assert "Please give an e-mail address such as" in browser.text
        assert 'value="Alex Field"' in browser.response.text
        assert 'aria-invalid="true" aria-describedby="email-wrong"' in browser.response.text


class TestEnd:
    def test_forgets_the_conversation(self, browser):
        browser.ask("How do we join?").post("/ask/end")

        assert "How do we join?" not in browser.text


class TestForgery:
    FORMS = ("/ask", "/ask/rating", "/ask/ticket", "/ask/end")

    @pytest.mark.parametrize("path", FORMS)
    @pytest.mark.parametrize("token", ["", "made-up", "ImMx.x.x"])
    def test_without_our_token_is_refused(self, browser, dialogue, path, token):
        browser.ask("How do we join?").post(path, csrf=token)

        assert browser.response.status_code == 403
        assert len(dialogue.asked) == 1

    def test_with_the_token_of_another_conversation_is_refused_and_keeps_the_words(self, app, browser):
        other = Browser(app.test_client())
        other.ask("Hello")
        browser.ask("How do we join?")

        browser.ask("How much?", csrf=other.hidden("csrf"))

        assert browser.response.status_code == 403
        assert "How much?</textarea>" in browser.response.text

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example.org"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_from_another_site_is_refused_even_with_a_token(self, browser, dialogue, headers):
        browser.post(key="k", text="Hi", headers=headers)

        assert browser.response.status_code == 403
        assert dialogue.asked == []

    @pytest.mark.parametrize("path", FORMS)
    def test_with_unknown_fields_is_refused(self, browser, path):
        browser.post(path, admin="1")

        assert browser.response.status_code == 422

    def test_with_a_changed_cookie_opens_nothing(self, client, browser):
        browser.ask("How do we join?")
        client.set_cookie("helpdesk_ask", client.get_cookie("helpdesk_ask").value[:-2] + "xx")

        assert "How do we join?" not in browser.open().text
