"""Which items get pictures, and the pictures themselves: X-ray (high, low) and the seller's."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from triage_app.demo.goods import GoodsTable
from triage_app.demo.planting import Planted
from triage_app.demo.scenes import Scene, scene_of
from triage_app.demo.stream import FacilityPlan
from triage_app.demo.truth import RULES
from triage_app.model.item import Announcement

PLANTED_SHARE, FEWEST_PLANTED = 0.5, 4
"""Half of the pictures beside the dense masses are of planted cases, some even of a few."""
SCENE_OF_RULE = {"pill-press": "dies", "precursor": "powders", "lithium-no-un": "cells"}
SCENE_OF_CHAPTER = {"61": "cloth", "63": "cloth", "52": "cloth", "20": "bottles", "08": "bag"}
PLAIN_SCENE = "box"
TODAY_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class PictureJob:
    """One item's pictures, still to be drawn."""

    announcement: Announcement
    scene_name: str
    scene: Scene
    key: str

    @property
    def stem(self) -> str:
        """How the item's files begin."""
        return self.announcement.number

    def files(self) -> Mapping[str, bytes]:
        """File name -> content: `-high.tif`, `-low.tif`, `-product.jpg`. The same job, the same
        bytes."""
        from triage_app.demo.product_picture import product_jpeg
        from triage_app.demo.radiograph import radiograph, tiff_bytes

        digest = hashlib.sha256(self.key.encode()).digest()
        pair = radiograph(self.scene.solids, int.from_bytes(digest[:8], "big"))
        return {
            f"{self.stem}-high.tif": tiff_bytes(pair.high),
            f"{self.stem}-low.tif": tiff_bytes(pair.low),
            f"{self.stem}-product.jpg": product_jpeg(self.scene_name, Random(self.key)),
        }


class PictureChooser:
    """Picks `images` items out of the stream as it passes: every dense mass, some cases of each
    rule that arrive on the day at the bench, and clean items of that day."""

    def __init__(self, plan: FacilityPlan, images: int, goods: GoodsTable) -> None:
        self._plan = plan
        self._scenes = {kind.hs: kind.scene for kind in goods.kinds}
        rest = max(0, images - plan.dense)
        planted = max(int(rest * PLANTED_SHARE), min(rest, FEWEST_PLANTED))
        self._left = dict.fromkeys(RULES, 0) | {"": plan.dense}
        for nth in range(planted):
            self._left[RULES[nth % len(RULES)]] += 1
        self._images = images
        clean = rest - planted
        self._stride = max(1, int(plan.items * TODAY_SHARE) // max(1, clean))
        self._clean_left = clean
        self._clean_seen = 0
        self._numbers: set[str] = set()

    def choose(self, planted: Planted) -> tuple[Planted, PictureJob | None]:
        """The item, its case now naming its pictures, and the job of drawing them if chosen."""
        if len(self._numbers) >= self._images or not self._takes(planted):
            return planted, None
        self._numbers.add(planted.announcement.number)
        job = self._job(planted)
        if planted.case is None:
            return planted, job
        image: dict[str, object] = {
            "high": f"xray/{job.stem}-high.tif",
            "low": f"xray/{job.stem}-low.tif",
            "product": f"xray/{job.stem}-product.jpg",
        }
        if job.scene.hidden_box:
            image["box"] = list(job.scene.hidden_box)
        return replace(planted, case=replace(planted.case, image=image)), job

    def _takes(self, planted: Planted) -> bool:
        announced = planted.announcement
        if announced.arrived_on != self._plan.day or announced.number in self._numbers:
            return False
        if planted.case is not None:
            left = self._left[planted.case.rule]
            self._left[planted.case.rule] = max(0, left - 1)
            return left > 0
        self._clean_seen += 1
        if self._clean_left == 0 or self._clean_seen % self._stride:
            return False
        self._clean_left -= 1
        return True

    def _job(self, planted: Planted) -> PictureJob:
        announced = planted.announcement
        rule = planted.case.rule if planted.case else ""
        hidden = str(planted.case.detail.get("hidden", "")) if planted.case else ""
        line = announced.lines[0]
        name = SCENE_OF_RULE.get(rule) or self._scenes.get(
            line.hs, SCENE_OF_CHAPTER.get(line.hs[:2], PLAIN_SCENE)
        )
        key = f"{self._plan.seed}:{announced.number}:{announced.posted_on}"
        scene = scene_of(name, line.quantity or 1, Random(f"{key}:scene"), hidden)
        return PictureJob(announced, name, scene, key)
