"""The invented year of a province, told through the use cases. Every text is in the province's
``sample`` folder; every person is drawn from its lists with a fixed seed, so that two loads on
one day tell the same year.
"""
