"""The way to the printer: opened, written to and read, with a time limit on everything.

python-escpos has transports too; these differ in what a kiosk needs: no write without an end, a status
question that returns with the answer and not with the time-out, a close that is final, and bytes that
were not sent yet can be taken back.

`port` says what each kind of port can do, `opening` picks the one for an address; `serial`, `network` and
`file` are descriptors of the system, `usb` and `cups` are not, `simulated` brings its own printer.
"""

from printer.port.opening import open_port
from printer.port.port import Port, PortFailed

__all__ = ["Port", "PortFailed", "open_port"]
