"""The product's production settings, the plain page, and one thing taken out: the cost of a password."""

from itf.settings import *  # noqa: F403 - every setting of the product is measured, but for those below
from itf.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "tests.bench.urls"

# A sign-in costs 210 ms of hashing by design (platform.md section 5); it is not what is measured here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# What ``django-admin startproject`` writes: the plain page goes through this and no more.
PLAIN_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    *TEMPLATES,
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "plain",
        "DIRS": [BASE_DIR / "tests" / "bench"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
