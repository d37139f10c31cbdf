//! The program in an environment of its own: no home, settings, library, cache or language of the person who runs the tests.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A temporary folder tree that stands for the whole of a person's files. Deleted when dropped.
pub struct TestEnv {
    root: TempDir,
}

impl TestEnv {
    /// An empty one.
    pub fn new() -> Self {
        let env = Self { root: TempDir::new().expect("a temporary folder") };
        for folder in ["home", "config", "data", "cache", "state", "run", "photos"] {
            std::fs::create_dir(env.path(folder)).expect("a folder");
        }
        env
    }

    /// A path inside.
    pub fn path(&self, inside: impl AsRef<Path>) -> PathBuf {
        self.root.path().join(inside)
    }

    /// Where a test puts its photos.
    pub fn photos(&self) -> PathBuf {
        self.path("photos")
    }

    /// Where the program keeps its library.
    pub fn library(&self) -> PathBuf {
        self.path("data/library.db")
    }

    /// Where the program keeps its caches.
    pub fn cache(&self) -> PathBuf {
        self.path("cache/attache")
    }

    /// The environment variables, by name: nothing else is passed on but `PATH`.
    pub fn variables(&self) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("HOME", self.path("home")),
            ("USERPROFILE", self.path("home")),
            ("XDG_CONFIG_HOME", self.path("config")),
            ("XDG_DATA_HOME", self.path("data")),
            ("XDG_CACHE_HOME", self.path("cache")),
            ("XDG_STATE_HOME", self.path("state")),
            ("XDG_RUNTIME_DIR", self.path("run")),
            ("ATTACHE_LIBRARY", self.library()),
            ("ATTACHE_CACHE", self.cache()),
            ("TZ", "UTC".into()),
            ("LC_ALL", "C.UTF-8".into()),
        ]
    }

    /// The built program, ready to be given arguments. Runs in the root of this environment, without a display,
    /// for two minutes at most.
    pub fn attache(&self) -> Command {
        let mut command = Command::new(program());
        command.env_clear().envs(self.variables()).current_dir(self.root.path());
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.timeout(std::time::Duration::from_secs(120));
        command
    }

    /// Runs `attache` with these arguments and `--json`, and gives what it printed. The exit code is not judged.
    pub fn json<S: AsRef<std::ffi::OsStr>>(&self, args: impl IntoIterator<Item = S>) -> serde_json::Value {
        let output = self.attache().args(args).arg("--json").output().expect("the program runs");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!(
                "{error} in the JSON\n--- stdout\n{}\n--- stderr\n{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            )
        })
    }
}

impl Default for TestEnv {
    fn default() -> Self {
        Self::new()
    }
}

/// The built program: cargo tells tests and benches where it is; examples find it beside their own folder.
pub fn program() -> PathBuf {
    match option_env!("CARGO_BIN_EXE_attache") {
        Some(path) => path.into(),
        None => {
            let me = std::env::current_exe().expect("own path");
            me.ancestors().nth(2).expect("target folder").join("attache")
        }
    }
}

/// The sample visit.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample")
}

/// The collection of real files that some tests read, where it is: `ATTACHE_PHOTOS`, or `../shared/photos` beside the checkout.
pub fn real_photos() -> Option<PathBuf> {
    let told = std::env::var_os("ATTACHE_PHOTOS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/photos");
    told.into_iter().chain([beside]).find(|path| path.join("INDEX.tsv").is_file())
}
