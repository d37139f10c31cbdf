//! Every colour, size and font of the window. Neutral greys, so that the photographs are the only colour on the screen, and
//! one accent.

use egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use egui::style::{HandleShape, ScrollStyle, Selection, WidgetVisuals, Widgets};
use egui::{
    Color32, CornerRadius, FontData, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle, Theme, Ui,
    Visuals, vec2,
};

/// The colours of one appearance, dark or light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind photographs.
    pub canvas: Color32,
    /// Panels beside the photographs.
    pub panel: Color32,
    /// Buttons and other controls at rest.
    pub raised: Color32,
    /// Controls and rows under the pointer.
    pub hover: Color32,
    /// Controls while pressed, and chosen rows.
    pub pressed: Color32,
    /// Inside of text fields.
    pub field: Color32,
    /// Hairlines between panels and around fields.
    pub line: Color32,
    /// Around fields and boxes.
    pub outline: Color32,
    /// Menus and dialogs.
    pub float: Color32,
    /// Text that is read.
    pub text: Color32,
    /// Text beside it: counts, labels, explanations. At least 4.5:1 on panels.
    pub soft: Color32,
    /// Marks that may be overlooked: hints in fields, empty stars.
    pub faint: Color32,
    /// The one colour: what is chosen, the one main button, the focus ring.
    pub accent: Color32,
    /// The accent under the pointer.
    pub accent_hover: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// The accent as a tint behind text.
    pub accent_tint: Color32,
    /// What failed or is rejected.
    pub danger: Color32,
    /// Over everything while a dialog is open.
    pub scrim: Color32,
}

/// Dark, the appearance by default.
pub const DARK: Palette = Palette {
    canvas: Color32::from_gray(22),
    panel: Color32::from_gray(31),
    raised: Color32::from_gray(47),
    hover: Color32::from_gray(56),
    pressed: Color32::from_gray(64),
    field: Color32::from_gray(23),
    line: Color32::from_gray(48),
    outline: Color32::from_gray(70),
    float: Color32::from_gray(40),
    text: Color32::from_gray(230),
    soft: Color32::from_gray(165),
    faint: Color32::from_gray(112),
    accent: Color32::from_rgb(222, 178, 92),
    accent_hover: Color32::from_rgb(236, 196, 116),
    on_accent: Color32::from_rgb(28, 22, 10),
    accent_tint: Color32::from_rgb(63, 55, 40),
    danger: Color32::from_rgb(232, 120, 110),
    scrim: Color32::from_black_alpha(150),
};

/// Light.
pub const LIGHT: Palette = Palette {
    canvas: Color32::from_gray(232),
    panel: Color32::from_gray(246),
    raised: Color32::from_gray(228),
    hover: Color32::from_gray(219),
    pressed: Color32::from_gray(209),
    field: Color32::from_gray(255),
    line: Color32::from_gray(212),
    outline: Color32::from_gray(188),
    float: Color32::from_gray(252),
    text: Color32::from_gray(28),
    soft: Color32::from_gray(92),
    faint: Color32::from_gray(146),
    accent: Color32::from_rgb(142, 96, 12),
    accent_hover: Color32::from_rgb(120, 80, 6),
    on_accent: Color32::from_gray(255),
    accent_tint: Color32::from_rgb(240, 226, 198),
    danger: Color32::from_rgb(176, 36, 28),
    scrim: Color32::from_black_alpha(90),
};

