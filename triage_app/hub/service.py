"""Parts -> the ASGI application."""

from litestar import Litestar
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from sqlalchemy.exc import SQLAlchemyError

from triage_app.hub.answers import HubSays, Refusals
from triage_app.hub.door import Door
from triage_app.hub.parts import HubParts
from triage_app.hub.routes import ROUTES, known_station, trusted_station
from triage_app.hub.upload_routes import UPLOAD_ROUTES
from triage_app.model.errors import Fault
from triage_app.protocol.envelope import PROTOCOL_VERSION


def hub_application(parts: HubParts) -> Door:
    """The hub as an ASGI application over opened parts; it closes them at its end."""
    refusals = Refusals(parts)
    inside = Litestar(
        route_handlers=[*ROUTES, *UPLOAD_ROUTES],
        dependencies={
            "parts": Provide(lambda: parts, sync_to_thread=False),
            "known": Provide(known_station),
            "station": Provide(trusted_station, sync_to_thread=False),
        },
        exception_handlers={
            HubSays: refusals.said,
            HTTPException: refusals.http,
            SQLAlchemyError: refusals.surroundings,
            Fault: refusals.surroundings,
            Exception: refusals.broken,
        },
        on_shutdown=[parts.database.close],
        openapi_config=OpenAPIConfig(
            title="Triage hub",
            version=str(PROTOCOL_VERSION),
            path="/openapi",
            render_plugins=[JsonRenderPlugin(path="/")],
            components=Components(
                security_schemes={"station": SecurityScheme(type="http", scheme="bearer")}
            ),
        ),
        logging_config=None,
    )
    return Door(inside, parts)
