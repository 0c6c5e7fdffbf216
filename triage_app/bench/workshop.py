"""A scratch place for one run of the bench, with a made-up facility in it when one is asked for."""

from pathlib import Path

from triage_app.bench import child
from triage_app.settings import Settings, load_settings


class Workshop:
    """`items` is how large the made-up facility is; it is made at most once a folder."""

    def __init__(self, folder: Path, items: int) -> None:
        self.folder = folder
        self.items = items
        self._names = 0

    def settings(self) -> Settings:
        """The settings of a made-up station with `items` announced items."""
        home = self.folder / f"home-{self.items}"
        if not (home / "record.db").exists():
            child.run(child.triage(home, "demo", "--items", str(self.items), "--images", "0"))
        return load_settings(home)

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
