"""What was refused in this room, and why, as a sentence for who asked."""

from __future__ import annotations


class SupportError(Exception):
    """Something was not done; `sentence` says what was wrong, where, and how to mend it, in the language in force."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
