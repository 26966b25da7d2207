"""The API, shell and grammar: who asks (`tokens`), one format of faults (`faults`), pages (`paging`), writes done once (`writes`).

A room writes its endpoints in its `api.py` on an `ApiRouter`, and names it in its `room.py`:
`api_routers.add("directory", "cordee.actors.directory.api.router")`. The path is imported when the API is built, so that
commands and workers that never serve it do not pay for it.
"""

from cordee.core.api.registry import Grant, api_routers, fingerprint, register_tokens

__all__ = ["Grant", "api_routers", "fingerprint", "register_tokens"]
