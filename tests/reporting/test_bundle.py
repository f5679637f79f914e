"""The chart bundle is what its manifest says."""

import hashlib
import json
from pathlib import Path

import supplypact.reporting

STATIC = Path(supplypact.reporting.__file__).parent / "static"
WEB = Path(__file__).parents[2] / "web"
MANIFEST = json.loads((STATIC / "MANIFEST.json").read_text("utf-8"))


def test_the_bundle_is_the_one_of_the_manifest() -> None:
    code = (STATIC / MANIFEST["file"]).read_bytes()
    assert len(code) == MANIFEST["bytes"]
    assert hashlib.sha256(code).hexdigest() == MANIFEST["sha256"]
    assert b"</script" not in code.lower()


def test_every_bundled_package_has_its_licence_beside_it() -> None:
    text = (STATIC / "LICENCES.txt").read_text("utf-8")
    for package in MANIFEST["packages"]:
        assert f"{package['name']} {package['version']} ({package['licence']})" in text


def test_the_manifest_repeats_the_lock_which_names_no_address() -> None:
    lock_text = (WEB / "package-lock.json").read_text("utf-8")
    lock = json.loads(lock_text)["packages"]
    for package in MANIFEST["packages"]:
        entry = lock[f"node_modules/{package['name']}"]
        assert (entry["version"], entry["integrity"]) == (package["version"], package["integrity"])
    assert "http" not in lock_text
