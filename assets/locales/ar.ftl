# كلمات الصفحات. Words of exported pages in Arabic; what is missing here reads English.
default-title = زيارات رسمية
undated = صور بلا تاريخ
skip = انتقل إلى المحتوى
trail = أنت هنا
languages = اللغات
sections = أقسام الزيارة
steps = الصورة السابقة والتالية
previous = السابقة
next = التالية
back-to = العودة إلى
slideshow = عرض الشرائح
stop = إيقاف العرض
full-screen = ملء الشاشة
actual-size = الحجم الفعلي
download = تنزيل
permalink = رابط هذه الصورة
host = المضيف
guest = الضيف
photo = صورة
list-comma = ،{" "}
embargo = محظور النشر حتى { $until }. لا يجوز النشر قبل ذلك.
photo-of = الصورة { $n } من { $total }
visits = الزيارات
date = التاريخ
place = المكان
persons = الأشخاص
creator = تصوير
credit = المصدر
copyright = حقوق النشر
n-photos = { $n ->
    [zero] لا صور
    [one] صورة واحدة
    [two] صورتان
    [few] { $n } صور
    [many] { $n } صورة
   *[other] { $n } صورة
}
n-visits = { $n ->
    [zero] لا زيارات
    [one] زيارة واحدة
    [two] زيارتان
    [few] { $n } زيارات
    [many] { $n } زيارة
   *[other] { $n } زيارة
}
