"""The currencies an organisation may keep its figures in, named in the language of the page."""

from babel.core import Locale
from django.utils.translation import get_language

FIRST = ("EUR", "USD", "GBP", "CHF")
OTHERS = (
    "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CLP", "CNY", "COP", "CZK", "DKK", "DZD", "EGP", "HKD", "HUF",
    "IDR", "ILS", "INR", "ISK", "JPY", "KES", "KRW", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP",
    "PLN", "QAR", "RON", "RSD", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TWD", "UAH", "VND", "XAF", "XOF",
    "ZAR",
)  # fmt: skip


def choices() -> list[tuple[str, str]]:
    """Give (code, “EUR · euro”), the most likely first."""
    names = Locale.parse((get_language() or "en")[:2]).currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in (*FIRST, *OTHERS)]
