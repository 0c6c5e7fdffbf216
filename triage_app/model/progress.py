"""How far long work is."""

from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class Progress:
    """`done` of `total`, after so many seconds. Nothing is made up where nothing is known yet."""

    done: int
    total: int
    seconds: float

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nobody knows how much there is."""
        return min(1.0, self.done / self.total) if self.total > 0 else 0.0

    @property
    def per_s(self) -> float:
        """How fast it went so far."""
        return self.done / self.seconds if self.seconds > 0 else 0.0

    @property
    def left_s(self) -> float:
        """How long it takes yet at that pace; 0 where that cannot be told."""
        rate = self.per_s
        return (self.total - self.done) / rate if rate and self.total > self.done else 0.0
