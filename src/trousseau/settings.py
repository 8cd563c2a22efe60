"""Configuration, read once from the environment (`environment.py` says what each variable accepts).

| variable | default | what it sets |
|---|---|---|
| TROUSSEAU_HOME | ./data | the folder that holds everything: records, sales lines, files, secret key |
| TROUSSEAU_SECRET_KEY (or _FILE) | drawn, kept in TROUSSEAU_HOME | signs sessions and links |
| TROUSSEAU_SECRETS_KEYS (or _FILE) | derived from the secret key | seal secrets in the database; the newest first,
commas between; after a new one, `trousseau rotate-secrets` |
| TROUSSEAU_DATABASE_URL (or _FILE) | none: SQLite in TROUSSEAU_HOME | postgresql://user:password@host:5432/name; needs
`trousseau[postgresql]`; what is proven there: docs/decisions/0017 |
| TROUSSEAU_ADDRESS | none: loopback only | the public address, such as https://kam.example.com; https turns
secure cookies and HSTS on |
| TROUSSEAU_ALLOWED_HOSTS | none | further host names answered to, separated by commas |
| TROUSSEAU_BEHIND_PROXY | 0 | 1 when a proxy that sets X-Forwarded-Proto and X-Forwarded-For stands in
front |
| TROUSSEAU_EMAIL_URL (or _FILE) | none: no e-mail | smtp://user:password@host:587 or smtps://…:465 |
| TROUSSEAU_EMAIL_FROM | trousseau@localhost | the sender of e-mails |
| TROUSSEAU_OIDC_URL, _CLIENT_ID, _SECRET (or _FILE), _NAME | none: off | staff sign in by OpenID Connect
| TROUSSEAU_SAML_ENTITY_ID, _URL, _CERTIFICATE (or _FILE), _NAME | none: off | staff sign in by SAML 2.0
| TROUSSEAU_SSO_DOMAINS | none | domains whose addresses the provider vouches for, where it does not say so itself
| TROUSSEAU_SSO_JOINS | nobody | invited: whoever has an open invitation joins by signing in
| TROUSSEAU_HSTS_SUBDOMAINS | 1 | 0 when hosts below the public address are served without https |
| TROUSSEAU_OUTGOING_ALLOWED | none | hosts and networks inside that may be called at addresses people set, such as
crm.corp.example, 10.20.0.0/16 |
| TROUSSEAU_WATCHED | none | folders below which sources may be watched: absolute paths, parted by colons |
| TROUSSEAU_TIME_ZONE | Europe/Paris | the zone in which times are shown |
| TROUSSEAU_LANGUAGE | en | language of who says nothing: en or fr |
| TROUSSEAU_TOUCH_DAYS | 30 | days without a touch after which who decides at a client counts as left alone |
| TROUSSEAU_DEBUG | 0 | 1 for work on the code only: error pages show the code |
"""

import os
import zoneinfo

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from trousseau import environment

# Where things are ------------------------------------------------------------------------------------------
TROUSSEAU_HOME = environment.home(os.environ)
SECRET_KEY = environment.secret_key(os.environ, TROUSSEAU_HOME)
SECRETS_KEYS = environment.secrets_keys(os.environ)
DEBUG = environment.flag(os.environ, "TROUSSEAU_DEBUG")
ADDRESS = environment.address(os.environ)
ALLOWED_HOSTS = environment.hosts(os.environ)
TROUSSEAU_TOUCH_DAYS = environment.days(os.environ, "TROUSSEAU_TOUCH_DAYS", 30)

