//! Draws the days of a visit: a strip each, with the items of the programme and below them how many photos were taken when. Items without
//! a picture are hollow, pictures without an item stand out.

use egui::accesskit::Role;
use egui::{
    Align2, Color32, Id, Painter, Pos2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use jiff::civil::Date;

use super::data::{Bar, DayStrip, Page};
use super::page_ui::tone;
use super::tally::{BIN_MINUTES, Bin, Tally, minute_of};
use crate::model::notes::Subject;
use crate::model::photo::PhotoId;
use crate::model::text::LangTag;
use crate::model::time::CaptureTime;
use crate::model::visit::{DAY_BEGINS_HOUR, Visit, day_of};
use crate::model::wording;
use crate::ui::ask::{Ask, Scene, grouped, n_photos};
use crate::ui::theme::{self, Palette, Type, size, space};
use crate::ui::widgets::{elided, paint_line};
use crate::ui::{context_menu, headings};

/// The height of the hours, of a row of items, and of the density, in points.
const AXIS: f32 = 20.0;
const LANE: f32 = 24.0;
const DENSITY: f32 = 22.0;
/// Between two days.
const GAP: f32 = 8.0;

fn height_of_day(day: &DayStrip) -> f32 {
    LANE * day.n_lanes as f32 + DENSITY + GAP
}

/// How high all days are with their hours.
pub(super) fn height_of(page: &Page) -> f32 {
    AXIS + page.days.iter().map(height_of_day).sum::<f32>()
}

/// Where a minute of a day is on the screen.
#[derive(Clone, Copy)]
struct Scale {
    from: f32,
    per_minute: f32,
    left: f32,
}

impl Scale {
    fn x(&self, minute: i64) -> f32 {
        self.left + (minute as f32 - self.from) * self.per_minute
    }
}

/// Draws the days into so much height; they scroll where that is not enough.
pub(super) fn timeline_ui(
    ui: &mut Ui,
    page: &Page,
    tally: &Tally,
    visit: &Visit,
    height: f32,
    scene: &mut Scene<'_>,
) {
    let palette = theme::palette(ui);
    let (room, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let label = match room.width() {
        ..560.0 => 62.0,
        ..900.0 => 132.0,
        _ => 164.0,
    };
    let strip = Rect::from_min_max(
        pos2(room.left() + label, room.top()),
        pos2(room.right() - space::S, room.bottom()),
    );
    let (from, to) = page.minutes;
    let scale = Scale {
        from: from as f32,
        per_minute: strip.width() / (to - from).max(60) as f32,
        left: strip.left(),
    };
    axis_ui(ui, room, page, &scale, palette);
    let most = tally.density.values().flatten().map(|bin| bin.placed + bin.unplaced).max().unwrap_or(0);
    let below = Rect::from_min_max(pos2(room.left(), room.top() + AXIS), room.max);
    let mut days = ui.new_child(egui::UiBuilder::new().max_rect(below));
    ScrollArea::vertical().id_salt("days").auto_shrink(false).min_scrolled_height(0.0).show_viewport(
        &mut days,
        |ui, seen| {
            let origin = ui.max_rect().top();
            let mut top = 0.0;
            for day in &page.days {
                let height = height_of_day(day);
                if top + height >= seen.top() && top <= seen.bottom() {
                    let rect = Rect::from_min_max(
                        pos2(room.left(), origin + top),
                        pos2(strip.right(), origin + top + height - GAP),
                    );
                    day_ui(ui, day, rect, &scale, tally, most, page, visit, scene);
                }
                top += height;
            }
            ui.set_height(top);
        },
    );
}

/// The hours, and what the marks mean where there is room for it.
fn axis_ui(ui: &Ui, room: Rect, page: &Page, scale: &Scale, palette: &Palette) {
    let painter = ui.painter();
    let y = room.top() + AXIS / 2.0;
    let hour = scale.per_minute * 60.0;
    let step = [1, 2, 3, 4, 6, 12].into_iter().find(|step| hour * *step as f32 >= 44.0).unwrap_or(24);
    let (from, to) = page.minutes;
    let mut minute = from;
    while minute <= to {
        let clock = (minute / 60 + DAY_BEGINS_HOUR) % 24;
        let x = scale.x(minute);
        if clock % step == 0 && (x + 14.0 <= room.right() || minute < to) {
            let look = (Type::Small, palette.soft);
            let words = format!("{clock:02}:00");
            paint_line(painter, pos2(x, y), Align2::CENTER_CENTER, &words, look, 60.0);
            let line = Stroke::new(size::HAIR, palette.line);
            painter.vline(x, room.top() + AXIS - 2.0..=room.bottom(), line);
        }
        minute += 60;
    }
}

#[expect(clippy::too_many_arguments, reason = "a day is drawn from all of these")]
fn day_ui(
    ui: &mut Ui,
    day: &DayStrip,
    rect: Rect,
    scale: &Scale,
    tally: &Tally,
    most: u32,
    page: &Page,
    visit: &Visit,
    scene: &mut Scene<'_>,
) {
    let palette = theme::palette(ui);
    let bins = tally.density.get(&day.date).map(Vec::as_slice).unwrap_or_default();
    label_ui(
        ui,
        day,
        bins,
        Rect::from_min_max(rect.min, pos2(scale.left - space::S, rect.bottom())),
        scene.lang,
    );
    let ground = rect.with_min_x(scale.left);
    ui.painter().hline(ground.x_range(), ground.bottom(), Stroke::new(size::HAIR, palette.outline));
    let mut ends = vec![f32::NEG_INFINITY; day.n_lanes];
    for (n, bar) in day.bars.iter().enumerate() {
        let (left, right) = (scale.x(bar.minutes.0), scale.x(bar.minutes.1));
        // Of very many items those that would lie on each other are one.
        let Some(end) = ends.get_mut(bar.lane) else { continue };
        if right - *end < 2.0 {
            continue;
        }
        *end = right;
        let top = rect.top() + LANE * bar.lane as f32;
        let at = Rect::from_min_max(pos2(left, top), pos2((right - 1.0).max(left + 3.0), top + LANE - 3.0));
        // Words that a short item has no room for stand behind it, up to the next.
        let next = day.bars.iter().skip(n + 1).find(|next| next.lane == bar.lane);
        let free = next.map_or(rect.right(), |next| scale.x(next.minutes.0)) - at.right() - space::S;
        bar_ui(ui, bar, at, free, visit, scene);
    }
    let density = Rect::from_min_max(pos2(scale.left, rect.bottom() - DENSITY), rect.max);
    density_ui(ui, day.date, bins, density, scale, most, page.has_programme, visit, scene);
}

fn label_ui(ui: &Ui, day: &DayStrip, bins: &[Bin], rect: Rect, lang: &LangTag) {
    let palette = theme::palette(ui);
    let narrow = rect.width() < 80.0;
    let date = if narrow {
        let weekday = wording::date_with_weekday(day.date, &LangTag::en());
        let weekday: String = weekday.chars().take(3).collect();
        format!("{weekday} {}", day.date.day())
    } else {
        let words = wording::date_with_weekday(day.date, lang);
        // The year stands at the head of the page.
        words.trim_end_matches(&format!(" {}", day.date.year())).to_owned()
    };
    let count: u32 = bins.iter().map(|bin| bin.placed + bin.unplaced).sum();
    let painter = ui.painter();
    let one = day.n_lanes == 0;
    let y = if one { rect.center().y - 6.0 } else { rect.top() + 10.0 };
    let look = (Type::SmallStrong, palette.text);
    paint_line(painter, pos2(rect.left(), y), Align2::LEFT_CENTER, &date, look, rect.width());
    let words = if narrow { grouped(count as usize) } else { n_photos(count as usize) };
    let look = (Type::Small, palette.soft);
    paint_line(painter, pos2(rect.left(), y + 15.0), Align2::LEFT_CENTER, &words, look, rect.width());
    if !day.all_day.is_empty() && !one {
        let words = day.all_day.join(", ");
        paint_line(painter, pos2(rect.left(), y + 29.0), Align2::LEFT_CENTER, &words, look, rect.width());
    }
    let response = ui.interact(rect, Id::unique(("day", day.date)), Sense::hover());
    let spoken =
        format!("{}, {}", wording::date_with_weekday(day.date, &LangTag::en()), n_photos(count as usize));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    if !day.all_day.is_empty() {
        response.on_hover_text(day.all_day.join("\n"));
    }
}

fn bar_ui(ui: &mut Ui, bar: &Bar, rect: Rect, free: f32, visit: &Visit, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let subject = Subject::Section(visit.id.clone(), bar.section.clone());
    let painter = ui.painter().clone();
    let inner = rect.shrink2(vec2(6.0, 0.0));
    let whole = elided(&painter, &bar.title, Type::Small, palette.text, 600.0).size().x;
    let is_inside = whole <= inner.width() || free < inner.width();
    // Words that stand behind a short item are as good to click and to drop on as itself.
    let hit = if is_inside { rect } else { rect.with_max_x(rect.right() + 5.0 + whole.min(free)) };
    let response = ui.interact(hit, Id::unique(("bar", &visit.id, &bar.section)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, bar.spoken()));
    let is_empty = bar.n_photos == 0;
    let text = if is_empty {
        let color = if bar.is_off { palette.line } else { palette.accent };
        let width = if response.hovered() { size::RING } else { size::HAIR };
        painter.rect_stroke(rect, size::ROUND_S, Stroke::new(width, color), StrokeKind::Inside);
        palette.soft
    } else {
        let fill = if response.hovered() { palette.pressed } else { palette.hover };
        painter.rect_filled(rect, size::ROUND_S, fill);
        palette.text
    };
    if is_inside {
        let mut room = inner.width();
        if room - whole > 40.0 && bar.n_photos > 0 {
            let count = elided(&painter, &grouped(bar.n_photos), Type::Small, palette.soft, 60.0);
            room -= count.size().x + space::S;
            let at = pos2(inner.right() - count.size().x, inner.center().y - count.size().y / 2.0);
            painter.galley(at, count, palette.soft);
        }
        if room > 16.0 {
            title_ui(&painter, bar, inner.left_center(), room, text, palette);
        }
    } else {
        title_ui(&painter, bar, pos2(rect.right() + 5.0, rect.center().y), free, palette.soft, palette);
    }
    headings::drop_target(ui, &response, &subject, hit, scene);
    if response.clicked() {
        scene.ask(if is_empty { Ask::Reveal(subject.clone()) } else { Ask::Heading(subject.clone()) });
    }
    if !is_empty {
        response.context_menu(|ui| context_menu::heading_ui(ui, &subject, scene));
    }
    if !response.context_menu_opened() {
        let photos =
            if is_empty { "No picture yet: drop photos here".to_owned() } else { n_photos(bar.n_photos) };
        let lines = [&bar.title, &bar.time, &bar.facts, &photos];
        let lines: Vec<&str> =
            lines.into_iter().filter(|line| !line.is_empty()).map(String::as_str).collect();
        response.on_hover_text(lines.join("\n"));
    }
}

fn title_ui(painter: &Painter, bar: &Bar, at: Pos2, room: f32, text: Color32, palette: &Palette) {
    let right = paint_line(painter, at, Align2::LEFT_CENTER, &bar.title, (Type::Small, text), room);
    if bar.is_off {
        painter.hline(at.x..=right, at.y + 1.0, Stroke::new(size::HAIR, palette.soft));
    }
}

/// How many photos were taken when.
#[expect(clippy::too_many_arguments, reason = "the bars are drawn from all of these")]
fn density_ui(
    ui: &mut Ui,
    date: Date,
    bins: &[Bin],
    rect: Rect,
    scale: &Scale,
    most: u32,
    has_programme: bool,
    visit: &Visit,
    scene: &mut Scene<'_>,
) {
    let palette = theme::palette(ui);
    let response = ui.interact(rect, Id::unique(("density", date)), Sense::CLICK);
    let unplaced: u32 = bins.iter().map(|bin| bin.unplaced).sum();
    response.widget_info(|| {
        let words = match (has_programme, unplaced) {
            (true, 1) => ", 1 in no item".to_owned(),
            (true, n @ 1..) => format!(", {n} in no item"),
            _ => String::new(),
        };
        WidgetInfo::labeled(Role::Image, true, format!("Photos over {date}{words}"))
    });
    let room = DENSITY - 4.0;
    // Roots, so that a single picture is seen beside a hundred.
    let height = |n: u32| ((n as f32).sqrt() / (most.max(1) as f32).sqrt() * room).max(3.0);
    for (n, bin) in bins.iter().enumerate().filter(|(_, bin)| bin.placed + bin.unplaced > 0) {
        let from = n as i64 * BIN_MINUTES;
        let (left, right) = (scale.x(from), scale.x(from + BIN_MINUTES));
        let right = (right - 1.0).max(left + 1.5);
        let all = height(bin.placed + bin.unplaced);
        let of_unplaced = all * bin.unplaced as f32 / (bin.placed + bin.unplaced) as f32;
        let bottom = rect.bottom();
        let bar =
            |from: f32, to: f32| Rect::from_min_max(pos2(left, bottom - to), pos2(right, bottom - from));
        if bin.unplaced > 0 {
            ui.painter().rect_filled(bar(0.0, of_unplaced), 0, tone(palette, false));
        }
        if bin.placed > 0 {
            ui.painter().rect_filled(bar(of_unplaced, all), 0, tone(palette, true));
        }
    }
    let Some(pointer) = response.hover_pos() else { return };
    let minute = ((pointer.x - scale.left) / scale.per_minute + scale.from) as i64;
    let at = usize::try_from(minute / BIN_MINUTES).unwrap_or(0);
    // The nearest bar: they are thin.
    let near = [at, at.saturating_sub(1), at + 1];
    let found = near.into_iter().find_map(|n| {
        bins.get(n)
            .copied()
            .filter(|bin| bin.placed + bin.unplaced > 0)
            .map(|bin| (n as i64 * BIN_MINUTES, bin))
    });
    let Some((from, bin)) = found else { return };
    if response.clicked()
        && let Some(photo) = first_photo(date, from, visit, scene)
    {
        scene.ask(Ask::GoTo(photo));
    }
    let clock = |minute: i64| {
        let minute = minute + DAY_BEGINS_HOUR * 60;
        format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
    };
    let mut words = format!(
        "{}–{}  ·  {}",
        clock(from),
        clock(from + BIN_MINUTES),
        n_photos((bin.placed + bin.unplaced) as usize)
    );
    if bin.unplaced > 0 {
        words.push_str(&format!(", {} in no item", bin.unplaced));
    }
    response.on_hover_text_at_pointer(words);
}

/// The first photo of a visit within a bar of the density. Looked for when it is clicked.
fn first_photo(date: Date, from: i64, visit: &Visit, scene: &Scene<'_>) -> Option<PhotoId> {
    let collection = scene.collection();
    visit.photos().find(|id| {
        let captured = collection.photo(*id).and_then(|photo| collection.captured(photo));
        let civil = captured.filter(|captured| captured.dates_photo()).map(CaptureTime::civil);
        civil.is_some_and(|civil| {
            day_of(civil) == date && (from..from + BIN_MINUTES).contains(&minute_of(date, civil))
        })
    })
}
