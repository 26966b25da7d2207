"""What the territory hangs on the house."""

from cordee.core.api import api_routers

api_routers.add("territory", "cordee.actors.territory.api.router")
