"""The ways to a person: one interface, one module a way.

A channel has ``name``, ``fits(text)`` and ``send(to, text, reference)``. It raises
``GatewayRefused`` when this way will never do (the next one is taken) and ``GatewayUnreachable``
when it may do later. ``reference`` is the same for every try of one letter, so that a gateway can
drop a double.
"""
