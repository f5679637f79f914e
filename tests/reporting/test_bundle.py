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
    for package in MANIFEST["packages"]:
        assert package["licence_files"]
        for name in package["licence_files"]:
            assert (STATIC / name).read_text("utf-8").strip(), name


def test_the_manifest_repeats_the_lock_which_names_no_address() -> None:
    text = (WEB / "package-lock.json").read_text("utf-8")
    lock = json.loads(text)["packages"]
    for package in MANIFEST["packages"]:
        entry = lock[f"node_modules/{package['package']}"]
        assert (entry["version"], entry["integrity"]) == (package["version"], package["integrity"])
    assert "http" not in text
