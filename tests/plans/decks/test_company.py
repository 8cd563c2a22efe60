"""The company's own template, logo and colour: taken in, used by every file, hostile ones refused in a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from plans.decks.looking import opened, out_of_place
from trousseau.access.models import AuditEvent
from trousseau.figures.language import Language
from trousseau.plans.decks import colour, company, files, inspection, logos
from trousseau.plans.decks.template import TemplateError, ours
from trousseau.plans.models import Papers

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40">{}</svg>'
LOGO = SVG.format('<rect width="100" height="40" fill="#8a1538"/>').encode()


def png(size=(300, 100)):
    written = io.BytesIO()
    Image.new("RGB", size, "#8a1538").save(written, "PNG")
    return written.getvalue()


def edited(add=(), change=None):
    """The starter template with parts more or another part."""
    made, change = io.BytesIO(), change or {}
    with zipfile.ZipFile(io.BytesIO(ours())) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change.get(name, lambda text: text)(source.read(name)))
        for name, content in add:
            target.writestr(name, content)
    return made.getvalue()


@pytest.fixture
def save(house, signed_in):
    """Send the form of Settings."""

    def send(who="director", version=0, brand="", **given):
        named = {
            name: SimpleUploadedFile(f"{name}.bin", content) if isinstance(content, bytes) else content
            for name, content in given.items()
        }
        return signed_in(house[who]).post(
            reverse("plans:papers"), {"brand": brand, "version": version, **named}, HTTP_ACCEPT_LANGUAGE="en"
        )

    return send


def test_template_logo_and_colour_are_in_every_file(house, full, save):
    assert save(brand="8A1538", logo=LOGO, template=ours("#8a1538")).status_code == 302
    deck = opened(files.of_plan(house["manager"], full, "review", "pptx").content)
    pictures = [shape for slide in deck.slides for shape in slide.shapes if shape.name == "logo"]
    assert len(pictures) == len(deck.slides)
    assert not out_of_place(deck)
    book = load_workbook(io.BytesIO(files.of_plan(house["manager"], full, "plan", "xlsx").content))
    assert book.worksheets[0]["A1"].font.color.rgb == "FF8A1538"
    assert len(book.worksheets[0]._images) == 1
    paper = files.of_plan(house["manager"], full, "plan", "pdf").content
    assert b"/Subtype/Image" in paper
    assert b"<pdfuaid:part>1</pdfuaid:part>" in paper
    assert AuditEvent.objects.filter(verb="papers.changed").count() == 1


def test_what_is_kept_can_be_taken_away(save):
    save(brand="#8a1538", logo=png(), template=ours())
    assert save(version=1, brand="", no_logo="on", no_template="on").status_code == 302
    assert company.look() == company.Look()


def test_a_template_without_what_it_may_have_is_taken_and_says_what_falls_back(house, save, signed_in):
    def without(text):
        return text.replace(b'name="logo"', b'name="picture"').replace(b'name="kicker"', b'name="other"')

    template = edited(change={f"ppt/slideLayouts/slideLayout{at}.xml": without for at in (1, 2)})
    assert save(template=template).status_code == 302
    page = signed_in(house["director"]).get(reverse("plans:papers"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "the subject stands before the title" in page
    assert "slides carry no logo" in page
    assert "slides are not numbered" not in page


def test_a_template_without_what_it_must_have_names_it_and_changes_nothing(save):
    template = edited(change={"ppt/slideLayouts/slideLayout2.xml": lambda text: text.replace(
        b'name="body"', b'name="nothing"').replace(b'<p:ph idx="1"', b'<p:ph type="pic" idx="1"')})  # fmt: skip
    answer = save(template=template, brand="#8a1538")
    assert answer.status_code == 422
    assert "no placeholder “body”" in answer.content.decode()
    assert "#8a1538" in answer.content.decode()
    assert not Papers.objects.exists()


RELS = "ppt/slideMasters/_rels/slideMaster1.xml.rels"


def linked(text):
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    relation = b'<Relationship Id="rId99" Type="' + kind + b'" Target="file:///etc/passwd" TargetMode="External"/>'
    return text.replace(b"</Relationships>", relation + b"</Relationships>")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: edited([("ppt/vbaProject.bin", b"x")]), "macros"),
        (lambda: edited(change={"[Content_Types].xml": lambda text: text.replace(
            b"presentationml.presentation.main", b"macroEnabled.main")}), "macros"),
        (lambda: edited(change={RELS: linked}), "from elsewhere"),
        (lambda: edited([("ppt/media/bomb.png", b"\0" * 60_000_000)]), "far more than it is"),
        (lambda: edited([("ppt/x.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>')]), "definitions"),
        (lambda: edited([("ppt/embeddings/oleObject1.bin", b"x")]), "embedded objects"),
        (lambda: b"PK\x03\x04 nothing", "no PowerPoint presentation"),
        (lambda: b"", "no PowerPoint presentation"),
    ],
)  # fmt: skip
def test_a_hostile_template_is_refused_in_a_sentence(content, why):
    with pytest.raises(TemplateError, match=why) as found:
        inspection.inspect(content(), Language("en"))
    assert len(found.value.faults) == 1


@pytest.mark.parametrize(
    ("logo", "why"),
    [
        (lambda: b"\x89PNG\r\n" + b"\0" * 50 * 2**20, "50 MB; at most 2 MB"),
        (lambda: b"\x89PNG\r\n\x1a\n broken", "no picture that can be read"),
        (lambda: b"GIF89a" + b"\0" * 40, "no picture that can be read"),
        (lambda: png((6000, 5000)), "million points"),
        (lambda: SVG.format("<script>alert(1)</script>").encode(), "script"),
        (lambda: SVG.format('<image href="file:///etc/passwd"/>').encode(), "image"),
        (lambda: SVG.format('<a href="https://evil.example"/>').encode(), "href"),
        (lambda: SVG.format('<g onload="alert(1)"/>').encode(), "onload"),
        (lambda: SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>').encode(), "use"),
        (lambda: b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "no picture"),
        (lambda: b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "definitions"),
        (lambda: b"<svg", "no picture"),
    ],
)
def test_a_logo_that_is_none_is_refused_in_a_sentence(save, logo, why):
    answer = save(logo=logo())
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Papers.objects.exists()


@pytest.mark.parametrize("made", [lambda: LOGO, png, lambda: png((3000, 900))])
def test_a_logo_is_kept_as_a_small_picture(made):
    with Image.open(io.BytesIO(logos.as_png(made()))) as image:
        assert image.format == "PNG"
        assert image.width <= 1000
        assert image.convert("RGB").getpixel((image.width // 2, image.height // 2)) == (0x8A, 0x15, 0x38)


@pytest.mark.parametrize(("brand", "why"), [("#ffe600", "cannot be read on white"), ("red", "six signs")])
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(save, brand, why):
    answer = save(brand=brand)
    assert why in answer.content.decode()
    assert colour.contrast(colour.readable("#ffe600")) >= 4.5


def test_two_at_once_the_second_is_told(save):
    assert save(brand="#8a1538").status_code == 302
    answer = save(brand="#0f766e")
    assert answer.status_code == 422
    assert "Somebody else" in answer.content.decode()
    assert Papers.objects.get().brand == "#8a1538"


def test_the_starter_template_can_be_sent_back_and_others_do_not_reach_it(house, save, signed_in):
    starter = signed_in(house["director"]).get(reverse("plans:papers_starter")).content
    assert save(template=starter).status_code == 302
    assert Papers.objects.get().lacks == []
    assert save("manager", version=1, brand="#0f766e").status_code == 403
