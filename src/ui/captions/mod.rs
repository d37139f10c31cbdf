//! The press desk's tools for captions: the check, templates, find and replace, and what was copied.

pub mod check_ui;
pub mod data;
pub mod history_ui;
pub mod replace_ui;
pub mod route;
pub mod sidecars_ui;
pub mod table_ui;
pub mod template_ui;

use crate::model::caption::write::Copied;
use crate::model::notes::Subject;
use check_ui::CheckState;
use replace_ui::ReplaceForm;
use sidecars_ui::SidecarsForm;
use template_ui::TemplateForm;

/// The tools' memory.
#[derive(Default)]
pub struct CaptionsState {
    /// The captions that were copied.
    pub copied: Option<Copied>,
    /// The dialog of templates.
    pub template: TemplateForm,
    /// The dialog of find and replace.
    pub replace: ReplaceForm,
    /// Whose history is shown.
    pub history: Option<Subject>,
    /// What writing sidecars would do.
    pub sidecars: Option<SidecarsForm>,
    /// The list of findings.
    pub check: CheckState,
}
