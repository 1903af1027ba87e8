"""Cooling over land: by transpiration, or as the measured difference of temperature has it."""

from __future__ import annotations

from gep.services.climate_regulation.columns import COOLING_DAYS, STATION
from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Label, Method, Number, Sheet, Step
from gep.units import Quantity, rule

__all__ = [
    "MEASURED_TEMPERATURE",
    "TRANSPIRATION",
    "air_cooling_electricity",
    "air_volume",
    "transpiration_electricity",
]


@rule(area="m²", transpiration_heat="kJ/(m²·d)", cooling_days="d", energy_efficiency_ratio="", returns="kW·h")
def transpiration_electricity(
    area: Quantity, transpiration_heat: Quantity, cooling_days: Quantity, energy_efficiency_ratio: Quantity
) -> Quantity:
    r"""Return the electricity an air conditioner would need for the heat that transpiration takes up.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [m²], ≥ 0
    transpiration_heat : Quantity, shape (n,)
        Heat taken up by transpiration. [kJ/(m²·d)], ≥ 0
    cooling_days : Quantity, shape (n,)
        Days of cooling in the period. [d], ≥ 0
    energy_efficiency_ratio : Quantity
        Heat moved per electricity used. [-], > 0

    Returns
    -------
    Quantity, shape (n,)
        [kW·h]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: E = H \, A \, D / r

    Eq. of §2.4.8 of ganzi2017 and of bo2017, which print 3600 for kJ per kW·h; the units do that here.
    """
    return transpiration_heat * area * cooling_days / energy_efficiency_ratio


@rule(area="m²", height="m", returns="m³")
def air_volume(area: Quantity, height: Quantity) -> Quantity:
    r"""Return the volume of air that an ecosystem cools.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [m²], ≥ 0
    height : Quantity, shape (n,)
        Height up to which the air is cooler than outside. [m], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [m³]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: V_a = A \, h

    Ascribed to mee_2020, which was not read; what height it means is not known.
    """
    return area * height


@rule(
    air_volume="m³",
    temperature_difference="K",
    air_density="kg/m³",
    air_heat_capacity="kJ/(kg·K)",
    energy_efficiency_ratio="",
    returns="kW·h",
)
def air_cooling_electricity(
    air_volume: Quantity,
    temperature_difference: Quantity,
    air_density: Quantity,
    air_heat_capacity: Quantity,
    energy_efficiency_ratio: Quantity,
) -> Quantity:
    r"""Return the electricity an air conditioner would need to cool the air of an ecosystem as much as it is cooler.

    Parameters
    ----------
    air_volume : Quantity, shape (n,)
        Volume of air. [m³], ≥ 0
    temperature_difference : Quantity, shape (n,)
        Temperature outside less inside, of each cooling day of the period, added up. [K], ≥ 0
    air_density : Quantity, shape (n,)
        Density of air at the height of the place above the sea. [kg/m³], > 0
    air_heat_capacity : Quantity
        Specific heat of air at constant pressure. [kJ/(kg·K)], > 0
    energy_efficiency_ratio : Quantity
        Heat moved per electricity used. [-], > 0

    Returns
    -------
    Quantity, shape (n,)
        [kW·h]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: E = V_a \, \rho_a \, c_p \sum_d \Delta T_d / r

    Ascribed to mee_2020, which was not read. Others write 3600 for kJ per kW·h; the units do that here. The air is
    taken to be cooled once a day: over what the differences are added up was not seen.
    """
    heat = air_volume * air_density * air_heat_capacity * temperature_difference
    return heat / energy_efficiency_ratio


TRANSPIRATION_SHEET = Sheet(
    "transpiration",
    Label("植被蒸腾", "transpiration"),
    (
        ECOSYSTEM,
        Number(
            "transpiration_heat",
            Label("单位面积蒸腾吸热量", "heat taken up by transpiration"),
            note=Label("植被蒸腾每天每平方米吸收的热量", "heat taken up by transpiration per day and square metre"),
            unit="kJ/(m²·d)",
            low=0,
            department=STATION,
        ),
        COOLING_DAYS,
        SOURCE,
    ),
    Label(
        "天数按本地逐日气温统计,没有默认值;没有降温日填 0。",
        "days are counted from local daily temperature; no default exists; without cooling days write 0.",
    ),
    covers=("forest", "shrub", "grassland"),
)
TEMPERATURE_SHEET = Sheet(
    "temperature_difference",
    Label("实测温差", "measured temperature"),
    (
        ECOSYSTEM,
        Number(
            "temperature_difference",
            Label("降温期逐日温差之和", "sum of daily differences of temperature"),
            note=Label(
                "降温期内每天生态系统外与内气温之差的合计",
                "sum over the cooling days of the air temperature outside less inside",
            ),
            unit="K",
            low=0,
            department=STATION,
        ),
        Number(
            "height",
            Label("降温空气层高度", "height of the cooled air"),
            note=Label("被降温的空气层从地面起的高度", "height above the ground of the air that is cooled"),
            lasting=True,
            unit="m",
            low=0,
            department=STATION,
        ),
        Number(
            "air_density",
            Label("空气密度", "density of air"),
            note=Label("当地空气的密度,随海拔升高而减小", "density of the local air, which falls with altitude"),
            lasting=True,
            unit="kg/m³",
            low=0,
            department=STATION,
        ),
        SOURCE,
    ),
    Label(
        "温差为生态系统外减内的气温,须在生态系统内外同时观测;卫星地表温度不能代替。没有降温日填 0。",
        "air temperature outside less inside, measured on both sides at once; surface temperature from satellites does "
        "not replace it. Without cooling days write 0.",
    ),
)

TRANSPIRATION = Method(
    "transpiration_heat",
    Label("植被蒸腾吸热法", "heat of transpiration"),
    TRANSPIRATION_SHEET,
    (
        Step(
            "transpiration_electricity",
            Label("植被蒸腾降温增湿", "cooling by transpiration"),
            transpiration_electricity,
            price="electricity",
            headline=True,
        ),
    ),
    reference="ganzi2017",
)
MEASURED_TEMPERATURE = Method(
    "measured_temperature",
    Label("实测温差法", "measured difference of temperature"),
    TEMPERATURE_SHEET,
    (
        Step("air_volume", Label("降温空气体积", "volume of cooled air"), air_volume),
        Step(
            "air_cooling_electricity",
            Label("生态系统降温", "cooling of the air"),
            air_cooling_electricity,
            price="electricity",
            headline=True,
        ),
    ),
    reference="mee_2020",
)
