"""Settings: one file for every installation; what differs comes from the environment (see `.env.example`)."""

import logging
import os
from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ops import keys, place
from yangquan_portal import addresses
from yangquan_portal.logs import logging_for

place.adopt_env_file()


def flag(name: str, *, default: bool) -> bool:
    return (os.environ.get(name) or ("1" if default else "0")).strip().lower() in {"1", "true", "yes", "on"}


ROOT = place.ROOT
DATA = place.data_folder()
EMBEDDED = not os.environ.get("DATABASE_URL")

# --- keys -------------------------------------------------------------------------------------------------------------

try:
    KEYS = keys.load(DATA)
except FileNotFoundError as missing:
    raise ImproperlyConfigured(f"还没有密钥文件 {place.keys_file(DATA)}，请先运行 make run 或 make setup。") from missing

SECRET_KEY = KEYS["secret_key"]
FINGERPRINT_KEY = bytes.fromhex(KEYS["fingerprint"])
FINGERPRINT_HASH = os.environ.get("FINGERPRINT_HASH", "sha256")  # or sm3; fixed once there is data
SEALING_ALGORITHM = os.environ.get("SEALING_ALGORITHM", "AES-GCM")  # or SM4-GCM; what is sealed says its own
SEALING_KEYS = {key_id: bytes.fromhex(key) for key_id, key in KEYS["sealing"].items()}
SEALING_CURRENT_KEY = KEYS["sealing_current"]

# --- the site ---------------------------------------------------------------------------------------------------------

DEBUG = flag("DEBUG", default=False)
HTTPS = flag("HTTPS", default=False)
PROXIES = int(os.environ.get("PROXIES", "0"))  # how many of our own stand in front and append to X-Forwarded-For
DEMO = flag("DEMO", default=EMBEDDED)  # without it, demonstration accounts cannot sign in
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, os.environ.get("ALLOWED_HOSTS", "").split(","))]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS[3:]]
SITE = {  # what is empty stands on the page as a visible placeholder
    "name": os.environ.get("SITE_NAME", ""),
    "organiser": os.environ.get("SITE_ORGANISER", "阳泉市司法局"),
    "department": os.environ.get("SITE_DEPARTMENT", ""),
    "phone": os.environ.get("SITE_PHONE", ""),
    "address": os.environ.get("SITE_ADDRESS", ""),
    "site_code": os.environ.get("SITE_CODE", ""),
    "icp": os.environ.get("SITE_ICP", ""),
    "police": os.environ.get("SITE_POLICE", ""),
    "domain": os.environ.get("SITE_DOMAIN", ""),
    "correction_url": os.environ.get("SITE_CORRECTION_URL", ""),
}
ROOT_URLCONF = "yangquan_portal.urls"
WSGI_APPLICATION = "yangquan_portal.wsgi.application"

INSTALLED_APPS = [
    "bureaus",
    "documents",
    "staffing",
    "recruitment",
    "evaluation",
    "yangquan_portal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "crispy_forms",
    "csp",
    "django_htmx",
    "django_structlog",
]

MIDDLEWARE = [
    "recruitment.pages.kept_pages",  # outermost: a kept page comes back with all of its headers and runs nothing further
    "django_structlog.middlewares.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bureaus.clock.clock_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bureaus.sessions.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "bureaus.sessions.SessionKept",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yangquan_portal.context.site",
                "yangquan_portal.context.preferences",
                "yangquan_portal.context.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that a widget's template can be ours
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_ALLOWED_TEMPLATE_PACKS = "portal"

# --- language and time: one of each -----------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
CLOCK_MAY_BE_SHIFTED = False

# --- database, cache, queues ------------------------------------------------------------------------------------------

# A dead link or a stuck lock ends in a sentence within seconds, not in a hanging page.
LIBPQ = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
    "application_name": "portal",
    # A statement goes to the server apart from its parameters: what is personal stands in no statement that a server log could hold,
    # and a statement that comes again and again is planned once.
    "server_side_binding": True,
    "prepare_threshold": 5,
    "options": "-c statement_timeout={statement} -c lock_timeout=3s -c idle_in_transaction_session_timeout=60s".format(
        statement=os.environ.get("STATEMENT_TIMEOUT", "15s")
    ),
}
_database = addresses.database(os.environ.get("DATABASE_URL") or place.embedded_database_url(DATA))
DATABASES = {
    "default": {
        **_database,
        "OPTIONS": {**LIBPQ, **_database["OPTIONS"]},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_redis = addresses.redis(os.environ.get("REDIS_URL") or place.embedded_redis_url(DATA))
PATIENCE = {"socket_timeout": 2, "socket_connect_timeout": 2}  # seconds
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _redis.cache,
        "KEY_PREFIX": "portal",
        "OPTIONS": PATIENCE,
    }
}

