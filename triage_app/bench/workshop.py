"""A scratch place for one run of the bench, with a made-up facility in it when one is asked for."""

from pathlib import Path

from triage_app.bench import child
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.model.item import Announcement
from triage_app.settings import Settings, load_settings


class Workshop:
    """`items` is how large the made-up facility is; the same one each time. `pictures` is a folder
    of photographs of labels with their truth, where there is one."""

    def __init__(self, folder: Path, items: int, pictures: Path | None = None) -> None:
        self.folder = folder
        self.items = items
        self.pictures = pictures
        self._plan = FacilityPlan(items=max(items, FEWEST_ITEMS), dense=0)
        self._names = 0

    def settings(self) -> Settings:
        """The settings of a made-up station with `items` announced items, without pictures."""
        plan = self._plan
        home = self.folder / f"home-{plan.items}"
        if not home.exists():
            words = ("--items", str(plan.items), "--images", "0", "--seed", str(plan.seed))
            part = self.fresh("part")  # a half-made home is never measured
            child.run(child.triage(part, "demo", *words))
            part.rename(home)
        return load_settings(home)

    def announced(self, count: int) -> list[Announcement]:
        """`count` of the items of the made-up station, evenly spread over its days."""
        from triage_app.app import assemble
        from triage_app.store import cache_walk

        with assemble(self.settings()) as parts:
            last = cache_walk.last_key(parts.cache.connection)
            keys = range(1, last + 1, max(1, last // count))[:count]
            return [one for _, one in cache_walk.by_key(parts.cache.connection, keys)]

    def empty_station(self) -> Settings:
        """The settings of a new station with nothing announced and nothing recorded."""
        from triage_app.app import make_home

        home = self.fresh("station")
        home.mkdir(parents=True)
        (home / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
        settings = load_settings(home)
        make_home(settings)
        return settings

    def fresh(self, name: str) -> Path:
        """A path nothing lies at yet."""
        self._names += 1
        path = self.folder / f"{self._names}-{name}"
        while path.exists():
            self._names += 1
            path = self.folder / f"{self._names}-{name}"
        return path
