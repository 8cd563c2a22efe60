"""Bad input as a person meets it: one clear sentence with the mend, a non-zero exit, nothing changed."""

import gzip
import os
import struct
import subprocess
import zipfile
import zlib

import pytest

ROOT = os.geteuid() == 0
GOOD = b"customer,date,amount\nA,2025-01-15,10.50\nB,2025-02-15,20.25\n"


def gzip_of_zeros(path, size):
    with gzip.open(path, "wb", compresslevel=9) as file:
        block = b"0" * (1 << 20)
        for _ in range(size >> 20):
            file.write(block)


def zip_that_declares(path, size):
    """A zip of a few hundred bytes whose directory declares `size` bytes for its one file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lines.csv", "customer,date,amount\n")
    raw = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.find(signature)
        raw[at + place : at + place + 4] = struct.pack("<I", size)
    path.write_bytes(bytes(raw))


def xlsx_bomb(path, size):
    """A workbook of a few kilobytes whose sheet unpacks to `size` bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            block = b" " * (1 << 20)
            for _ in range(size >> 20):
                sheet.write(block)


def refused(answer, *, code=(1, 2)):
    """One sentence, no traceback, nothing on stdout, an exit code that says no."""
    assert answer.code in code, (answer.code, answer.out[:300], answer.err)
    assert answer.out == ""
    assert answer.err.startswith("trousseau: ")
    assert answer.err.count("\n") == 1, answer.err
    assert "Traceback" not in answer.err
    assert "unexpected" not in answer.err, answer.err
    assert len(answer.err) < 900, answer.err
    assert answer.err.isprintable() or answer.err.strip().isprintable() or "\u00a0" in answer.err
    return answer.err


WHOLE = {
    "empty.csv": b"",
    "blank.csv": b"\n\n   \n",
    "header_only.csv": b"customer,date,amount\n",
    "binary.csv": bytes(range(256)) * 64,
    "image.csv": b"\x89PNG\r\n\x1a\n" + zlib.compress(b"x" * 4000) * 20,
    "page.csv": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n",
    "truncated.csv.gz": gzip.compress(GOOD * 5000)[:-40],
    "damaged.csv.gz": gzip.compress(GOOD * 50)[:30] + b"\x00" * 40,
    "damaged.xlsx": b"PK\x03\x04" + b"\x00" * 200,
    "damaged.parquet": b"PAR1" + b"\x00" * 100,
    "no_amount.csv": b"customer,date,city\nA,2025-01-15,Paris\nB,2025-02-15,Lyon\n",
    "nan.csv": b"customer,date,amount\nA,2025-01-15,NaN\nB,2025-02-15,nan\nC,2025-02-15,inf\n",
    "huge.csv": b"customer,date,amount\nA,2025-01-15,1" + b"0" * 300 + b"\nB,2025-02-15,1e300\n",
    "all_early.csv": b"customer,date,amount\nA,1900-01-15,10.00\nB,1900-02-15,20.00\n",
    "all_late.csv": b"customer,date,amount\nA,2199-01-15,10.00\nB,2199-02-15,20.00\n",
    "ambiguous_dates.csv": b"customer,date,amount\nA,01/02/2025,10.00\nB,03/04/2025,20.00\n",
}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_that_cannot_be_read_is_one_sentence(run, tmp_path, name, language):
    path = tmp_path / name
    path.write_bytes(WHOLE[name])
    refused(run("checkup", path, "--lang", language, "--html", tmp_path / "r.html"))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [name]
    assert path.read_bytes() == WHOLE[name]


def test_what_is_not_there_or_not_a_file(run, tmp_path):
    refused(run("checkup", tmp_path / "no.csv"), code=(1,))
    refused(run("checkup", tmp_path), code=(1,))


