# SPDX-License-Identifier: EUPL-1.2
"""The words for each kind of step; `{…}` are the step's own parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gearskifte.kernel.errors import Text

PHRASES: Final[Mapping[str, Text]] = {
    "label": Text("«{label}»", "“{label}”"),
    "within": Text("«{label}» i «{within}»", "“{label}” in “{within}”"),
    "number": Text("«{label}» nummer {number}", "“{label}” number {number}"),
    "ask a person": Text(
        "Kan ikke læses tilbage; er der tvivl, spørges en medarbejder.",
        "Cannot be read back; when in doubt, a person is asked.",
    ),
    "changes": Text("Det ændrer: {what}.", "This changes: {what}."),
    "nobody looks": Text("Læses ikke tilbage.", "Is not read back."),
    "must show": Text("Siden skal vise «{text}»", "The page must show “{text}”"),
    "Open": Text("Åbn siden {page}.", "Open the page {page}."),
    "Open in a system": Text("Åbn {page} i {system}.", "Open {page} in {system}."),
    "Fill": Text("Skriv «{value}» i {field}.", "Write “{value}” in {field}."),
    "Fill a secret": Text(
        "Skriv hemmeligheden {secret} i {field}.", "Write the secret {secret} in {field}."
    ),
    "Choose": Text("Vælg «{option}» i {field}.", "Choose “{option}” in {field}."),
    "Check": Text("Sæt kryds ved {field}.", "Tick {field}."),
    "Uncheck": Text("Fjern krydset ved {field}.", "Untick {field}."),
    "Press": Text("Tryk på {field}.", "Press {field}."),
    "Key": Text("Tryk på tasten {key}.", "Press the key {key}."),
    "Key in a field": Text("Tryk på tasten {key} i {field}.", "Press the key {key} in {field}."),
    "Read": Text("Læs {field}, og kald det {name}.", "Read {field}, and call it {name}."),
    "LookUp": Text(
        "Læs {column} i tabellen «{table}», og kald det {name}.",
        "Read {column} in the table “{table}”, and call it {name}.",
    ),
    "LookUp where": Text(
        "Find rækken med {where} i tabellen «{table}», læs {column}, og kald det {name}.",
        "Find the row with {where} in the table “{table}”, read {column}, and call it {name}.",
    ),
    "ReadTable": Text(
        "Læs tabellen «{table}», og kald den {name}.",
        "Read the table “{table}”, and call it {name}.",
    ),
    "ReadTable where": Text(
        "Læs rækkerne med {where} i tabellen «{table}», og kald dem {name}.",
        "Read the rows with {where} in the table “{table}”, and call them {name}.",
    ),
    "Look": Text(
        "Se, om siden viser «{text}», og kald det {name}.",
        "See whether the page shows “{text}”, and call it {name}.",
    ),
    "WaitFor": Text(
        "Vent, til siden viser «{text}», højst {within} sekunder.",
        "Wait until the page shows “{text}”, {within} seconds at most.",
    ),
    "Upload": Text("Læg filen {file} i {field}.", "Put the file {file} in {field}."),
    "Download": Text(
        "Hent filen ved at trykke på {field}, og kald den {name}.",
        "Fetch the file by pressing {field}, and call it {name}.",
    ),
    "LogIn": Text("Log ind i {system}.", "Log in to {system}."),
    "Get": Text(
        "Hent {path} fra {system}, og kald det {name}.",
        "Get {path} from {system}, and call it {name}.",
    ),
    "Send": Text(
        "Send til {system}: {method} {path} med {data}.",
        "Send to {system}: {method} {path} with {data}.",
    ),
    "ReadFile": Text(
        "Læs filen {file}, og kald den {name}.", "Read the file {file}; call it {name}."
    ),
    "WriteFile": Text("Skriv {rows} i filen {file}.", "Write {rows} to the file {file}."),
    "Extract": Text("Find {names} i {source}.", "Find {names} in {source}."),
    "Compute": Text("Regn ud: {values}.", "Work out: {values}."),
    "If": Text("Hvis {condition}:", "If {condition}:"),
    "ForEach": Text("For hver {name} i {among}:", "For each {name} in {among}:"),
    "Repeat": Text(
        "Gentag, til {until}, højst {most} gange:",
        "Repeat until {until}, {most} times at most:",
    ),
    "Ask": Text(
        "Spørg {to}: {question} Kald svaret {name}.",
        "Ask {to}: {question} Call the answer {name}.",
    ),
    "Ask somebody": Text(
        "Spørg en medarbejder: {question} Kald svaret {name}.",
        "Ask a member of staff: {question} Call the answer {name}.",
    ),
    "HandOver to somebody": Text(
        "Giv sagen videre til en medarbejder: {reason}",
        "Hand the item over to a member of staff: {reason}",
    ),
    "HandOver": Text("Giv sagen videre til {to}: {reason}", "Hand the item over to {to}: {reason}"),
    "Finish": Text("Afslut sagen: {reason}", "Finish the item: {reason}"),
    "Record": Text("Skriv i sagen {case}: {what}.", "Record in the case {case}: {what}."),
    "Record for a citizen": Text(
        "Skriv i sagen {case} og i borgerens log: {what}.",
        "Record in the case {case} and in the citizen's log: {what}.",
    ),
    "Python": Text("Kald funktionen {function}.", "Call the function {function}."),
}
