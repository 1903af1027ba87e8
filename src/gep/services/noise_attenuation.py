r"""Noise attenuation (噪声消减): noise of roads that belts of trees and shrubs along them take away.

.. math::  Q = \sum_i \Delta L_i \, l_i \qquad V = Q \, p

where belt i takes :math:`\Delta L_i` decibels off the noise over its length :math:`l_i`, at the cost p of a barrier
that does the same [1]_. Not counted here: belts where nobody lives within earshot, and screens of other kinds.

References
----------
.. [1] Customary; no text of a standard was read (evidence: unverified).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE, object_name
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import Quantity, rule

__all__ = ["SPEC", "attenuated_noise"]


@rule(noise_reduction="dB", belt_length="km", returns="dB·km")
def attenuated_noise(noise_reduction: Quantity, belt_length: Quantity) -> Quantity:
    r"""Return the noise that a green belt takes away along its length.

    Parameters
    ----------
    noise_reduction : Quantity, shape (n,)
        Mean difference of the sound level in front of and behind the belt, less that over open ground. [dB], ≥ 0
    belt_length : Quantity, shape (n,)
        Length of the belt. [km], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [dB·km]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: Q = \Delta L \, l

    Decibels are a logarithmic measure. Differences of belts are multiplied by their lengths and added, as is customary,
    because the price is per decibel and kilometre too; levels themselves are never added.
    """
    return noise_reduction * belt_length


SHEET = Sheet(
    "noise_attenuation",
    Label("噪声消减", "noise attenuation"),
    (
        object_name(
            "道路绿化带",
            "road and green belt",
            "一条绿化带一行,名称自定,不得重复",
            "one row a belt, under a name of its own",
        ),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "noise_reduction",
            Label("平均降噪量", "mean noise reduction"),
            note=Label(
                "林带比同距离空地多降低的噪声", "noise taken off by the belt beyond open ground of the same width"
            ),
            unit="dB",
            low=0,
            department=Label("生态环境局", "ecology and environment bureau"),
        ),
        Number(
            "belt_length",
            Label("绿化带长度", "length of the belt"),
            note=Label("沿道路的绿化带长度", "length of the belt along the road"),
            lasting=True,
            unit="km",
            low=0,
            department=Label("交通运输局", "transport bureau"),
        ),
        SOURCE,
    ),
    Label(
        "道路两侧的绿化带按两条填;降噪量是林带减去同距离空地的差。",
        "belts on both sides of a road are two belts; the reduction is that beyond open ground of the same width.",
    ),
)

GREEN_BELT = Method(
    "green_belt",
    Label("绿化带降噪法", "green belt"),
    SHEET,
    (
        Step(
            "attenuated_noise",
            Label("噪声消减量", "noise attenuated"),
            attenuated_noise,
            price="noise_barrier",
            headline=True,
        ),
    ),
    reference="general",
)

SPEC = ServiceSpec(
    "noise_attenuation",
    Label("噪声消减", "noise attenuation"),
    "regulating",
    (Component("", (GREEN_BELT,)),),
    headline_unit="dB·km",
)
