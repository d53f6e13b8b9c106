"""Pages of a list that may be very long: counting stops where nobody turns pages any more."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

COUNTED_MOST = 250


class CappedPaginator(Paginator):
    """``is_capped``: there are more than are counted; a search or a filter finds the others."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:COUNTED_MOST].count()

    @property
    def is_capped(self):
        return self.count >= COUNTED_MOST
