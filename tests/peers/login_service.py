"""The part of a log-in service that tells of sleep, on a system bus of its own: real messages, real descriptors."""

from __future__ import annotations

import os
import select
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NAME, PATH, MANAGER = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
_LONGEST_S = 20.0


class LoginService:
    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[tuple[str, ...]] = []
        """What each lock was wanted for."""
        self._locks: list[int] = []
        self._came = threading.Condition()
        self._connection: DBusConnection = open_dbus_connection(address, enable_fds=True)
        self._connection.send_and_get_reply(message_bus.RequestName(NAME), timeout=_LONGEST_S)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Once the bus is gone."""
        self._thread.join(_LONGEST_S)
        self._connection.close()
        for lock in self._locks:
            os.close(lock)

    def until_held(self, locks: int) -> None:
        """Waits until so many locks were given."""
        with self._came:
            assert self._came.wait_for(lambda: len(self._locks) >= locks, _LONGEST_S)

    def sleep(self, *, begins: bool) -> None:
        """Tells everybody that the machine falls asleep, or woke."""
        manager = DBusAddress(PATH, interface=MANAGER)
        self._connection.send(new_signal(manager, "PrepareForSleep", "b", (begins,)))

    def is_let_go(self, lock: int, seconds: float = _LONGEST_S) -> bool:
        """Whether the lock of this number, from 0, was given back within a time."""
        return bool(select.select([self._locks[lock]], [], [], seconds)[0])

    def _serve(self) -> None:
        with suppress(OSError, ConnectionError):
            while True:
                message = self._connection.receive()
                if message.header.message_type is not MessageType.method_call:
                    continue
                assert message.header.fields[HeaderFields.member] == "Inhibit"
                ours, theirs = os.pipe()
                self._connection.send(new_method_return(message, "h", (theirs,)))
                os.close(theirs)
                with self._came:
                    self.asked.append(message.body)
                    self._locks.append(ours)
                    self._came.notify_all()


@contextmanager
def a_login_service() -> Iterator[LoginService]:
    read, write = os.pipe()
    command = ("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={write}")
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as daemon:
        os.close(write)
        with open(read, encoding="ascii") as pipe:
            address = pipe.readline().strip()
        service = LoginService(address)
        try:
            yield service
        finally:
            daemon.terminate()
            daemon.wait()
            service.close()
