"""All settings, read from the environment; the process refuses to start when one it needs is absent."""

import secrets
from pathlib import Path

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

# Django's generic classes take type parameters at run time too, as the annotations need.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# "embedded": one process, SQLite, background jobs in a thread: what ./run serves.
# "production": PostgreSQL, Redis, Celery, HTTPS; every secret must be given.
MODE = env.str("ITF_MODE", "embedded")
if MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured(f"ITF_MODE is {MODE!r}; it must be 'embedded' or 'production'.")
PRODUCTION = MODE == "production"
VAR_DIR = Path(env.str("ITF_VAR_DIR", str(BASE_DIR / "var")))


def secret(name: str) -> str:
    """The value of an environment variable, or of the file that ``<name>_FILE`` names (a mounted secret), or empty."""
    path = env.str(f"{name}_FILE", "")
    return Path(path).read_text(encoding="utf-8").strip() if path else env.str(name, "")


def required(name: str) -> str:
    """The same; raises ImproperlyConfigured, naming the variable, when neither is set or the value is empty."""
    value = secret(name)
    if not value:
        raise ImproperlyConfigured(f"Production needs {name} (or {name}_FILE); see .env.example.")
    return value


def embedded_secret() -> str:
    """The embedded installation's own key: made at the first start, readable by its owner only."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="utf-8")
    return path.read_text(encoding="utf-8")


SECRET_KEY = required("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", "") or embedded_secret()
SHORTEST_KEY = 50  # characters, as Django's own check asks
if PRODUCTION and len(SECRET_KEY) < SHORTEST_KEY:
    raise ImproperlyConfigured(f"SECRET_KEY must have at least {SHORTEST_KEY} characters in production.")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])

DEBUG = False
DEMO = env.bool("ITF_DEMO", not PRODUCTION)
if PRODUCTION and DEMO:
    raise ImproperlyConfigured("ITF_DEMO lets anyone in as a demo person; production refuses to start with it.")

# The key that seals submitted documents: pkcs12:FILE, pkcs11:LIBRARY;token=LABEL;key=LABEL, or off.
SEAL_KEY = required("ITF_SEAL_KEY") if PRODUCTION else env.str("ITF_SEAL_KEY", "") or f"pkcs12:{VAR_DIR}/seal.p12"
SEALING = SEAL_KEY != "off"
# The passphrase of the file or the PIN of the token; the embedded form's own key has none.
SEAL_PASSPHRASE = required("ITF_SEAL_PASSPHRASE") if PRODUCTION and SEALING else secret("ITF_SEAL_PASSPHRASE")
if PRODUCTION and SEAL_KEY.startswith("pkcs12:") and not Path(SEAL_KEY.removeprefix("pkcs12:")).is_file():
    raise ImproperlyConfigured(
        f"ITF_SEAL_KEY is {SEAL_KEY!r}, and there is no such file. To do without: ITF_SEAL_KEY=off"
    )

ALLOWED_HOSTS = required("ALLOWED_HOSTS").split(",") if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # its widget templates, found by the form renderer below
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "guardian",
    "itf.accounts",
    "itf.audit",
    "itf.jobs",
    "itf.lib",
    "itf.mail",
    "conditions",
    "plans",
    "approvals",
]

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "itf.accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "itf.lib.middleware.NoStoreMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "itf.urls"
# The administration stands apart from the service's own pages; sign-in is the same.
ADMIN_PATH = env.str("ITF_ADMIN_PATH", "administration/")
WSGI_APPLICATION = "itf.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "itf.lib.context.service",
                "itf.accounts.context.signed_in",
                "approvals.context.plan_route",
                "approvals.context.version_sign_offs",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("desk",)
CRISPY_TEMPLATE_PACK = "desk"

DATABASE_URL = required("DATABASE_URL") if PRODUCTION else env.str("DATABASE_URL", f"sqlite:///{VAR_DIR}/itf.sqlite3")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: Django's defaults lost 215 of 320 concurrent writes to "database is locked"; these lose none.
    # recursive_triggers keeps INSERT OR REPLACE from slipping past the audit table's triggers.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA busy_timeout=20000;PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    # Our joins follow keys from the row that is looked for, so the order they are written in is near the best one.
    # Measured: PostgreSQL took 12 ms to weigh every order of a case's nine joins, 0.9 ms in groups of four, and found
    # the row in 0.2 ms either way. Statements kept ready (itf/lib/prepared.py) follow keys as well: one plan fits all.
    # Versions are kept in JSON of up to a megabyte: lz4 packs one in 20 ms to 78 kB, pglz in 46 ms to 227 kB.
    weighed = {
        "join_collapse_limit": "4",
        "plan_cache_mode": "force_generic_plan",
        "default_toast_compression": "lz4",
    }
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", " ".join(f"-c {name}={value}" for name, value in weighed.items())
    )

REDIS_URL = required("REDIS_URL") if PRODUCTION else env.str("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# How long the link of an invitation works; Django's token generator reads its days from this setting.
PASSWORD_RESET_TIMEOUT = env.int("ITF_INVITATION_DAYS", 14) * 24 * 60 * 60
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/account/sign-in/"
AXES_FAILURE_LIMIT = 5
# Django reports failures under this name whatever the model calls it; with another, axes counts them for nobody.
AXES_USERNAME_FORM_FIELD = "username"
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# How many proxies of ours stand before the web process: addresses further left in X-Forwarded-For are not believed.
AXES_IPWARE_PROXY_COUNT = env.int("ITF_PROXY_COUNT", 1 if PRODUCTION else 0)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
# Guardian would otherwise add a person called AnonymousUser to our users.
ANONYMOUS_USER_NAME = None

# What a background job may be asked to do; the value is imported when the job runs, so itf.jobs knows no app.
JOB_KINDS = {
    "document": "plans.tasks.build_document",
    "verify_audit": "approvals.nightly.check_chain",
    "comparison_paper": "plans.tasks.make_paper",
    "sealed_document": "approvals.tasks.build_sealed_document",
    "workbook_download": "plans.imports.jobs.make_download",
    "workbook_upload": "plans.imports.jobs.read_upload",
    "notices": "approvals.notices.rounds.go_round",
}
# Who is asked now and then whether a job is due that no page asks for; imported when asked, as above.
JOB_SOURCES = ["approvals.notices.rounds.queue_when_due", "approvals.nightly.queue_when_due"]
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 30,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    # A page that queues a job must not wait for a broker that is down (measured: 6 s, now 0.01 s) or silent.
    "max_retries": 0,
    "socket_timeout": 5,
}
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_BEAT_SCHEDULE = {"sweep-jobs": {"task": "itf.jobs.tasks.sweep_jobs", "schedule": 30.0}}

# The mail server. Without one, the demonstration keeps its mail to be looked at, and production tells people in the
# service only.
EMAIL_HOST = env.str("ITF_MAIL_HOST", "")
EMAIL_PORT = env.int("ITF_MAIL_PORT", 587)
EMAIL_HOST_USER = env.str("ITF_MAIL_USER", "")
EMAIL_HOST_PASSWORD = required("ITF_MAIL_PASSWORD") if EMAIL_HOST_USER else ""
EMAIL_USE_TLS = env.bool("ITF_MAIL_STARTTLS", PRODUCTION)
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.str("ITF_MAIL_FROM", "itf@localhost")
KEEPS_MAIL = DEMO and not EMAIL_HOST
SENDS_MAIL = bool(EMAIL_HOST) or KEEPS_MAIL
EMAIL_BACKEND = "itf.mail.keeping.KeepingBackend" if KEEPS_MAIL else "itf.mail.smtp.SayingBackend"
# Where the links of a mail lead: no request tells, for a job writes it.
# ``manage.py serve`` puts its own address in the place of the last, which nobody has chosen.
UNCHOSEN_SITE_URL = "http://127.0.0.1:8000"
SITE_URL = (env.str("ITF_SITE_URL", "") or [*CSRF_TRUSTED_ORIGINS, UNCHOSEN_SITE_URL][0]).rstrip("/")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("ITF_STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Submitted documents live outside anything a web server serves by itself.
MEDIA_ROOT = Path(env.str("ITF_FILES_DIR", str(VAR_DIR / "files")))
# Files that authors attach to a plan: the largest one, and all that a draft holds together.
ATTACHMENT_MOST_BYTES = env.int("ITF_ATTACHMENT_MB", 20) * 1024 * 1024
ATTACHMENTS_MOST_BYTES = env.int("ITF_ATTACHMENTS_MB", 200) * 1024 * 1024
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "itf.views.csrf_failure"
# The largest page is one scheme, whose four tables hold 200 rows each (plans/row_forms.py): 10,800 boxes and its own.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("ITF_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrf"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("ITF_LOG_LEVEL", "INFO")},
    "loggers": {
        # A refusal is an answer, and the access log has it; only what broke is told here.
        "django.request": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},  # it greets at every start
        "pyhanko": {"level": "WARNING"},
        "axes": {"level": "WARNING"},
    },
}
