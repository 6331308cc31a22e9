"""Phone numbers in any national form, made international (E.164) by the `phonenumbers` library."""

import phonenumbers


def international(text: str, home: str = "GB") -> str | None:
    """`020 8016 0508` at home in GB is `+442080160508`; None when it is no possible number."""
    try:
        number = phonenumbers.parse(text, home)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
