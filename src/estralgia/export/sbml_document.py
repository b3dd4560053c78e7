"""One SBML document, Level 3 Version 2, written with libSBML: parameters, rules, events, units as they are needed."""

from html import escape
from math import log10

from ..model.errors import InputError
from ..model.schema import units
from .sbml_math import PURE, TIME, literal

try:
    import libsbml
except ModuleNotFoundError as error:
    raise InputError(
        "SBML is written with python-libsbml, which is not installed", "export sbml", 'pip install "estralgia[sbml]"'
    ) from error

XHTML = "http://www.w3.org/1999/xhtml"
SECONDS_PER_DAY = 86400


class Document:
    """A document that is being written; formulas are texts in libSBML's Level 3 infix. Time is in days."""

    def __init__(self, name: str, title: str, notes: list[str]):
        self._document = libsbml.SBMLDocument(3, 2)
        self._model = self._document.createModel(name)
        _done(self._model.setName(title))
        _write_notes(self._model, notes)
        for set_unit in (self._model.setTimeUnits, self._model.setExtentUnits, self._model.setSubstanceUnits):
            _done(set_unit(TIME if set_unit == self._model.setTimeUnits else PURE))
        self._units = {"1": PURE}
        self.unit("d")
        self.unit("1 / d")

    def text(self) -> str:
        """The whole document as XML."""
        return libsbml.writeSBMLToString(self._document)

    def unit(self, text: str) -> str:
        """The id of a unit that a table may name, time in days; defined when it is first asked for."""
        if text not in self._units:
            items = sorted(units().Quantity(1.0, text).unit_items(), key=lambda item: str(item[1]).startswith("-"))
            name = _unit_name(items) or PURE
            is_known = name in self._units.values() or libsbml.UnitKind_forName(name) != libsbml.UNIT_KIND_INVALID
            self._units[text] = name
            if not is_known:
                definition = self._model.createUnitDefinition()
                _done(definition.setId(name))
                for one, exponent in items:
                    _add_unit(definition, one, exponent)
        return self._units[text]

    def parameter(self, name: str, unit: str, title: str, notes=(), value=None, is_constant=True):
        """A named number; without a value it gets one by a rule or a start."""
        one = self._model.createParameter()
        for code in (one.setId(name), one.setName(title), one.setUnits(self.unit(unit)), one.setConstant(is_constant)):
            _done(code)
        if value is not None:
            _done(one.setValue(float(value)))
        if notes:
            _write_notes(one, notes)

    def moved_by_events(self, name: str, unit: str, title: str, value: float):
        """A number that stands still from one event to the next.

        It has a rate, of nothing: an engine may put back only what has one when it starts again (libRoadRunner's
        `reset` does).
        """
        self.parameter(name, unit, title, ["changed by events alone"], value, is_constant=False)
        self.rate(name, literal(0.0, self.unit(f"({unit}) / d")))

    def function(self, name: str, causes: tuple[str, ...], formula: str, meaning: str):
        """A function that formulas call."""
        one = self._model.createFunctionDefinition()
        for code in (
            one.setId(name),
            one.setName(meaning),
            one.setMath(_math(f"lambda({', '.join(causes)}, {formula})")),
        ):
            _done(code)

    def start(self, name: str, formula: str):
        """What a number is, once and for all, computed from others."""
        one = self._model.createInitialAssignment()
        _done(one.setSymbol(name))
        _done(one.setMath(_math(formula)))

    def rule(self, name: str, formula: str):
        """What a number is at every instant."""
        one = self._model.createAssignmentRule()
        _done(one.setVariable(name))
        _done(one.setMath(_math(formula)))

    def rate(self, name: str, formula: str):
        """How fast a number changes, per day."""
        one = self._model.createRateRule()
        _done(one.setVariable(name))
        _done(one.setMath(_math(formula)))

    def event(self, name: str, title: str, when: str, then: dict[str, str]):
        """At the instant at which `when` becomes true, numbers take new values, computed from those just before."""
        one = self._model.createEvent()
        for code in (one.setId(name), one.setName(title), one.setUseValuesFromTriggerTime(True)):
            _done(code)
        trigger = one.createTrigger()
        for code in (trigger.setInitialValue(False), trigger.setPersistent(True), trigger.setMath(_math(when))):
            _done(code)
        for target, formula in then.items():
            change = one.createEventAssignment()
            _done(change.setVariable(target))
            _done(change.setMath(_math(formula)))


def _math(formula):
    found = libsbml.parseL3Formula(formula)
    if found is None:
        raise ValueError(f"{formula}\n{libsbml.getLastParseL3Error()}")
    return found


def _done(code):
    if code != libsbml.LIBSBML_OPERATION_SUCCESS:
        raise ValueError(libsbml.OperationReturnValue_toString(code))


def _write_notes(element, paragraphs):
    inside = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    _done(element.setNotes(f'<body xmlns="{XHTML}">{inside}</body>'))


def _unit_name(items):
    """microgram_per_litre, per_day, metre_2_per_kilogram."""
    words = []
    for name, exponent in items:
        size = "" if abs(exponent) == 1 else f"_{abs(exponent):g}"
        words.append(("per_" if exponent < 0 else "") + _own_name(name) + size)
    return "_".join(words)


def _own_name(name):
    return name.replace("liter", "litre").replace("meter", "metre")


def _add_unit(definition, name, exponent):
    """One factor of a unit in SBML's own units: microgram is gram with the scale -6, day is 86,400 seconds."""
    registry = units()
    base = registry.parse_unit_name(name)[0][1]
    is_day = base == "day"
    one = definition.createUnit()
    scale = round(log10(registry.Quantity(1.0, name).to(base).magnitude))
    _done(one.setKind(libsbml.UnitKind_forName("second" if is_day else _own_name(base))))
    _done(one.setExponent(exponent))
    _done(one.setScale(scale))
    _done(one.setMultiplier(SECONDS_PER_DAY if is_day else 1.0))
