import time, threading, collections
import pytest
from tests.journeys.addresses import ADDRESSES, prepare, principal
from tests.journeys.faults import look_at, faults_of
pytestmark = pytest.mark.browser
def test_prof(read_site):
    prepare()
    v = read_site.visitor(user=principal("cung-thieu-nhi COORDINATOR"))
    from django.urls import reverse
    n = collections.Counter()
    v.context.on("response", lambda r: n.update([r.url.split("/")[3]+str(r.status)]))
    import sys
    for a in [x for x in ADDRESSES if x.who == "cung-thieu-nhi COORDINATOR"][:25]:
        w0, c0 = time.monotonic(), time.process_time()
        v.page.goto(reverse(a.name, kwargs=a.arguments()) + a.query)
        w1, c1 = time.monotonic(), time.process_time()
        look_at(v.page)
        w2, c2 = time.monotonic(), time.process_time()
        faults_of(v.page)
        w3, c3 = time.monotonic(), time.process_time()
        print(f"{a.name:40} goto {w1-w0:.2f}/{c1-c0:.2f} inject {w2-w1:.2f}/{c2-c1:.2f} axe {w3-w2:.2f}/{c3-c2:.2f}")
    print(n)
