"""What a page asks several times is read once, and only while nothing is written."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from trousseau.access.once import once, reads_once


@pytest.mark.parametrize(("method", "reads"), [("get", 1), ("head", 1), ("post", 2)])
def test_within_a_request_that_only_reads(method, reads):
    read = []

    def page(_request):
        once("organisation", lambda: read.append(1))
        once("organisation", lambda: read.append(1))
        return HttpResponse()

    reads_once(page)(getattr(RequestFactory(), method)("/"))
    assert len(read) == reads


def test_the_next_request_reads_anew():
    answer = reads_once(lambda request: HttpResponse(once("path", lambda: request.path)))
    seen = [answer(RequestFactory().get(path)).content.decode() for path in ("/one/", "/two/")]
    assert seen == ["/one/", "/two/"]
    assert once("path", lambda: "outside") == "outside"


def test_a_page_that_fails_leaves_nothing_behind():
    def page(_request):
        once("half", lambda: "done")
        raise ValueError("no such page")

    with pytest.raises(ValueError, match="no such page"):
        reads_once(page)(RequestFactory().get("/"))
    assert once("half", lambda: "anew") == "anew"
