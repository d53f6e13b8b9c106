from django.urls import include, path

from nhipcau.ops import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("nhipcau.web.urls")),
]
