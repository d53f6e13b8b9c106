from django.urls import include, path

from nhipcau.web.account import engine, phone, views

own = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("phone/", phone.phone, name="phone"),
    path("phone/code/", phone.phone_code, name="phone-code"),
    path("invitation/<str:token>/", views.accept_invitation, name="accept-invitation"),
    path("secure/", views.secure, name="secure"),
    path("profile/", views.profile, name="profile"),
    path("demo/<str:token>/", views.demo_link, name="demo-link"),
]

# allauth reverses its own names without a namespace.
urlpatterns = [path("", include((own, "account"))), *engine.urlpatterns]
