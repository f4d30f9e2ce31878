"""What an operator is given, held against the tools that read it, and against what it promises."""

import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from index.proxies import proxy_of
from tests.support.command_line import ROOT
from tests.support.needs import TOOLS, program

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
WORKFLOW = ROOT / ".github" / "workflows" / "test.yml"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
OURS = ["bot", "slack-1", "slack-2", "discord"]


def run(tool, *arguments, **environment):
    """Run a tool and return its exit code and all that it printed; skip where the tool is missing."""
    TOOLS[tool].require()
    done = subprocess.run(
        [program(tool), *arguments], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def unit(tmp_path):
    """The unit with a program that exists."""
    (tmp_path / "start.sh").write_text("#!/bin/sh\n")
    (tmp_path / "start.sh").chmod(0o755)
    text = (DEPLOY / "quotebot.service").read_text("utf-8")
    (tmp_path / "quotebot.service").write_text(text.replace("/opt/quotebot", str(tmp_path)))
    return tmp_path / "quotebot.service"


def test_hadolint_finds_nothing_in_the_dockerfile():
    assert run("hadolint", DEPLOY / "Dockerfile") == (0, "")


def test_the_images_pg_dump_is_not_older_than_the_server():
    client = re.search(r"postgresql-client-(\d+)", DOCKERFILE)
    assert f"postgres:{client[1]}-" in SERVICES["postgres"]["image"]


def test_shellcheck_finds_nothing_in_the_scripts():
    assert run("shellcheck", *DEPLOY.glob("*.sh")) == (0, "")


@pytest.mark.parametrize(
    ("schema", "file"), [("vendor.compose-spec", DEPLOY / "compose.yaml"), ("vendor.github-workflows", WORKFLOW)]
)
def test_files_follow_the_schema_of_their_makers(schema, file):
    assert run("check-jsonschema", "--builtin-schema", schema, file) == (0, "ok -- validation done\n")


def test_caddy_takes_the_proxys_file():
    code, said = run("caddy", "adapt", "--config", DEPLOY / "Caddyfile", "--validate", QUOTEBOT_DOMAIN="localhost")
    assert (code, [line for line in said.splitlines() if "warn" in line.lower()]) == (0, [])


def test_systemd_understands_every_line_of_the_unit(unit):
    assert run("systemd-analyze", "verify", unit) == (0, "")


def test_the_unit_is_exposed_to_2_at_most(unit):
    code, said = run("systemd-analyze", "security", "--offline=true", "--threshold=20", unit)
    assert (code, re.findall(r"exposure level for quotebot\.service: (\S+)", said)) == (0, ["1.2"])


def test_every_image_is_pinned_by_version():
    bases = re.findall(r"(?m)^FROM (\S+)", DOCKERFILE)
    assert len(set(bases)) == 1
    images = {service["image"] for service in SERVICES.values()} | set(bases)
    assert [image for image in images if not re.fullmatch(r"[a-z/]+:\d+(\.\d+)*(-[a-z-]+)?", image)] == []
    assert {SERVICES[name]["image"] for name in OURS} == {f"quotebot:{VERSION}"}


def test_one_machine_runs_one_container_and_a_grown_one_all_others():
    profiles = {name: service["profiles"] for name, service in SERVICES.items()}
    grown = ["slack-1", "slack-2", "discord", "proxy", "postgres", "chroma"]
    assert profiles == {"bot": ["one"]} | {name: ["grown"] for name in grown}


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_can_do_no_more_than_it_must(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert service["pids_limit"] == 256
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])


@pytest.mark.parametrize("name", OURS)
def test_our_containers_run_as_the_images_user_and_write_to_its_volume_alone(name):
    [user] = re.findall(r"(?m)^USER (\S+)", DOCKERFILE)
    assert (user, re.findall(r"(?m)^VOLUME (\S+)", DOCKERFILE)) == ("10001:10001", ["/data"])
    service = SERVICES[name]
    assert service["user"] == user
    assert service["volumes"] == ["data:/data"]
    assert service["tmpfs"] == ["/tmp:size=256m"]  # noqa: S108 - its own, in memory


