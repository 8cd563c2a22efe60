"""The executive brief, one page whatever the data; the hand-over pack; harmless whatever is typed."""

import re

import pytest
from django.utils import timezone
from django.utils.translation import override

import tagged
from support import pdf_words
from trousseau.access.models import AuditEvent
from trousseau.accounts import access, actions, due, sections
from trousseau.accounts.actions import Place
from trousseau.accounts.sections import Section, Told
from trousseau.knowledge.models import Competitor, Contact, Contract, Stake
from trousseau.notices.models import Notice
from trousseau.support.actions import handovers
from trousseau.support.models import Handover, Paper
from trousseau.support.papers import compose, typesetting
from trousseau.support.papers.compose import Meeting
from trousseau.support.papers.handover import path_of
from trousseau.support.papers.sheet import LONGEST

HOSTILE = 'a\x00b #read("/etc/passwd") *bold* $x^2$ <script> \\ "quote" \u202e中文 عربى 😀 \ud800'


@pytest.fixture
def account(portfolio, cast):
    """An account led by the manager of the cast, sponsored by the executive."""
    found = actions.name_manager(cast["director"], portfolio(2)[1], cast["manager"])
    actions.add_member(cast["director"], found, cast["executive"], Place("sponsor"))
    return found


@pytest.fixture
def known(account, cast):
    """Someone at the client who decides and whom nobody looks after."""
    return Contact.objects.create(
        account=account, name="Ingrid Solheim", title="CPO", buying_role="decides", said_on=timezone.localdate(),
        author=cast["manager"],
    )  # fmt: skip


@pytest.fixture
def long_section():
    """A room that has much to say."""
    before = dict(sections._sections)
    rows = tuple((f"row {n} {'very long words ' * 30}", "b") for n in range(200))
    for n in range(9):
        sections.register(Section(f"long{n}", f"Long {n}", lambda _u, _a: Told("A sentence. " * 60, ("A", "B"), rows)))
    yield
    sections._sections.clear()
    sections._sections.update(before)


def inside(pdf):
    """Everything in a PDF with its streams unpacked."""
    return b"\n".join(pdf_words.inside(pdf))


def pages(pdf):
    """How many pages a PDF has."""
    return max(int(n) for n in re.findall(rb"/Type\s*/Pages.*?/Count (\d+)|/Count (\d+)", inside(pdf))[0] if n)


def test_a_brief_is_one_tagged_page_in_both_languages(account, known, cast, tmp_path):
    for language, words in (
        ("fr", ("Note au parrain", "À dire, à demander")),
        ("en", ("Executive brief", "What to say")),
    ):
        with override(language):
            sheet = compose.brief(cast["executive"], account, Meeting("Bogies"))
            pdf = typesetting.pdf("brief", sheet.data())
        said = str(sheet.data())
        assert all(word in said for word in words)
        assert "Ingrid Solheim" in said
        assert pages(pdf) == 1
        assert not tagged.faults(pdf, tmp_path)
        assert re.search(rb"/Lang ?\(" + language.encode(), inside(pdf))


def test_however_much_is_known_a_brief_is_one_page_and_says_what_it_leaves_out(account, cast, long_section):
    sheet = compose.brief(cast["executive"], account, Meeting("x" * 500, None, "y" * 500))
    assert pages(typesetting.pdf("brief", sheet.data())) == 1
    block = next(one for one in sheet.blocks if one.title == "Long 1")
    assert block.first(5)[1] == "… and 195 more"
    assert max(len(cell) for row in block.rows for cell in row) <= LONGEST


def test_a_pack_is_tagged(account, known, cast, tmp_path):
    assert not tagged.faults(typesetting.pdf("handover", compose.handover(cast["executive"], account).data()), tmp_path)


@pytest.mark.parametrize("template", ["brief", "handover"])
def test_markup_and_any_script_are_only_text(account, known, cast, template):
    Contact.objects.filter(pk=known.pk).update(name=HOSTILE.replace("\x00", "").replace("\ud800", ""))
    build = compose.brief if template == "brief" else compose.handover
    sheet = build(cast["executive"], account)
    data = sheet.data() | {"title": HOSTILE}
    pdf = typesetting.pdf(template, data)
    assert pdf.startswith(b"%PDF")
    assert b"root:" not in inside(pdf)


