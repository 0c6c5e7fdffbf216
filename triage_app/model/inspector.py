"""Who decides: an inspector, what each may do, and who sits at a desk."""

from enum import StrEnum

from triage_app.model.noun import noun

LONGEST_ID = 32
LONGEST_NAME = 120


class Role(StrEnum):
    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    CUSTODIAN = "custodian"
    CLEARED = "cleared"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@noun(frozen=True, slots=True)
class Inspector:
    """One person as the newest act about them says. `id` is theirs for good: acts and drafts name
    it, and the badge carries it; the name may change. `badge` counts their badges: only the newest
    one logs in."""

    id: str
    name: str
    roles: tuple[Role, ...] = ()
    badge: int = 1
    disabled: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether one of the roles is theirs; never of somebody who is disabled."""
        return not self.disabled and not set(roles).isdisjoint(self.roles)


class AtDesk:
    """Who sits at this desk, for every thread of the process: one id, "" while nobody does."""

    def __init__(self, id_: str = "") -> None:
        self.id = id_
