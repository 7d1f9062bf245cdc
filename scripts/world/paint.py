"""The pictures of a world: by day, by night, and on paper, all equirectangular from 180 west and 90 north.

By day it is the map of a control room: dark and dull enough that symbols read on top of it.  On paper it is light.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, uniform_filter

from scripts.world.land import Ground, Land, ramp
from scripts.world.noise import Grid, lats_deg, noise
from scripts.world.relief import Relief

Picture = NDArray[np.float32]
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours in [0, 1] and how strongly light and shade show."""

    shallow: Colour
    shelf: Colour
    slope: Colour
    deep: Colour
    desert: Colour
    steppe: Colour
    wood: Colour
    jungle: Colour
    taiga: Colour
    tundra: Colour
    rock: Colour
    snow: Colour
    pack: Colour
    river: Colour
    coast: Colour
    shade: float
    sea_shade: float


DAY = Palette(
    shallow=(0.150, 0.275, 0.315),
    shelf=(0.100, 0.205, 0.255),
    slope=(0.070, 0.148, 0.198),
    deep=(0.044, 0.094, 0.140),
    desert=(0.395, 0.345, 0.255),
    steppe=(0.300, 0.300, 0.210),
    wood=(0.185, 0.250, 0.180),
    jungle=(0.125, 0.215, 0.150),
    taiga=(0.175, 0.225, 0.195),
    tundra=(0.300, 0.310, 0.290),
    rock=(0.330, 0.305, 0.275),
    snow=(0.475, 0.515, 0.545),
    pack=(0.330, 0.400, 0.445),
    river=(0.110, 0.225, 0.275),
    coast=(0.075, 0.120, 0.130),
    shade=0.62,
    sea_shade=0.85,
)
PAPER = Palette(
    shallow=(0.872, 0.922, 0.922),
    shelf=(0.830, 0.893, 0.902),
    slope=(0.780, 0.856, 0.876),
    deep=(0.725, 0.815, 0.846),
    desert=(0.952, 0.918, 0.838),
    steppe=(0.932, 0.918, 0.842),
    wood=(0.862, 0.888, 0.808),
    jungle=(0.822, 0.872, 0.788),
    taiga=(0.858, 0.886, 0.842),
    tundra=(0.918, 0.918, 0.892),
    rock=(0.862, 0.828, 0.772),
    snow=(0.982, 0.985, 0.985),
    pack=(0.930, 0.955, 0.962),
    river=(0.640, 0.765, 0.815),
    coast=(0.440, 0.515, 0.525),
    shade=0.26,
    sea_shade=0.18,
)
LAMP: Colour = (1.0, 0.80, 0.50)


@dataclass(frozen=True, slots=True, eq=False)
class Climate:
    """Grids in [0, 1]: how warm and how wet."""

    warm: Grid
    wet: Grid


def climate_of(land: Land, relief: Relief, seed: int) -> Climate:
    """Return warmth by latitude and height, and wetness by the belts of the winds and the nearness of the sea."""
    lat = np.degrees(np.arcsin(np.clip(land.unit[2], -1.0, 1.0))) + 5.0 * noise(land.unit, 3.0, 4, seed + 40)
    warm = 1.0 - ramp(np.abs(lat), 8.0, 84.0) - 0.40 * np.clip(relief.height, 0.0, 1.0)
    belts = np.exp(-((lat / 13.0) ** 2)) - 0.75 * np.exp(-(((np.abs(lat) - 25.0) / 9.0) ** 2))
    belts = belts + 0.45 * np.exp(-(((np.abs(lat) - 50.0) / 14.0) ** 2))
    wet = (
        0.50
        + 0.42 * belts
        + 0.40 * noise(land.unit, 4.0, 6, seed + 41)
        - 0.05 * np.clip(relief.shore - 1.0, 0.0, 6.0)
    )
    return Climate(np.asarray(warm, np.float32), np.asarray(np.clip(wet, 0.0, 1.0), np.float32))


