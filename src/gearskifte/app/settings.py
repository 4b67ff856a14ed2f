# SPDX-License-Identifier: EUPL-1.2
"""Django's settings, all of them made from the one configuration (`kernel.config`)."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from gearskifte.app import boot
from gearskifte.kernel.secrets import signing_key

GEARSKIFTE = boot.current().config
GEARSKIFTE_VAULT = boot.current().vault

SECRET_KEY = signing_key(boot.current().key)
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in GEARSKIFTE.allowed_hosts.split(",") if host.strip()]
ROOT_URLCONF = "gearskifte.app.urls"
WSGI_APPLICATION = "gearskifte.app.wsgi.application"

INSTALLED_APPS = [
    "gearskifte.kernel",
    "gearskifte.ui",
    "gearskifte.registry",
    "gearskifte.effects",
    "gearskifte.overview",
    "gearskifte.robots",
    "gearskifte.workforce",
    "gearskifte.commons",
    "gearskifte.gearbox",
    "gearskifte.login",
    *([] if GEARSKIFTE.production else ["gearskifte.demo"]),
]
GEARSKIFTE_API_PARTS = ["gearskifte.overview.api_description.described"]
GEARSKIFTE_READ_STATISTICS = "gearskifte.connectors.statfiles.public.read_table"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = boot.current_databases()

MIDDLEWARE = [
    "gearskifte.app.policy.policy_middleware",
    "gearskifte.app.language.language_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gearskifte.kernel.identity.identity_middleware",
    "gearskifte.login.public.ended_middleware",
    "gearskifte.app.errors.error_middleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": boot.template_folders(),
        "OPTIONS": {
            "environment": "gearskifte.ui.jinja.environment",
            "compiled_in": boot.compiled_folder(),
            "context_processors": [
                "gearskifte.app.form_token.form_token",
                "gearskifte.app.shell.shell",
            ],
        },
    }
]

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Dansk")), ("en", _("Engelsk"))]
LOCALE_PATHS = [Path(__file__).parent / "locale"]  # the rooms are installed apps, this one is not
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gearskifte.ui.public.csrf_failure"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = GEARSKIFTE.production
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the reverse proxy speaks TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GEARSKIFTE.production else None
SECURE_HSTS_SECONDS = 31_536_000 if GEARSKIFTE.production else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# The redirect to TLS is the reverse proxy's; Django's headers are the policy's.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002", "security.W008"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "gearskifte.app.logs.TextFormatter"},
        "json": {"()": "gearskifte.app.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": GEARSKIFTE.log_format}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
