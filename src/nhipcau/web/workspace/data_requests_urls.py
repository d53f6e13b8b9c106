from django.urls import path

from nhipcau.web.workspace import data_requests

app_name = "data-requests"
urlpatterns = [
    path("", data_requests.request_list, name="list"),
    path("people/<int:pk>/ask/", data_requests.ask, name="ask"),
    path("<int:pk>/", data_requests.request_detail, name="detail"),
    path("<int:pk>/reply/", data_requests.reply, name="reply"),
    path("<int:pk>/finish/", data_requests.finish, name="finish"),
    path("<int:pk>/refuse/", data_requests.refuse, name="refuse"),
    path("<int:pk>/export/", data_requests.export, name="export"),
]
