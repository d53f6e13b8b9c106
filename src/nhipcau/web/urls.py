from django.conf.urls.i18n import urlpatterns as language_urls
from django.urls import include, path

urlpatterns = [
    path("", include("nhipcau.web.public.urls")),
    path("account/", include("nhipcau.web.account.urls")),
    path("workspace/", include("nhipcau.web.workspace.urls")),
    path("language/", include(language_urls)),
]
