"""Photographs of codes made by others: what is read is what the truth beside them says."""

from pathlib import Path

import pytest

from triage_app.imaging.decode import decode
from triage_app.imaging.labels import read_labels
from triage_app.imaging.picture import Picture

PICTURES = {".png", ".jpg", ".webp", ".gif"}


def pictures_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)


def test_bars_are_read_as_their_truth_says(shared_data: Path) -> None:
    """Linear codes only: their truth is plain text."""
    folder = shared_data / "barcodes/zxing-cpp"
    expected = missed = 0
    for kind in ("code128-1", "code39-1", "code93-1", "codabar-1", "itf-1", "itf-2", "ean13-1"):
        for path in pictures_in(folder / kind):
            picture = decode(path.read_bytes())
            assert isinstance(picture, Picture), path.name
            truth = path.with_suffix(".txt").read_text("utf-8").strip()
            texts = {code.text.strip() for code in read_labels(picture).codes}
            assert texts <= {truth}, f"{kind}/{path.name} reads what is not there"
            expected += 1
            missed += truth not in texts
    assert expected > 50
    assert missed <= 1


@pytest.mark.slow
def test_x_rays_and_damaged_pictures_hold_no_code(shared_data: Path) -> None:
    looked = 0
    for folder in ("xray16", "robust_images", "dicos"):
        for path in sorted((shared_data / folder).rglob("*")):
            picture = decode(path.read_bytes()) if path.is_file() else None
            if isinstance(picture, Picture):
                looked += 1
                assert read_labels(picture).codes == (), path.name
    assert looked > 5
