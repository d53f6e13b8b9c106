"""Titles as people type them, invented by us, each with the code we would give it.

A code stands for its group: the national list as collected has gaps, so the nearest group that it
does have counts. Written by one of us, no sample of real advertisements: it compares versions of
the coder with each other and says nothing about the labour market.
"""

TITLES = """
công nhân may|75
cong nhan may cong nghiep|75
tuyển thợ may gấp|75
thợ may áo sơ mi|75
sewing operator|75
garment factory worker|75
công nhân giày da xuất khẩu|75
thợ mộc nội thất|75
thợ làm bánh mì|75
bakers|75
thợ hàn|7212
tho han tig|7212
thợ hàn mig mag|7212
welders|7212
thọ hàn điện|7212
tài xế xe tải|8332
lai xe tai 5 tan|8332
lái xe đầu kéo container|8332
truck drivers|8332
lái xe con cho giám đốc|832
tài xế taxi|832
car drivers|832
lái xe nâng hàng|834
forklift operator|834
lai may xuc|8342
lái máy đào|8342
excavator operators|8342
lái xe buýt|8331
bus drivers|8331
shipper giao hàng|8321
công nhân lắp ráp điện tử|820
lap rap linh kien dien tu|8202
electronic assembler|8202
công nhân sản xuất|820
vận hành dây chuyền sản xuất|820
production workers|820
vận hành máy ép nhựa|81
công nhân dệt sợi|81
thợ lò khai thác than|8111
miners|8111
thuyền viên tàu cá|8350
seaman|8350
thợ tiện|7223
tho phay cnc|7223
cnc machine operator|7223
đứng máy cnc|7223
thợ làm khuôn mẫu|7222
thợ sửa ô tô|7231
sua chua xe may|7231
car mechanics|7231
nhân viên bảo trì máy|7233
maintenance technicians|7233
thợ điện dân dụng|7411
tho dien|7411
electricians|7411
thợ điện công nghiệp|7412
lắp đặt camera|7421
sửa điện thoại di động|7421
sửa máy tính|7421
thợ điện lạnh|7127
lap dat dieu hoa|7127
thợ sửa ống nước|7126
plumbers|7126
thợ xây|7112
tho ne|7112
brick layer|7112
thợ sắt buộc cốt thép|7114
đổ bê tông|7114
thợ cốp pha|7115
carpenters|7115
thợ lợp mái tôn|7121
thợ ốp lát|7122
tiler|7122
thợ thạch cao|7123
thợ nhôm kính|7125
phụ hồ|9313
công nhân xây dựng|9313
construction labourers|9313
công nhân đóng gói|9321
dong goi san pham|9321
packers|9321
lao động phổ thông|9329
lao dong pho thong di lam ngay|9329
general laborer|9329
công nhân bốc xếp|933
boc vac hang hoa|933
warehouse workers|933
thủ kho|43
nhan vien kho|43
stock clerks|43
giúp việc gia đình|9111
nguoi giup viec nha|9111
tạp vụ văn phòng|9112
nhân viên dọn phòng khách sạn|9112
cleaners|9112
nhân viên buồng phòng|9112
rửa xe ô tô|9122
nhân viên giặt là|9121
phụ bếp nhà hàng|9402
phu bep|9402
kitchen helpers|9402
đầu bếp nhà hàng|5120
dau bep mon viet|5120
cooks|5120
bếp trưởng|3434
nhân viên phục vụ bàn|513
phuc vu nha hang|513
waitresses|513
nhân viên pha chế|513
barista quán cà phê|513
lễ tân khách sạn|4224
hotel receptionists|4224
nhân viên lễ tân|4226
le tan van phong|4226
nhân viên bán hàng siêu thị|522
ban hang quan ao|522
shop assistants|522
nhân viên thu ngân|5230
cashiers|5230
nhân viên kinh doanh bất động sản|3322
nhan vien sale|3322
sales representatives|3322
telesales chăm sóc khách hàng|524
nhân viên bán hàng online|524
chuyên viên marketing|2431
nhan vien chay quang cao|2431
tư vấn bảo hiểm nhân thọ|3321
giao dịch viên ngân hàng|4211
bank tellers|4211
kế toán trưởng|2411
kế toán thuế|3313
ke toan vien|3313
nhân viên kế toán|4311
thủ quỹ|3316
nhân viên văn phòng|4110
nhan vien nhap lieu|4110
data entry clerk|4110
thư ký giám đốc|4120
nhân viên văn thư|4405
chuyên viên nhân sự|2423
nhân viên khai báo hải quan|3331
nhan vien xuat nhap khau|3331
logistics staff|3331
nhân viên thu mua|3323
tổ trưởng sản xuất|3122
line leader|3122
giám sát công trình|3123
nhân viên kiểm tra chất lượng|3139
nhan vien kcs|3139
qc inspector|3139
kỹ thuật viên cơ khí|3115
kỹ thuật viên điện|3113
kỹ thuật viên điện tử|3114
họa viên autocad|3118
kỹ sư điện|2151
kiến trúc sư|2161
nhân viên thiết kế đồ họa|2166
graphic designers|2166
lập trình viên java|25
lap trinh vien|25
software developers|25
nhân viên it|3512
quản trị mạng|3513
thợ cắt tóc nam|5141
tho lam toc|5141
hair dresser|5141
kỹ thuật viên spa|5142
thợ làm nail|5142
nhân viên bảo vệ|5401
bao ve ca dem|5401
security guards|5401
hướng dẫn viên du lịch|5113
điều dưỡng viên|3221
y ta|3221
nurses|3221
hộ lý|5321
chăm sóc người cao tuổi|5322
cham soc nguoi gia tai nhat ban|5322
caregivers|5322
bảo mẫu trông trẻ|531
giáo viên mầm non|2342
giao vien mam non tu thuc|2342
kindergarten teachers|2342
giáo viên tiểu học|2341
dược sĩ đại học|2262
nhân viên nhà thuốc|3213
công nhân hái rau|9201
farm workers|9201
trồng rau nhà kính|6111
trồng cây ăn quả|6112
chăn nuôi lợn|6121
trang trại gà|6122
trồng rừng|6210
nuôi tôm|6221
công nhân vệ sinh môi trường|96
thợ in|7322
thợ hnà|7212
đầu bêp|5120
nhân viên bán hang|522
kế toan thuế|3313
lái xe taỉ|8332
eletrician|7411
recepcionist|4226
""".strip().split("\n")

LABELLED = [tuple(line.split("|")) for line in TITLES]
