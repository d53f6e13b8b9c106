from nhipcau.shared.errors import DomainError


class MonthNotBegun(DomainError):
    code = "month_not_begun"
