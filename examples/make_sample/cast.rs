//! Who takes part in the visit.

use crate::painter::{Dice, hex};
use crate::people::{Hair, Person, Wear};

/// President Ilse Maren of Merrowin, the host: silver bob, sea-green costume, coral brooch.
pub const MAREN: Person = Person {
    skin: hex(0xF2C9A8),
    hair: hex(0xD9D6D2),
    style: Hair::Bob,
    cloth: hex(0x1F6F78),
    wear: Wear::Costume(hex(0xE76F51)),
    beard: false,
    glasses: false,
};

/// Prime Minister Daro Venn of Kasoria, the guest: black hair and beard, plum suit, ochre tie.
pub const VENN: Person = Person {
    skin: hex(0xB57852),
    hair: hex(0x231B22),
    style: Hair::Short,
    cloth: hex(0x5C2A4D),
    wear: Wear::Suit(hex(0xE9B44C)),
    beard: true,
    glasses: false,
};

/// The press attaché: bun, spectacles, mustard jersey.
pub const ATTACHE: Person = Person {
    skin: hex(0xE3AE86),
    hair: hex(0x4A2C24),
    style: Hair::Bun,
    cloth: hex(0xC98A2D),
    wear: Wear::Plain,
    beard: false,
    glasses: true,
};

/// A guardsman of the host.
pub const GUARD: Person = Person {
    skin: hex(0xD99C75),
    hair: hex(0x2A2020),
    style: Hair::Cap(hex(0xF4E7CC)),
    cloth: hex(0x243B5A),
    wear: Wear::Uniform(hex(0xE76F51)),
    beard: false,
    glasses: false,
};

/// Somebody of the delegations, by number.
pub fn somebody(number: u64) -> Person {
    let mut dice = Dice::new(number * 7919 + 17);
    let skin = dice.pick(&[hex(0xF2C9A8), hex(0xD99C75), hex(0xB57852), hex(0x8A563B), hex(0xEBBD97)]);
    let hair = dice.pick(&[hex(0x231B22), hex(0x4A2C24), hex(0x7A4B2A), hex(0x9A9390), hex(0x332630)]);
    let style = dice.pick(&[Hair::Short, Hair::Short, Hair::Bob, Hair::Bun, Hair::Curls, Hair::Long]);
    let man = style == Hair::Short;
    let cloth = dice.pick(&[hex(0x2B3A4E), hex(0x3D4F4A), hex(0x5A3E3A), hex(0x2F2F45), hex(0x6B4A5E)]);
    let accent = dice.pick(&[hex(0xE76F51), hex(0xE9B44C), hex(0x8FB8A8), hex(0xB03A48)]);
    let wear = if man { Wear::Suit(accent) } else { Wear::Costume(accent) };
    let beard = man && dice.between(0.0, 1.0) < 0.25;
    Person { skin, hair, style, cloth, wear, beard, glasses: dice.between(0.0, 1.0) < 0.3 }
}
