# SPDX-License-Identifier: EUPL-1.2
"""The table of static files."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from gearskifte.ui.assets import AssetFolder

pytestmark = pytest.mark.unit


def _folder(root: Path, **contents: str) -> AssetFolder:
    for name, content in contents.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return AssetFolder.read(root)


def test_a_file_is_known_by_its_path_and_type(tmp_path: Path) -> None:
    """Only files of types that pages use are in the table."""
    folder = _folder(tmp_path, css__a_css="body{}", b_js="1", c_py="print()", d_env="KEY=1")
    assert sorted(folder.files) == ["b.js", "css/a.css"]
    assert folder.files["css/a.css"].content_type == "text/css; charset=utf-8"


def test_a_changed_byte_changes_the_version(tmp_path: Path) -> None:
    """No browser keeps an old file under an address that is still in use."""
    before = _folder(tmp_path, a_css="body{}").version
    assert _folder(tmp_path, a_css="body{}").version == before
    assert _folder(tmp_path, a_css="body{ }").version != before


def test_a_renamed_file_changes_the_version(tmp_path: Path) -> None:
    """The hash covers names as well as contents."""
    before = _folder(tmp_path, a_css="body{}").version
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    assert AssetFolder.read(tmp_path).version != before


def test_the_compressed_form_unpacks_to_the_file(tmp_path: Path) -> None:
    """What is sent compressed is the same file."""
    asset = _folder(tmp_path, a_css="body { color: black }\n" * 100).files["a.css"]
    assert asset.compressed is not None
    assert gzip.decompress(asset.compressed) == asset.content


def test_a_file_that_compression_would_grow_is_sent_as_it_is(tmp_path: Path) -> None:
    """A few bytes are not wrapped in more bytes."""
    assert _folder(tmp_path, a_js="1").files["a.js"].compressed is None
