from django.urls import path

from nhipcau.web.workspace import interest_reliability, interests

app_name = "interests"
urlpatterns = [
    path("", interests.sitting_list, name="list"),
    path("open/", interests.open_sitting, name="open"),
    path("reliability/", interest_reliability.reliability, name="reliability"),
    path("reliability/count/", interest_reliability.count_reliability, name="count"),
    path("<int:pk>/", interests.sitting_detail, name="detail"),
    path("<int:pk>/close/", interests.close_sitting, name="close"),
    path("<int:pk>/papers/", interests.print_papers, name="papers"),
    path("<int:pk>/papers.pdf", interests.papers_pdf, name="papers-pdf"),
    path("<int:pk>/enter/", interests.enter_paper, name="enter"),
]
