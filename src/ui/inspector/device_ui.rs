//! Draws a device in the inspector: whose it is, what its files say, its clock, and the devices that may be the same body.

use egui::Ui;

use super::device::{DEVICE_FIELDS, DeviceSheet, role_words};
use super::facts_ui::fact_ui;
use super::inspector_ui::{InspectorState, part_ui, title_ui};
use super::text_ui::text_ui;
use crate::model::device::{DeviceId, Role};
use crate::model::joining::JoinOffer;
use crate::model::notes::{Field, Subject};
use crate::session::{Command, Revision};
use crate::ui::ask::{Ask, Scene};
use crate::ui::icons;
use crate::ui::theme::{self, Type, space};
use crate::ui::widgets::{Kind, button, choice, field_label, menu_row, wrapped};

/// Draws the device.
pub(super) fn device_ui(ui: &mut Ui, state: &mut InspectorState, device: &DeviceId, scene: &mut Scene<'_>) {
    title_ui(ui, &scene.collection().device_name(device), "Device");
    ui.add_space(space::S);
    for (field, label) in DEVICE_FIELDS {
        text_ui(ui, state, (field, label, 1), None, scene);
        if field == Field::Owner {
            role_ui(ui, device, scene);
        }
    }
    let Some((_, sheet)) = &state.device else { return };
    clock_ui(ui, sheet, scene);
    joins_ui(ui, sheet, scene);
    part_ui(ui, "Details");
    for fact in sheet.facts() {
        fact_ui(ui, &fact);
    }
    ui.add_space(space::L);
}

/// One step of its own, whatever is typed or chosen next.
fn revise(revision: Revision, scene: &mut Scene<'_>) {
    scene.ask(Ask::Command(Command::Revise(revision)));
    scene.ask(Ask::Command(Command::EndTyping));
}

fn role_ui(ui: &mut Ui, device: &DeviceId, scene: &mut Scene<'_>) {
    let role = scene.collection().notes().role(device);
    field_label(ui, "Role", "");
    let mut chosen = None;
    choice(ui, "Role", role_words(role), |ui| {
        for other in Role::ALL {
            if menu_row(ui, "", role_words(other), "", other == role).clicked() {
                chosen = Some(other);
                ui.close();
            }
        }
    });
    ui.add_space(space::XS);
    if let Some(role) = chosen {
        let text = if role == Role::Unknown { String::new() } else { role.code().to_owned() };
        let subjects = vec![Subject::Device(device.clone())];
        revise(Revision::SetText { subjects, field: Field::Role, lang: None, text }, scene);
    }
}

fn clock_ui(ui: &mut Ui, sheet: &DeviceSheet, scene: &mut Scene<'_>) {
    part_ui(ui, "Clock");
    fact_ui(ui, &sheet.clock(scene.collection()));
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let proposals = scene.collection().proposals();
        let proposal = proposals.iter().find(|p| p.device == sheet.device.id && p.is_sure).cloned();
        if let Some(proposal) = proposal
            && button(ui, Kind::Plain, icons::CHECK, "Set it right")
                .on_hover_text("As proposed. Undo takes it back; no file is changed.")
                .clicked()
        {
            let (device, correction) = (proposal.device, proposal.correction);
            revise(Revision::CorrectClock { device, correction }, scene);
        }
        let tip = "Its lane beside those of other devices: see what is wrong, and set it right";
        if button(ui, Kind::Plain, icons::CLOCK, "Show its clock").on_hover_text(tip).clicked() {
            scene.ask(Ask::Desk);
        }
    });
}

fn joins_ui(ui: &mut Ui, sheet: &DeviceSheet, scene: &mut Scene<'_>) {
    let id = &sheet.device.id;
    let notes = scene.collection().notes();
    let offers: Vec<&JoinOffer> =
        sheet.offers.iter().filter(|offer| !notes.refuses_join(&offer.device, &offer.into)).collect();
    if sheet.joined.is_empty() && offers.is_empty() && sheet.same_serial.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    part_ui(ui, "Same body");
    for (joined, name) in &sheet.joined {
        wrapped(ui, &format!("{name} is counted as this device"), Type::Body, palette.text);
        let separate =
            button(ui, Kind::Plain, icons::SPLIT, "Separate").accessible_name(format!("Separate {name}"));
        if separate.on_hover_text("They are two bodies after all").clicked() {
            revise(Revision::SeparateDevice(joined.clone()), scene);
        }
        ui.add_space(space::S);
    }
    for offer in offers {
        offer_ui(ui, id, offer, scene);
    }
    for other in &sheet.same_serial {
        let name = scene.collection().device_name(other);
        let text = format!(
            "{name} names the same serial number, but is of another make or model: one of the two tells wrong. They are kept apart."
        );
        wrapped(ui, &text, Type::Small, palette.soft);
    }
}

fn offer_ui(ui: &mut Ui, id: &DeviceId, offer: &JoinOffer, scene: &mut Scene<'_>) {
    let palette = theme::palette(ui);
    let name = scene.collection().device_name(offer.other(id));
    wrapped(ui, &format!("Probably the same body as {name}"), Type::Body, palette.text);
    for line in &offer.evidence {
        wrapped(ui, line, Type::Small, palette.soft);
    }
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let join = button(ui, Kind::Plain, icons::MERGE, "Join").accessible_name(format!("Join with {name}"));
        let (device, other) = (offer.device.clone(), offer.into.clone());
        if join
            .on_hover_text("Count both as one device, here and in later visits. Undo takes it back.")
            .clicked()
        {
            revise(Revision::JoinDevices { device, into: other }, scene);
        } else if button(ui, Kind::Plain, "", "They are two")
            .accessible_name(format!("{name} is another body"))
            .on_hover_text("Do not offer this again")
            .clicked()
        {
            revise(Revision::RefuseJoin { device, other }, scene);
        }
    });
    ui.add_space(space::S);
}