def test_papers_are_set_in_one_face_on_every_machine_but_for_a_house_that_has_its_own(home):
    pdf = typesetting.pdf("statement", {"title": "x", "kicker": "y", "author": "", "foot": "", "lang": "en",
                                        "lead": "Words", "blocks": []})  # fmt: skip
    assert b"Libertinus" in inside(pdf)
    assert b"Inter" not in re.findall(rb"/FontName ?/(?:[A-Z]{6}\+)?(\w+)", inside(pdf))
    (home / "fonts").mkdir()
    (home / "fonts" / "Inter-Regular.ttf").touch()
    assert typesetting._families(home / "fonts")[0] == "Inter"


def test_a_brief_without_any_knowledge_still_stands(portfolio, cast):
    empty = portfolio(1)[0]
    assert pages(typesetting.pdf("brief", compose.brief(cast["director"], empty).data())) == 1


def test_the_pages_of_a_brief(account, known, cast, signed_in):
    client = signed_in(cast["executive"])
    page = client.get(f"/accounts/{account.public_id}/brief/?purpose=%3Cb%3E&on=nonsense").content.decode()
    assert "Meet Ingrid Solheim" in page
    assert "&lt;b&gt;" in page
    answer = client.get(f"/accounts/{account.public_id}/brief.pdf?on=2026-12-03&with=%00%F0%9F%98%80")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert signed_in(cast["manager"]).get(f"/accounts/{account.public_id}/").content.decode().count("/brief/") == 1


def test_a_pack_is_kept_and_who_took_it_is_written(account, known, cast, signed_in):
    client = signed_in(cast["manager"])
    content = b"".join(client.get(f"/accounts/{account.public_id}/handover.pdf").streaming_content)

    paper = Paper.objects.get()
    assert path_of(paper).read_bytes() == content
    event = AuditEvent.objects.filter(verb="handover.taken").get()
    assert event.actor == cast["manager"]
    assert client.get(f"/accounts/{account.public_id}/papers/{paper.public_id}.pdf").status_code == 200
    head = signed_in(cast["head"])
    assert head.get(f"/accounts/{account.public_id}/papers/{paper.public_id}.pdf").status_code == 404


def test_a_long_pack_is_made_by_a_job(account, cast, long_section, monkeypatch):
    monkeypatch.setattr(handovers, "LONG", 10)
    job = handovers.take(cast["manager"], account, "fr")
    assert job.kind == "handover_pack"
    paper = Paper.objects.get()
    assert paper.size == 0
    handovers.make(paper)
    assert Paper.objects.get().size > 10_000


def test_changing_hands_tells_both_and_lets_who_leaves_look_back(account, cast, person):
    new = person("manager", name="Nina")
    actions.name_manager(cast["director"], account, new)

    old = cast["manager"]
    assert access.visible_to(old).filter(pk=account.pk).exists()
    assert not access.may_write(old, access.every_account().get(pk=account.pk))
    assert "Hand" in next(item.title for item in due.items(old) if item.kind == "Hand-over")
    assert "Take" in next(item.title for item in due.items(new) if item.kind == "Hand-over")
    assert {notice.user for notice in Notice.objects.filter(kind="handover.begun")} == {old, new}

    handovers.finish(new, account)
    assert not access.visible_to(old).filter(pk=account.pk).exists()
    assert Handover.objects.get().done_by == new


def test_giving_it_back_ends_the_hand_over(account, cast, person):
    actions.name_manager(cast["director"], account, None)
    assert Handover.objects.get(done_at=None).taking is None
    actions.name_manager(cast["director"], account, cast["manager"])
    assert not Handover.objects.filter(done_at=None).exists()


def test_the_brief_of_all_that_is_known_keeps_to_25_statements(account, cast, signed_in, django_assert_max_num_queries):
    told = {"account": account, "said_on": timezone.localdate(), "author": cast["manager"]}
    for n in range(6):
        Contact.objects.create(name=f"p{n}", stance="promoter", **told)
        Stake.objects.create(title=f"s{n}", importance=3, **told)
        Competitor.objects.create(name=f"c{n}", **told)
        Contract.objects.create(name=f"k{n}", **told)
    for who in ("director", "manager", "executive"):
        browser, url = signed_in(cast[who]), f"/accounts/{account.public_id}/brief/"
        browser.get(url)
        with django_assert_max_num_queries(25):
            assert browser.get(url).status_code == 200