def painted(land: Land, relief: Relief, climate: Climate, palette: Palette, seed: int) -> Picture:
    """Return the world in a palette, (height, width, 3) in [0, 1]."""
    picture = sea_painted(relief, palette)
    ground = land_painted(land, relief, climate, palette, seed)
    is_land = land.level > 0.0
    edge = uniform_filter(is_land.astype(np.float32), 3)  # one cell of soft coast
    picture = blend(picture, ground, np.where(is_land, np.clip(0.35 + 0.8 * edge, 0.0, 1.0), 0.0))
    rim = np.clip(1.0 - np.abs(edge - 0.5) * 2.4, 0.0, 1.0) * 0.55
    picture = blend(picture, np.broadcast_to(palette.coast, picture.shape), rim)
    return ice_painted(picture, land, palette, seed)


def sea_painted(relief: Relief, palette: Palette) -> Picture:
    """Return the sea by depth, its floor in a little shade."""
    stops = (0.0, 0.16, 0.55, 0.95)
    colours = np.array([palette.shallow, palette.shelf, palette.slope, palette.deep])
    depth = np.where(relief.depth > 0.0, relief.depth, 0.0)
    sea = np.stack([np.interp(depth, stops, colours[:, band]) for band in range(3)], axis=-1)
    light = hill_light(gaussian_filter(-relief.depth, 0.8, mode=("nearest", "wrap")), 14.0)
    return np.asarray(sea * (1.0 + palette.sea_shade * light[..., None]), np.float32)


def land_painted(land: Land, relief: Relief, climate: Climate, palette: Palette, seed: int) -> Picture:
    """Return the land by climate and height, in relief."""
    warm, wet, high = climate.warm, climate.wet, relief.height
    grain = 0.10 * noise(land.unit, 40.0, 5, seed + 42)
    shape = (*high.shape, 3)

    def over(base: Picture, colour: Colour, share: Grid) -> Picture:
        return blend(base, np.broadcast_to(np.asarray(colour, np.float32), shape), share)

    ground = over(np.zeros(shape, np.float32), palette.desert, np.ones_like(high))
    ground = over(ground, palette.steppe, ramp(wet + grain, 0.18, 0.42))
    ground = over(ground, palette.wood, ramp(wet + grain, 0.40, 0.66))
    ground = over(ground, palette.jungle, ramp(wet + grain, 0.50, 0.85) * ramp(warm, 0.72, 0.92))
    ground = over(ground, palette.taiga, ramp(0.46 - warm + grain, -0.05, 0.10) * ramp(wet, 0.15, 0.45))
    ground = over(ground, palette.tundra, ramp(0.28 - warm + grain, -0.04, 0.08))
    ground = over(ground, palette.rock, 0.75 * ramp(high + grain, 0.32, 0.72))
    ground = over(ground, palette.river, river_share(relief))
    massif = gaussian_filter(high, 3.0, mode=("nearest", "wrap"))
    light = 0.75 * hill_light(high, 9.0) + 0.45 * hill_light(massif, 16.0)
    ground = ground * (1.0 + palette.shade * light[..., None]) * (1.0 + 0.35 * grain[..., None])
    peak = 0.85 * ramp(high - 0.56 - 0.70 * warm + grain, 0.0, 0.22)
    cold = np.maximum(ramp(0.13 - warm + grain, 0.0, 0.07), peak)
    snow = np.asarray(palette.snow, np.float32) * (1.0 + 0.55 * palette.shade * light[..., None])
    return blend(ground, snow, cold)


def river_share(relief: Relief) -> Grid:
    """Return how much of a cell is river: the more ground it drains, the more."""
    return np.asarray(0.8 * ramp(np.log10(np.maximum(relief.river, 1e-3)), -0.05, 1.35), np.float32)


