"""An S3 prefix: what lies there reaches the ledger once and corrected, and what goes wrong there is one sentence."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import pytest
from botocore.config import Config
from django.core.exceptions import ValidationError
from django.db import connection
from moto import settings as moto_settings
from moto.server import ThreadedMotoServer

from trousseau.connectors.actions import feeds as actions
from trousseau.connectors.feeds.rehearsal import rehearse
from trousseau.connectors.feeds.running import begin, carry_out
from trousseau.connectors.models import Feed, FeedRun
from trousseau.environment import outgoing
from trousseau.imports import actions as imports
from trousseau.imports import folders
from trousseau.imports.models import Import
from trousseau.ledger.reading import Choices

pytestmark = pytest.mark.django_db

HEADER = "Facture;Ligne;Date;Client;Montant HT"
ALL = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'


@pytest.fixture(scope="module")
def server():
    """A simulated S3 that knows one user and looks at every signature: its address and the user's key."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    address = "http://{}:{}".format(*running.get_host_and_port())
    first = {"endpoint_url": address, "region_name": "us-east-1"}
    iam = boto3.client("iam", **first, aws_access_key_id="any", aws_secret_access_key="any")
    iam.create_user(UserName="reader")
    iam.put_user_policy(UserName="reader", PolicyName="all", PolicyDocument=ALL)
    made = iam.create_access_key(UserName="reader")["AccessKey"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moto_settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0)
        yield address, made["AccessKeyId"], made["SecretAccessKey"]
    running.stop()


@pytest.fixture
def s3(server, settings, time_machine, organisation, request):
    """A bucket of its own for each test."""
    settings.OUTGOING_ALLOWED = outgoing({"TROUSSEAU_OUTGOING_ALLOWED": "127.0.0.0/8"})
    time_machine.move_to(dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC))
    address, key, secret = server
    client = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret,
        config=Config(s3={"addressing_style": "path"}),
    )  # fmt: skip
    client.bucket = f"sales-{abs(hash(request.node.name)) % 10**9}"
    client.create_bucket(Bucket=client.bucket)
    return client


@pytest.fixture
def known(s3, tmp_path):
    """Somebody has loaded a file of the source before, and so matched its columns."""
    path = tmp_path / "before.csv"
    path.write_text(f"{HEADER}\nA0;1;01/10/2026;Vernay;1,00\n", encoding="utf-8")
    return imports.take_in(path, source="SAP", choices=Choices(dates="dmy", decimal=","), refreshing=False)


def put(s3, name, *rows):
    s3.put_object(Bucket=s3.bucket, Key=f"erp/été 1+1/{name}", Body="\n".join([HEADER, *rows, ""]).encode())


def there(s3, below=""):
    found = s3.list_objects_v2(Bucket=s3.bucket, Prefix=f"erp/été 1+1/{below}").get("Contents", [])
    return sorted(one["Key"].removeprefix("erp/été 1+1/") for one in found)


def wishes(server, s3, secret="", moves=False, **more) -> actions.Wishes:
    address, key, kept = server
    told_ = {"endpoint": address, "region": "us-east-1", "bucket": s3.bucket, "prefix": "erp/été 1+1/", "key_id": key}
    return actions.Wishes("SAP", told_ | {"pattern": ""} | more, moves=moves, secret=secret or kept)


def look(feed, time_machine) -> FeedRun:
    time_machine.shift(dt.timedelta(minutes=1))
    run = begin(Feed.objects.get(pk=feed.pk))
    carry_out(run)
    run.refresh_from_db()
    return run


def told() -> list[tuple[str, str]]:
    lines = folders.ledger().lines().read_all().to_pylist() if folders.ledger().version >= 0 else []
    return sorted((f"{line['document']}/{line['line']}", f"{line['amount']:.2f}") for line in lines)


def test_objects_are_taken_corrected_put_aside_and_odd_names_told(server, s3, known, cast, time_machine):
    put(s3, "ventes é+&%2F 1.csv", "F1;1;13/01/2026;Alstrom;10,00", "F1;2;13/01/2026;Alstrom;1,00")
    put(s3, "below/x.csv", "X;1;13/01/2026;Alstrom;9,00")
    put(s3, "", "the mark of a folder")
    put(s3, "odd\u202e.csv", "X;1;13/01/2026;Alstrom;9,00")
    feed = actions.add(cast["administrator"], "bucket", wishes(server, s3))
    with connection.cursor() as raw:
        raw.execute("SELECT secret, told FROM connectors_feed")
        assert server[2] not in str(raw.fetchone()), "it is sealed"
    seen = rehearse(feed)
    assert ([one.name for one in seen.entries], seen.accepted) == (["ventes é+&%2F 1.csv"], 2)
    assert look(feed, time_machine).counts == {"seen": 1, "early": 1}
    first = look(feed, time_machine)
    assert (first.counts["new"], [one["code"] for one in first.errors]) == (2, ["odd_name"])
    put(s3, "ventes é+&%2F 1.csv", "F1;1;13/01/2026;Alstrom;12,00", "F1;2;13/01/2026;Alstrom;1,00")
    look(feed, time_machine)
    assert look(feed, time_machine).counts["changed"] == 1
    assert told() == [("A0/1", "1.00"), ("F1/1", "12.00"), ("F1/2", "1.00")]
    assert look(feed, time_machine).counts == {"seen": 1}
    Feed.objects.filter(pk=feed.pk).update(moves=True)
    s3.put_object(Bucket=s3.bucket, Key="erp/été 1+1/bad.csv", Body=b"PK\x03\x04 no archive")
    look(feed, time_machine)
    assert look(feed, time_machine).counts["refused"] == 1
    assert there(s3, "done/") == ["done/ventes é+&%2F 1.csv"]
    assert there(s3, "failed/") == ["failed/bad.csv"]
    assert there(s3) == ["", "below/x.csv", *there(s3, "done/"), *there(s3, "failed/"), "odd\u202e.csv"]


