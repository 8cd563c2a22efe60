"""Files kept with an account: what is kept, what is refused, how they are given out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from trousseau.access.models import AuditEvent
from trousseau.knowledge import filestore
from trousseau.knowledge.actions.documents import LIMIT, harmless, keep, remove
from trousseau.knowledge.filetypes import SUFFIXES, RefusedError, recognised
from trousseau.knowledge.models import Document

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
MAIL = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: Offre\r\nDate: x\r\n\r\n<html><script>1</script>"


def packed(*names, **content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name in names:
            parts.writestr(name, content.get(name, "x"))
        for name, told in content.items():
            parts.writestr(name, told)
    return file.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("offre.pdf", PDF, "application/pdf"),
        ("plan.PNG", PNG, "image/png"),
        ("photo.jpeg", b"\xff\xd8\xff\xe0" + bytes(9), "image/jpeg"),
        ("note.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("t.xlsx", packed("[Content_Types].xml", "xl/workbook.xml"), next(k for k in SUFFIXES if "sheetml" in k)),
        ("t.ods", packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
         "application/vnd.oasis.opendocument.spreadsheet"),
        ("t.csv", "Société;1 234,5\n".encode("cp1252"), "text/csv"),
        ("t.txt", "Réunion du 3".encode(), "text/plain"),
        ("t.md", "# Réunion".encode("utf-16"), "text/markdown"),
        ("m.eml", MAIL, "message/rfc822"),
        ("v.vcf", b"BEGIN:VCARD\r\nEND:VCARD\r\n", "text/vcard"),
    ],
)  # fmt: skip
def test_kept_by_what_the_content_says(name, content, kind):
    assert recognised(name, io.BytesIO(content)).kind == kind


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("offre.pdf", b"MZ\x90\x00", "executable"),
        ("offre.pdf", b"\x7fELF", "executable"),
        ("lire.txt", b"#!/bin/sh\nrm -rf /", "executable"),
        ("lire.bat", b"del *.*", "executable"),
        ("page.pdf", b"<!DOCTYPE html><p>", "markup"),
        ("page.txt", b"\n  <SCRIPT>alert(1)</SCRIPT>", "markup"),
        ("logo.png", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "markup"),
        ("t.csv", b"a;b\nc;<script src=x>\n", "markup"),
        ("t.xlsm", packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
        ("t.xlsx", packed("xl/workbook.xml", **{"[Content_Types].xml": "application/x.macroEnabled.main"}), "macros"),
        ("t.odt", packed("Basic/script-lc.xml", mimetype="application/vnd.oasis.opendocument.text"), "macros"),
        ("t.zip", packed("a.txt"), "archive"),
        ("t.jar", packed("META-INF/MANIFEST.MF"), "archive"),
        ("t.gz", b"\x1f\x8b\x08", "archive"),
        ("t.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
        ("t.docx", b"PK\x03\x04 cut short", "broken"),
        ("offre.exe", PDF, "renamed"),
        ("offre.docx", PDF, "renamed"),
        ("rien.txt", b"  \n", "empty"),
        ("bruit.txt", bytes(range(256)), "unknown"),
    ],
)
def test_refused_with_its_reason(name, content, code):
    with pytest.raises(RefusedError) as refused:
        recognised(name, io.BytesIO(content))
    assert refused.value.code == code


@given(st.binary(max_size=300), st.text(max_size=30))
def test_no_content_and_no_name_brings_it_down(content, name):
    try:
        found = recognised(harmless(name), io.BytesIO(content))
    except RefusedError:
        return
    assert found.name.rpartition(".")[2].lower() in SUFFIXES[found.kind]


@given(st.text(max_size=300))
def test_names_hold_no_folder_and_no_control(name):
    plain = harmless(name)
    assert 0 < len(plain) <= 130
    assert not set(plain) & set('/\\\r\n\0"')
    assert plain not in {".", ".."}


def test_kept_whole_and_given_out_so_that_nothing_in_it_runs(alstrom, cast, signed_in):
    kept = keep(cast["manager"], alstrom, SimpleUploadedFile("été “2027”.pdf", PDF, "text/html"), subject="Bogies")
    assert filestore.path_of(kept).read_bytes() == PDF
    assert [path.name for path in filestore.path_of(kept).parent.iterdir()] == [f"{kept.digest}.{kept.public_id}"]
    answer = signed_in(cast["expert"]).get(f"/knowledge/documents/{kept.public_id}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%A9t%C3%A9")
    assert AuditEvent.objects.get(verb="document.kept").target_id == str(alstrom.pk)


def test_twenty_megabytes_and_no_more(alstrom, cast):
    large = ContentFile(PDF + bytes(LIMIT), name="large.pdf")
    with pytest.raises(ValidationError, match="21 MB, more than the 20 MB"):
        keep(cast["manager"], alstrom, large)
    assert not Document.objects.exists()


def test_nothing_is_left_of_what_was_refused_or_failed(alstrom, cast, home, monkeypatch):
    with pytest.raises(ValidationError, match="program"):
        keep(cast["manager"], alstrom, ContentFile(b"MZ", name="a.pdf"))

    def full(*_given):
        raise OSError(28, "full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ValidationError, match="disk"):
        keep(cast["manager"], alstrom, ContentFile(PDF, name="a.pdf"))
    assert not Document.objects.exists()
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_who_may_keep_see_and_remove(alstrom, cast, person, signed_in, django_capture_on_commit_callbacks):
    with pytest.raises(PermissionDenied):
        keep(cast["expert"], alstrom, ContentFile(PDF, name="a.pdf"))
    threaded = keep(cast["expert"], alstrom, ContentFile(PDF, name="a.pdf"), listed=False)
    stranger = person("manager", name="Another")
    with pytest.raises(PermissionDenied):
        keep(stranger, alstrom, ContentFile(PDF, name="a.pdf"), listed=False)
    assert signed_in(stranger).get(f"/knowledge/documents/{threaded.public_id}/").status_code == 404
    assert signed_in(cast["executive"]).post(f"/knowledge/documents/{threaded.public_id}/remove/").status_code == 403
    same = keep(cast["manager"], alstrom, ContentFile(PDF, name="b.pdf"))
    with django_capture_on_commit_callbacks(execute=True):
        remove(cast["expert"], threaded)
    assert not filestore.path_of(threaded).exists()
    assert filestore.path_of(same).exists()
    assert signed_in(cast["director"]).get(f"/knowledge/documents/{threaded.public_id}/").status_code == 404
