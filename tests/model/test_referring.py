"""Referrals told by several files are kept together."""

from datetime import UTC, datetime
from itertools import permutations

from triage_app.model.item import Referral
from triage_app.model.referring import is_bare, with_told, words_of

ASKED = datetime(2026, 2, 21, 8, tzinfo=UTC)
ANSWERED = datetime(2026, 2, 22, 9, tzinfo=UTC)
QUESTION = Referral("RFI 7H", "CBP", ASKED, "what is in it")
ANSWER = Referral("7H RFI", answer="7I", answered_by="China Post", answered_at=ANSWERED)
BOTH = Referral("7H RFI", "CBP", ASKED, "what is in it", "7I", "China Post", ANSWERED)


def test_an_answer_joins_its_question_whichever_came_first() -> None:
    assert with_told([QUESTION], [ANSWER]) == (BOTH,)
    assert words_of(with_told([ANSWER], [QUESTION])[0].code) == {"7H", "RFI"}


def test_what_says_otherwise_stands_beside_in_the_order_of_time() -> None:
    again = Referral("RFI 7H", "CBP", ANSWERED)
    screened = Referral("RFS 8H", "CBP", ASKED)
    for told in permutations([QUESTION, again, screened]):
        kept: tuple[Referral, ...] = ()
        for one in told:
            kept = with_told(kept, [one, one])
        assert kept == (QUESTION, screened, again)


def test_an_answer_that_is_changed_leaves_the_first_one_to_be_read() -> None:
    changed = Referral("RFI 7H", answer="6H", answered_at=ASKED)

    assert [one.answer for one in with_told([BOTH], [changed])] == ["7I", "6H"]


def test_an_answer_alone_stands_alone() -> None:
    alone = Referral(answer="SF", answered_at=ANSWERED)

    assert with_told([QUESTION], [alone]) == (QUESTION, alone)


def test_a_code_and_an_answer_are_all_there_is_of_a_bare_one() -> None:
    assert is_bare(Referral("RFI", answer="SF"))
    assert not is_bare(QUESTION)
