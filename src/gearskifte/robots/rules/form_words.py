# SPDX-License-Identifier: EUPL-1.2
"""The words of the step-by-step editor: each kind of step, and what its form asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gearskifte.kernel.errors import Text

KINDS: Final[Mapping[str, Text]] = {
    "åbn": Text("Åbn en side", "Open a page"),
    "udfyld": Text("Udfyld et felt", "Fill in a field"),
    "vælg": Text("Vælg i et felt", "Choose in a field"),
    "sæt kryds": Text("Sæt kryds", "Tick a box"),
    "fjern kryds": Text("Fjern et kryds", "Untick a box"),
    "tryk": Text("Tryk på en knap eller et link", "Press a button or a link"),
    "tast": Text("Tryk på en tast", "Press a key"),
    "læs": Text("Læs et felt", "Read a field"),
    "slå op": Text("Slå op i en tabel", "Look up in a table"),
    "læs tabel": Text("Læs rækkerne i en tabel", "Read the rows of a table"),
    "se efter": Text("Se efter en tekst på siden", "Look for a text on the page"),
    "vent på": Text("Vent på en tekst", "Wait for a text"),
    "vedhæft": Text("Vedhæft en fil", "Attach a file"),
    "hent fil": Text("Hent en fil fra siden", "Download a file"),
    "log ind": Text("Log ind i et system", "Log in to a system"),
    "hent": Text("Hent oplysninger fra et system", "Get data from a system"),
    "send": Text("Send oplysninger til et system", "Send data to a system"),
    "læs fil": Text("Læs en fil", "Read a file"),
    "skriv fil": Text("Skriv en fil", "Write a file"),
    "uddrag": Text("Find værdier i en tekst", "Find values in a text"),
    "beregn": Text("Beregn", "Work out"),
    "hvis": Text("Hvis noget er sådan, så …", "If something is so, then …"),
    "for hver": Text("For hver på en liste", "For each of a list"),
    "gentag": Text("Gentag, indtil noget er sådan", "Repeat until something is so"),
    "spørg": Text("Spørg en medarbejder", "Ask a person"),
    "overdrag": Text("Giv sagen til en medarbejder", "Hand the item to a person"),
    "afslut": Text("Afslut sagen", "End the item"),
    "hændelse": Text("Skriv i registret og borgerens log", "Write in the registry and the log"),
    "python": Text("Kald en programmeret funktion", "Call a programmed function"),
}

LABELS: Final[Mapping[str, Text]] = {
    "åbn": Text("Side", "Page"),
    "åbn/system": Text("System", "System"),
    "åbn/side": Text("Side", "Page"),
    "system": Text("System", "System"),
    "side": Text("Side", "Page"),
    "felt": Text("Felt, som det hedder på siden", "Field, as the page calls it"),
    "på": Text("Knap eller link, som det hedder på siden", "Button or link, as the page calls it"),
    "i": Text("Hvor på siden", "Where on the page"),
    "for hver": Text("Kald hver for", "Call each"),
    "nummer": Text("Nummer, hvis der er flere", "Number, where there are several"),
    "med": Text("Tekst", "Text"),
    "hemmelighed": Text("Eller hemmelighed (system.navn)", "Or secret (system.name)"),
    "valg": Text("Valg", "Choice"),
    "som": Text("Kald værdien", "Call the value"),
    "tast": Text("Tast", "Key"),
    "tabel": Text("Tabel", "Table"),
    "hvor": Text("Rækken, hvor (kolonne: tekst)", "The row where (column: text)"),
    "kolonne": Text("Kolonne", "Column"),
    "se efter": Text("Tekst", "Text"),
    "tekst": Text("Tekst", "Text"),
    "inden": Text("Inden så mange sekunder", "Within so many seconds"),
    "fil": Text("Fil", "File"),
    "ark": Text("Ark", "Sheet"),
    "bruger": Text("Felt til brugernavn", "Field of the user name"),
    "kode": Text("Felt til adgangskode", "Field of the password"),
    "tryk": Text("Knap", "Button"),
    "sti": Text("Sti", "Path"),
    "parametre": Text("Parametre (navn: værdi)", "Parameters (name: value)"),
    "metode": Text("Metode", "Method"),
    "data": Text("Indhold (navn: værdi)", "Content (name: value)"),
    "rækker": Text("Rækker", "Rows"),
    "af": Text("Tekst", "Text"),
    "mønster": Text("Mønster", "Pattern"),
    "beregn": Text("Værdier (navn: udtryk)", "Values (name: expression)"),
    "hvis": Text("Hvad skal være sådan?", "What must be so?"),
    "indtil": Text("Indtil", "Until"),
    "højst": Text("Højst så mange gange", "At most so many times"),
    "spørg": Text("Spørgsmål", "Question"),
    "til": Text("Til hvem", "To whom"),
    "fordi": Text("Hvorfor", "Why"),
    "afslut": Text("Hvad der blev af sagen", "What became of the item"),
    "hvad": Text("Hvad der er gjort", "What was done"),
    "borger": Text("Borgerens CPR-nummer", "The citizen's CPR number"),
    "hændelse/sag": Text("Sag", "Case"),
    "python": Text("Funktion", "Function"),
    "effekt": Text(
        "Hvad ændrer det? («ingen», hvis intet)", "What does it change? (`ingen`: nothing)"
    ),
    "kan ikke bekræftes": Text(
        "Det kan ikke ses bagefter: spørg en medarbejder", "It cannot be seen: ask a person"
    ),
    "bekræft/vises": Text("Sådan ses det efter: siden viser", "How it is seen: the page shows"),
    "bekræft/felt": Text("eller feltet", "or the field"),
    "bekræft/er": Text("… som så er", "… which is then"),
    "bekræft/tabel": Text("eller tabellen", "or the table"),
    "bekræft/at": Text("… hvor det så gælder, at", "… where it is then so that"),
    "bekræft/i": Text("… hvor på siden", "… where on the page"),
    "bekræft/nummer": Text("… nummer", "… number"),
    "bekræft/inden": Text("… inden så mange sekunder", "… within so many seconds"),
    "opskrift": Text("Navn", "Name"),
    "formål": Text("Formål", "Purpose"),
    "ejer": Text("Ejer", "Owner"),
    "godkender": Text("Godkender", "Approver"),
    "kle": Text("KLE-emne", "KLE subject"),
    "hjemmel": Text("Hjemmel", "Legal basis"),
    "oplysninger": Text("Oplysninger, en på hver linje", "Data, one on each line"),
    "manuel tid/minutter": Text("Minutter i hånden", "Minutes by hand"),
    "manuel tid/måling": Text("Hvordan er det målt?", "How was it measured?"),
    "systemer": Text("Systemer (navn: hvad det er)", "Systems (name: what it is)"),
    "lokalt": Text("Det, der udfyldes lokalt", "What is filled in locally"),
    "sag/felter": Text("Sagens felter, et på hver linje", "The item's fields, one on each line"),
    "sag/nøgle": Text(
        "Nøgle: to med den samme er den samme sag", "Key: two with it are the same item"
    ),
    "sag/borger": Text("Borgerens CPR-nummer", "The citizen's CPR number"),
    "start/hver": Text("Begynder hver", "Begins every"),
    "start/hændelse": Text("Begynder, når", "Begins when"),
    "start/arbejdsliste": Text("Tager rækkerne i arbejdslisten", "Takes the rows of the work list"),
    "funktioner": Text("Funktioner (navn: hvad den gør)", "Functions (name: what it does)"),
    "ved fejl/prøv": Text("Forsøg, når noget fejler", "Attempts when something fails"),
    "ved fejl/til": Text("Hvem får spørgsmål?", "Who gets questions?"),
}

VALUES: Final = Text(
    "Værdier skrives i {…}: sagens felter, dem der er læst, og i_dag.",
    "Values are written in {…}: the item's fields, those that were read, and i_dag (today).",
)
HINTS: Final[Mapping[str, Text]] = {
    "læs fil/fil": Text(
        "CSV, Excel (.xlsx), PDF, mail (.eml) eller ren tekst i robottens mappe.",
        "CSV, Excel (.xlsx), PDF, mail (.eml) or plain text in the robot's folder.",
    ),
    "læs fil/ark": Text("Kun Excel; uden det læses det første.", "Excel only; else the first."),
    "læs fil/som": Text(
        "CSV og Excel er rækker. PDF er tekst. En mail har fra, emne, tekst og bilag.",
        "CSV and Excel are rows. PDF is text. A mail has fra, emne, tekst and bilag.",
    ),
    "skriv fil/fil": Text("Ender på .csv eller .xlsx.", "Ends in .csv or .xlsx."),
    "skriv fil/rækker": Text(
        "Navnet på rækker, der er læst eller beregnet.", "The name of rows that were read."
    ),
    "uddrag/af": Text("Navnet på teksten, der er læst.", "The name of the text that was read."),
    "uddrag/mønster": Text(
        "Som der står, med {navn} hvor værdien står: Sagsnr. {sagsnr}, beløb {beløb} kr.",
        "As it reads, with {name} where a value stands: Case {case}, amount {amount} kr.",
    ),
    "udfyld/med": VALUES,
    "åbn/side": Text(
        "Efter systemets adresse: /sag?nr={sagsnr}", "After its address: /case?id={id}"
    ),
    "udfyld/i": Text(
        "Overskriften eller rækken, hvis flere felter hedder det samme.",
        "The heading or row, where several fields are called so.",
    ),
    "for hver/i": Text("Navnet på listen eller rækkerne.", "The name of the list or the rows."),
    "hvis/hvis": Text("For eksempel: tal(søgte) >= tal(krav)", "Such as: tal(søgte) >= tal(krav)"),
    "vedhæft/fil": Text("En fil i robottens mappe.", "A file in the robot's folder."),
    "hent fil/som": Text(
        "Filens navn, så andre trin kan læse den.", "The file's name, for other steps to read."
    ),
}
"""Help before an answer, by kind of step and what is asked for."""
