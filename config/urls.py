from importlib.util import find_spec

from django.urls import include, path

from nhipcau.ops import health

urlpatterns = [path("healthz", health.healthz, name="healthz")]
if find_spec("nhipcau.web.urls"):
    urlpatterns.append(path("", include("nhipcau.web.urls")))
