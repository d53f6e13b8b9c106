from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("nhipcau.web.public.urls")),
    path("account/", include("nhipcau.web.account.urls")),
    path("employers/", include("nhipcau.web.employers.urls")),
    path("gate/", include("nhipcau.web.gate.urls")),
    path("answer/", include("nhipcau.web.employers.answer_urls")),
    path("workspace/", include("nhipcau.web.workspace.urls")),
    path("language/setlang/", login_not_required(set_language), name="set_language"),
]
