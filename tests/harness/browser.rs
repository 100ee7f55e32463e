//! Chromium without a screen, spoken to in the WebDriver protocol through chromedriver.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use rahdari_testkit::skip;
use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

/// What the protocol calls the key of an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const WAIT_SECONDS_MAX: u64 = 20;

/// Width and height of the window in pixels, as at a desk.
pub(crate) const DESKTOP: (u32, u32) = (1280, 900);
/// The same as on a phone.
pub(crate) const PHONE: (u32, u32) = (390, 844);

/// A browser with one window.
pub(crate) struct Browser {
    driver: Child,
    agent: Agent,
    session: String,
    _profile: TempDir,
}

/// An element of the page shown.
pub(crate) struct Element<'a> {
    browser: &'a Browser,
    id: String,
}

impl Browser {
    /// Opens a browser with a profile of its own, or announces that none is installed.
    pub(crate) fn open() -> Option<Self> {
        let Some(chromium) = chromium() else {
            skip("Chromium and chromedriver (Debian: apt-get install chromium chromium-driver)");
            return None;
        };
        let profile = tempfile::Builder::new().prefix("rahdari-browser-").tempdir().unwrap();
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let number = line.split_once("started successfully on port ")?.1.trim_end_matches('.');
            number.parse::<u16>().ok()
        });
        std::thread::spawn(move || lines.for_each(drop));
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(90)))
            .build()
            .into();
        let port = port.expect("chromedriver prints the port it listens on");
        let base = format!("http://127.0.0.1:{port}/session");
        let mut browser = Self { driver, agent, session: base, _profile: profile };
        let capabilities = browser.capabilities(&chromium);
        let created = browser.call("POST", "", &capabilities);
        browser.session = format!("{}/{}", browser.session, created["sessionId"].as_str().unwrap());
        browser.resize(DESKTOP);
        Some(browser)
    }

    /// Loads a page.
    #[track_caller]
    pub(crate) fn go(&self, url: &str) {
        self.call("POST", "/url", &json!({ "url": url }));
    }

    /// Returns the address of the page shown.
    pub(crate) fn url(&self) -> String {
        self.call("GET", "/url", &Value::Null).as_str().unwrap().to_owned()
    }

    /// Sets the size of the window.
    pub(crate) fn resize(&self, (width, height): (u32, u32)) {
        // Not the window's size: a headless window cannot be as narrow as a phone.
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": metrics });
        self.call("POST", "/goog/cdp/execute", &command);
    }

    /// Waits for an element that the CSS selector finds, and returns it.
    #[track_caller]
    pub(crate) fn find(&self, selector: &str) -> Element<'_> {
        let begun = Instant::now();
        loop {
            if let Some(element) = self.find_all(selector).into_iter().next() {
                return element;
            }
            let waited = begun.elapsed() > Duration::from_secs(WAIT_SECONDS_MAX);
            assert!(!waited, "{} has no {selector}:\n{}", self.url(), self.text());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Returns every element that the CSS selector finds now.
    #[track_caller]
    pub(crate) fn find_all(&self, selector: &str) -> Vec<Element<'_>> {
        let found = self.call("POST", "/elements", &json!({ "using": "css selector", "value": selector }));
        let ids = found.as_array().unwrap().iter().map(|one| one[ELEMENT].as_str().unwrap().to_owned());
        ids.map(|id| Element { browser: self, id }).collect()
    }

    /// Waits until the page shows the words.
    #[track_caller]
    pub(crate) fn wait_for_text(&self, words: &str) {
        let begun = Instant::now();
        while !self.text().contains(words) {
            let waited = begun.elapsed() > Duration::from_secs(WAIT_SECONDS_MAX);
            assert!(!waited, "{} does not say “{words}” but:\n{}", self.url(), self.text());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Returns what a person can read on the page.
    pub(crate) fn text(&self) -> String {
        self.run("return document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Runs JavaScript in the page and returns its result.
    #[track_caller]
    pub(crate) fn run(&self, script: &str) -> Value {
        self.call("POST", "/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Says whether the page is wider than the window, which makes a phone scroll sideways.
    pub(crate) fn overflows(&self) -> bool {
        self.run("return document.documentElement.scrollWidth > window.innerWidth + 1").as_bool().unwrap()
    }

    /// Takes a picture of the whole page and returns the file, in the target folder's `tmp`.
    pub(crate) fn picture(&self, name: &str) -> PathBuf {
        let height = self.run("return document.documentElement.scrollHeight").as_u64().unwrap();
        let width = self.run("return window.innerWidth").as_u64().unwrap();
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        let params = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let command = json!({ "cmd": "Page.captureScreenshot", "params": params });
        let answer = self.call("POST", "/goog/cdp/execute", &command);
        let bytes =
            base64::engine::general_purpose::STANDARD.decode(answer["data"].as_str().unwrap()).unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}.png"));
        fs::write(&file, bytes).unwrap();
        file
    }

    fn capabilities(&self, chromium: &str) -> Value {
        let profile = format!("--user-data-dir={}", self._profile.path().display());
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=en-GB",
            &profile,
        ];
        let options = json!({ "binary": chromium, "args": arguments });
        json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } })
    }

    #[track_caller]
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.session);
        let answered = match method {
            "GET" => self.agent.get(&url).call(),
            "DELETE" => self.agent.delete(&url).call(),
            _ => self.agent.post(&url).send_json(body),
        };
        let mut response = answered.unwrap_or_else(|error| panic!("chromedriver, {method} {path}: {error}"));
        let status = response.status();
        let mut answer: Value = response.body_mut().with_config().limit(64 << 20).read_json().unwrap();
        assert!(status.is_success(), "chromedriver, {method} {path} {body}: {}", answer["value"]["message"]);
        answer["value"].take()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver closes the browser with the session; killed, it would leave the browser behind.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Element<'_> {
    /// Clicks it.
    #[track_caller]
    pub(crate) fn click(&self) {
        self.call("POST", "/click", &json!({}));
    }

    /// Types into it, after what it holds already. A file field takes a path.
    #[track_caller]
    pub(crate) fn write(&self, text: &str) {
        self.call("POST", "/value", &json!({ "text": text }));
    }

    /// Returns what a person can read in it.
    pub(crate) fn text(&self) -> String {
        self.call("GET", "/text", &Value::Null).as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        self.browser.call(method, &format!("/element/{}{path}", self.id), body)
    }
}

/// Finds the browser; without chromedriver it is of no use here.
fn chromium() -> Option<String> {
    let path = std::env::var_os("PATH")?;
    let find =
        |name: &str| std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    find("chromedriver")?;
    let file = find("chromium").or_else(|| find("chromium-browser")).or_else(|| find("google-chrome"))?;
    Some(file.display().to_string())
}
