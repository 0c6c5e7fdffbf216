"""`python -m triage_app` is `triage`."""

import sys

from triage_app.cli import main

sys.exit(main())
