r"""Local climate regulation (局部气候调节): electricity that cooling by plants and water saves.

.. math::
   E_{veg} = \frac{H \, A \, D}{r} \qquad
   E_{water} = A \, e \, (D_c \, \rho \, q + D_h \, \gamma)

.. math::
   E_{air} = A \, h \, \rho_a \, c_p \sum_d \Delta T_d \, / r

Counted here: transpiration by vegetation and evaporation from water, in the days when people cool or
humidify [1]_ [2]_, or instead of them the measured difference of temperature inside and outside [3]_. The days are
measured in the county; no default exists, because a careless number of days decides the whole account.
The cooling by water is not divided by the efficiency ratio r, as [1]_ has it. The two parts stand on different ground;
another method divides both, as [3]_ is said to do.

References
----------
.. [1] ganzi2017, §2.4.8.
.. [2] bo2017 (transpiration, efficiency ratio 3.0).
.. [3] mee_2020, not read: the forms are those that others ascribe to it.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import Quantity, rule

__all__ = [
    "SPEC",
    "air_cooling_electricity",
    "air_volume",
    "cooling_by_evaporation",
    "cooling_electricity",
    "evaporation_electricity",
    "humidifying_by_evaporation",
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


@rule(area="m²", evaporation="mm/d", cooling_days="d", water_density="kg/m³", latent_heat="J/g", returns="kW·h")
def cooling_by_evaporation(
    area: Quantity, evaporation: Quantity, cooling_days: Quantity, water_density: Quantity, latent_heat: Quantity
) -> Quantity:
    r"""Return the energy that evaporation from water takes up in the cooling days.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of open water. [m²], ≥ 0
    evaporation : Quantity, shape (n,)
        Evaporation from the water surface. [mm/d], ≥ 0
    cooling_days : Quantity, shape (n,)
        Days of cooling in the period. [d], ≥ 0
    water_density : Quantity
        [kg/m³], > 0
    latent_heat : Quantity
        Latent heat of vaporisation. [J/g], > 0

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
    .. math:: E_c = A \, e \, D_c \, \rho \, q

    §2.4.8 of ganzi2017, not divided by the efficiency ratio.
    """
    return area * evaporation * cooling_days * water_density * latent_heat


@rule(area="m²", evaporation="mm/d", humidifying_days="d", humidification_energy="kW·h/m³", returns="kW·h")
def humidifying_by_evaporation(
    area: Quantity, evaporation: Quantity, humidifying_days: Quantity, humidification_energy: Quantity
) -> Quantity:
    r"""Return the electricity a humidifier would need for the water that evaporates in the humidifying days.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of open water. [m²], ≥ 0
    evaporation : Quantity, shape (n,)
        Evaporation from the water surface. [mm/d], ≥ 0
    humidifying_days : Quantity, shape (n,)
        Days of humidifying in the period. [d], ≥ 0
    humidification_energy : Quantity
        Electricity of a humidifier per water evaporated. [kW·h/m³], > 0

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
    .. math:: E_h = A \, e \, D_h \, \gamma

    §2.4.8 of ganzi2017.
    """
    return area * evaporation * humidifying_days * humidification_energy


@rule(cooling="kW·h", humidifying="kW·h", returns="kW·h")
def evaporation_electricity(cooling: Quantity, humidifying: Quantity) -> Quantity:
    r"""Return the energy of cooling and humidifying by evaporation from water.

    Parameters
    ----------
    cooling, humidifying : Quantity, shape (n,)
        Energy of the two. [kW·h], ≥ 0

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
    .. math:: E = E_c + E_h

    §2.4.8 of ganzi2017.
    """
    return cooling + humidifying


@rule(heat="kW·h", energy_efficiency_ratio="", returns="kW·h")
def cooling_electricity(heat: Quantity, energy_efficiency_ratio: Quantity) -> Quantity:
    r"""Return the electricity an air conditioner would need for the heat that evaporation takes up.

    Parameters
    ----------
    heat : Quantity, shape (n,)
        Energy that evaporation takes up in the cooling days. [kW·h], ≥ 0
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
    .. math:: E_c = Q / r

    Ascribed to mee_2020, which was not read; ganzi2017 has no such division.
    """
    return heat / energy_efficiency_ratio


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


_STATION = Label("气象局", "meteorological bureau")
_COOLING_DAYS = Number(
    "cooling_days", Label("降温天数", "cooling days"), unit="d", low=0, high=366, department=_STATION
)

TRANSPIRATION_SHEET = Sheet(
    "transpiration",
    Label("植被蒸腾", "transpiration"),
    (
        ECOSYSTEM,
        Number(
            "transpiration_heat",
            Label("单位面积蒸腾吸热量", "heat taken up by transpiration"),
            unit="kJ/(m²·d)",
            low=0,
            department=_STATION,
        ),
        _COOLING_DAYS,
        SOURCE,
    ),
    Label(
        "天数按本地逐日气温统计,没有默认值;没有降温日填 0。",
        "days are counted from local daily temperature; no default exists; without cooling days write 0.",
    ),
    covers=("forest", "shrub", "grassland"),
)
EVAPORATION_SHEET = Sheet(
    "evaporation",
    Label("水面蒸发", "evaporation from water"),
    (
        ECOSYSTEM,
        Number(
            "evaporation",
            Label("水面蒸发强度", "evaporation rate"),
            unit="mm/d",
            low=0,
            department=_STATION,
        ),
        _COOLING_DAYS,
        Number(
            "humidifying_days",
            Label("增湿天数", "humidifying days"),
            unit="d",
            low=0,
            high=366,
            department=_STATION,
        ),
        SOURCE,
    ),
    Label(
        "天数按本地逐日气温和湿度统计,没有默认值。",
        "days are counted from local daily temperature and humidity; no default exists.",
    ),
    covers=("wetland",),
)
TEMPERATURE_SHEET = Sheet(
    "temperature_difference",
    Label("实测温差", "measured temperature"),
    (
        ECOSYSTEM,
        Number(
            "temperature_difference",
            Label("降温期逐日温差之和", "sum of daily differences of temperature"),
            unit="K",
            low=0,
            department=_STATION,
        ),
        Number(
            "height",
            Label("降温空气层高度", "height of the cooled air"),
            unit="m",
            low=0,
            department=_STATION,
        ),
        Number(
            "air_density",
            Label("空气密度", "density of air"),
            unit="kg/m³",
            low=0,
            department=_STATION,
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

_HUMIDIFYING = Step(
    "humidifying_by_evaporation",
    Label("水面蒸发增湿", "humidifying by evaporation"),
    humidifying_by_evaporation,
)


def _cooling_and_humidifying(cooling: str) -> Step:
    return Step(
        "evaporation_electricity",
        Label("水面蒸发降温增湿", "cooling and humidifying by evaporation"),
        evaporation_electricity,
        {"cooling": cooling, "humidifying": "humidifying_by_evaporation"},
        price="electricity",
        headline=True,
    )


EVAPORATION = Method(
    "evaporation_heat",
    Label("水面蒸发吸热法", "heat of evaporation"),
    EVAPORATION_SHEET,
    (
        Step(
            "cooling_by_evaporation",
            Label("水面蒸发降温", "cooling by evaporation"),
            cooling_by_evaporation,
        ),
        _HUMIDIFYING,
        _cooling_and_humidifying("cooling_by_evaporation"),
    ),
    reference="ganzi2017",
)
EVAPORATION_BY_RATIO = Method(
    "evaporation_by_ratio",
    Label("水面蒸发能效比法", "heat of evaporation by the efficiency ratio"),
    EVAPORATION_SHEET,
    (
        Step(
            "evaporation_heat",
            Label("水面蒸发吸热", "heat taken up by evaporation"),
            cooling_by_evaporation,
        ),
        Step(
            "cooling_electricity",
            Label("水面蒸发降温节电", "electricity saved by evaporation"),
            cooling_electricity,
            {"heat": "evaporation_heat"},
        ),
        _HUMIDIFYING,
        _cooling_and_humidifying("cooling_electricity"),
    ),
    reference="mee_2020",
)

SPEC = ServiceSpec(
    "climate_regulation",
    Label("局部气候调节", "local climate regulation"),
    "regulating",
    (
        # Measured differences replace transpiration; a wetland among them has no row under evaporation.
        Component("transpiration", (TRANSPIRATION, MEASURED_TEMPERATURE)),
        Component("evaporation", (EVAPORATION, EVAPORATION_BY_RATIO)),
    ),
    headline_unit="kW·h",
)