/// The colours of the appearance that is on.
pub fn palette(ui: &Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// Distances, in points. Everything is one of these.
pub mod space {
    /// Within a control.
    pub const XS: f32 = 4.0;
    /// Between controls that belong together.
    pub const S: f32 = 8.0;
    /// Between groups.
    pub const M: f32 = 12.0;
    /// Inside panels.
    pub const L: f32 = 16.0;
    /// Between parts of a dialog.
    pub const XL: f32 = 24.0;
}

/// Sizes of the window's parts, in points.
pub mod size {
    /// The window at first, and at its smallest.
    pub const WINDOW: [f32; 2] = [1360.0, 860.0];
    /// The window at its smallest.
    pub const WINDOW_MIN: [f32; 2] = [820.0, 560.0];
    /// A button, a field, a row of a list.
    pub const CONTROL: f32 = 28.0;
    /// A row of the list of visits.
    pub const ROW: f32 = 30.0;
    /// The bar at the top.
    pub const TOOLBAR: f32 = 48.0;
    /// The line at the bottom.
    pub const STATUS: f32 = 28.0;
    /// The list of visits.
    pub const VISITS: f32 = 280.0;
    /// How narrow and how wide a person can make it.
    pub const VISITS_RANGE: (f32, f32) = (160.0, 420.0);
    /// The inspector.
    pub const INSPECTOR: f32 = 340.0;
    /// What is left of the contact sheet beside an inspector with a column for each language.
    pub const LEAST_SHEET: f32 = 260.0;
    /// How narrow and how wide a person can make the inspector.
    pub const INSPECTOR_RANGE: (f32, f32) = (240.0, 560.0);
    /// The clock desk.
    pub const CLOCKS: f32 = 290.0;
    /// A heading of a section in the contact sheet.
    pub const HEADING: f32 = 44.0;
    /// The heading of an item of the programme without a picture.
    pub const HOLE: f32 = 32.0;
    /// The line under a thumbnail with stars and badges.
    pub const BADGES: f32 = 22.0;
    /// An icon.
    pub const ICON: f32 = 16.0;
    /// An icon in an empty state.
    pub const ICON_BIG: f32 = 40.0;
    /// A dialog.
    pub const DIALOG: f32 = 520.0;
    /// The smallest and the largest thumbnail, and the first.
    pub const THUMBNAIL: (f32, f32, f32) = (96.0, 360.0, 176.0);
    /// Corners of thumbnails.
    pub const ROUND_S: u8 = 3;
    /// Corners of controls.
    pub const ROUND: u8 = 6;
    /// Corners of dialogs.
    pub const ROUND_L: u8 = 8;
    /// A hairline.
    pub const HAIR: f32 = 1.0;
    /// The ring around what is chosen.
    pub const RING: f32 = 2.0;
}

/// The one type scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Counts, badges, labels of fields.
    Small,
    /// The same, heavier.
    SmallStrong,
    /// Everything that is read.
    Body,
    /// The same, heavier.
    Strong,
    /// Headings of sections.
    Heading,
    /// The title of a dialog or an empty state.
    Title,
    /// Icons beside text.
    Icon,
    /// Filled icons: stars that are given, flags that are set.
    IconFill,
    /// Small filled icons, for badges.
    BadgeFill,
    /// Small icons, for badges.
    Badge,
    /// The icon of an empty state.
    IconBig,
}

impl Type {
    /// The font and its size.
    pub fn font(self) -> FontId {
        match self {
            Self::Small => FontId::new(11.5, FontFamily::Proportional),
            Self::SmallStrong => FontId::new(11.5, strong()),
            Self::Body => FontId::new(13.0, FontFamily::Proportional),
            Self::Strong => FontId::new(13.0, strong()),
            Self::Heading => FontId::new(15.0, strong()),
            Self::Title => FontId::new(22.0, strong()),
            Self::Icon => FontId::new(size::ICON, icons()),
            Self::IconFill => FontId::new(size::ICON, icons_fill()),
            Self::Badge => FontId::new(13.0, icons()),
            Self::BadgeFill => FontId::new(13.0, icons_fill()),
            Self::IconBig => FontId::new(size::ICON_BIG, icons()),
        }
    }
}

fn strong() -> FontFamily {
    FontFamily::Name("strong".into())
}

fn icons() -> FontFamily {
    FontFamily::Name("icons".into())
}

fn icons_fill() -> FontFamily {
    FontFamily::Name("icons-fill".into())
}

/// A ring around what has the keyboard.
pub fn focus_ring(palette: &Palette) -> Stroke {
    Stroke::new(size::RING, palette.accent)
}

/// A hairline.
pub fn hairline(palette: &Palette) -> Stroke {
    Stroke::new(size::HAIR, palette.line)
}