def test_only_the_proxy_is_reached_from_outside():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"proxy": ["80:80", "443:443"]}
    assert COMPOSE["networks"] == {"inside": {"internal": True}}
    assert SERVICES["postgres"]["networks"] == SERVICES["chroma"]["networks"] == ["inside"]


def test_replicas_share_the_database_and_the_index_and_only_slack_answers_http():
    shared = {
        "QUOTEBOT_CHROMA_URL": "http://chroma:8000",
        "no_proxy": "${no_proxy:-${NO_PROXY:-}},chroma,postgres",
        "QUOTEBOT_DATABASE_URL": "postgresql+psycopg://quotebot@postgres/quotebot",
    }
    slack = shared | {"QUOTEBOT_SLACK_MODE": "http", "QUOTEBOT_HTTP_HOST": "0.0.0.0"}
    assert {name: SERVICES[name]["environment"] for name in ("slack-1", "slack-2", "discord")} == {
        "slack-1": slack,
        "slack-2": slack,
        "discord": shared,
    }
    assert SERVICES["slack-1"] == SERVICES["slack-2"]
    assert [SERVICES[name]["command"] for name in ("slack-1", "discord")] == [["serve", "slack"], ["serve", "discord"]]
    upstreams = re.search(r"reverse_proxy (.+) \{", (DEPLOY / "Caddyfile").read_text("utf-8"))[1]
    assert upstreams == "slack-1:8080 slack-2:8080"


def test_the_chroma_server_is_of_the_version_that_asks_it():
    [locked] = re.findall(r"(?m)^chromadb==(\S+)", (ROOT / "requirements.lock").read_text("utf-8"))
    assert SERVICES["chroma"]["image"] == f"chromadb/chroma:{locked}"


def test_only_what_is_installed_gets_into_the_image():
    needed = set(re.findall(r'"\$source/([\w./-]+)"', (DEPLOY / "install.sh").read_text("utf-8")))
    needed |= set(re.findall(r'"(requirements[\w.-]+)"', (DEPLOY / "environment.py").read_text("utf-8")))
    let_in = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert let_in == needed | {"deploy/install.sh"}
    assert all((ROOT / name).exists() for name in let_in)


def test_the_workflow_reads_only_and_tests_every_python_that_is_supported():
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in workflow["jobs"].values())
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    used = re.findall(r"uses: (\S+)", WORKFLOW.read_text("utf-8"))
    assert [action for action in used if not re.fullmatch(r"actions/[\w-]+@v\d+", action)] == []


@pytest.mark.parametrize(
    ("given", "exempt"), [({}, []), ({"NO_PROXY": ".corp.example"}, ["a.corp.example"]), ({"no_proxy": "a.b"}, ["a.b"])]
)
def test_no_proxy_leads_to_the_services_beside_the_bot(given, exempt, monkeypatch):
    text = COMPOSE["x-replica"]["environment"]["no_proxy"]
    variables = re.compile(r"\$\{no_proxy:-\$\{NO_PROXY:-\}\}")
    assert len(variables.findall(text)) == 1
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", given.get("NO_PROXY", ""))
    monkeypatch.setenv("no_proxy", variables.sub(given.get("no_proxy") or given.get("NO_PROXY", ""), text))
    addresses = [COMPOSE["x-replica"]["environment"]["QUOTEBOT_CHROMA_URL"], "http://postgres:5432"]
    assert [proxy_of(url) for url in (*addresses, *(f"https://{host}" for host in exempt))] == [None] * (
        2 + len(exempt)
    )
    assert proxy_of("https://slack.com/api/") == "http://proxy.example:3128"


def test_the_health_check_names_a_port_that_is_none():
    environment = {"QUOTEBOT_HTTP_PORT": "tcp://10.0.0.1:8080"}
    done = subprocess.run(
        [sys.executable, DEPLOY / "alive.py"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "'tcp://10.0.0.1:8080' is no port; give one such as 8080\n")
