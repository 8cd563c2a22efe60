"""A business review of the demonstration company as PowerPoint, PDF and Excel: seconds of the processor.

Against twelve bare slides saved by python-pptx in the same run. Limit: a review of twelve slides 3 s. The company is
installed into a scratch folder (about a minute), or taken from BENCH_HOME where that is given.
"""

from __future__ import annotations

import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable

REPEATS = int(os.environ.get("BENCH_REPEATS", "5"))
LIMIT = 3.0


def main() -> None:
    """Print a line a file."""
    with tempfile.TemporaryDirectory() as scratch:
        given = os.environ.get("BENCH_HOME", "")
        os.environ |= {"TROUSSEAU_HOME": given or scratch, "DJANGO_SETTINGS_MODULE": "trousseau.settings"}
        import django

        django.setup()
        if not given:
            _install()
        from trousseau.access.models import Role, User
        from trousseau.plans.decks import files
        from trousseau.plans.models import Plan

        director = User.objects.filter(assignments__role=Role.DIRECTOR).order_by("pk")[0]
        plan = Plan.objects.select_related("account").get(account__name="Alstrom SA")
        bare = _seconds(_bare)
        print(f"{'12 bare slides':24} {bare:5.2f} s")
        for ending in ("pptx", "pdf", "xlsx"):
            took = _seconds(lambda ending=ending: files.of_plan(director, plan, "review", ending))  # type: ignore[misc]
            print(f"{'review as ' + ending:24} {took:5.2f} s (limit {LIMIT:.0f}), {took / bare:.1f} × bare slides")
        took = _seconds(lambda: files.of_programme(director, "pptx"))
        print(f"{'programme as pptx':24} {took:5.2f} s, {took / bare:.1f} × bare slides")


def _install() -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from trousseau.demo.install import install

    call_command("migrate", verbosity=0)
    install(timezone.localdate())


def _bare() -> None:
    from pptx import Presentation

    from trousseau.plans.decks.template import ours

    deck = Presentation(io.BytesIO(ours()))
    for _at in range(12):
        deck.slides.add_slide(deck.slide_layouts[1])
    deck.save(io.BytesIO())


def _seconds(work: Callable[[], object]) -> float:
    """The median of the processor's time, once it was done a first time."""
    work()
    took = []
    for _at in range(REPEATS):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return statistics.median(took)


if __name__ == "__main__":
    main()
