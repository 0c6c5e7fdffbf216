"""Where the files that ship with the program lie: `resources/` beside it, `_assets` in a wheel."""

from pathlib import Path


def asset(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. `asset("rules", "us.toml")`."""
    here = Path(__file__).resolve().parent
    packed = here / "_assets"
    root = packed if packed.is_dir() else here.parent / "resources"
    return root.joinpath(*parts)
