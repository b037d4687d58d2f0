"""The WSGI application, for a production web server: ``gunicorn itf.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from itf.lib.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itf.settings")

application = get_wsgi_application()
settle()
