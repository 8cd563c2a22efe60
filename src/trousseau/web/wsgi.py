"""The application as a WSGI server runs it: `granian --interface wsgi trousseau.web.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousseau.settings")
application = get_wsgi_application()