def test_what_cannot_be_read_is_said_at_its_field(server, s3, cast, settings, time_machine):
    for field, says, more in (
        ("secret", "SignatureDoesNotMatch", {"secret": "wrong"}),
        ("secret", "InvalidAccessKeyId", {"key_id": "AKIANOBODY"}),
        ("bucket", "no bucket “nowhere”", {"bucket": "nowhere"}),
        ("bucket", "small letters", {"bucket": "../x"}),
        ("prefix", "folder/folder", {"prefix": "a/../b"}),
        ("region", "eu-west-3", {"region": "eu.evil.example/"}),
        ("endpoint", "does not answer", {"endpoint": "http://127.0.0.1:1"}),
        ("endpoint", "TROUSSEAU_OUTGOING_ALLOWED", {"endpoint": "https://10.0.0.1"}),
        ("endpoint", "TROUSSEAU_OUTGOING_ALLOWED", {"endpoint": "https://169.254.169.254"}),
        ("endpoint", "without a path", {"endpoint": f"{server[0]}/x"}),
        ("endpoint", "without a path", {"endpoint": "https://me@s3.example"}),
    ):
        with pytest.raises(ValidationError) as met:
            actions.add(cast["administrator"], "bucket", wishes(server, s3, **more))
        assert list(met.value.message_dict) == [field], more
        assert says in met.value.message_dict[field][0], more
    feed = actions.add(cast["administrator"], "bucket", wishes(server, s3))
    elsewhere = actions.Wishes("SAP", wishes(server, s3).told | {"endpoint": "https://s3.example"})
    with pytest.raises(ValidationError, match="Write the secret"):
        actions.change(cast["administrator"], feed, elsewhere, revision=1)
    s3.delete_bucket(Bucket=s3.bucket)
    met = look(feed, time_machine)
    assert (met.state, [one["code"] for one in met.errors]) == ("failed", ["no_bucket"])


LISTED = """<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated>
<Contents><Key>a.csv</Key><Size>90</Size><ETag>"1"</ETag></Contents>
<Contents><Key>b.csv</Key><Size>90</Size><ETag>"2"</ETag></Contents></ListBucketResult>"""


class Dying(BaseHTTPRequestHandler):
    """Lists two files and breaks off in the middle of each; what it says of the list can be changed."""

    listed, asked, status = LISTED, 0, 200

    def do_GET(self):
        whole = "?" in self.path
        body = type(self).listed.encode() if whole else f"{HEADER}\nF1;1;13/0".encode()
        type(self).asked += not whole
        self.send_response(type(self).status)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", str(len(body) if whole else 90))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


def test_a_place_that_breaks_off_or_lies_leaves_the_last_good_state(server, s3, known, cast, time_machine):
    handler = type("Handler", (Dying,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as dying:
        threading.Thread(target=dying.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{dying.server_port}"
        feed = actions.add(cast["administrator"], "bucket", wishes(server, s3, endpoint=address, prefix=""))
        before = sorted(folders.files().rglob("*"))
        look(feed, time_machine)
        met = look(feed, time_machine)
        assert (met.state, [one["code"] for one in met.errors]) == ("failed", ["bucket_away"])
        assert handler.asked == 1, "the second file is not tried in vain"
        assert (told(), sorted(folders.files().rglob("*"))) == ([("A0/1", "1.00")], before)
        assert Import.objects.count() == 1
        for listed, status, code in (
            ("<html>sign in", 200, "bucket_answer"),
            ("<html/>", 200, "bucket_answer"),
            (LISTED.replace("90", "-1"), 200, "bucket_answer"),
            (
                '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><Error><Code>&b;</Code></Error>',
                400,
                "bucket_answer",
            ),
            ("", 307, "bucket_elsewhere"),
            ("<Error><Code>SlowDown</Code></Error>", 503, "bucket_away"),
            ("<Error><Code>AccessDenied</Code></Error>", 403, "bucket_denied"),
        ):
            handler.listed, handler.status = listed, status
            assert [one["code"] for one in look(feed, time_machine).errors] == [code], listed
        dying.shutdown()


def test_the_pages_lead_from_a_prefix_to_its_lines(server, s3, known, cast, signed_in):
    put(s3, "ventes.csv", "F1;1;13/01/2026;Alstrom;10,00")
    client = signed_in(cast["administrator"])
    asked = wishes(server, s3)
    sent = asked.told | {"name": "SAP", "secret": "wrong", "replace": "ask", "every_minutes": "60", "daily_at": ""}
    wrong = client.post("/data/connectors/sources/new/bucket/", sent)
    assert wrong.status_code == 422
    assert "SignatureDoesNotMatch" in wrong.content.decode()
    made = client.post("/data/connectors/sources/new/bucket/", sent | {"secret": asked.secret})
    check = client.get(made.url, headers={"accept-language": "fr"}).content.decode()
    assert "ventes.csv" in check
    assert "Alstrom" not in check, "an administrator sees no business data"
    page = made.url.removesuffix("check/")
    shown = client.get(page).content.decode()
    assert s3.bucket in shown
    assert asked.secret not in shown + client.get(f"{page}settings/").content.decode()
    kept = client.post(f"{page}settings/", sent | {"secret": "", "pattern": "*.csv", "revision": "1"})
    assert kept.status_code == 302
