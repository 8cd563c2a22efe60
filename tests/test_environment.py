"""Variables are read once, and a wrong one is refused with a sentence that names it."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from trousseau import environment


def test_the_secret_key_is_drawn_once_and_only_its_owner_reads_it(tmp_path):
    first = environment.secret_key({}, tmp_path)
    assert len(first) >= 50
    assert environment.secret_key({}, tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_given_key_wins_and_may_come_from_a_file(tmp_path):
    (tmp_path / "given").write_text("k" * 40 + "\n")
    assert environment.secret_key({"TROUSSEAU_SECRET_KEY_FILE": str(tmp_path / "given")}, tmp_path) == "k" * 40
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize(
    ("read", "variables", "named"),
    [
        (
            lambda v: environment.secret_key(v, None),
            {"TROUSSEAU_SECRET_KEY": "short"},
            "TROUSSEAU_SECRET_KEY",
        ),
        (lambda v: environment.flag(v, "TROUSSEAU_DEBUG"), {"TROUSSEAU_DEBUG": "perhaps"}, "TROUSSEAU_DEBUG"),
        (environment.address, {"TROUSSEAU_ADDRESS": "kam.example.com"}, "TROUSSEAU_ADDRESS"),
        (environment.address, {"TROUSSEAU_ADDRESS": "https://kam.example.com/x"}, "TROUSSEAU_ADDRESS"),
        (environment.hosts, {"TROUSSEAU_ALLOWED_HOSTS": "https://a"}, "TROUSSEAU_ALLOWED_HOSTS"),
        (environment.email, {"TROUSSEAU_EMAIL_URL": "mail.example.com"}, "TROUSSEAU_EMAIL_URL"),
        (lambda v: environment.database(v, None), {"DATABASE_URL": "postgres://x"}, "DATABASE_URL"),
        (
            lambda v: environment.text(v, "TROUSSEAU_HOME"),
            {"TROUSSEAU_HOME_FILE": "/no/such"},
            "TROUSSEAU_HOME_FILE",
        ),
        (
            lambda v: environment.choice(v, "TROUSSEAU_LANGUAGE", ("en", "fr")),
            {"TROUSSEAU_LANGUAGE": "de"},
            "en, fr",
        ),
    ],
)
def test_a_wrong_value_is_refused_in_words(read, variables, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        read(variables)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match=r"TROUSSEAU_HOME is .*file/data"):
        environment.home({"TROUSSEAU_HOME": str(tmp_path / "file" / "data")})


def test_only_loopback_is_answered_to_unless_an_address_is_given():
    assert environment.hosts({}) == ["localhost", "127.0.0.1", "[::1]"]
    assert "kam.example.com" in environment.hosts({"TROUSSEAU_ADDRESS": "https://kam.example.com"})


def test_the_mail_server_is_read_from_one_address():
    read = environment.email({"TROUSSEAU_EMAIL_URL": "smtp://me%40here:p%2Fw@mail.example.com"})
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_TLS"]) == ("mail.example.com", 587, True)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("me@here", "p/w")
    assert environment.email({})["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
