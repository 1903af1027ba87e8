"""Cooling and humidifying by evaporation from water."""

from __future__ import annotations

from gep.services.climate_regulation.columns import COOLING_DAYS, STATION
from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Label, Method, Number, Sheet, Step
from gep.units import Quantity, rule

__all__ = [
    "EVAPORATION",
    "EVAPORATION_BY_RATIO",
    "cooling_by_evaporation",
    "cooling_electricity",
    "evaporation_electricity",
    "humidifying_by_evaporation",
]


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


EVAPORATION_SHEET = Sheet(
    "evaporation",
    Label("水面蒸发", "evaporation from water"),
    (
        ECOSYSTEM,
        Number(
            "evaporation",
            Label("水面蒸发强度", "evaporation rate"),
            note=Label(
                "降温和增湿期间水面平均每天蒸发的水深",
                "mean depth of water that evaporates a day while cooling or humidifying",
            ),
            unit="mm/d",
            low=0,
            department=STATION,
        ),
        COOLING_DAYS,
        Number(
            "humidifying_days",
            Label("增湿天数", "humidifying days"),
            note=Label(
                "核算期内需要增湿的天数,由逐日湿度统计",
                "days of the period that call for humidifying, counted from daily humidity",
            ),
            unit="d",
            low=0,
            high=366,
            department=STATION,
        ),
        SOURCE,
    ),
    Label(
        "天数按本地逐日气温和湿度统计,没有默认值。",
        "days are counted from local daily temperature and humidity; no default exists.",
    ),
    covers=("wetland",),
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
