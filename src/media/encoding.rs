//! Which encoding a text was written in, told by its bytes: calendars, tables, captions of old programs.
//!
//! A byte order mark decides; then UTF-16 by where its zero bytes lie; then UTF-8, which hardly any other text is by chance. For
//! the rest, each encoding of the offices we know reads the text and what comes out is judged: Korean is written in a few hundred
//! syllables, Chinese in a few hundred characters, and a wrong reading yields rare ones. The encodings are those of the WHATWG
//! Encoding Standard: its EUC-KR is CP949, its Shift_JIS is CP932.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252 as WINDOWS,
};

/// A text and the encoding it was in.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The name that people know the encoding by.
    pub name: &'static str,
    /// Nothing but plausibility speaks for it: a person should look at the text.
    pub is_guess: bool,
}

/// How many bytes are judged: enough for a sure answer.
const JUDGED: usize = 64 * 1024;

/// Whether the bytes are UTF-16 by their mark or their zero bytes: then lines cannot be told by single bytes.
pub fn is_utf16(bytes: &[u8]) -> bool {
    utf16_of(bytes).is_some()
}

/// Which UTF-16 it is.
fn utf16_of(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some(UTF_16LE),
        [0xFE, 0xFF, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Digits, delimiters and line ends are a tenth of any table, also of a Korean one.
    let enough = head.len() / 20;
    // A few characters have a zero on the other side: 一 is U+4E00, 가 U+AC00.
    if odd > enough && even < odd / 4 {
        Some(UTF_16LE)
    } else if even > enough && odd < even / 4 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The text of the bytes; `None` if they are no text in any encoding that is known here.
pub fn decode(bytes: &[u8]) -> Option<Decoded> {
    if let Some(encoding) = utf16_of(bytes) {
        let name = if encoding == UTF_16LE { "UTF-16LE" } else { "UTF-16BE" };
        let (text, faulty) = encoding.decode_with_bom_removal(bytes);
        return (!faulty).then(|| Decoded { text: text.into_owned(), name, is_guess: false });
    }
    let sure = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if sure.contains(&0) {
        return None;
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(sure) {
        return Some(Decoded { text: text.into_owned(), name: "UTF-8", is_guess: false });
    }
    let sample = sample(sure);
    let candidates: [(&Encoding, &str, fn(&str) -> i64); 5] = [
        (EUC_KR, "CP949", korean),
        (GB18030, "GB18030", simplified),
        (BIG5, "Big5", traditional),
        (SHIFT_JIS, "Shift_JIS", japanese),
        (WINDOWS, "Windows-1252", western),
    ];
    let (score, encoding, name) = candidates
        .into_iter()
        .filter_map(|(encoding, name, judge)| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(sample)?;
            Some((judge(&text), encoding, name))
        })
        .max_by_key(|(score, ..)| *score)?;
    if score <= 0 {
        return None;
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(sure)?;
    Some(Decoded { text: text.into_owned(), name, is_guess: true })
}

/// The beginning of the bytes, up to one that is no part of a character of several bytes in any of the encodings.
fn sample(bytes: &[u8]) -> &[u8] {
    let Some(head) = bytes.get(..JUDGED) else { return bytes };
    let end = head.iter().rposition(|b| *b < b'0').unwrap_or(JUDGED);
    head.get(..end).unwrap_or(head)
}

/// Syllables that programmes and any Korean text are full of.
const HANGUL: &str = "가각간감개거건것경계고공과관교국권그금기나남내년는다단담당대도독동되등라로류를리마만면명목무문미민박반발방보본부북비사상새서석선성세소수시식신실아안양어업에여연영오와외요용우원위유으은을의이인일임입있자작장재적전접정제조종주중지진차착참책처청체총최출친타통투트평표하한할합항해행현협호화환회후";
/// Characters that simplified Chinese is full of, and those of programmes.
const SIMPLIFIED: &str = "的一是不了在人有我他这中大来上个国和地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运标题日期地点人员宴晚迎欢签署仪仗议谈早午参赠礼席访宾馆机场厅抵离摘要备注开始结束时间状态";
/// Characters that traditional Chinese is full of, and those of programmes.
const TRADITIONAL: &str = "的一是不了在人有我他這中大來上個國和地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指許統區保至隊形社便空決治展馬科司五基書非則界達光放強即難且權思王完設式色路記南品住告類求據程北邊張該交規萬取格望領共確傳師觀清今切院讓識候帶導爭運標題日期地點人員宴晚迎歡簽署儀仗議談早午參贈禮席訪賓館機場廳抵離摘備註開始結束時間狀態";
/// Characters that Japanese is full of beside its kana, and those of programmes.
const JAPANESE: &str = "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聴身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賞訴辺造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳極種美岡影命含福蔵量望松非撃佐核観察整段横融型白深字答夜製票況音申様財港識注呼渉達首脳晩餐署名式典";

/// How well a text reads as one script: what is common there counts for it, what is foreign or rare against it.
fn judge(text: &str, common: &str, own: fn(char) -> bool) -> i64 {
    let mut score = 0;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        score += match c {
            _ if common.contains(c) => 4,
            // Punctuation, full-width forms and enclosed numbers say nothing: every East Asian encoding has them.
            '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{203E}'
            | '\u{2460}'..='\u{27BF}'
            | '\u{3000}'..='\u{3020}' => 0,
            '\u{FF01}'..='\u{FF5E}' | '\u{00B7}' | '\u{2190}'..='\u{2193}' => 0,
            _ if own(c) => 1,
            // Seldom in the texts of offices, frequent in wrong readings: half-width katakana, private use.
            '\u{FF61}'..='\u{FFDC}' | '\u{E000}'..='\u{F8FF}' | '\u{80}'..='\u{9F}' => -6,
            _ => -3,
        };
    }
    score
}

fn korean(text: &str) -> i64 {
    judge(text, HANGUL, |c| ('가'..='힣').contains(&c))
}

/// A Chinese character that is in neither list may be sound: as in names.
fn simplified(text: &str) -> i64 {
    judge(text, SIMPLIFIED, |_| false)
}

fn traditional(text: &str) -> i64 {
    judge(text, TRADITIONAL, |_| false)
}

fn japanese(text: &str) -> i64 {
    judge(text, JAPANESE, |c| ('\u{3041}'..='\u{30FE}').contains(&c))
}

/// Western text has single accented letters among plain ones; anything else read so has rows of them.
fn western(text: &str) -> i64 {
    let chars: Vec<char> = text.chars().collect();
    let mut score = 0;
    for (at, c) in chars.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let beside = |step: isize| at.checked_add_signed(step).and_then(|at| chars.get(at)).copied();
        let near = [beside(-1), beside(1)];
        let foreign = near.iter().flatten().filter(|c| !c.is_ascii()).count();
        let letters = near.iter().flatten().filter(|c| c.is_ascii_alphabetic()).count();
        score += match c {
            '\u{80}'..='\u{9F}' => -20,
            '–' | '—' | '‘' | '’' | '“' | '”' | '„' | '…' | '€' | '°' | '«' | '»' | '·' | '\u{A0}'
                if foreign == 0 =>
            {
                3
            }
            _ if c.is_alphabetic() && foreign == 0 && letters > 0 => 6,
            _ if c.is_alphabetic() && foreign < 2 => -1,
            _ => -4,
        };
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, lost) = encoding.encode(text);
        assert!(!lost, "{text}");
        bytes.into_owned()
    }

    #[test]
    fn texts_of_offices_are_told_apart() {
        let korean = [
            "날짜,시작,종료,제목,장소\n2026-01-05,09:00,09:40,공식 환영식,인민대회당\n",
            "일시;행사\n2026-01-05 10:00;양국 정상회담\n2026-01-05 18:30;국빈 만찬\n",
            "BEGIN:VEVENT\nSUMMARY:환송\nEND:VEVENT\n",
        ];
        let simplified = [
            "日期,开始,结束,标题,地点\n2026-01-05,09:00,09:40,欢迎仪式,人民大会堂东门外广场\n",
            "时间\t活动\n2026年1月5日 10:00\t两国领导人会谈\n18:30\t国宴\n",
            "BEGIN:VEVENT\nSUMMARY:欢迎宴会\nEND:VEVENT\n",
        ];
        let traditional = [
            "日期,開始,結束,標題,地點\n2026-01-05,09:00,09:40,歡迎儀式,迎賓館\n",
            "時間,活動\n10:00,兩國領導人會談\n",
        ];
        let japanese = [
            "日付,開始,終了,件名,場所\n2026-01-05,09:00,09:40,歓迎式典,迎賓館\n",
            "時刻,行事\n10:00,首脳会談と共同記者発表\n",
        ];
        let western = [
            "Date;Début;Fin;Titre;Lieu\n05.01.2026;9h00;9h40;Cérémonie d’accueil;Palais de l’Élysée\n",
            "Datum;Beginn;Ende;Titel;Ort\n05.01.2026;9:00;9:40;Begrüßung mit militärischen Ehren;Schloß Bellevue\n",
            "Title\nRéception\n",
            "Título\nCena de gala – palacio de la Señoría\n",
        ];
        let all: [(&[&str], &'static Encoding, &str); 5] = [
            (&korean, EUC_KR, "CP949"),
            (&simplified, GB18030, "GB18030"),
            (&traditional, BIG5, "Big5"),
            (&japanese, SHIFT_JIS, "Shift_JIS"),
            (&western, WINDOWS, "Windows-1252"),
        ];
        for (texts, encoding, name) in all {
            for text in texts {
                let want = Decoded { text: (*text).to_owned(), name, is_guess: true };
                assert_eq!(decode(&encode(text, encoding)), Some(want));
                let sure = decode(text.as_bytes()).unwrap();
                assert_eq!((sure.text.as_str(), sure.name, sure.is_guess), (*text, "UTF-8", false));
                let marked = decode(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()).unwrap();
                assert_eq!(marked.text, *text);
                let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
                for (bytes, name) in [
                    (little.clone(), "UTF-16LE"),
                    (big.clone(), "UTF-16BE"),
                    ([vec![0xFF, 0xFE], little].concat(), "UTF-16LE"),
                    ([vec![0xFE, 0xFF], big].concat(), "UTF-16BE"),
                ] {
                    let got = decode(&bytes).unwrap();
                    assert_eq!((got.text.as_str(), got.name), (*text, name));
                }
            }
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), None);
        assert_eq!(decode(b"\xFF\xD8\xFF\xE1\x12\x34Exif\0\0II"), None);
        assert_eq!(decode(b"\xFF\xFE\x00\xD8\x41"), None);
        assert!(decode(b"").is_some_and(|empty| empty.text.is_empty()));
    }
}
