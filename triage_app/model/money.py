"""Minor units of currencies (ISO 4217): how many digits stand behind the point."""

_NO_MINOR = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND"}
    | {"VUV", "XAF", "XOF", "XPF"}
)
_THREE = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def minor_digits(currency: str) -> int:
    """Digits of the minor unit of an ISO 4217 code; 2 where the code is unknown."""
    if currency in _NO_MINOR:
        return 0
    return 3 if currency in _THREE else 2


def said_money(minor: int | None, currency: str) -> str:
    """12345 USD minor units -> "123.45 USD"; a dash where the amount is not known."""
    if minor is None:
        return "–"
    digits = minor_digits(currency)
    whole, part = divmod(abs(minor), 10**digits)
    sign = "−" if minor < 0 else ""
    fraction = f".{part:0{digits}d}" if digits else ""
    return f"{sign}{whole:,}{fraction} {currency}".rstrip()