def test_an_ambiguous_date_asks_and_names_the_flag(run, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(WHOLE["ambiguous_dates.csv"])
    answer = run("checkup", path)
    assert "--dates" in refused(answer, code=(2,))
    assert run("checkup", path, "--json").error["flag"].startswith("--dates")
    assert run("checkup", path, "--dates", "dmy", "--json").json["period"]["from"] == "2025-02-01"
    assert run("checkup", path, "--dates", "mdy", "--json").json["period"]["from"] == "2025-01-02"


def test_mixed_date_orders_ask(run, tmp_path):
    path = tmp_path / "mixed.csv"
    path.write_text("customer,date,amount\nA,25/12/2024,1.00\nB,12/25/2024,2.00\nC,26/11/2024,3.00\n")
    assert "--dates" in refused(run("checkup", path), code=(2,))
    found = run("checkup", path, "--dates", "dmy", "--json").json
    assert found["lines"] == {"read": 3, "accepted": 2, "quarantined": 1, "totals": 0, "unconverted": 0}


def test_the_wrong_delimiter_is_named(run, tmp_path):
    path = tmp_path / "s.csv"
    path.write_bytes(GOOD.replace(b",", b";"))
    refused(run("checkup", path, "--delimiter", ","))
    assert run("checkup", path, "--json").json["revenue"] == "30.75"


@pytest.mark.parametrize(
    "value",
    ["1,23E+05", "1.5e3", "１２３", "١٢٣", "NaN", "Infinity", "#REF!", "12%", "1" + "0" * 300, "abc", ""],
)
def test_a_number_that_is_none_sets_its_line_aside(run, tmp_path, value):
    path = tmp_path / "n.csv"
    path.write_text(
        'customer,date,amount\nA,2025-01-15,10.50\nB,2025-02-15,20.25\nC,2025-03-15,"' + value + '"\n',
        encoding="utf-8",
    )
    found = run("checkup", path, "--json")
    assert found.code == 0, found.err
    assert found.json["revenue"] == "30.75"
    assert found.json["lines"]["quarantined"] == 1
    assert found.json["quarantine"][0]["row"] == 4


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31", "2025-02-30", "0000-00-00", "hier"])
def test_a_day_that_is_none_sets_its_line_aside(run, tmp_path, day):
    path = tmp_path / "d.csv"
    path.write_bytes(GOOD + f"C,{day},5.00\n".encode())
    found = run("checkup", path, "--json").json
    assert found["lines"]["quarantined"] == 1
    assert found["revenue"] == "30.75"


def test_duplicate_headers(run, tmp_path):
    path = tmp_path / "dup.csv"
    path.write_text("customer,date,amount,amount\nA,2025-01-15,10.50,1\nB,2025-02-15,20.25,2\n")
    answer = run("checkup", path, "--json")
    if answer.code:
        assert "amount" in json_or_text(answer)
    else:
        assert answer.json["revenue"] in {"30.75", "3.00"}
    chosen = run("checkup", path, "--map", "amount=amount", "--json")
    assert chosen.code == 0, chosen.err
    assert chosen.json["revenue"] == "30.75"


def json_or_text(answer):
    return answer.error["message"] if answer.err.startswith("{") else answer.err


def test_two_thousand_columns(run, tmp_path):
    path = tmp_path / "wide.csv"
    head = ["customer", "date", "amount", *(f"c{i}" for i in range(1997))]
    row = ["A", "2025-01-15", "10.50", *("x" for _ in range(1997))]
    path.write_text(",".join(head) + "\n" + ",".join(row) + "\n")
    answer = run("checkup", path, "--json")
    assert answer.code == 0, answer.err
    assert answer.json["revenue"] == "10.50"


def test_right_to_left_and_wide_names(run, tmp_path):
    path = tmp_path / "names.csv"
    names = ["شركة النور", "חברת אור", "株式会社サンプル", "A\u202egnp.exe", "Émile & Fils"]
    path.write_text(
        "customer,date,amount\n" + "".join(f"{name},2025-01-15,{10 - i}.00\n" for i, name in enumerate(names)),
        encoding="utf-8",
    )
    answer = run("checkup", path, "--html", tmp_path / "r.html")
    assert answer.code == 0, answer.err
    assert "株式会社サンプル" in answer.out
    assert "\u202e" not in answer.out
    assert [row["name"] for row in run("checkup", path, "--json").json["accounts_top"]] == names


def test_formula_and_script_names_are_harmless(run, tmp_path):
    path = tmp_path / "f.csv"
    evil = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "<script>alert(1)</script>", "\x1b[31mred"]
    path.write_text(
        "customer,date,amount\n" + "".join(f'"{name}",2025-01-15,{10 - i}.00\n' for i, name in enumerate(evil)),
        encoding="utf-8",
    )
    answer = run("checkup", path, "--html", tmp_path / "r.html")
    assert answer.code == 0, answer.err
    assert "\x1b[31m" not in answer.out
    assert "<script>alert(1)" not in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["x\x1b[2J.csv", "a\nb.csv", "\u202evsc.csv", "-x.csv", "=1+1.csv", "é'\" $(id).csv"])
