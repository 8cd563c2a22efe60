"""Addresses of sign-in (django-allauth's views, at our places) and of people and organisation.

allauth finds its pages by the names it gives them; the names of pages that do not exist here lead to the
profile.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from django.urls import URLPattern, URLResolver, include, path, re_path

from trousseau.access.rules import PUBLIC, SIGNED_IN, access
from trousseau.access.views import doors, entrance, house, people, tokens

anybody, known = access(PUBLIC), access(SIGNED_IN)

sign_in = [
    path("sign-in/", anybody(account.login), name="account_login"),
    path("sign-out/", anybody(account.logout), name="account_logout"),
    path("sign-in/closed/", anybody(account.signup), name="account_signup"),
    path("sign-in/sso/closed/", anybody(account.signup), name="socialaccount_signup"),
    path("sign-in/inactive/", anybody(account.account_inactive), name="account_inactive"),
    path("sign-in/code/", anybody(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", anybody(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/password/", anybody(account.password_reset), name="account_reset_password"),
    path("sign-in/password/sent/", anybody(account.password_reset_done), name="account_reset_password_done"),
    path(
        "sign-in/password/done/",
        anybody(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        anybody(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("sign-in/sso/cancelled/", anybody(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("sign-in/sso/error/", anybody(social.login_error), name="socialaccount_login_error"),
    path("sign-in/sso/<str:provider_id>/", anybody(oidc.login), name="openid_connect_login"),
    path("sign-in/sso/<str:provider_id>/back/", anybody(oidc.callback), name="openid_connect_callback"),
    path("sign-in/saml/<str:organization_slug>/", anybody(saml.login), name="saml_login"),
    path("sign-in/saml/<str:organization_slug>/back/", anybody(saml.acs), name="saml_acs"),
    path("sign-in/saml/<str:organization_slug>/in/", anybody(saml.finish_acs), name="saml_finish_acs"),
    path("sign-in/saml/<str:organization_slug>/out/", anybody(saml.sls), name="saml_sls"),
    path("sign-in/saml/<str:organization_slug>/metadata/", anybody(saml.metadata), name="saml_metadata"),
    path("setup/", entrance.first_run, name="setup"),
]
security = [
    path("settings/confirm/", known(account.reauthenticate), name="account_reauthenticate"),
    path("settings/confirm/code/", known(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("settings/confirm/passkey/", known(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("settings/password/", known(account.password_change), name="account_change_password"),
    path("settings/security/", known(mfa.index), name="mfa_index"),
    path("settings/security/passkeys/", known(doors.passkeys), name="mfa_list_webauthn"),
    path("settings/security/passkeys/new/", known(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("settings/security/passkeys/<int:pk>/", known(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("settings/security/passkeys/<int:pk>/remove/", known(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("settings/security/app/", known(totp.activate_totp), name="mfa_activate_totp"),
    path("settings/security/app/off/", known(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("settings/security/codes/", known(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "settings/security/codes/new/",
        known(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "settings/security/codes/file/",
        known(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("settings/password/set/", known(account.password_set), name="account_set_password"),
    path("settings/sso/", known(house.profile), name="socialaccount_connections"),
    path("settings/e-mail/", house.profile, name="account_email"),
]
pages = [
    path("settings/profile/", house.profile, name="profile"),
    path("settings/organisation/", house.organisation, name="organisation"),
    path("settings/sessions/", doors.sessions, name="sessions"),
    path("settings/sessions/others/", doors.end_others, name="end_other_sessions"),
    path("settings/sessions/<int:pk>/end/", doors.end_session, name="end_session"),
    path("settings/administration/close/", doors.end_elevation, name="end_elevation"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/new/", tokens.new, name="new_token"),
    path("settings/tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/invite/", people.invite, name="invite"),
    path("settings/people/<int:pk>/", people.person, name="person"),
    path("settings/people/<int:pk>/active/", people.activate, name="activate"),
    path("settings/people/<int:pk>/link/", people.link, name="link"),
    path("settings/people/<int:pk>/factors/", people.factors, name="remove_factors"),
    path("settings/people/<int:pk>/sign-on/", people.sign_on, name="forget_sign_on"),
    path("settings/people/invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("join/<str:secret>/", entrance.join, name="join"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *sign_in,
    *security,
    path("settings/", house.settings, name="settings"),
    path("", include((pages, "access"))),
]
