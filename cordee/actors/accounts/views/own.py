"""One's account is one's own: in support, its pages say so and do nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from cordee.core.access import SUPPORT_KEY

View = TypeVar("View", bound=Callable[..., Any])


def own_account(view: View) -> View:
    """For what belongs to whoever signed in: asked of the session, so that it holds past the end of support too."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect("account_login")
        if SUPPORT_KEY in request.session:
            return render(request, "accounts/support_refused.html", status=403)
        answer: HttpResponseBase = view(request, *args, **kwargs)
        return answer

    return cast(View, guarded)
