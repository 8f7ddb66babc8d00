"""Django's settings, from what serve.py was started with."""

import os
from datetime import timedelta
from pathlib import Path

SECRET_KEY = "of this test and nothing else, and long enough for HS256"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "teamserver.urls"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "teamserver",
]
MIDDLEWARE = ["teamserver.correlation.CorrelationMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(os.environ["TEAMSERVER_FOLDER"]) / "team.sqlite",
        "OPTIONS": {"timeout": 20},
    }
}
# Quick, because tests sign in often; the accounts are not worth more.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": None,
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(seconds=float(os.environ["TEAMSERVER_ACCESS_LIFETIME"])),
    "REFRESH_TOKEN_LIFETIME": timedelta(seconds=float(os.environ["TEAMSERVER_REFRESH_LIFETIME"])),
    "ROTATE_REFRESH_TOKENS": bool(os.environ["TEAMSERVER_ROTATE"]),
    "BLACKLIST_AFTER_ROTATION": bool(os.environ["TEAMSERVER_ROTATE"]),
}

STREAMING = os.environ["TEAMSERVER_STREAMING"]
PACE = float(os.environ["TEAMSERVER_PACE"])

LOGGING = {
    "version": 1,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
