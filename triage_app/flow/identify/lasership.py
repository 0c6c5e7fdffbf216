"""LaserShip (now OnTrac): L-numbers and 1LS labels. No check digits are published."""

from triage_app.flow.identify.form import Form

FORMS = (
    Form("lasership", "LaserShip", "L[AIEHNX][123]#{7}"),
    Form("lasership", "LaserShip", "1LS7[12]#{10}"),
    Form("lasership", "LaserShip", "1LS7[12]##01[1234]#{6}1"),
    Form("lasership", "LaserShip", "1LSCX*{10}"),
)
