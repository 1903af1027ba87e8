"""From what counties have to what the rules need: factors and days from daily records, soils, slopes and cover.

========================  ======================================================================
daily rain                :func:`~gep.preparation.erosivity.rainfall_erosivity`, R
texture, organic carbon   :func:`~gep.preparation.erodibility.erodibility_of_texture`, K
slope, slope length       :func:`~gep.preparation.topography.topography_of_slope`, LS
NDVI                      :func:`~gep.preparation.vegetation.cover_of_ndvi`, vegetation cover
vegetation cover          :func:`~gep.preparation.cover.water_erosion_cover`, C;
                          :func:`~gep.preparation.cover.wind_erosion_cover`, C of RWEQ
cover alone, no type      :func:`~gep.preparation.cover_equations.logarithmic_erosion_cover` and
                          :func:`~gep.preparation.cover_equations.linear_erosion_cover`, C
canopy, or NDVI           :func:`~gep.preparation.cover_equations.canopy_erosion_cover`, C of RWEQ in one line
daily temperature         :func:`~gep.preparation.comfort_days.cooling_days`
daily humidity            :func:`~gep.preparation.comfort_days.humidifying_days`
wind, rain, snow          :func:`~gep.preparation.wind.weather_factor`, WF
texture, organic matter   :func:`~gep.preparation.wind_soil.erodible_fraction_of_texture`, EF;
                          :func:`~gep.preparation.wind_soil.crust_of_texture`, SCF
relief                    :func:`~gep.preparation.wind_soil.roughness_of_relief`, K'
slope                     :func:`~gep.preparation.slope_roughness.roughness_of_slope`, K';
                          :func:`~gep.preparation.slope_roughness.simplified_roughness_of_slope`, K' of RWEQ in one line
========================  ======================================================================

Each module has the formulas as rules, and functions that check what they are given, reduce it and apply the rules.
Every constant and threshold is an argument, to be taken from the coefficients, so that its source is known; there are
no defaults. All work on whole columns, and on further axes for stations or pixels where there are days.
"""

from gep.preparation.comfort_days import cooling_days, humidifying_days, kelvin
from gep.preparation.cover import dry_cropland_cover, water_erosion_cover, wind_cover, wind_erosion_cover
from gep.preparation.cover_equations import (
    canopy_cover,
    canopy_erosion_cover,
    linear_cover,
    linear_erosion_cover,
    logarithmic_cover,
    logarithmic_erosion_cover,
)
from gep.preparation.days import Calendar, YearlyValues
from gep.preparation.erodibility import epic_erodibility, erodibility_of_texture, soil_erodibility
from gep.preparation.erosivity import daily_erosivity, half_monthly_erosivity, rainfall_erosivity, yearly_erosivity
from gep.preparation.slope_roughness import (
    cosine_roughness,
    relief_of_slope,
    roughness_of_slope,
    simplified_roughness_of_slope,
)
from gep.preparation.topography import (
    length_factor,
    slope_length_exponent,
    slope_of_gradient,
    steepness_factor,
    topography_factor,
    topography_of_slope,
)
from gep.preparation.vegetation import cover_of_ndvi, vegetation_cover
from gep.preparation.wind import (
    air_density,
    monthly_weather,
    monthly_weather_factors,
    snow_free_share,
    soil_wetness,
    weather_factor,
    wind_speed_at_height,
    wind_value,
)
from gep.preparation.wind_soil import (
    crust_of_texture,
    erodible_fraction,
    erodible_fraction_of_texture,
    ridge_roughness,
    roughness_of_relief,
    soil_crust,
    surface_roughness,
)

__all__ = [
    "Calendar",
    "YearlyValues",
    "air_density",
    "canopy_cover",
    "canopy_erosion_cover",
    "cooling_days",
    "cosine_roughness",
    "cover_of_ndvi",
    "crust_of_texture",
    "daily_erosivity",
    "dry_cropland_cover",
    "epic_erodibility",
    "erodibility_of_texture",
    "erodible_fraction",
    "erodible_fraction_of_texture",
    "half_monthly_erosivity",
    "humidifying_days",
    "kelvin",
    "length_factor",
    "linear_cover",
    "linear_erosion_cover",
    "logarithmic_cover",
    "logarithmic_erosion_cover",
    "monthly_weather",
    "monthly_weather_factors",
    "rainfall_erosivity",
    "relief_of_slope",
    "ridge_roughness",
    "roughness_of_relief",
    "roughness_of_slope",
    "simplified_roughness_of_slope",
    "slope_length_exponent",
    "slope_of_gradient",
    "snow_free_share",
    "soil_crust",
    "soil_erodibility",
    "soil_wetness",
    "steepness_factor",
    "surface_roughness",
    "topography_factor",
    "topography_of_slope",
    "vegetation_cover",
    "water_erosion_cover",
    "weather_factor",
    "wind_cover",
    "wind_erosion_cover",
    "wind_speed_at_height",
    "wind_value",
    "yearly_erosivity",
]