CELERY_BROKER_URL = _redis.broker
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **PATIENCE,
    "visibility_timeout": 1200,  # twice the longest hard limit
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_TIMEZONE = TIME_ZONE

# --- files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = ROOT / "build" / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = DATA / "media"  # private: a view that checks rights hands files out, no URL does
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # above what any page takes: an upload never lies on the disk unsealed
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
VIRUS_SCANNER = os.environ.get("VIRUS_SCANNER", "")  # clamd's socket; without one files are judged by their content alone
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": os.environ.get("STATIC_STORAGE") or "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
    },
}

# --- papers -----------------------------------------------------------------------------------------------------------

# The families of a paper's roles, the first installed one wins and the next fill in for rare characters. Only free fonts are embedded.
_SONG = ["Noto Serif CJK SC", "Source Han Serif SC", "AR PL UMing CN"]
_HEI = ["Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Zen Hei"]
PAPER_FONTS = {
    "fang": ["FandolFang R", "FandolFang", *_SONG, *_HEI],
    "kai": ["FandolKai", *_SONG, *_HEI],
    "song": ["FandolSong", *_SONG, *_HEI],
    "hei": ["FandolHei", *_HEI, *_SONG],
    "title": ["FandolSong", *_SONG, *_HEI],
}

# --- what goes up to the city -----------------------------------------------------------------------------------------

# The document sets the city no time for its answer: within how many working days it is expected is a setting. Late is told, never refused.
FILING_REVIEW_DAYS = int(os.environ.get("FILING_REVIEW_DAYS", "10"))

# --- letters ----------------------------------------------------------------------------------------------------------

LETTERS_DIR = DATA / "letters"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portal@localhost")

# --- who signs in, and how --------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "bureaus.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "bureaus.backends.Backend"]
PASSWORD_HASHERS = ["yangquan_portal.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "bureaus.passwords.Fit"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "/"
REQUIRE_SECOND_FACTOR = flag("REQUIRE_SECOND_FACTOR", default=False)  # of everybody who works for a bureau

ACCOUNT_ADAPTER = "bureaus.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}  # the form turns a mobile number into a user name
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "bureaus.forms.SignInForm",
    "change_password": "bureaus.forms.ChangePasswordForm",
    "reauthenticate": "bureaus.forms.ConfirmPasswordForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = False  # axes counts failures in the database: a sign-in must not need Redis
MFA_ADAPTER = "bureaus.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "bureaus.forms.SecondFactorForm",
    "reauthenticate": "bureaus.forms.ConfirmSecondFactorForm",
    "activate_totp": "bureaus.forms.BeginSecondFactorForm",
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "bureaus.adapters.locked_out"
AXES_USERNAME_CALLABLE = "bureaus.backends.failure_name"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "code", "next", "csrfmiddlewaretoken"]  # never stored as typed
AXES_IPWARE_PROXY_COUNT = PROXIES or None
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR" if PROXIES else "REMOTE_ADDR"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# --- sessions, cookies, headers ---------------------------------------------------------------------------------------

SESSION_ENGINE = "bureaus.session_store"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- logs -------------------------------------------------------------------------------------------------------------

LOGGING = logging_for(level=os.environ.get("LOG_LEVEL", "INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # the end of a request says all that its start does
DJANGO_STRUCTLOG_USER_ID_FIELD = None  # who did what is the audit trail's; asking here would cost public pages a query