def hill_light(height: Grid, steep: float) -> Grid:
    """Return light on slopes from the north-west in [-1, 1]: 0 on the level."""
    step = 180.0 / height.shape[0]
    squeeze = np.maximum(np.cos(np.radians(lats_deg(height.shape[0]))), 0.2)[:, None]
    d_east = (np.roll(height, -1, axis=1) - np.roll(height, 1, axis=1)) / (2.0 * step * squeeze)
    d_south = np.gradient(height, axis=0) / step
    slope_x, slope_y = steep * 0.1 * d_east, steep * 0.1 * d_south
    lit = (0.60 * slope_x + 0.60 * slope_y + 0.53) / np.sqrt(1.0 + slope_x**2 + slope_y**2)
    return np.asarray(np.clip((lit - 0.53) * 1.8, -1.0, 1.0), np.float32)


def ice_painted(picture: Picture, land: Land, palette: Palette, seed: int) -> Picture:
    """Return the picture with pack ice on the polar seas."""
    lat = np.degrees(np.arcsin(np.clip(land.unit[2], -1.0, 1.0)))
    floe = 5.0 * noise(land.unit, 5.0, 7, seed + 43)
    north, south = ramp(lat + floe, 76.0, 79.5), ramp(-lat + floe, 69.5, 73.0)
    crack = 0.78 + 0.22 * ramp(noise(land.unit, 26.0, 4, seed + 44, True), 0.35, 0.75)
    share = np.maximum(north, south) * crack * (land.level <= 0.0)
    return blend(picture, np.broadcast_to(np.asarray(palette.pack, np.float32), picture.shape), 0.9 * share)


def night_of(day: Picture, land: Land, ground: Ground, climate: Climate) -> Picture:
    """Return the night side: the day's ground faint and blue, and the lamps of towns."""
    grey = day.mean(axis=-1, keepdims=True)
    dark = (0.55 * grey + 0.45 * day) * np.array([0.27, 0.35, 0.50], np.float32)
    lamps = lamps_of(land, ground, climate)
    return np.asarray(np.clip(dark + lamps[..., None] * np.asarray(LAMP, np.float32), 0.0, 1.0), np.float32)


def lamps_of(land: Land, ground: Ground, climate: Climate) -> Grid:
    """Return the light of towns: bright cities, lesser towns about them, a few far out."""
    chance = np.random.Generator(np.random.Philox(ground.seed))
    rows, cols = land.level.shape
    near = np.zeros((rows, cols), np.float32)
    points = np.asarray(ground.places)
    city_row = np.clip(((90.0 - points[:, 0]) / 180.0 * rows).astype(int), 0, rows - 1)
    city_col = ((points[:, 1] + 180.0) / 360.0 * cols).astype(int) % cols
    near[city_row, city_col] = 1.0
    near = gaussian_filter(near, rows / 70.0, mode=("nearest", "wrap"))
    people = (near / near.max() + 0.07) * ramp(climate.warm, 0.15, 0.45) * (0.35 + climate.wet) * (land.level > 0.0)
    people = people * (land.owner >= 0) * np.cos(np.radians(lats_deg(rows)))[:, None]
    spots = chance.random(land.level.shape, np.float32) < people * 0.075
    small = np.where(spots, chance.random(land.level.shape, np.float32) ** 2 * 2.2, 0.0).astype(np.float32)
    lamps = gaussian_filter(small, 0.55) * 1.4
    core = np.zeros((rows, cols), np.float32)
    core[city_row, city_col] = 1.0
    lamps += gaussian_filter(core, rows / 1400.0) * 9.0 + gaussian_filter(core, rows / 420.0) * 26.0
    return np.asarray(np.clip(lamps, 0.0, 1.0) * (land.level > -0.3), np.float32)


def blend(base: Picture, top: Picture, share: Grid) -> Picture:
    """Return the top over the base where its share is 1, a mixture between."""
    return np.asarray(base + (top - base) * np.asarray(share, np.float32)[..., None], np.float32)
