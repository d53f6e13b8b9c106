from django.http import HttpResponse
from django.urls import include, path


def nothing(request):
    return HttpResponse()


public = (
    [
        path("", nothing, name="home"),
        path("lich/", nothing, name="calendar"),
        path("chuong-trinh/", nothing, name="programme"),
        path("cua-toi/", nothing, name="my-registrations"),
    ],
    "public",
)
account = (
    [path("vao/", nothing, name="sign-in"), path("ra/", nothing, name="sign-out")],
    "account",
)
workspace = ([path("", nothing, name="desk")], "workspace")

urlpatterns = [
    path("", include(public)),
    path("account/", include(account)),
    path("workspace/", include(workspace)),
    path("i18n/", include("django.conf.urls.i18n")),
]
