"""Django's settings: what never changes is written here, what a deployment may change comes from `env`."""

from __future__ import annotations

from importlib.resources import files
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from cordee.config.database import database
from cordee.config.embedded import EmbeddedPostgres
from cordee.config.env import ROOT, Env

ENV = Env()
BASE_DIR = ROOT
VAR = ENV.var
DEMO = ENV.demo
DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key()
ALLOWED_HOSTS = ENV.hosts
PUBLIC_URL = ENV.public_url.rstrip("/")
RELEASE = "0.5.0"
OPERATOR_NAME, OPERATOR_CONTACT = ENV.operator, ENV.contact  # who answers for this installation

# -- the house ------------------------------------------------------------------------------------------------------
# A room imports from its own floor's earlier rooms and from lower floors only; import-linter holds it (pyproject.toml).
ROOMS = [
    "cordee.core",
    "cordee.actors.territory",
    "cordee.actors.directory",
    "cordee.actors.accounts",
    "cordee.actors.network",
    "cordee.actors.partners",
    "cordee.actors.providers",
    "cordee.tools.surveys",
    "cordee.accompaniment.cases",
    "cordee.accompaniment.diagnoses",
    "cordee.accompaniment.plans",
    "cordee.accompaniment.followup",
    "cordee.accompaniment.requests",
    "cordee.accompaniment.takeover",
    "cordee.demo",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "lucide",
    "template_partials.apps.SimpleAppConfig",
]
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "cordee.config.urls"
WSGI_APPLICATION = "cordee.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# No LocaleMiddleware (French only), no SESSION_SAVE_EVERY_REQUEST, no ATOMIC_REQUESTS: actions open their own transaction.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cordee.core.middleware.ContentSecurity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cordee.core.middleware.Gate",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cordee.core.middleware.HistoryContext",
]

# -- the database: PostgreSQL, ours or yours ---------------------------------------------------------------------------
EMBEDDED_PG = EmbeddedPostgres(VAR / "pg", user="cordee", dbname="cordee", durable=not ENV.pg_fast, programs=ENV.pg_programs)
DATABASES = {"default": database(ENV.database_url, EMBEDDED_PG) | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}

# -- people -------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "cordee.actors.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "cordee.actors.accounts.forms.SignInForm",
    "reset_password": "cordee.actors.accounts.forms.AskResetForm",
    "reset_password_from_key": "cordee.actors.accounts.forms.ResetForm",
    "change_password": "cordee.actors.accounts.forms.ChangePasswordForm",
    "reauthenticate": "cordee.actors.accounts.forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letter to an address that has no account
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password is told to its owner
ACCOUNT_SESSION_REMEMBER = True  # a working day (SESSION_COOKIE_AGE), not the life of a window
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = not DEMO  # in the demonstration, the sign-in page is where one changes role
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "login": "30/m/ip",
    "login_link": "20/m/ip,3/300s/key",
    "login_code": "10/m/ip,5/900s/key",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "cordee.actors.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "cordee.actors.accounts.forms.SecondFactorForm",
    "reauthenticate": "cordee.actors.accounts.forms.SecondFactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Cordée"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute wrong
SESSION_ENGINE = "cordee.actors.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PROCONNECT = ENV.proconnect()
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

# -- what leaves and what enters -----------------------------------------------------------------------------------------
CSP_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [SELF],
    "object-src": [NONE],
    "worker-src": [SELF],
    "manifest-src": [SELF],
}
if PROCONNECT:  # browsers hold « form-action » through the redirection that follows a form
    CSP_POLICY["form-action"].append("{0.scheme}://{0.netloc}".format(urlsplit(PROCONNECT.url)))
CONTENT_SECURITY_POLICY = {"DIRECTIVES": CSP_POLICY}
CSRF_FAILURE_VIEW = "cordee.core.ui.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ENV.https:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.email_from
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mails"
if ENV.email_url:
    _mail = urlsplit(ENV.email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 20

FILES_ROOT = VAR / "files"
FILES_MAX_BYTES = 25 * 1024 * 1024
IMPORTS_MAX_BYTES = 60 * 1024 * 1024
FILES_ACCEL = ENV.accel
CONNECTOR_URLS: dict[str, str] = {}  # another address for a connector: tests have a service of their own
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# -- French, Paris ---------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
USE_THOUSAND_SEPARATOR = False

# -- pages ----------------------------------------------------------------------------------------------------------
FORM_RENDERER = "cordee.core.ui.forms.Renderer"
_LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "cordee" / "core" / "ui" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "cordee.core.shell.context",
            ],
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "libraries": {
                "ui": "cordee.core.ui.templatetags.ui",
                "fr": "cordee.core.ui.templatetags.fr",
                "core": "cordee.core.ui.templatetags.core",
                "find": "cordee.core.ui.templatetags.find",
            },
            "builtins": ["template_partials.templatetags.partials", "cordee.core.ui.templatetags.icons"],
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "cordee" / "core" / "ui" / "static",
    ("bootstrap/css", str(files("bootstrap") / "css")),
    ("bootstrap/js", str(files("bootstrap") / "js")),
]
# Maps are for developers' tools: compressing them would take most of the first start.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# -- while developing and in tests ------------------------------------------------------------------------------------
GUARD_READS = DEBUG  # a GET that writes fails, at SQL level
SHUFFLE_UNORDERED = False  # tests shuffle what has no order, so that no one relies on it
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
