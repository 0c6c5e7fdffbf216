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
