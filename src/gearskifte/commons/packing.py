# SPDX-License-Identifier: EUPL-1.2
"""A robot as a package (robotpakke): what goes into it, and what must hold of one from elsewhere.

A package of a robot holds five files and no other. What the manifest says that the robot may do is
worked out anew from the recipe: a package that says less than its recipe does is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gearskifte.commons.rules.package import (
    RECIPE,
    Manifest,
    Package,
    PackageRefused,
    Pin,
    pack,
    unpack,
)
from gearskifte.kernel.config import Config
from gearskifte.kernel.errors import ConfigurationError, Text
from gearskifte.kernel.secrets import Vault
from gearskifte.robots.public import (
    ANYWHERE,
    Needs,
    RecipeRefused,
    Travelling,
    bindings_schema,
    read_travelling,
    read_trial,
)

MOCK: Final = "mock.yaml"
CASES: Final = "cases.yaml"
SCHEMA: Final = "bindings.schema.json"
PUBLICCODE: Final = "publiccode.yml"
FILES: Final = frozenset({RECIPE, MOCK, CASES, SCHEMA, PUBLICCODE})


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who signs: the municipality's CVR number, its name and its private key."""

    owner: str
    name: str
    key: Ed25519PrivateKey = field(repr=False)


def publisher_of(config: Config, vault: Vault) -> Publisher:
    """This municipality, as it signs.

    Raises:
        ConfigurationError: GS-COM-011 where its CVR number is not configured.
    """
    if not config.cvr:
        raise ConfigurationError(
            "GS-COM-011",
            what=Text("Kommunen kan ikke underskrive.", "The municipality cannot sign."),
            why=Text("Dens CVR-nummer mangler.", "Its CVR number is missing."),
            do=Text("Sæt «cvr» i opsætningen.", "Set `cvr` in the configuration."),
        )
    return Publisher(config.cvr, config.organisation or config.cvr, vault.publishing_key)


@dataclass(frozen=True, slots=True)
class RobotPackage:
    """A believed package, and the robot in it."""

    package: Package
    travelling: Travelling
    mock: str
    cases: str

    @property
    def manifest(self) -> Manifest:
        """What it is and what it may do."""
        return self.package.manifest


def pack_robot(
    recipe: str,
    mock: str,
    cases: str,
    *,
    name: str,
    version: str,
    licence: str,
    publisher: Publisher,
) -> bytes:
    """A signed package of a robot; nothing of its municipality's own goes with it.

    Raises:
        PackageRefused: what would be refused elsewhere is not packed either; `code` says why.
        RecipeRefused: if the recipe cannot be read.
    """
    travelling = read_travelling(recipe)
    needs = travelling.needs
    manifest = Manifest(
        owner=publisher.owner,
        name=name,
        version=version,
        licence=licence,
        summary=travelling.title,
        files={},
        hosts=needs.hosts,
        secrets=needs.secrets,
        data=needs.data,
        systems=needs.systems,
    )
    files = {
        RECIPE: travelling.text,
        MOCK: mock.replace("\r\n", "\n"),
        CASES: cases.replace("\r\n", "\n"),
        SCHEMA: _json(bindings_schema(travelling)),
        PUBLICCODE: _publiccode(manifest, travelling, publisher.name),
    }
    _judge(manifest, files)
    written = {path: text.encode() for path, text in files.items()}
    return pack(manifest, written, publisher.key)


def unpack_robot(body: bytes, owner: str, key: bytes, pinned: Pin | None = None) -> RobotPackage:
    """A robot of `owner`, believed.

    Raises:
        PackageRefused: as `unpack`; or extra, recipe, unapprovable, undeclared, anywhere, code,
            schema, publiccode or trial.
    """
    package = unpack(body, owner, key, pinned)
    files = {path: content.decode() for path, content in package.files.items()}
    travelling = _judge(package.manifest, files)
    return RobotPackage(package, travelling, files[MOCK], files[CASES])


def _judge(manifest: Manifest, files: Mapping[str, str]) -> Travelling:
    if files.keys() != FILES:
        raise PackageRefused("extra")
    try:
        travelling = read_travelling(files[RECIPE])
    except RecipeRefused as error:
        raise PackageRefused("recipe") from error
    if travelling.text != files[RECIPE]:
        # Somebody's name, or an address, stands where nothing should.
        raise PackageRefused("local")
    if not travelling.approvable:
        raise PackageRefused("unapprovable")
    _judge_needs(manifest, travelling.needs)
    if files[SCHEMA] != _json(bindings_schema(travelling)):
        raise PackageRefused("schema")
    _judge_publiccode(manifest, files[PUBLICCODE])
    try:
        read_trial(files[MOCK], files[CASES], travelling.parameters)
    except RecipeRefused as error:
        raise PackageRefused("trial") from error
    return travelling


def _judge_needs(manifest: Manifest, needs: Needs) -> None:
    if ANYWHERE in needs.hosts:
        raise PackageRefused("anywhere")
    if needs.addresses:
        raise PackageRefused("local")
    if needs.functions:
        raise PackageRefused("code")
    if needs.typed_secrets:
        raise PackageRefused("personal")
    says = (manifest.systems, manifest.hosts, manifest.secrets, manifest.data)
    if says != (needs.systems, needs.hosts, needs.secrets, needs.data):
        raise PackageRefused("undeclared")


def _publiccode(manifest: Manifest, travelling: Travelling, owner: str) -> str:
    """The description by which catalogues elsewhere know it (publiccode.yml 0.4)."""
    summary = travelling.purpose or travelling.title
    return yaml.safe_dump(
        {
            "publiccodeYmlVersion": "0.4",
            "name": travelling.title,
            "url": f"urn:gearskifte:{manifest.owner}:{manifest.name}",
            "softwareVersion": manifest.version,
            "platforms": ["linux"],
            "categories": ["workflow-management"],
            "developmentStatus": "stable",
            "softwareType": "configurationFiles",
            "description": {
                "da": {"shortDescription": summary[:150], "features": [f"KLE {travelling.kle}"]}
            },
            "legal": {"license": manifest.licence, "mainCopyrightOwner": owner},
            "maintenance": {"type": "internal"},
            "localisation": {"localisationReady": True, "availableLanguages": ["da", "en"]},
        },
        allow_unicode=True,
        sort_keys=False,
    )


def _judge_publiccode(manifest: Manifest, text: str) -> None:
    try:
        told = yaml.safe_load(text)
        same = (
            told["legal"]["license"] == manifest.licence
            and told["softwareVersion"] == manifest.version
            and told["name"] == manifest.summary
            and told["url"] == f"urn:gearskifte:{manifest.owner}:{manifest.name}"
        )
    except (yaml.YAMLError, LookupError, TypeError) as error:
        raise PackageRefused("publiccode") from error
    if not same:
        raise PackageRefused("publiccode")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
