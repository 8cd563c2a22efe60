"""Calls to addresses that people set go nowhere inside, whatever the notation, the name server or a redirect says."""

import datetime as dt
import ipaddress
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from trousseau import environment
from trousseau.access import outgoing
from trousseau.access.outgoing import RefusedError, call, checked

PUBLIC = "93.184.216.34"
# IANA IPv4 Special-Purpose Address Registry (2024), multicast and the metadata address of Alibaba's cloud
SPECIAL = [
    ipaddress.ip_network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
inside = st.sampled_from(SPECIAL).flatmap(lambda net: st.ip_addresses(v=4, network=str(net)))


def at(*addresses):
    return lambda _host, _port: [str(one) for one in addresses]


def refused(url, *addresses):
    with pytest.raises(RefusedError) as told:
        checked(url, at(*(addresses or (PUBLIC,))))
    return told.value.code


def wrapped(address):
    """The IPv6 addresses that reach an IPv4 address."""
    number = int(address)
    yield ipaddress.IPv6Address(0xFFFF << 32 | number)
    yield ipaddress.IPv6Address(0x2002 << 112 | number << 80 | 1)
    yield ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number)
    yield ipaddress.IPv6Address(0x20010000 << 96 | number ^ 0xFFFFFFFF)


@given(st.ip_addresses(v=4) | inside)
def test_no_address_of_a_special_network_is_called_in_any_notation(address):
    if any(address in net for net in SPECIAL):
        assert refused("https://crm.example/", address) == "inside"
        for other in wrapped(address):
            assert refused("https://crm.example/", other) == "inside", other
        assert refused("https://crm.example/", PUBLIC, address) == "inside"
    else:
        assert checked("https://crm.example/", at(address)).addresses == (str(address),)


@given(st.ip_addresses(v=6))
def test_of_ipv6_only_what_is_assigned_to_everybody_is_called(address):
    opened = [ipaddress.ip_network(one) for one in ("2000::/3", "64:ff9b::/96", "::ffff:0:0/96")]
    if not any(address in net for net in opened):
        assert refused("https://crm.example/", address) == "inside"


def test_addresses_of_this_machine_its_link_and_clouds_in_every_spelling():
    for host in (
        "127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost",
        "169.254.169.254", "[fd00:ec2::254]", "[fe80::1]", "[::]", "0.0.0.0", "[fec0::1]", "[::127.0.0.1]",
    ):  # fmt: skip
        with pytest.raises(RefusedError) as told:
            checked(f"https://{host}/")
        assert told.value.code in {"inside", "unknown", "malformed"}, host


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://crm.example/", "scheme"), ("file:///etc/passwd", "scheme"), ("gopher://crm.example/", "scheme"),
        ("ftp://crm.example/", "scheme"), ("javascript:alert(1)", "scheme"), ("//crm.example/", "scheme"),
        ("crm.example", "scheme"), ("", "scheme"), ("https://", "malformed"), ("https:///x", "malformed"),
        ("https://me:secret@crm.example/", "credentials"), ("https://crm.example@evil.example/", "credentials"),
        ("https://crm.example:22/", "port"), ("https://crm.example:99999/", "port"),
        ("https://crm.example\\@evil.example/", "malformed"), ("https://crm.example/\r\nX: y", "malformed"),
        ("https://crm.example/" + "x" * 3_000, "malformed"), ("https://[::1", "malformed"),
    ],
)  # fmt: skip
def test_an_address_is_refused_by_its_form(url, code):
    assert refused(url) == code


@given(st.text(max_size=40).map("https://".__add__) | st.text(max_size=40))
def test_whatever_is_typed_is_refused_in_a_sentence_or_resolves_outside(url):
    with pytest.raises(RefusedError) as told:
        checked(url, at("10.0.0.1"))
    assert "%(" not in str(told.value).replace(url[:60], "")


def test_a_name_nobody_knows_is_told_in_both_languages():
    def unknown(_host, _port):
        raise OSError

    with pytest.raises(RefusedError) as told:
        checked("https://crmm.example/", unknown)
    assert str(told.value) == "“crmm.example” is not known to the name servers: check the spelling."
    with translation.override("fr"):
        assert "crmm.example" in str(told.value)
        assert "name servers" not in str(told.value)


