"""Seat maps (API.md 6): one odd element must not lose the cabin."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ValidatorFunctionWrapHandler, WrapValidator

from agentdesk.duffel.wire.tolerant import AsList, Number, OrNone, Text, Texts, Wire


class WireSeatService(Wire):
    id: str
    passenger_id: str
    total_amount: str | None = None
    total_currency: str | None = None


class WireElement(Wire):
    type: Text = ""
    designator: Text = ""
    name: Text = ""
    disclosures: Texts = ()
    available_services: Annotated[tuple[Annotated[WireSeatService | None, OrNone], ...], AsList] = ()


def _any_element(value: Any, validate: ValidatorFunctionWrapHandler) -> WireElement:
    """A place in a row keeps its place even when it cannot be read."""
    if not isinstance(value, dict):
        return WireElement()
    try:
        element = validate(value)
    except ValueError:
        return WireElement()
    return element if isinstance(element, WireElement) else WireElement()


def _section(value: Any) -> Any:
    return value if isinstance(value, dict) else {}


class WireSection(Wire):
    elements: Annotated[tuple[Annotated[WireElement, WrapValidator(_any_element)], ...], AsList] = ()


class WireRow(Wire):
    sections: Annotated[tuple[Annotated[WireSection, BeforeValidator(_section)], ...], AsList] = ()


class WireWings(Wire):
    first_row_index: int
    last_row_index: int


class WireCabinMap(Wire):
    deck: Number = None
    cabin_class: Text = ""
    aisles: Number = None
    wings: Annotated[WireWings | None, OrNone] = None
    rows: Annotated[tuple[Annotated[WireRow, BeforeValidator(_section)], ...], AsList] = ()


class WireSeatMap(Wire):
    id: Text = ""
    slice_id: Text = ""
    segment_id: str
    cabins: Annotated[tuple[WireCabinMap, ...], AsList] = ()
