"""In which language a page speaks. The browser's wishes do not count: many phones here are set
to English by the shop that sold them, and their owners read Vietnamese."""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers


class VietnameseFirstMiddleware:
    """Vietnamese, unless the person chose English: on this device, or in the own account."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request):
    known = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in known:
        return chosen
    preferred = request.user.language if request.user.is_authenticated else ""
    return preferred if preferred in known else settings.LANGUAGE_CODE
