r"""Local climate regulation (局部气候调节): electricity that cooling by plants and water saves.

.. math::
   E_{veg} = \frac{H \, A \, D}{r} \qquad
   E_{water} = A \, e \, (D_c \, \rho \, q + D_h \, \gamma)

Counted here: transpiration by vegetation and evaporation from water, in the days when people cool or
humidify [1]_ [2]_. The days are measured in the county; no default exists, because a careless number of days
decides the whole account.
The cooling by water is not divided by the efficiency ratio r, as [1]_ has it. The two parts stand on different ground.

References
----------
.. [1] ganzi2017, §2.4.8.
.. [2] bo2017 (transpiration, efficiency ratio 3.0).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import Quantity, rule

__all__ = [
    "SPEC",
    "cooling_by_evaporation",
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
            plausible=(0, 20),
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
        Step(
            "humidifying_by_evaporation",
            Label("水面蒸发增湿", "humidifying by evaporation"),
            humidifying_by_evaporation,
        ),
        Step(
            "evaporation_electricity",
            Label("水面蒸发降温增湿", "cooling and humidifying by evaporation"),
            evaporation_electricity,
            {"cooling": "cooling_by_evaporation", "humidifying": "humidifying_by_evaporation"},
            price="electricity",
            headline=True,
        ),
    ),
    reference="ganzi2017",
)

SPEC = ServiceSpec(
    "climate_regulation",
    Label("局部气候调节", "local climate regulation"),
    "regulating",
    (Component("transpiration", (TRANSPIRATION,)), Component("evaporation", (EVAPORATION,))),
    headline_unit="kW·h",
)
