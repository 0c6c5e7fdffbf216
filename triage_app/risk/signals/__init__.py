"""Signals: small pure functions, each looking for one thing in a case. One module a family;
`registry.SIGNALS` names them all."""
