"""What X-ray scenes are made of: density and how strongly two energies are weakened.

Mass attenuation coefficients at 50 keV (the low channel) and 100 keV (the high one), in cm2/g,
after NIST XAAMDI tables 3 and 4 (Hubbell and Seltzer); mixtures are estimated by weight fraction.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Material:
    """`density` in g/cm3; `low` and `high` in cm2/g."""

    density: float
    low: float
    high: float


MATERIALS = {
    "cardboard": Material(0.12, 0.211, 0.163),
    "paper": Material(0.80, 0.222, 0.165),
    "wax": Material(0.90, 0.208, 0.172),
    "plastic": Material(1.05, 0.206, 0.167),
    "foam": Material(0.05, 0.206, 0.166),
    "cloth": Material(0.28, 0.212, 0.164),
    "leather": Material(0.75, 0.216, 0.165),
    "liquid": Material(1.00, 0.227, 0.171),
    "food": Material(0.60, 0.214, 0.165),
    "powder": Material(1.35, 0.212, 0.164),
    "glass": Material(2.40, 0.330, 0.169),
    "ceramic": Material(2.20, 0.340, 0.169),
    "board": Material(1.90, 0.600, 0.240),
    "cell": Material(2.30, 0.800, 0.300),
    "zinc": Material(6.60, 2.892, 0.497),
    "copper": Material(8.96, 2.613, 0.458),
    "steel": Material(7.85, 1.958, 0.372),
    "rubber": Material(1.15, 0.270, 0.172),
}
