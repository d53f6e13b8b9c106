from django.urls import path

from nhipcau.web.workspace import referral_new, referral_papers, referral_steps, referrals

app_name = "referrals"
urlpatterns = [
    path("", referrals.inbox, name="inbox"),
    path("slips.pdf", referral_papers.slips_of_day, name="slips-pdf"),
    path("of-person/<int:pk>/", referral_new.choose, name="choose"),
    path("of-person/<int:pk>/<int:vacancy_pk>/", referral_new.begin, name="begin"),
    path("<int:pk>/", referrals.detail, name="detail"),
    path("<int:pk>/steps/<slug:name>/", referral_steps.take_step, name="take-step"),
    path("<int:pk>/undo/", referral_steps.undo, name="undo"),
    path("<int:pk>/slip.pdf", referral_papers.slip_pdf, name="slip-pdf"),
    path("<int:pk>/slip.docx", referral_papers.slip_docx, name="slip-docx"),
    path("<int:pk>/notice.pdf", referral_papers.notice_pdf, name="notice-pdf"),
]
