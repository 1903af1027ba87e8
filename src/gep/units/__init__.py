"""Units, money and formulas: statistics units in and out, price years, ``@rule`` and its functions."""

from gep.units.functions import clip, divide, exp, log, log10, maximum, minimum, power, sqrt, where
from gep.units.quantity import Quantity, Unit, factor, format_unit, price_year_of, unit
from gep.units.reading import read_unit
from gep.units.rendering import render_excel, render_text
from gep.units.rules import Parameters, ParameterSet, Rule, parameters, rule
from gep.units.symbolic import Expression, Symbol, symbols_of

__all__ = [
    "Expression",
    "ParameterSet",
    "Parameters",
    "Quantity",
    "Rule",
    "Symbol",
    "Unit",
    "clip",
    "divide",
    "exp",
    "factor",
    "format_unit",
    "log",
    "log10",
    "maximum",
    "minimum",
    "parameters",
    "power",
    "price_year_of",
    "read_unit",
    "render_excel",
    "render_text",
    "rule",
    "sqrt",
    "symbols_of",
    "unit",
    "where",
]
