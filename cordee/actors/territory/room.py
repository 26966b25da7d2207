"""What the territory hangs on the house."""

from cordee.actors.territory import queries
from cordee.core.api import api_routers
from cordee.core.parameters import register_places

api_routers.add("territory", "cordee.actors.territory.api.router")
register_places(wider=queries.wider, offered=queries.places_within, named=queries.place_name)