def test_what_an_administrator_lists_is_called_and_nothing_more(settings):
    settings.OUTGOING_ALLOWED = environment.outgoing(
        {"TROUSSEAU_OUTGOING_ALLOWED": "crm.corp.example, *.apps.corp.example, 10.20.0.0/16"}
    )
    assert checked("http://crm.corp.example:8069/x", at("10.9.9.9"))
    assert checked("https://odoo.apps.corp.example/", at("fd12::1"))
    assert checked("http://whatever.example/", at("10.20.3.4"))
    assert refused("https://apps.corp.example/", "10.9.9.9") == "inside"
    assert refused("https://evilapps.corp.example/", "10.9.9.9") == "inside"
    assert refused("https://crm.corp.example.evil.example/", "10.9.9.9") == "inside"
    for never in ("127.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254", "::ffff:169.254.169.254", "0.0.0.0"):
        assert refused("https://crm.corp.example/", never) == "inside", never


@pytest.mark.parametrize("wrong", ["10.20.0.0/99", "https://crm", "a b", "10.20.0.1/16", "*"])
def test_a_wrong_list_is_refused_at_start(wrong):
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured, match="TROUSSEAU_OUTGOING_ALLOWED"):
        environment.outgoing({"TROUSSEAU_OUTGOING_ALLOWED": wrong})


@pytest.fixture
def inner(settings):
    """A server inside, opened by its network alone; what was asked of it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.headers["Host"], self.path, self.headers["Authorization"]))
            if self.path.startswith("/to/"):
                self.send_response(302)
                self.send_header("Location", self.path.removeprefix("/to/"))
                self.end_headers()
                return
            body = b"x" * (outgoing.MOST_BYTES + 1 if self.path == "/large" else 3)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.OUTGOING_ALLOWED = environment.outgoing({"TROUSSEAU_OUTGOING_ALLOWED": "127.0.0.1/32"})
    yield server.server_port, asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_machine_called_is_the_one_that_was_checked(inner):
    port, asked = inner
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])

    def rebinding(_host, _port):
        return next(answers)

    answer = call("GET", f"http://crm.example:{port}/a?b=c", resolve=rebinding)
    assert (answer.status_code, answer.content) == (200, b"xxx")
    assert asked == [(f"crm.example:{port}", "/a?b=c", None)]
    with pytest.raises(RefusedError, match="inside the network"):
        call("GET", f"http://crm.example:{port}/a", resolve=rebinding)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "inside"),
        ("https://10.0.0.1/", "inside"),
        ("file:///etc/passwd", "scheme"),
        ("https://me:secret@crm.example/", "credentials"),
        ("http://crm.example/", "scheme"),
        ("/to//to//to//to//to/a", "redirects"),
    ],
)
def test_a_redirect_is_checked_like_the_address(inner, target, code):
    port, asked = inner

    def resolve(host, _port):
        return ["127.0.0.1"] if host == "inner.example" else [PUBLIC if host == "crm.example" else host]

    with pytest.raises(RefusedError) as told:
        call("GET", f"http://inner.example:{port}/to/{target}", resolve=resolve)
    assert told.value.code == code
    assert all(host.startswith("inner.example") for host, _path, _secret in asked)


def test_an_answer_is_bounded_and_a_key_stays_with_its_host(inner):
    port, asked = inner
    with pytest.raises(RefusedError) as told:
        call("GET", f"http://crm.example:{port}/large", resolve=at("127.0.0.1"))
    assert told.value.code == "large"
    call(
        "GET",
        f"http://crm.example:{port}/to/http://other.example:{port}/b",
        resolve=at("127.0.0.1"),
        headers={"Authorization": "Bearer key"},
    )
    assert asked[-2][2] == "Bearer key"
    assert asked[-1] == (f"other.example:{port}", "/b", None)


def test_a_certificate_that_nobody_vouches_for_is_refused(settings, tmp_path):
    settings.OUTGOING_ALLOWED = {"names": (), "networks": (ipaddress.ip_network("127.0.0.0/8"),)}
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "both.pem").write_bytes(private + made.public_bytes(pem))
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(RefusedError) as told:
            call("GET", f"https://127.0.0.1:{server.server_port}/secret")
    finally:
        server.shutdown()
        server.server_close()
    assert told.value.code == "unreachable"
    assert asked == []
