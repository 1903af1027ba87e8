"""The command line as an analyst meets it: results to standard output, messages to standard error, exit codes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

import gep.demo
from gep import __version__
from gep.account import Account
from gep.cli import program
from gep.cli.console import text_table
from gep.compile import compile_account
from gep.findings import GepError
from gep.inventory import read_inventory
from gep.messages import LANGUAGES, label

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "ganzi_2010" / "甘孜州_2010.xlsx"
PUBLISHED = EXAMPLE.with_name("published.csv")
COMMANDS = ("demo", "template", "check", "account", "explain", "compare", "standards", "coefficients")
PRINTED = ("632.64", "6,842.28", "70.67", "7,545.59")


def run(*args: str | Path, env: Mapping[str, str | None] | None = None) -> Result:
    """Run the program in this process; nothing but its own exit may leave it."""
    result = CliRunner().invoke(program, [str(one) for one in args], env={"LC_ALL": "zh_CN.UTF-8", **(env or {})})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def start(*args: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gep", *map(str, args)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8", **env},
        capture_output=True,
        text=True,
        encoding="gbk" if env.get("PYTHONIOENCODING") == "gbk" else "utf-8",
        check=False,
    )


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def altered(tmp_path: Path) -> Callable[..., Path]:
    """Return a way to make a copy of the example with other values in some cells."""

    def alter(cells: Mapping[tuple[str, str], object], name: str = "清单 副本.xlsx") -> Path:
        book = openpyxl.load_workbook(EXAMPLE)
        for (sheet, cell), value in cells.items():
            book[sheet][cell] = value
        folder = tmp_path / "输入"
        folder.mkdir(exist_ok=True)
        book.save(folder / name)
        return folder / name

    return alter


BAD: Mapping[tuple[str, str], object] = {("生态系统面积", "B4"): "很多", ("价格", "C5"): "贵"}


@pytest.fixture
def bad(altered: Callable[..., Path]) -> Path:
    """Return an inventory with mistakes on two sheets."""
    return altered(BAD)


@pytest.fixture(scope="module")
def account() -> Account:
    return compile_account(read_inventory(EXAMPLE), "rcees_2017")


# Help and language


@pytest.mark.parametrize("args", [[], ["--help"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_comes_without_the_slow_imports(args: list[str]) -> None:
    program_text = (
        "import sys\n"
        "from gep.cli import program\n"
        "try:\n"
        f"    program.main({args!r}, prog_name='gep')\n"
        "except SystemExit as end:\n"
        "    assert end.code == 0, end.code\n"
        "slow = {'pandas', 'numpy', 'pint', 'pydantic', 'xlsxwriter'} & sys.modules.keys()\n"
        "assert not slow, slow\n"
    )
    done = subprocess.run([sys.executable, "-c", program_text], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_in_both_languages(name: str, lang: str) -> None:
    first = label(f"cli_help_{name}", lang).splitlines()[0]
    whole = run("--lang", lang, "--help")
    own = run(name, "--help", "--lang", lang)
    assert (whole.exit_code, own.exit_code) == (0, 0)
    shown = " ".join(own.stdout.split())
    assert first in " ".join(whole.stdout.split())
    assert first in shown
    assert shown.startswith(f"{label('cli_usage', lang)} gep {name}")
    assert "cli_" not in own.stdout + whole.stdout, "a label that was not looked up"
    assert "--lang" in shown


@pytest.mark.parametrize(
    ("env", "lang"),
    [
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, "zh"),
    ],
)
def test_the_language_follows_the_locale(env: dict[str, str], lang: str) -> None:
    assert run("--help", env=env).stdout.startswith(label("cli_usage", lang))
    other = next(one for one in LANGUAGES if one != lang)
    assert run("--help", f"--lang={other}", env=env).stdout.startswith(label("cli_usage", other))


def test_the_version() -> None:
    assert run("--version").stdout == f"gep {__version__}\n"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["chekc"], "GEP622"),
        (["--nonsense"], "GEP621"),
        (["check"], "GEP620"),
        (["account", "a.xlsx"], "GEP620"),
        (["template", "rcees_2017", "-o"], "GEP626"),
        (["check", "--lang", "fr", "a.xlsx"], "GEP623"),
        (["standards", "extra"], "GEP625"),
        (["check", "--standard", "no_such", "a.xlsx"], "GEP455"),
        (["template", "no_such", "-o", "a.xlsx"], "GEP455"),
        (["coefficients", "no_such"], "GEP612"),
        (["coefficients", "soil_retention", "tourism"], "GEP625"),
        (["coefficients", "price", "--where", "colour=red"], "GEP610"),
        (["coefficients", "price", "--where", "ecosystem=forest"], "GEP611"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_wrong_usage_is_said_in_words(
    args: list[str], code: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*args, env={"LC_ALL": lang})
    assert (result.exit_code, result.stdout) == (2, "")
    text, todo = result.stderr.splitlines()
    assert f"[{code}]" in text
    assert todo.startswith("  → ")
    assert names(tmp_path) == set()


# check and account


def test_a_good_inventory_has_nothing_on_standard_output_and_exits_0() -> None:
    result = run("check", EXAMPLE)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "[GEP201 准强制性]" in result.stderr
    assert "强制性 0,准强制性 1(已说明 1),核实性 0,提示性 0" in result.stderr


def test_all_findings_of_all_inventories_come_at_once(bad: Path) -> None:
    result = run("check", bad, EXAMPLE, "--lang", "en")
    assert (result.exit_code, result.stdout) == (1, "")
    for address in (
        "清单 副本.xlsx › 生态系统面积 › B4: ",
        "清单 副本.xlsx › 价格 › C5: ",
        "甘孜州_2010.xlsx › 基本信息 › B10: ",
    ):
        assert address in result.stderr
    counts = [line for line in result.stderr.splitlines() if " hint; " in line]
    assert [line.partition(": ")[0] for line in counts] == [str(bad), str(EXAMPLE)]
    assert "no account until" in counts[0]
    assert counts[1].endswith("the account can be compiled")


def test_the_findings_as_json(bad: Path) -> None:
    result = run("check", bad, EXAMPLE, "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    found = json.loads(result.stdout)
    assert {(one["sheet"], one["cell"]) for one in found} >= {
        ("生态系统面积", "B4"),
        ("价格", "C5"),
        ("基本信息", "B10"),
    }
    assert {one["path"] for one in found} == {str(bad), str(EXAMPLE)}
    assert next(one for one in found if one["cell"] == "B4")["typed"] == "很多"


@pytest.mark.parametrize("extra", [[], ["--json"]], ids=["text", "json"])
def test_a_bad_inventory_leaves_nothing_behind(bad: Path, tmp_path: Path, extra: list[str]) -> None:
    folder = tmp_path / "输出 文件夹"
    folder.mkdir()
    result = run("account", bad, "-o", folder / "账户.xlsx", *extra)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "生态系统面积 › B4: " in result.stderr
    assert "价格 › C5: " in result.stderr
    assert names(folder) == set()
    assert names(bad.parent) == {bad.name}


def test_a_bad_inventory_leaves_an_earlier_account_as_it_was(bad: Path, tmp_path: Path) -> None:
    target = tmp_path / "账户.xlsx"
    assert run("account", EXAMPLE, "-o", target).exit_code == 0
    before = target.read_bytes()
    assert run("account", bad, "-o", target).exit_code == 1
    assert target.read_bytes() == before
    assert names(tmp_path) == {"账户.xlsx", "输入"}


def test_an_account(tmp_path: Path, account: Account) -> None:
    target = tmp_path / "账户.xlsx"
    result = run("account", EXAMPLE, "-o", target)
    assert result.exit_code == 0
    first, standard, header, *rows = result.stdout.splitlines()
    assert first == "甘孜藏族自治州2010年生态产品总值(GEP):7,548.91 亿元(2010年价)"
    assert standard == "核算标准:甘孜州2010年生态系统生产总值核算指标体系(依据等级:已读原文)"
    assert header.split() == ["类别", "价值(亿元)", "占比(%)"]
    assert [row.split() for row in rows] == [
        ["产品提供", "632.65", "8.38"],
        ["调节服务", "6,845.59", "90.68"],
        ["文化服务", "70.67", "0.94"],
    ]
    assert str(target) in result.stderr
    assert openpyxl.load_workbook(target).sheetnames[0] == label("sheet_summary", "zh")
    assert names(tmp_path) == {"账户.xlsx"}
    assert f"{account.total().m_as('亿元(2010年价)'):,.2f}" == "7,548.91"


def test_an_account_as_json(tmp_path: Path, account: Account) -> None:
    target = tmp_path / "account.xlsx"
    result = run("account", EXAMPLE, "-o", target, "--json", "--lang", "en")
    assert result.exit_code == 0
    summary = json.loads(result.stdout)
    assert summary["total"] == account.total().magnitude
    assert summary["is_gep"] is True
    assert (summary["standard"], summary["year"], summary["price_year"]) == ("rcees_2017", 2010, 2010)
    values = {one["class"]: one["value"] for one in summary["classes"]}
    assert values == account.sums(["class"]).to_dict()
    assert sum(one["share"] for one in summary["classes"]) == pytest.approx(1, rel=1e-15)
    assert [one["code"] for one in summary["findings"]] == ["GEP201"]
    assert openpyxl.load_workbook(target).sheetnames[0] == label("sheet_summary", "en")


def test_workbooks_are_chinese_unless_asked_for(tmp_path: Path) -> None:
    english = {"LC_ALL": "en_US.UTF-8"}
    assert run("account", EXAMPLE, "-o", tmp_path / "a.xlsx", env=english).exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[0] == label("sheet_summary", "zh")
    assert run("template", "rcees_2017", "-o", tmp_path / "t.xlsx", env=english).exit_code == 0
    assert "基本信息" in openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames
    assert run("template", "rcees_2017", "-o", tmp_path / "e.xlsx", "--lang", "en").exit_code == 0
    assert "基本信息" not in openpyxl.load_workbook(tmp_path / "e.xlsx").sheetnames


def product_row(service: str) -> int:
    page = openpyxl.load_workbook(EXAMPLE)["生态产品清单"]
    return next(row[0].row for row in page.iter_rows(min_row=4) if row[0].value == service)


def test_a_sum_without_a_mandatory_service_is_not_called_gep(altered: Callable[..., Path], tmp_path: Path) -> None:
    row = product_row("病虫害控制")
    book = altered({("生态产品清单", f"B{row}"): "不纳入", ("生态产品清单", f"C{row}"): "试算"})
    result = run("account", book, "-o", tmp_path / "部分.xlsx", "--json")
    assert result.exit_code == 0, result.stderr
    summary = json.loads(result.stdout)
    assert summary["is_gep"] is False
    assert summary["label"] == "部分服务价值合计"
    shown = run("account", book, "-o", tmp_path / "部分.xlsx")
    assert "部分服务价值合计:" in shown.stdout
    assert "生态产品总值" not in shown.stdout


def test_a_standard_that_there_is_not(altered: Callable[..., Path], tmp_path: Path) -> None:
    page = openpyxl.load_workbook(EXAMPLE)["基本信息"]
    cell = next(f"B{one[0].row}" for one in page.iter_rows() if one[0].value == "核算标准")
    for typed, code in ((None, "GEP335"), ("GB/T 1", "GEP455")):
        result = run("check", altered({("基本信息", cell): typed}))
        assert (result.exit_code, result.stdout) == (1, "")
        assert f"基本信息 › {cell}: " in result.stderr
        assert f"[{code} 强制性]" in result.stderr
    # The standard of the command line takes precedence, and that is reported.
    chosen = run(
        "account", altered({("基本信息", cell): "GB/T 1"}), "-o", tmp_path / "a.xlsx", "--standard", "rcees_2017"
    )
    assert chosen.exit_code == 0
    assert "[GEP336 核实性]" in chosen.stderr


def test_an_error_without_a_cell_is_a_finding_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise GepError("GEP335")

    monkeypatch.setattr("gep.compile.assess", refuse)
    found = json.loads(run("check", EXAMPLE, "--json").stdout)
    assert [(one["code"], one["sheet"]) for one in found] == [("GEP201", "基本信息"), ("GEP335", "基本信息")]
    assert run("check", EXAMPLE).exit_code == 1


# Outputs that must not be


def test_the_inventory_itself_is_never_overwritten(altered: Callable[..., Path]) -> None:
    book = altered({})
    before = book.read_bytes()
    link = book.with_name("链接.xlsx")
    link.symlink_to(book)
    for target in (book, link, book.parent / "." / book.name):
        result = run("account", book, "-o", target)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "[GEP602]" in result.stderr
    assert book.read_bytes() == before


@pytest.mark.parametrize("content", ["inventory with mistakes", "template", "notes"])
def test_nothing_but_an_account_is_overwritten(
    content: str, bad: Path, tmp_path: Path, altered: Callable[..., Path]
) -> None:
    other = bad
    if content == "template":
        other = tmp_path / "模板.xlsx"
        run("template", "rcees_2017", "-o", other)
    elif content == "notes":
        other = tmp_path / "notes.xlsx"
        other.write_text("会议记录", "utf-8")
    before = other.read_bytes()
    result = run("account", EXAMPLE, "-o", other)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "[GEP607]" in result.stderr
    assert other.read_bytes() == before


def test_an_account_is_overwritten(tmp_path: Path) -> None:
    for _ in range(2):
        assert run("account", EXAMPLE, "-o", tmp_path / "a.xlsx").exit_code == 0


@pytest.mark.parametrize(
    ("name", "code"), [("没有/a.xlsx", "GEP601"), ("文件夹.xlsx", "GEP606"), ("a.xls", "GEP605"), ("a", "GEP605")]
)
@pytest.mark.parametrize(
    "command", [("account", str(EXAMPLE)), ("template", "rcees_2017")], ids=["account", "template"]
)
def test_an_output_that_cannot_be(command: tuple[str, str], name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "文件夹.xlsx").mkdir()
    result = run(*command, "-o", tmp_path / name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"[{code}]" in result.stderr
    assert name.rpartition("/")[2] in result.stderr
    assert names(tmp_path) == {"文件夹.xlsx"}


def test_an_output_that_another_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    result = run("account", EXAMPLE, "-o", tmp_path / "a.xlsx")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "[GEP604]" in result.stderr
    assert names(tmp_path) == set()


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    if os.name == "nt" or os.geteuid() == 0:
        pytest.skip("permissions do not bind this user")
    tmp_path.chmod(0o500)
    result = run("account", EXAMPLE, "-o", tmp_path / "a.xlsx")
    tmp_path.chmod(0o700)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "[GEP604]" in result.stderr
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    ("name", "code", "exit_code"),
    [("没有.xlsx", "GEP001", 2), ("文件夹", "GEP003", 2), ("文字.xlsx", "GEP0", 1), ("空.xlsx", "GEP005", 1)],
)
@pytest.mark.parametrize("command", ["check", "account", "explain"])
def test_an_inventory_that_is_none(command: str, name: str, code: str, exit_code: int, tmp_path: Path) -> None:
    (tmp_path / "文件夹").mkdir()
    (tmp_path / "文字.xlsx").write_text("不是工作簿", "utf-8")
    (tmp_path / "空.xlsx").touch()
    before = names(tmp_path)
    rest = {"check": [], "account": ["-o", tmp_path / "a.xlsx"], "explain": ["soil_retention"]}[command]
    result = run(command, tmp_path / name, *rest)
    assert (result.exit_code, result.stdout) == (exit_code, "")
    assert f"[{code}" in result.stderr
    assert "Traceback" not in result.stderr
    assert names(tmp_path) == before


# explain


def test_an_explanation_names_cells_and_sources(account: Account) -> None:
    result = run("explain", EXAMPLE, "土壤保持", "reduced_sedimentation")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.rstrip("\n") == account.explain("soil_retention", "reduced_sedimentation").render("zh")
    assert "38.86 亿t" in result.stdout
    english = run("explain", EXAMPLE, "soil_retention", "--ecosystem", "unallocated", "--lang", "en")
    assert english.stdout.rstrip("\n") == account.explain("soil_retention", ecosystem="unallocated").render("en")


def test_an_explanation_of_an_item() -> None:
    one = run("explain", EXAMPLE, "water_supply", "--item", "industrial")
    assert one.exit_code == 0
    assert "150.17" in one.stdout
    assert "17.31" not in one.stdout


@pytest.mark.parametrize(
    "args", [["no_such"], ["soil_retention", "no_such"], ["soil_retention", "--ecosystem", "火星"]]
)
def test_an_explanation_of_nothing(args: list[str]) -> None:
    result = run("explain", EXAMPLE, *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "[GEP337]" in result.stderr


def test_a_bad_inventory_explains_nothing(bad: Path) -> None:
    result = run("explain", bad, "soil_retention")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "生态系统面积 › B4: " in result.stderr


# template, standards, coefficients


def test_a_template_is_not_overwritten_unless_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "清单.xlsx"
    assert run("template", "rcees_2017", "-o", target).exit_code == 0
    target.write_bytes(b"weeks of work")
    refused = run("template", "rcees_2017", "-o", target)
    assert refused.exit_code == 2
    assert "[GEP603]" in refused.stderr
    assert target.read_bytes() == b"weeks of work"
    assert run("template", "rcees_2017", "-o", target, "--force").exit_code == 0
    checked = run("check", target)
    assert checked.exit_code == 1
    assert "GEP600" not in checked.stderr
    assert names(tmp_path) == {"清单.xlsx"}


def test_the_standards() -> None:
    listed = json.loads(run("standards", "--json").stdout)
    assert "rcees_2017" in [one["id"] for one in listed]
    for lang in LANGUAGES:
        shown = run("standards", "--lang", lang).stdout
        assert all(one["id"] in shown and one[f"title_{lang}"] in shown for one in listed)


def test_the_coefficients() -> None:
    whole = json.loads(run("coefficients", "--json").stdout)
    own = json.loads(run("coefficients", "soil_retention", "--json").stdout)
    assert {one["name"].partition(".")[0] for one in own} == {"soil_retention"}
    assert len(own) < len(whole)
    assert all(one["citation"] for one in whole)
    share = next(one for one in own if one["id"] == "soil_retention.silted_share@ganzi2017")
    assert (share["value"], share["status"]) == (0.24, "peer_reviewed")
    text = run("coefficients", "土壤保持").stdout
    assert text == run("coefficients", "soil_retention").stdout
    for one in own:
        assert f"@{one['set']}" in text
        assert one["locator"] in text
    assert text.count("soil_retention.bulk_density ") == 1
    assert run("coefficients", "pest_control").exit_code == 0


def test_the_sum_is_never_printed_without_how_well_its_standard_is_known(tmp_path: Path) -> None:
    book = next((EXAMPLE.parents[1] / "illustrative_county_2025").glob("*.xlsx"))
    done = run("account", book, "-o", tmp_path / "a.xlsx")
    assert "核算技术指南(2020)(依据等级:未经核实)" in done.stdout
    record = json.loads(run("account", book, "-o", tmp_path / "b.xlsx", "--json").stdout)
    assert record["evidence"] == "unverified"


def test_a_coefficient_is_found_by_its_name_in_either_language() -> None:
    text = run("coefficients", "water_retention.runoff_coefficient").stdout
    assert run("coefficients", "径流系数").stdout == run("coefficients", "runoff coefficient").stdout == text


def test_why_a_coefficient_is_taken() -> None:
    spread = ["--where", "ecosystem=常绿针叶林", "class=cover_30_50", "year=2023"]
    separate = [part for one in spread[1:] for part in ("--where", one)]
    name = "soil_retention.cover_factor"
    text = run("coefficients", name, *spread).stdout
    assert text == run("coefficients", name, *separate).stdout
    assert text == run("coefficients", name, "--where", " ".join(spread[1:])).stdout
    (taken,) = [line for line in text.splitlines() if "✓" in line]
    assert "ecosystem=forest, class=cover_30_50] = 0.06" in taken
    (record,) = json.loads(run("coefficients", name, *spread, "--json").stdout)
    assert record["value"] == 0.06
    assert sum(one["chosen"] for one in record["considered"]) == 1
    (none,) = json.loads(run("coefficients", "price.reservoir_storage", "--where", "year=2010", "--json").stdout)
    assert none["chosen"] is None
    assert none["problems"]
    (named,) = json.loads(
        run("coefficients", "price.reservoir_storage", "--where", "year=2010", "set=ganzi2017", "--json").stdout
    )
    assert (named["value"], named["unit"]) == (7.06, "元/m³")


def test_what_an_account_of_a_standard_would_take() -> None:
    name, meadow = "water_retention.runoff_coefficient", ["--where", "ecosystem=高寒草甸 year=2025"]
    (alone,) = json.loads(run("coefficients", name, *meadow, "--json").stdout)
    assert (alone["chosen"], alone["remarks"]) == (None, [])
    (record,) = json.loads(run("coefficients", name, *meadow, "standard=ndrc_2022", "--json", "--lang", "en").stdout)
    assert (record["value"], record["unit"]) == (8.2, "%")
    (remark,) = record["remarks"]
    assert "borrows the set gong2017" in remark
    (own,) = json.loads(
        run(
            "coefficients",
            "soil_retention.silted_share",
            "--where",
            "year=2010 standard=rcees_2017",
            "--json",
            "--lang",
            "en",
        ).stdout
    )
    assert own["value"] == 0.24
    assert own["remarks"] == ["rcees_2017 has the set ganzi2017; 参数调整 may choose another"]
    text = run("coefficients", name, *meadow, "standard=ndrc_2022", "set=redline2017", "--lang", "en").stdout
    assert "redline2017 [ecosystem=meadow] = 8.2 %" in text
    assert "borrows" not in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("price.oxygen", "--where", "year=2025 standard=mee_2020"), "takes its prices from the sheet 价格"),
        (("oxygen_release", "--where", "year=2025 standard=ndrc_2022"), "ndrc_2022 does not count this service"),
        (
            ("climate_regulation.latent_heat", "--where", "year=2025 standard=ndrc_2022 set=celsius100"),
            "only where 参数调整 names it, and says so",
        ),
    ],
)
def test_what_an_account_makes_of_a_coefficient(asked: tuple[str, ...], said: str) -> None:
    assert said in run("coefficients", *asked, "--lang", "en").stdout


def test_an_unknown_standard_is_a_mistake_of_usage() -> None:
    done = run("coefficients", "price", "--where", "year=2025 standard=nope")
    assert (done.exit_code, "GEP455" in done.stderr) == (2, True)


# demo


def test_the_demo_in_an_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "核算 演示"
    folder.mkdir()
    done = start("demo", cwd=folder)
    assert done.returncode == 0, done.stderr
    rows = {line.split()[0]: line.split() for line in done.stdout.splitlines() if "✓" in line or "✗" in line}
    values = [rows[f"{name}(亿元)"] for name in ("产品提供", "调节服务", "文化服务", "合计")]
    assert tuple(row[2] for row in values) == PRINTED
    assert [row[1] for row in values] == ["632.65", "6,845.59", "70.67", "7,548.91"]
    assert [row[2] for row in rows.values()][4:] == ["8.38", "90.68", "0.94"]
    assert all(row[-1] == "✓" for row in rows.values())
    (line,) = [line for line in done.stdout.splitlines() if "+3.32" in line]
    assert "释氧 +2.85(论文印 2.51 亿tO2)" in line
    assert "固碳 +0.45(论文印 0.31 亿tCO2)" in line
    assert names(folder) == {"gep_demo"}
    assert names(folder / "gep_demo") == {"甘孜州_2010_账户.xlsx"}
    assert "[GEP201 准强制性]" in done.stderr


def test_the_demo_in_english(tmp_path: Path) -> None:
    result = run("demo", "-o", tmp_path / "deep" / "folder", "--lang", "en")
    assert result.exit_code == 0
    assert all(one in result.stdout for one in PRINTED)
    assert "Products (10⁸ yuan)" in result.stdout
    assert names(tmp_path / "deep" / "folder") == {"甘孜州_2010_账户.xlsx"}


def test_the_demo_says_when_a_number_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = gep.demo.read_published()
    for row in rows:
        if (row["kind"], row["service"]) == ("class", "cultural"):
            row["value"] = "70.66"
    monkeypatch.setattr(gep.demo, "read_published", lambda: rows)
    result = run("demo", "-o", tmp_path)
    assert result.exit_code == 1
    assert [line.split()[0] for line in result.stdout.splitlines() if "✗" in line] == ["文化服务(亿元)"]


def test_the_tolerances_follow_from_the_printed_digits(account: Account) -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    compared = {(one.kind, one.name): one for one in gep.demo.compare_published(account, rows)}

    def loose(row: Mapping[str, str]) -> Fraction:
        own = Fraction(row["value_half_unit"])
        if row["quantity"]:
            own += Fraction(row["value"]) * Fraction(row["quantity_half_unit"]) / Fraction(row["quantity"])
        return own

    lines = [row for row in rows if row["kind"] == "row"]
    products = lines[:8]
    half = Fraction("0.005")
    # The arithmetic of some thirty numbers below 10 000 in double precision.
    rounding = 1e-10
    assert compared["value", "provisioning"].tolerance == pytest.approx(sum(map(loose, products)) + half, abs=rounding)
    assert compared["value", "cultural"].tolerance == pytest.approx(loose(lines[-1]) + half, abs=rounding)
    assert compared["value", "total"].tolerance == pytest.approx(sum(map(loose, lines)) + half, abs=rounding)
    # 632.6488 by the printed rows, cut off to 632.64 in print, 632.6455 from the printed quantities.
    assert compared["value", "provisioning"].difference == pytest.approx(0.0055, abs=rounding)

    # The corners of what the lines may be, one class against the others.
    sums = {name: compared["value", name].computed for name in ("provisioning", "regulating", "cultural")}
    spread = {name: compared["value", name].tolerance - 0.005 for name in sums}
    for name, own in sums.items():
        others = sum(sums.values()) - own
        apart = sum(spread.values()) - spread[name]
        corners = [
            100 * (own + one * spread[name]) / (own + one * spread[name] + others - one * apart) for one in (-1, 1)
        ]
        share = compared["share", name]
        assert share.computed == pytest.approx(100 * own / (own + others), abs=rounding)
        expected = max(abs(one - share.computed) for one in corners) + 0.005
        assert share.tolerance == pytest.approx(expected, abs=rounding)


# Failures and terminals


def test_a_fault_of_the_program_is_said_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("one\ntwo")

    monkeypatch.setattr("gep.compile.assess", fail)
    result = run("check", EXAMPLE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ZeroDivisionError" in result.stderr
    assert "accounts.py:" in result.stderr
    assert "[GEP600]" in result.stderr
    assert "GEP_DEBUG=1" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in run("check", EXAMPLE, env={"GEP_DEBUG": "1"}).stderr


def test_an_interruption_leaves_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gep.compile.assess", interrupt)
    result = run("check", EXAMPLE)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip() == "已中断"


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_a_terminal_of_another_encoding(encoding: str, tmp_path: Path) -> None:
    done = start("demo", cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert all(one in done.stdout for one in PRINTED)
    listed = start("standards", "--json", cwd=tmp_path, PYTHONIOENCODING=encoding)
    titles = {one["id"]: one["title_zh"] for one in json.loads(listed.stdout)}
    assert titles["rcees_2017"].startswith("甘孜州")


def test_a_reader_that_leaves_early(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gep", "coefficients"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_tables_line_up_with_chinese_in_them() -> None:
    text = text_table(["名称", "value"], [["a", "1"], ["生态系统", "10.25"], ["é\u0301", "-"]], "<>")
    # Chinese takes two columns, the combining accent none.
    assert text.splitlines() == [
        "名称      value",
        "a             1",
        "生态系统  10.25",
        "é\u0301             -",
    ]
    assert text_table(["", ""], [["a", "b"]], "<<") == "a  b"


def test_verify_compiles_again_and_compares(tmp_path: Path, altered: Callable[..., Path]) -> None:
    out = tmp_path / "账户.xlsx"
    assert run("account", EXAMPLE, "-o", out).exit_code == 0
    result = run("verify", out, EXAMPLE)
    assert (result.exit_code, "一致" in result.stdout) == (0, True)
    # Saved again by another program: other bytes, the same cells.
    book = openpyxl.load_workbook(out, data_only=True)
    book.save(tmp_path / "再存.xlsx")
    assert run("verify", tmp_path / "再存.xlsx", EXAMPLE).exit_code == 0
    book["汇总表"]["B4"] = 1
    book.save(tmp_path / "改动.xlsx")
    changed = run("verify", tmp_path / "改动.xlsx", EXAMPLE)
    assert changed.exit_code == 1
    assert "B4" in changed.stdout
    differing = json.loads(run("verify", tmp_path / "改动.xlsx", EXAMPLE, "--json").stdout)
    assert [(one["sheet"], one["cell"], one["found"]) for one in differing] == [("汇总表", "B4", "1")]
    assert run("verify", EXAMPLE, EXAMPLE).exit_code == 2


def test_a_template_is_filled_in_beforehand_where_asked(tmp_path: Path) -> None:
    out = tmp_path / "清单.xlsx"
    assert run("template", "rcees_2017", "-o", out, "--region", "共和县", "--year", "2025").exit_code == 0
    page = openpyxl.load_workbook(out)["基本信息"]
    filled = {row[0].value: row[1].value for row in page.iter_rows()}
    assert (filled["核算地区代码"], filled["核算地区名称"]) == ("632521", "共和县")
    assert (float(filled["核算年份"]), float(filled["价格年份"])) == (2025, 2025)
    refused = run("template", "rcees_2017", "-o", tmp_path / "二.xlsx", "--region", "没有县")
    assert refused.exit_code == 2
    assert "GEP609" in refused.stderr
    assert not (tmp_path / "二.xlsx").exists()


def test_a_cell_of_a_written_account_can_be_explained(tmp_path: Path) -> None:
    out = tmp_path / "账户.xlsx"
    assert run("account", EXAMPLE, "-o", out).exit_code == 0
    page = openpyxl.load_workbook(out, data_only=True)["价值量表"]
    row = next(one[0].row for one in page.iter_rows() if one[2].value == "减少泥沙淤积")
    result = run("explain", out, f"价值量表!I{row}")
    assert result.exit_code == 0
    assert "38.86 亿t" in result.stdout
    assert "soil_retention.silted_share@ganzi2017" in result.stdout
    assert run("explain", out, f"价值量表！$i${row}").stdout == result.stdout
    assert run("explain", out, "价值量表!A1").exit_code == 2
    assert run("explain", EXAMPLE, "价值量表!I5").exit_code == 2
