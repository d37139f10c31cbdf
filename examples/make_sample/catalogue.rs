//! Every photo of the sample visit: which device took it when, of what, from where, and what is written in it.

use crate::painter::Canvas;
use crate::scenes::{ceremony, evening, faces, halls, journey, outdoors};

/// What took a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// The guest's gift: a Xiaomi phone.
    Xiaomi,
    /// The attaché's phone, as Apple's write their files.
    Aurora,
    /// The host's photographer: clock right, offset written.
    Pool,
    /// The delegation's photographer: the clock stayed on the time of home, one hour behind, and no offset is written.
    Delegation,
    /// Sent through a messenger: no EXIF left.
    Messenger,
}

impl Device {
    /// Its folder.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Xiaomi => "phone-xiaomi",
            Self::Aurora => "phone-aurora",
            Self::Pool => "camera-pool",
            Self::Delegation => "camera-delegation",
            Self::Messenger => "messenger",
        }
    }
}

/// Where a photo was taken: real positions on two islands, so that the program finds a place and a time zone.
pub type Venue = (f64, f64);
/// The guest's airfield.
pub const TAVO: Venue = (-18.0712, 179.3081);
/// The host's airport.
pub const AIRPORT: Venue = (-18.5871, -173.9622);
/// The host's government house, harbour and guest house.
pub const PORT_LINDELL: Venue = (-18.6489, -173.9826);

