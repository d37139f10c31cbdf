//! What cannot be seen from outside: a session with a cache of its own.

use std::path::PathBuf;
use std::time::Duration;

use tempfile::TempDir;

use super::*;
use crate::media::encode_jpeg;
use crate::model::made;
use crate::model::problem::ProblemKind;

struct Desk {
    folder: TempDir,
    session: Session,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let cache = ThumbnailCache::new(&folder.path().join("cache"), 1 << 30);
        let session = Session::with_store((Store::in_memory().unwrap(), None), cache, || {}).unwrap();
        std::fs::create_dir(folder.path().join("photos")).unwrap();
        Self { folder, session }
    }

    fn write_photo(&self, shade: u8) -> PathBuf {
        let picture = Picture::new(80, 60, [shade, 9, 99, 255].repeat(80 * 60)).unwrap();
        let path = self.folder.path().join("photos/a.jpg");
        std::fs::write(&path, encode_jpeg(&picture, 90).unwrap()).unwrap();
        path
    }

    fn settle(&mut self) {
        let begun = std::time::Instant::now();
        while self.session.scan.is_some() || self.session.poll(Duration::from_millis(20)) {
            assert!(begun.elapsed().as_secs() < 60, "the scan does not end");
            self.session.poll(Duration::from_millis(20));
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Shows the one photo; gives it back with its identity.
    fn show(&mut self) -> Photo {
        let photo = self.session.collection.photos().next().unwrap().id;
        for wanted in [Wanted::Thumbnail { edge_px: 256 }, Wanted::Large { edge_px: 2_000 }] {
            self.session.want(photo, wanted);
            while self.session.take_pictures().iter().all(|loaded| loaded.provisional) {
                self.session.poll(Duration::from_millis(20));
                std::thread::sleep(Duration::from_millis(2));
            }
        }
        Photo::clone(self.session.collection.photo(photo).unwrap())
    }
}

#[test]
fn an_incomplete_photo_is_told_of_on_its_cell_also_after_a_rescan_until_its_file_is_sound() {
    let mut desk = Desk::new();
    let path = desk.write_photo(100);
    desk.session.command(Command::Open(vec![path.parent().unwrap().to_owned()])).unwrap();
    desk.settle();
    assert_eq!(desk.session.problems(), []);
    // The cache knows from an earlier session that a part of it is missing.
    let id = desk.session.collection.photos().next().unwrap().id;
    let part = Picture { incomplete: true, ..Picture::new(8, 6, vec![255; 192]).unwrap() };
    ThumbnailCache::new(&desk.folder.path().join("cache"), 1 << 30).save(id, 256, &part);
    let kinds = |problems: &[Problem]| problems.iter().map(|problem| problem.kind).collect::<Vec<_>>();
    for round in 0..3 {
        let photo = desk.show();
        assert_eq!(kinds(&photo.problems), [ProblemKind::Incomplete], "round {round}");
        assert_eq!(kinds(desk.session.problems()), [ProblemKind::Incomplete], "round {round}");
        desk.session.command(Command::Rescan).unwrap();
        desk.settle();
    }
    desk.write_photo(200);
    desk.session.command(Command::Rescan).unwrap();
    desk.settle();
    assert_eq!(desk.show().problems, []);
    assert_eq!(desk.session.problems(), []);
}

#[test]
fn a_photo_that_cannot_be_decoded_says_so_on_its_cell() {
    let mut desk = Desk::new();
    let path = desk.write_photo(100);
    desk.session.command(Command::Open(vec![path.clone()])).unwrap();
    desk.settle();
    // Damaged behind the window's back: nothing but its beginning.
    let sound = std::fs::read(&path).unwrap();
    std::fs::write(&path, &sound[..sound.len() / 2 - 60]).unwrap();
    let photo = desk.show();
    assert_eq!(photo.problems.len(), 1, "{:?}", photo.problems);
    assert_eq!(photo.problems, desk.session.problems());
}

#[test]
fn a_move_in_a_large_collection_is_said_at_once_and_grouped_by_a_job() {
    let mut session = Session::in_memory(|| {}).unwrap();
    session.insert((0..MAX_AT_ONCE + 500).map(made::photo).collect());
    let before = session.collection().grouping().clone();
    let order: Vec<PhotoId> = session.collection().order().all().to_vec();
    let undated = |session: &Session| session.collection().grouping().undated.len();
    let revise = |session: &mut Session, revision| session.command(Command::Revise(revision)).unwrap();
    revise(&mut session, Revision::MoveToUndated(vec![order[3]]));
    assert_eq!(session.collection().notes().placement(order[3]).map(|p| p.visit.clone()), Some(None));
    let settle = |session: &mut Session, n_undated: usize| {
        let begun = std::time::Instant::now();
        while undated(session) != n_undated {
            assert!(begun.elapsed().as_secs() < 20, "it is never grouped");
            session.poll(Duration::from_millis(5));
        }
    };
    settle(&mut session, before.undated.len() + 1);
    session.command(Command::Undo).unwrap();
    // What goes by where photos are waits for the move before it.
    revise(&mut session, Revision::MoveToUndated(order[..4].to_vec()));
    revise(&mut session, Revision::SplitVisit(order[10]));
    let first = session.collection().whereabouts(order[4]).unwrap().0.clone();
    assert!(first.photos().all(|photo| !order[..4].contains(&photo)));
    session.finish_regrouping();
    assert_ne!(session.collection().whereabouts(order[10]).unwrap().0.id, first.id);
    session.command(Command::Undo).unwrap();
    session.command(Command::Undo).unwrap();
    session.finish_regrouping();
    assert_eq!(session.collection().grouping().undated.len(), before.undated.len());
}