# The house: apps in the order of the arrows ----------------------------------------------------------------
INSTALLED_APPS = [
    "trousseau.access",
    "trousseau.jobs",
    "trousseau.notices",
    "trousseau.accounts",
    "trousseau.knowledge",
    "trousseau.imports",
    "trousseau.costs",
    "trousseau.portfolio",
    "trousseau.exposure",
    "trousseau.selection",
    "trousseau.staffing",
    "trousseau.support",
    "trousseau.plans",
    "trousseau.trust",
    "trousseau.portal",
    "trousseau.connectors",
    "trousseau.api",
    "trousseau.webhooks",
    "trousseau.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "trousseau.access.hardening.headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "trousseau.access.hardening.BodyLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "trousseau.access.once.reads_once",
    "trousseau.access.middleware.first_run",
    "trousseau.access.middleware.person_language",
    "trousseau.access.middleware.session_seen",
    "trousseau.access.middleware.second_factor",
    "trousseau.portal.gate.terms_first",
    "trousseau.api.bearer.bearers",
]
ROOT_URLCONF = "trousseau.web.urls"
WSGI_APPLICATION = "trousseau.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trousseau.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# State -----------------------------------------------------------------------------------------------------
DATABASES = {"default": environment.database(os.environ, TROUSSEAU_HOME)}
# What is counted against guessing is counted over all processes; the table is made by a migration.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# Who gets in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "trousseau.access.passwords.NoNames"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "trousseau.access.adapter.InvitedOnly"
ACCOUNT_FORMS = {"login": "trousseau.access.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Every person comes by an invitation that was sent to, or handed over for, that address: it is verified on
# the way in.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/5m/key", "login": "30/m/ip", "reauthenticate": "10/m/user",
    "client_link": "10/m/ip,3/15m/key",
}  # fmt: skip
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Trousseau · "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ADDRESS.startswith("https") else "http"
MFA_ADAPTER = "trousseau.access.adapter.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "trousseau.access.sign_in.PasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ADDRESS.startswith("https")  # http://localhost, to try it
MFA_TOTP_ISSUER = "Trousseau"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no address is claimed here: an administrator gave each of them
# The company's own sign-on, for staff, where the environment names it.
SOCIALACCOUNT_ADAPTER = "trousseau.access.sso.StaffOnly"
SOCIALACCOUNT_PROVIDERS = environment.single_sign_on(os.environ)
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the policy below lets no form lead to another host
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_STORE_TOKENS = False  # nothing is asked of the provider after the door
SSO_JOINS = environment.choice(os.environ, "TROUSSEAU_SSO_JOINS", ("nobody", "invited")) == "invited"
SESSION_ENGINE = "trousseau.access.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
THEME_COOKIE_NAME = "theme"
MESSAGE_STORAGE = "trousseau.access.sessions.Messages"
CSRF_FAILURE_VIEW = "trousseau.web.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [ADDRESS] if ADDRESS else []

# What the browser may do -----------------------------------------------------------------------------------
if ADDRESS.startswith("https"):
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag(os.environ, "TROUSSEAU_HSTS_SUBDOMAINS", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # The prefix makes browsers refuse the cookie unless it is Secure, of this host alone and of the whole site.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME, THEME_COOKIE_NAME = "__Host-language", "__Host-theme"
if environment.flag(os.environ, "TROUSSEAU_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
OUTGOING_ALLOWED = environment.outgoing(os.environ)
WATCHED = environment.watched(os.environ)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],  # blob: the cards that the map of people draws itself
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Languages -------------------------------------------------------------------------------------------------
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LANGUAGE_CODE = environment.choice(os.environ, "TROUSSEAU_LANGUAGE", ("en", "fr"))
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text(os.environ, "TROUSSEAU_TIME_ZONE", "Europe/Paris")
if TIME_ZONE not in zoneinfo.available_timezones():
    raise ImproperlyConfigured(f"TROUSSEAU_TIME_ZONE is {TIME_ZONE!r}: write a name such as Europe/Paris or UTC.")

# Files of the pages: built by esbuild with their hash in the name, beside their compressed twins
# (web/assets/build.js), so there is nothing to collect; WhiteNoise reads them from the package.
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/.+-[0-9A-Z]{8}\.[a-z0-9]+$"

# E-mail, only when a server is named -----------------------------------------------------------------------
globals().update(environment.email(os.environ))
EMAIL_CONFIGURED = bool(environment.text(os.environ, "TROUSSEAU_EMAIL_URL"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text(os.environ, "TROUSSEAU_EMAIL_FROM", "trousseau@localhost")

# What is written down --------------------------------------------------------------------------------------
DEFAULT_EXCEPTION_REPORTER_FILTER = "trousseau.access.redaction.Reports"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "trousseau.access.redaction.Redacting",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "trousseau": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