/// A caption in English, Korean and Chinese.
pub type Caption = [&'static str; 3];

/// One photo.
pub struct Shot {
    /// Name of its file.
    pub file: &'static str,
    /// What took it.
    pub device: Device,
    /// March 2026, where it was taken: `12 14:32:05.41`. With `Messenger` it is when the original was taken.
    pub local: &'static str,
    /// The part of the programme it belongs to.
    pub item: Option<&'static str>,
    /// What it shows.
    pub scene: fn(&mut Canvas),
    /// Stage coordinates of its middle, and stage units across.
    pub frame: (f32, f32, f32),
    /// Taller than wide.
    pub tall: bool,
    /// How it is stored, 1 to 8.
    pub orientation: u16,
    /// The camera leans by these degrees.
    pub lean: f32,
    /// Where.
    pub venue: Option<Venue>,
    /// Taken with the camera on the side of the screen.
    pub front: bool,
    /// Stars.
    pub rating: Option<i8>,
    /// Texts.
    pub caption: Option<Caption>,
}

impl Shot {
    fn tall(mut self, orientation: u16) -> Self {
        (self.tall, self.orientation) = (true, orientation);
        self
    }

    fn stored(mut self, orientation: u16) -> Self {
        self.orientation = orientation;
        self
    }

    fn lean(mut self, degrees: f32) -> Self {
        self.lean = degrees;
        self
    }

    fn at(mut self, venue: Venue) -> Self {
        self.venue = Some(venue);
        self
    }

    fn front(mut self) -> Self {
        self.front = true;
        self
    }

    fn stars(mut self, rating: i8) -> Self {
        self.rating = Some(rating);
        self
    }

    fn says(mut self, caption: Caption) -> Self {
        self.caption = Some(caption);
        self
    }
}

/// Everything, device by device.
pub fn shots() -> Vec<Shot> {
    let mut shots = aurora();
    shots.extend(xiaomi());
    shots.extend(pool());
    shots.extend(delegation());
    shots.extend(messenger());
    shots
}

/// Files that are there twice: of which, and under what name.
pub const COPIES: [(&str, &str); 1] = [("camera-pool/1Z8A0039.JPG", "messenger/1Z8A0039 (1).JPG")];

fn maker(
    device: Device,
) -> impl Fn(&'static str, &'static str, &'static str, fn(&mut Canvas), (f32, f32, f32)) -> Shot {
    move |file, local, item, scene, frame| Shot {
        file,
        device,
        local,
        item: (!item.is_empty()).then_some(item),
        scene,
        frame,
        tall: false,
        orientation: 1,
        lean: 0.0,
        venue: None,
        front: false,
        rating: None,
        caption: None,
    }
}

fn aurora() -> Vec<Shot> {
    let shot = maker(Device::Aurora);
    vec![
        shot("IMG_0412.JPG", "12 08:34:10.218", "departure", journey::departure, (600.0, 430.0, 1160.0))
            .at(TAVO),
        shot("IMG_0415.JPG", "12 11:21:44.902", "", journey::plane_window, (600.0, 400.0, 640.0)).tall(6),
        shot(
            "IMG_0419.JPG",
            "12 14:37:11.467",
            "arrival",
            ceremony::welcome_from_behind,
            (600.0, 400.0, 1100.0),
        )
        .at(AIRPORT)
        .lean(-2.0),
        shot("IMG_0421.JPG", "12 14:52:30.055", "arrival", journey::flags, (640.0, 420.0, 820.0))
            .tall(6)
            .at(AIRPORT),
        shot("IMG_0431.JPG", "12 21:12:55.340", "lights", evening::skyline, (600.0, 400.0, 1100.0))
            .at(PORT_LINDELL),
        shot("IMG_0433.JPG", "12 21:20:07.623", "lights", faces::selfie_attache, (600.0, 400.0, 700.0))
            .tall(6)
            .front()
            .lean(2.0)
            .at(PORT_LINDELL),
        shot("IMG_0434.JPG", "13 07:12:20.118", "", journey::window_view, (610.0, 420.0, 1000.0))
            .at((-18.6471, -173.9790)),
        shot("IMG_0452.JPG", "14 10:40:12.209", "garden", outdoors::children, (590.0, 440.0, 1160.0)),
        shot("IMG_0466.JPG", "15 09:25:30.512", "statement", ceremony::statement, (900.0, 430.0, 560.0))
            .tall(6)
            .at(PORT_LINDELL),
    ]
}

fn xiaomi() -> Vec<Shot> {
    let shot = maker(Device::Xiaomi);
    vec![
        shot("IMG_20260313_121530.jpg", "13 12:15:30.482", "gifts", faces::selfie, (600.0, 400.0, 680.0))
            .tall(6)
            .front()
            .lean(-3.0)
            .at(PORT_LINDELL)
            .stars(5),
        shot(
            "IMG_20260313_123312.jpg",
            "13 12:33:12.907",
            "gifts",
            ceremony::attache,
            (600.0, 420.0, 1000.0),
        )
        .at(PORT_LINDELL),
        shot("IMG_20260313_194512.jpg", "13 19:45:12.331", "banquet", halls::banquet, (600.0, 400.0, 1160.0))
            .at(PORT_LINDELL),
        shot("IMG_20260313_201144.jpg", "13 20:11:44.076", "banquet", halls::table, (620.0, 420.0, 1120.0))
            .stored(3)
            .at(PORT_LINDELL),
        shot("IMG_20260314_114810.jpg", "14 11:48:10.254", "tea", halls::tea_near, (620.0, 480.0, 1060.0))
            .lean(-2.0),
        shot("IMG_20260314_152233.jpg", "14 15:22:33.790", "museum", halls::museum, (600.0, 410.0, 1120.0)),
        shot("IMG_20260314_152517.jpg", "14 15:25:17.143", "museum", halls::vase_near, (600.0, 400.0, 640.0))
            .tall(8),
        shot(
            "IMG_20260314_210620.jpg",
            "14 21:06:20.565",
            "concert",
            faces::selfie_night,
            (610.0, 400.0, 720.0),
        )
        .tall(6)
        .front()
        .lean(4.0)
        .stars(4),
    ]
}

fn pool() -> Vec<Shot> {
    let shot = maker(Device::Pool);
    vec![
        shot("1Z8A0032.JPG", "12 14:32:05.41", "arrival", journey::arrival, (600.0, 430.0, 1180.0)).stars(4).says([
            "President Ilse Maren and Prime Minister Daro Venn walk past the guard of honour at Port Lindell airport.",
            "린델항 공항에서 의장대를 사열하는 일세 마렌 대통령과 다로 벤 총리.",
            "伊尔丝·马伦总统与达罗·文总理在林德尔港机场检阅仪仗队。",
        ]),
        shot("1Z8A0039.JPG", "12 14:36:50.07", "arrival", ceremony::welcome, (600.0, 420.0, 1120.0)).stars(5).says([
            "First handshake: President Maren welcomes Prime Minister Venn of Kasoria to Merrowin.",
            "첫 악수. 마렌 대통령이 메로윈을 방문한 카소리아의 벤 총리를 환영하고 있다.",
            "首次握手：马伦总统欢迎卡索里亚总理达罗·文访问梅罗温。",
        ]),
        shot("1Z8A0058.JPG", "12 20:34:18.63", "lights", evening::bridge, (600.0, 400.0, 1180.0)),
        shot("1Z8A0071.JPG", "13 09:41:33.15", "talks", ceremony::talks, (600.0, 420.0, 1180.0)).says([
            "The delegations open their talks in the Bay Room.",
            "양국 대표단이 만(灣)의 방에서 회담을 시작하고 있다.",
            "两国代表团在海湾厅开始会谈。",
        ]),
        shot("1Z8A0084.JPG", "13 12:08:15.90", "gifts", ceremony::gift, (600.0, 430.0, 1080.0)),
        shot("1Z8A0088.JPG", "13 12:15:31.28", "gifts", faces::selfie_taken, (640.0, 420.0, 1040.0)).stars(5).says([
            "Prime Minister Venn tries out the phone he was given: a selfie with President Maren.",
            "선물로 받은 휴대전화로 마렌 대통령과 셀카를 찍는 벤 총리.",
            "文总理用刚收到的手机与马伦总统自拍。",
        ]),
        shot("1Z8A0096.JPG", "13 15:22:08.54", "signing", ceremony::signing, (600.0, 430.0, 1160.0)).stars(4).says([
            "Signing of the agreement on ferries and fishing grounds.",
            "여객선과 어장에 관한 협정 서명식.",
            "签署渡轮与渔场协定。",
        ]),
        shot("1Z8A0127.JPG", "13 20:05:18.33", "banquet", halls::toast, (604.0, 340.0, 640.0)).tall(8),
        shot("1Z8A0140.JPG", "14 10:24:45.02", "garden", outdoors::planting, (600.0, 470.0, 1120.0)).says([
            "A young linden for the garden of Government House.",
            "정부 청사 정원에 어린 보리수를 심다.",
            "在总统府花园种下一棵小椴树。",
        ]),
        shot("1Z8A0163.JPG", "14 19:50:40.76", "concert", halls::concert, (600.0, 400.0, 1180.0)),
        shot("1Z8A0171.JPG", "14 21:04:11.19", "concert", evening::fireworks, (600.0, 400.0, 1180.0)).stars(3),
        shot("1Z8A0180.JPG", "15 08:31:10.85", "", faces::portrait_maren, (600.0, 400.0, 640.0)).tall(8).stars(4).says([
            "Ilse Maren, President of the Republic of Merrowin.",
            "일세 마렌 메로윈 공화국 대통령.",
            "梅罗温共和国总统伊尔丝·马伦。",
        ]),
        shot("1Z8A0183.JPG", "15 08:44:52.37", "", faces::portrait_venn, (600.0, 400.0, 640.0)).tall(8).stars(4).says([
            "Daro Venn, Prime Minister of Kasoria.",
            "다로 벤 카소리아 총리.",
            "卡索里亚总理达罗·文。",
        ]),
    ]
}

fn delegation() -> Vec<Shot> {
    let shot = maker(Device::Delegation);
    vec![
        shot("DSC04205.JPG", "12 14:32:09", "arrival", journey::arrival, (606.0, 438.0, 1140.0)),
        shot("DSC04211.JPG", "12 14:37:02", "arrival", ceremony::welcome, (606.0, 350.0, 640.0)).stars(3),
        shot("DSC04230.JPG", "12 15:20:41", "", journey::motorcade, (600.0, 420.0, 1160.0)),
        shot("DSC04248.JPG", "13 09:35:02", "talks", ceremony::press, (600.0, 470.0, 860.0)),
        shot("DSC04252.JPG", "13 09:41:36", "talks", ceremony::talks, (592.0, 428.0, 1120.0)),
        shot("DSC04263.JPG", "13 12:08:44", "gifts", ceremony::gift_near, (600.0, 450.0, 1040.0)),
        shot("DSC04266.JPG", "13 12:15:30", "gifts", faces::selfie_taken, (650.0, 428.0, 1000.0)),
        shot("DSC04291.JPG", "13 20:05:17", "banquet", halls::toast, (600.0, 420.0, 1120.0)).stars(5),
        shot("DSC04302.JPG", "14 10:06:20", "garden", outdoors::walk, (600.0, 420.0, 1080.0)),
        shot("DSC04317.JPG", "14 10:41:02", "garden", outdoors::children_near, (600.0, 440.0, 1120.0)),
        shot("DSC04325.JPG", "14 11:42:30", "tea", halls::tea, (600.0, 410.0, 1140.0)),
        shot("DSC04360.JPG", "15 09:22:41", "statement", ceremony::statement, (620.0, 420.0, 1160.0)),
        shot("DSC04372.JPG", "15 11:14:05", "farewell", journey::farewell, (560.0, 430.0, 1120.0)),
    ]
}

fn messenger() -> Vec<Shot> {
    let shot = maker(Device::Messenger);
    vec![
        shot(
            "KakaoTalk_20260312_145903127.jpg",
            "12 14:37:02",
            "arrival",
            ceremony::welcome,
            (606.0, 350.0, 640.0),
        ),
        shot("mmexport1773349565214.jpg", "13 09:41:36", "talks", ceremony::talks, (592.0, 428.0, 1120.0)),
        shot(
            "KakaoTalk_20260313_122140512.jpg",
            "13 12:15:30",
            "gifts",
            faces::selfie,
            (600.0, 400.0, 680.0),
        )
        .tall(1)
        .lean(-3.0),
        shot(
            "KakaoTalk_20260314_211502880.jpg",
            "14 21:06:20",
            "concert",
            faces::selfie_night,
            (610.0, 400.0, 720.0),
        )
        .tall(1)
        .lean(4.0),
    ]
}

/// The programme: identity, start and end in the host's time (`03-12 08:30` in the guest's for the first), place, and titles.
pub const PROGRAMME: [(&str, &str, &str, &str, Caption); 12] = [
    (
        "departure",
        "12 08:30",
        "12 09:00",
        "Tavo airfield",
        ["Departure from Tavo", "타보 출발", "从塔沃启程"],
    ),
    (
        "arrival",
        "12 14:30",
        "12 15:10",
        "Port Lindell airport",
        ["Arrival and guard of honour", "도착 및 의장대 사열", "抵达与检阅仪仗队"],
    ),
    (
        "lights",
        "12 20:30",
        "12 21:30",
        "Harbour, Port Lindell",
        ["Lighting of the harbour bridge", "항만 대교 점등식", "海港大桥亮灯仪式"],
    ),
    (
        "talks",
        "13 09:30",
        "13 12:00",
        "Government House, Bay Room",
        ["Talks of the delegations", "양국 대표단 회담", "两国代表团会谈"],
    ),
    ("gifts", "13 12:00", "13 12:45", "Government House", ["Exchange of gifts", "선물 교환", "互赠礼品"]),
    (
        "signing",
        "13 15:00",
        "13 16:00",
        "Government House",
        ["Signing of the ferry agreement", "여객선 협정 서명식", "渡轮协定签署仪式"],
    ),
    ("banquet", "13 19:00", "13 22:30", "Great Hall", ["State banquet", "국빈 만찬", "国宴"]),
    (
        "garden",
        "14 10:00",
        "14 11:00",
        "Garden of Government House",
        ["Garden walk and tree planting", "정원 산책과 기념 식수", "花园漫步与植树"],
    ),
    ("tea", "14 11:30", "14 12:30", "Pavilion of the Round Window", ["Tea ceremony", "다례", "茶会"]),
    (
        "museum",
        "14 15:00",
        "14 16:30",
        "National Museum",
        ["National Museum: the three vases", "국립박물관: 세 개의 도자기", "国家博物馆：三只花瓶"],
    ),
    (
        "concert",
        "14 19:30",
        "14 21:30",
        "Concert hall and harbour",
        ["Concert and fireworks", "음악회와 불꽃놀이", "音乐会与焰火"],
    ),
    (
        "statement",
        "15 09:00",
        "15 10:00",
        "Press centre",
        ["Joint statement to the press", "공동 언론 발표", "共同会见记者"],
    ),
];

/// The last of the programme.
pub const FAREWELL: (&str, &str, &str, &str, Caption) =
    ("farewell", "15 11:00", "15 11:30", "Port Lindell airport", ["Farewell", "환송", "送别"]);
