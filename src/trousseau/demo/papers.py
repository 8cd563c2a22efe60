"""The look of the demonstration's files: a river as a logo, and its colour."""

from __future__ import annotations

from trousseau.access.models import User
from trousseau.plans.actions.papers import Change, File, change
from trousseau.plans.models import Papers

COLOUR = "#1f5f6b"
LOGO = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 330 60">
<path d="M4 20q13-14 26 0t26 0" fill="none" stroke="{COLOUR}" stroke-width="7" stroke-linecap="round"/>
<path d="M4 40q13-14 26 0t26 0" fill="none" stroke="#a87b23" stroke-width="7" stroke-linecap="round"/>
<text x="74" y="41" font-family="Libertinus Serif" font-size="36" fill="#13293d">Groupe Garonne</text>
</svg>"""


def tell(director: User) -> None:
    """Give the company its look, where it has none."""
    if not Papers.objects.exists():
        change(director, Change(COLOUR, logo=File("groupe-garonne.svg", LOGO.encode())), version=0)
