"""The web entrance: `cordee.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.config.settings")
application = get_wsgi_application()

reverse("core:home")  # reads every room's pages now: the first visitor of each process does not wait for them
