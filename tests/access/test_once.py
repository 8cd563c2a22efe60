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
    seen = []
    answer = reads_once(lambda request: HttpResponse(once("path", lambda: request.path)))
    for path in ("/one/", "/two/"):
        seen.append(answer(RequestFactory().get(path)).content.decode())
    assert seen == ["/one/", "/two/"]
    assert once("path", lambda: "outside") == "outside"


def test_a_page_that_fails_leaves_nothing_behind():
    def page(_request):
        once("half", lambda: "done")
        raise ValueError

    with pytest.raises(ValueError, match=""):
        reads_once(page)(RequestFactory().get("/"))
    assert once("half", lambda: "anew") == "anew"
