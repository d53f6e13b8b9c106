"""The 34 provinces and cities since 1 July 2025, by code.

Source: Decision 19/2025/QĐ-TTg, list of administrative units [G: to be confirmed by the Centre].
"""

HOME_CODE = "20"
PROVINCES = {
    "20": "Lạng Sơn",
    "24": "Bắc Ninh",
    "01": "Hà Nội",
    "31": "Hải Phòng",
    "22": "Quảng Ninh",
    "19": "Thái Nguyên",
    "04": "Cao Bằng",
    "91": "An Giang",
    "96": "Cà Mau",
    "92": "Cần Thơ",
    "48": "Đà Nẵng",
    "66": "Đắk Lắk",
    "11": "Điện Biên",
    "75": "Đồng Nai",
    "82": "Đồng Tháp",
    "52": "Gia Lai",
    "42": "Hà Tĩnh",
    "33": "Hưng Yên",
    "56": "Khánh Hòa",
    "12": "Lai Châu",
    "68": "Lâm Đồng",
    "15": "Lào Cai",
    "40": "Nghệ An",
    "37": "Ninh Bình",
    "25": "Phú Thọ",
    "51": "Quảng Ngãi",
    "44": "Quảng Trị",
    "14": "Sơn La",
    "80": "Tây Ninh",
    "38": "Thanh Hóa",
    "46": "Huế",
    "79": "TP. Hồ Chí Minh",
    "08": "Tuyên Quang",
    "86": "Vĩnh Long",
}
