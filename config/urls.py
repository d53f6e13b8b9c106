from django.urls import include, path

from nhipcau.ops import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("api/v1/", include("nhipcau.api.v1.urls")),
    path("", include("nhipcau.web.urls")),
]
