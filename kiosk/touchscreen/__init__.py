"""The touchscreen: the visitor's way through it as pure tables; `screens` draws it."""