/// Dresses the window: fonts, and a dark and a light appearance of which dark is on.
pub fn install(ctx: &egui::Context) {
    for font in fonts() {
        ctx.add_font(font);
    }
    ctx.set_visuals_of(Theme::Dark, visuals(&DARK, Visuals::dark()));
    ctx.set_visuals_of(Theme::Light, visuals(&LIGHT, Visuals::light()));
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Small, Type::Small.font()),
            (TextStyle::Body, Type::Body.font()),
            (TextStyle::Button, Type::Body.font()),
            (TextStyle::Heading, Type::Heading.font()),
            (TextStyle::Monospace, FontId::new(12.0, FontFamily::Monospace)),
        ]
        .into();
        let spacing = &mut style.spacing;
        spacing.item_spacing = vec2(space::S, space::S);
        spacing.button_padding = vec2(10.0, space::XS);
        spacing.interact_size = vec2(size::CONTROL, size::CONTROL);
        spacing.menu_margin = Margin::same(6);
        spacing.window_margin = Margin::same(24);
        spacing.icon_width = 16.0;
        spacing.icon_width_inner = 9.0;
        spacing.icon_spacing = space::S;
        spacing.slider_width = 96.0;
        spacing.slider_rail_height = 3.0;
        spacing.tooltip_width = 320.0;
        spacing.scroll = ScrollStyle {
            bar_width: 8.0,
            floating_width: 4.0,
            foreground_color: true,
            dormant_handle_opacity: 0.25,
            active_handle_opacity: 0.5,
            interact_handle_opacity: 0.75,
            active_background_opacity: 0.0,
            interact_background_opacity: 0.0,
            fade: egui::style::ScrollFadeStyle { strength: 0.0, size: 0.0 },
            ..ScrollStyle::floating()
        };
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.6;
        style.animation_time = 0.12;
    });
    ctx.set_theme(Theme::Dark);
}

fn fonts() -> [FontInsert; 4] {
    let insert = |name: &str, bytes: &'static [u8], family: FontFamily| {
        let families = vec![InsertFontFamily { family, priority: FontPriority::Highest }];
        FontInsert::new(name, FontData::from_static(bytes), families)
    };
    let regular = include_bytes!("../../assets/fonts/Inter-Regular-subset.otf");
    let semi_bold = include_bytes!("../../assets/fonts/Inter-SemiBold-subset.otf");
    let icon = include_bytes!("../../assets/icons/phosphor-regular-subset.ttf");
    let icon_fill = include_bytes!("../../assets/icons/phosphor-fill-subset.ttf");
    [
        insert("Inter", regular, FontFamily::Proportional),
        insert("Inter SemiBold", semi_bold, strong()),
        insert("Phosphor", icon, icons()),
        insert("Phosphor Fill", icon_fill, icons_fill()),
    ]
}

fn visuals(palette: &Palette, base: Visuals) -> Visuals {
    let round = CornerRadius::same(size::ROUND);
    let at = |fill: Color32, text: Color32, outline: Stroke| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: outline,
        corner_radius: round,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let shadow = |blur, y| Shadow { offset: [0, y], blur, spread: 0, color: Color32::from_black_alpha(90) };
    Visuals {
        widgets: Widgets {
            noninteractive: at(palette.panel, palette.text, hairline(palette)),
            inactive: at(palette.raised, palette.text, Stroke::new(size::HAIR, palette.outline)),
            hovered: at(palette.hover, palette.text, Stroke::new(size::HAIR, palette.faint)),
            active: at(palette.pressed, palette.text, Stroke::NONE),
            open: at(palette.hover, palette.text, Stroke::NONE),
        },
        selection: Selection {
            bg_fill: palette.accent.gamma_multiply(0.35),
            stroke: Stroke::new(1.0, palette.accent),
        },
        weak_text_color: Some(palette.soft),
        hyperlink_color: palette.accent,
        faint_bg_color: palette.raised,
        extreme_bg_color: palette.field,
        text_edit_bg_color: Some(palette.field),
        warn_fg_color: palette.accent,
        error_fg_color: palette.danger,
        window_corner_radius: CornerRadius::same(size::ROUND_L),
        menu_corner_radius: round,
        window_fill: palette.float,
        window_stroke: hairline(palette),
        window_shadow: shadow(32, 12),
        popup_shadow: shadow(16, 6),
        panel_fill: palette.panel,
        slider_trailing_fill: true,
        handle_shape: HandleShape::Circle,
        indent_has_left_vline: false,
        button_frame: true,
        ..base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2 relative luminance and contrast ratio.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |c: Color32| {
            let linear = |v: u8| {
                let v = f32::from(v) / 255.0;
                if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(c.r()) + 0.7152 * linear(c.g()) + 0.0722 * linear(c.b())
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_in_both_appearances() {
        for palette in [DARK, LIGHT] {
            for ground in [palette.canvas, palette.panel, palette.field, palette.float] {
                assert!(contrast(palette.text, ground) >= 7.0);
                assert!(contrast(palette.soft, ground) >= 4.5, "{:?} on {ground:?}", palette.soft);
                assert!(contrast(palette.accent, ground) >= 3.0);
                assert!(contrast(palette.danger, ground) >= 4.5, "danger on {ground:?}");
            }
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
            assert!(contrast(palette.text, palette.accent_tint) >= 7.0);
            assert!(contrast(palette.text, palette.pressed) >= 7.0);
        }
    }
}
