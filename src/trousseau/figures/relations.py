"""People of a client drawn by the server: who reports to whom, who weighs on whom, as one SVG without script.

drawing(cards, lines, ties, label="Who decides …")      tokens of the page as colours
drawing(…, paint=palette.LIGHT.__getitem__)             colours as they are, for paper and for a file
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from trousseau.figures.language import straight
from trousseau.figures.palette import token

WIDTH, HEIGHT = 172, 62
"""Of a card; the script of the map draws them as large."""
ACROSS, DOWN = WIDTH + 22, HEIGHT + 62
LEFT = 76
"""Room for what stands beside a card that nobody covers."""
STROKES: Mapping[int, float] = {1: 1.25, 2: 2.25, 3: 4.0}
WORDS: Mapping[str, str] = {
    "promoter": "good", "favourable": "good", "neutral": "secondary", "reserved": "watch-text", "opposed": "bad-text",
}  # fmt: skip
"""The colour of the word of a stance."""
BARS: Mapping[str, str] = {**WORDS, "neutral": "bar", "reserved": "watch", "opposed": "bad"}

Paint = Callable[[str], str]
Points = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Card:
    """What is written on the card of a person."""

    id: str
    name: str
    title: str = ""
    stance: str = ""
    stance_word: str = ""
    role_word: str = ""
    days: str = ""
    late: bool = False
    """Left alone for too long."""
    initials: str = ""
    """Of who of us holds them; empty: nobody."""
    nobody: str = ""
    """What stands beside the card where nobody does."""


@dataclass(frozen=True)
class Line:
    """Someone reports to someone."""

    person: str
    boss: str
    dotted: bool = False


@dataclass(frozen=True)
class Tie:
    """Someone weighs on someone."""

    by: str
    on: str
    strength: int = 2
    supposed: bool = False


def drawing(
    cards: Sequence[Card],
    lines: Sequence[Line],
    ties: Sequence[Tie],
    *,
    label: str,
    places: Points | None = None,
    paint: Paint = token,
) -> str:
    """The cards where they are placed, or layer by layer; "" without anybody."""
    if not cards:
        return ""
    at = places if places is not None and all(card.id in places for card in cards) else layered(cards, lines)
    left, top = min(x for x, _y in at.values()) - LEFT, min(y for _x, y in at.values()) - 44
    right, bottom = max(x for x, _y in at.values()) + WIDTH + 12, max(y for _x, y in at.values()) + HEIGHT + 12
    inner = [_line(at[one.boss], at[one.person], one, paint) for one in lines if one.person in at and one.boss in at]
    inner += _ties([one for one in ties if one.by in at and one.on in at], at, paint)
    inner += [_card(card, *at[card.id], paint) for card in cards]
    width, height = right - left, bottom - top
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="relations" role="img" aria-label="{_text(label)}" '
        f'width="{_n(width)}" height="{_n(height)}" viewBox="{_n(left)} {_n(top)} {_n(width)} {_n(height)}" '
        f'font-family="Inter, Liberation Sans, sans-serif">{"".join(inner)}</svg>'
    )


def layered(cards: Sequence[Card], lines: Sequence[Line]) -> dict[str, tuple[float, float]]:
    """Each below their first boss, brothers side by side as near as their own reports allow, roots in a row.

    Roots without reports come last and fill rows, so that people whose boss nobody told do not make one endless row.
    A loop, which the actions refuse, would only mean that its people become roots.
    """
    boss: dict[str, str] = {}
    known = {card.id for card in cards}
    for line in sorted(lines, key=lambda one: one.dotted):
        told = line.person in known and line.boss in known and line.person not in boss
        if told and line.person not in _above(line.boss, boss):
            boss[line.person] = line.boss
    below: dict[str, list[str]] = defaultdict(list)
    for card in cards:
        if card.id in boss:
            below[boss[card.id]].append(card.id)
    roots = [card.id for card in cards if card.id not in boss]
    trees = [root for root in roots if below[root]]
    slots, depth = _forest(trees, below)
    lone = [root for root in roots if not below[root]]
    columns = max(4, int(max((x for x, _y in slots.values()), default=0)) + 1)
    for index, root in enumerate(lone):
        slots[root] = (index % columns, depth + index // columns)
    return {one: (x * ACROSS, y * DOWN) for one, (x, y) in slots.items()}


def _above(person: str, boss: Mapping[str, str]) -> set[str]:
    """Someone and all above them."""
    found = {person}
    while person in boss:
        person = boss[person]
        found.add(person)
    return found


def _forest(roots: Iterable[str], below: Mapping[str, list[str]]) -> tuple[dict[str, tuple[float, int]], int]:
    """Trees side by side: where each person stands (column, row), and how many rows there are."""
    slots: dict[str, tuple[float, int]] = {}
    edge: dict[int, float] = {}
    for root in roots:
        tree = _tree(root, below)
        shift = _shift(edge, tree)
        for person, (x, row) in tree.items():
            slots[person] = (x + shift, row)
            edge[row] = max(edge.get(row, 0.0), x + shift)
    first = min((x for x, _row in slots.values()), default=0.0)
    rows = max((row for _x, row in slots.values()), default=-1) + 1
    return {person: (x - first, row) for person, (x, row) in slots.items()}, rows


def _tree(root: str, below: Mapping[str, list[str]]) -> dict[str, tuple[float, int]]:
    """A boss above the middle of their reports, whose own trees are moved together until they nearly touch.

    From the lowest up, without calling itself: a chain of three hundred bosses is no deeper than one.
    """
    order, todo = [], [root]
    while todo:
        person = todo.pop()
        order.append(person)
        todo += below.get(person, [])
    made: dict[str, dict[str, tuple[float, int]]] = {}
    for person in reversed(order):
        tree: dict[str, tuple[float, int]] = {}
        edge: dict[int, float] = {}
        tops = []
        for report in below.get(person, []):
            branch = made.pop(report)
            shift = _shift(edge, branch)
            for one, (x, row) in branch.items():
                tree[one] = (x + shift, row + 1)
                edge[row] = max(edge.get(row, x + shift), x + shift)
            tops.append(branch[report][0] + shift)
        tree[person] = ((tops[0] + tops[-1]) / 2 if tops else 0.0, 0)
        made[person] = tree
    return made[root]


def _shift(edge: Mapping[int, float], branch: Mapping[str, tuple[float, int]]) -> float:
    """How far a branch must move so that it stands right of what is there, in every row they share."""
    return max((edge[row] + 1.0 - x for x, row in branch.values() if row in edge), default=0.0)


def _line(boss: tuple[float, float], person: tuple[float, float], line: Line, paint: Paint) -> str:
    """Down from the boss, across, and down to the report."""
    x1, y1, x2, y2 = boss[0] + WIDTH / 2, boss[1] + HEIGHT, person[0] + WIDTH / 2, person[1]
    middle = y1 + (y2 - y1) * 0.5
    dash = ' stroke-dasharray="2 3"' if line.dotted else ""
    return (
        f'<path d="M{_n(x1)} {_n(y1)}V{_n(middle)}H{_n(x2)}V{_n(y2)}" fill="none" '
        f'stroke="{paint("line-strong")}" stroke-width="1.25"{dash}/>'
    )


def _ties(ties: Sequence[Tie], at: Points, paint: Paint) -> list[str]:
    """The curves; those that end at the same side of a card are spread along it in the order they come from."""
    ends: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        ends[tie.on, _side(at[tie.by], at[tie.on])].append(tie)
    drawn = []
    for (_on, side), arriving in ends.items():
        arriving.sort(key=lambda tie: at[tie.by][0])
        for index, tie in enumerate(arriving):
            part = (index + 1) / (len(arriving) + 1)
            if len(arriving) == 1:
                part = 0.32 if at[tie.by][0] <= at[tie.on][0] else 0.68  # beside the line of command
            drawn.append(_curve(tie, at, side, part, paint))
    return drawn


def _side(by: tuple[float, float], on: tuple[float, float]) -> str:
    """The side of a card where a curve arrives."""
    if by[1] > on[1] + HEIGHT / 2:
        return "below"
    return "above"


def _curve(tie: Tie, at: Points, side: str, part: float, paint: Paint) -> str:
    """From the edge of one card to the edge of another, with its head."""
    by, on = at[tie.by], at[tie.on]
    stroke = STROKES.get(tie.strength, 2.0)
    out = by[0] + WIDTH * (0.3 if on[0] <= by[0] else 0.7)
    x2 = on[0] + WIDTH * part
    if side == "below":
        x1, y1, y2, sign = out, by[1], on[1] + HEIGHT, -1
    elif abs(by[1] - on[1]) <= HEIGHT / 2:
        x1, y1, y2, sign = out, by[1], on[1], -1
    else:
        x1, y1, y2, sign = out, by[1] + HEIGHT, on[1], 1
    head = 6 + stroke
    tip, neck = y2, y2 + head * (1 if side == "below" else -1)
    bend = max(26.0, abs(y2 - y1) * 0.55)
    dash = ' stroke-dasharray="5 4"' if tie.supposed else ""
    half = head * 0.55
    return (
        f'<path d="M{_n(x1)} {_n(y1)}C{_n(x1)} {_n(y1 + sign * bend)} {_n(x2)} {_n(neck + (neck - tip) / head * bend)} '
        f'{_n(x2)} {_n(neck)}" fill="none" stroke="{paint("bar")}" stroke-width="{stroke}"{dash}/>'
        f'<path d="M{_n(x2)} {_n(tip)}L{_n(x2 - half)} {_n(neck)}H{_n(x2 + half)}Z" fill="{paint("bar")}"/>'
    )


def _card(card: Card, x: float, y: float, paint: Paint) -> str:
    """Name, title, stance and role and days; our initials, or a red dashed card that says nobody."""
    alone = not card.initials
    border = f'stroke="{paint("bad")}" stroke-dasharray="4 3"' if alone else f'stroke="{paint("line-strong")}"'
    said = " · ".join(part for part in (card.name, card.title, card.stance_word, card.role_word) if part)
    parts = [
        f"<title>{_text(said)}</title>",
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{WIDTH}" height="{HEIGHT}" rx="4" fill="{paint("sheet")}" {border}/>',
    ]
    if card.stance in BARS:
        faint = ' fill-opacity="0.65"' if card.stance == "favourable" else ""
        parts.append(
            f'<path d="M{_n(x + 6)} {_n(y)}H{_n(x + 4)}A4 4 0 0 0 {_n(x)} {_n(y + 4)}V{_n(y + HEIGHT - 4)}'
            f'A4 4 0 0 0 {_n(x + 4)} {_n(y + HEIGHT)}H{_n(x + 6)}Z" fill="{paint(BARS[card.stance])}"{faint}/>'
        )
    room = 24 if alone else 20
    parts.append(_words(x + 15, y + 20, (13, 600, paint("ink")), _cut(card.name, room)))
    parts.append(_words(x + 15, y + 36, (11.5, 450, paint("secondary")), _cut(card.title, 26)))
    parts.append(_standing(card, x + 15, y + 52, paint))
    if alone:
        parts += [
            _words(x - 8, y + 28 + 14 * row, (11, 600, paint("bad-text")), word, end=True)
            for row, word in enumerate(_halves(card.nobody))
        ]
    else:
        parts.append(f'<circle cx="{_n(x + WIDTH - 17)}" cy="{_n(y + 15)}" r="10.5" fill="{paint("ink")}"/>')
        parts.append(
            f'<text x="{_n(x + WIDTH - 17)}" y="{_n(y + 18.5)}" font-size="9.5" font-weight="650" text-anchor="middle" '
            f'fill="{paint("sheet")}">{_text(card.initials)}</text>'
        )
    return f"<g>{''.join(parts)}</g>"


def _standing(card: Card, x: float, y: float, paint: Paint) -> str:
    """“Neutral · decides · 41 d”, the days in amber once they are too many."""
    role = f'<tspan fill="{paint("secondary")}"> · {_text(card.role_word)}</tspan>' if card.role_word else ""
    tint = f'fill="{paint("watch-text")}" font-weight="650"' if card.late else f'fill="{paint("secondary")}"'
    days = (
        f'<tspan fill="{paint("secondary")}"> · </tspan><tspan {tint}>{_text(card.days)}</tspan>' if card.days else ""
    )
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="11" fill="{paint("secondary")}"><tspan font-weight="650" '
        f'fill="{paint(WORDS.get(card.stance, "bad-text"))}">{_text(card.stance_word)}</tspan>{role}{days}</text>'
    )


def _words(x: float, y: float, look: tuple[float, int, str], text: str, *, end: bool = False) -> str:
    """A text of a size, weight and colour."""
    size, weight, colour = look
    anchor = ' text-anchor="end"' if end else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" font-weight="{weight}" fill="{colour}"{anchor}>'
        f"{_text(text)}</text>"
    )


def _halves(text: str) -> list[str]:
    """The first word, and the rest below it."""
    first, _space, rest = text.partition(" ")
    return [first, rest] if rest else [first]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _text(text: str) -> str:
    """Escaped, without signs that turn the direction or that XML does not know."""
    return escape("".join(sign for sign in straight(text) if sign >= " "))


def _n(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