def test_tricks_in_file_names_do_nothing(run, tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / name
    path.write_bytes(b"")
    said = refused(run("checkup", "--", path.name))
    for sign in ("\x1b", "\u202e"):
        assert sign not in said
    path.write_bytes(GOOD)
    answer = run("checkup", "--html", "r.html", "--", path.name)
    assert answer.code == 0, answer.err
    assert "\x1b[2J" not in answer.out + (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_zip_that_declares_five_gigabytes(run, tmp_path):
    path = tmp_path / "bomb.zip"
    zip_that_declares(path, 0xFFFFFFF0)
    refused(run("checkup", path), code=(1,))


def test_a_workbook_that_unpacks_to_gigabytes(run, tmp_path):
    path = tmp_path / "bomb.xlsx"
    xlsx_bomb(path, 1 << 30)
    assert path.stat().st_size < 2_000_000
    refused(run("checkup", path), code=(1,))


def test_rates_that_are_none(run, tmp_path):
    (tmp_path / "x.csv").write_bytes(GOOD)
    refused(run("checkup", tmp_path / "x.csv", "--rates", tmp_path / "no.csv"))
    refused(run("checkup", tmp_path / "x.csv", "--rates", tmp_path / "x.csv"))


def test_a_file_one_may_not_read(shell, tmp_path):
    path = tmp_path / "secret.csv"
    path.write_bytes(GOOD)
    path.chmod(0)
    open_to_all(tmp_path)
    refused(shell("checkup", path, user="nobody" if ROOT else None), code=(1,))


def test_a_folder_one_may_not_write_in(shell, tmp_path):
    path, closed = tmp_path / "x.csv", tmp_path / "closed"
    path.write_bytes(GOOD)
    path.chmod(0o644)
    closed.mkdir(mode=0o555)
    open_to_all(tmp_path)
    said = refused(shell("checkup", path, "--html", closed / "r.html", user="nobody" if ROOT else None), code=(1,))
    assert str(closed) in said
    assert list(closed.iterdir()) == []


def open_to_all(folder):
    """Let another user reach pytest's private folder."""
    for parent in [folder, *folder.parents]:
        if parent.name.startswith("pytest"):
            parent.chmod(0o755)


@pytest.fixture
def tiny_disk(tmp_path):
    """A file system of 64 kB, full to the last page but one."""
    if not ROOT:
        pytest.skip("only root may mount a small file system")
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_keeps_the_earlier_report(run, sales, tiny_disk):
    report = tiny_disk / "r.html"
    report.write_text("the earlier one")
    (tiny_disk / "filler").write_bytes(b"x" * 56_000)
    said = refused(run("checkup", sales, "--html", report), code=(1,))
    assert "full" in said
    assert report.read_text() == "the earlier one"
    assert sorted(path.name for path in tiny_disk.iterdir()) == ["filler", "r.html"]


def test_a_full_temporary_disk(shell, tmp_path, tiny_disk):
    path = tmp_path / "big.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(
            b"customer,date,amount\n" + b"".join(b"C%d,2025-01-15,%d.50\n" % (i % 9999, i) for i in range(400_000))
        )
    answer = shell("checkup", path, "--json", env={"TMPDIR": str(tiny_disk)})
    if answer.code:  # a reader that needs no temporary file is better still
        assert answer.out == ""
        assert answer.error["code"] in {"disk_full", "no_space"}
    assert list(tiny_disk.iterdir()) == []
