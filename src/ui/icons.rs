//! The icons of the window: characters of the icon fonts in `assets/icons` (Phosphor, MIT).

macro_rules! icons {
    ($($name:ident = $code:literal),* $(,)?) => {
        $(#[doc = concat!("Phosphor U+", stringify!($code))] pub const $name: &str = $code;)*
        /// Every icon that is used.
        pub const ALL: &[&str] = &[$($name),*];
    };
}

icons! {
    OPEN = "\u{e256}", FOLDER = "\u{e24a}", SEARCH = "\u{e30c}", FILTER = "\u{e266}", EXPORT = "\u{eaf0}",
    STAR = "\u{e46a}", FLAG = "\u{e244}", REJECT = "\u{e4f8}", PICKED = "\u{e184}", CAPTION = "\u{e484}",
    SELFIE = "\u{e6fc}", COMPANION = "\u{e39a}", DOWN = "\u{e136}", RIGHT = "\u{e13a}", LEFT = "\u{e138}",
    CLOSE = "\u{e4f6}", BACK = "\u{e058}", NEXT = "\u{e06c}", ZOOM_IN = "\u{e310}", ZOOM_OUT = "\u{e30e}",
    FIT = "\u{e626}", CLOCK = "\u{e19a}", PLACE = "\u{e316}", CAMERA = "\u{e10e}", FILE = "\u{e230}",
    WARNING = "\u{e4e0}", INFO = "\u{e2ce}", HELP = "\u{e3e8}", SUN = "\u{e472}", MOON = "\u{e330}",
    MORE = "\u{e1fe}", SPLIT = "\u{eae0}", MERGE = "\u{ed3e}", PLUS = "\u{e3d4}", IMAGE = "\u{e2ca}",
    IMAGES = "\u{e836}", CALENDAR = "\u{e10a}", UNDATED = "\u{e10c}", UNDO = "\u{e038}", REDO = "\u{e036}",
    GLOBE = "\u{e288}", CHECK = "\u{e182}", PHONE = "\u{e1e0}", KEYBOARD = "\u{e2d8}", SIDEBAR = "\u{ec24}",
    COPY = "\u{e1ca}", RENAME = "\u{e3b4}", ALERT = "\u{e4e2}", LANGUAGE = "\u{e4a2}", DOT = "\u{e18a}",
    EYE = "\u{e220}", MENU = "\u{e2f0}", GRID = "\u{e464}", BROWSER = "\u{e5de}", PEOPLE = "\u{e68e}",
    MOTION = "\u{e740}", SOUND = "\u{e44a}",
}
