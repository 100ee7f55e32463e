//! A person's HTTP client: signs in, sends writes under idempotency keys, and says exactly what came back
//! when it is not what the test expects.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::{HeaderMap, Request};

const JSON: &str = "application/json";
const BOUNDARY: &str = "rahdari-7d1b9a40";

/// A client of one server, signed in or not.
#[derive(Clone)]
pub(crate) struct Client {
    base: String,
    agent: Agent,
    pass: Pass,
}

/// How a client shows who is asking.
#[derive(Clone)]
enum Pass {
    Nobody,
    /// Programs.
    Token(String),
    /// Browsers; forms repeat one of the cookies.
    Cookies {
        header: String,
        form: String,
    },
}

/// A request that can be sent again word for word.
#[derive(Clone, Debug)]
pub(crate) struct Sending {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) key: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) if_match: Option<String>,
    pub(crate) if_none_match: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    asked: String,
}

impl Client {
    /// Makes a client for the server at `base` that nobody has signed in with.
    pub(crate) fn new(base: &str) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .into();
        Self { base: base.to_owned(), agent, pass: Pass::Nobody }
    }

    /// Returns the same person at another address, where the server came up after a restart.
    pub(crate) fn at(&self, base: &str) -> Self {
        Self { pass: self.pass.clone(), ..Self::new(base) }
    }

    /// Returns this client signed in.
    #[track_caller]
    pub(crate) fn signed_in(&self, username: &str, password: &str) -> Self {
        let asked = json!({ "username": username, "password": password });
        let tokens = self.post("/api/v1/sessions", &asked).expect(201);
        self.with_token(tokens["accessToken"].as_str().unwrap())
    }

    /// Returns this client with an access token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self { pass: Pass::Token(token.to_owned()), ..self.clone() }
    }

    /// Returns this client signed in as a browser is: by the form, with cookies.
    #[track_caller]
    pub(crate) fn signed_in_on_a_page(&self, username: &str, password: &str) -> Self {
        let fields = [("username", username), ("password", password), ("next", "/")];
        let answer = self.send(&self.form("/sign-in", &fields.map(|(name, value)| (name, value.to_owned()))));
        assert_eq!(answer.status, 303, "{}", answer.body);
        let set = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
        let cookies = set.map(|cookie| cookie.split_once(';').unwrap().0.to_owned()).collect::<Vec<_>>();
        let form = cookies.iter().find_map(|cookie| cookie.strip_prefix("rahdari_form=")).unwrap().to_owned();
        Self { pass: Pass::Cookies { header: cookies.join("; "), form }, ..self.clone() }
    }

    /// Makes what a browser sends for one of our forms.
    pub(crate) fn form(&self, path: &str, fields: &[(&str, String)]) -> Sending {
        let mut text = format!("form={}&key={}", self.form_token(), new_key());
        for (name, value) in fields {
            write!(text, "&{name}={}", percent_encoded(value)).unwrap();
        }
        Sending { key: None, ..Sending::document(path, "application/x-www-form-urlencoded", text.as_bytes()) }
    }

    /// Makes what a browser sends for a form with a file in it.
    pub(crate) fn upload(&self, path: &str, fields: &[(&str, String)], file: &[u8]) -> Sending {
        let named = [("form", self.form_token().to_owned()), ("key", new_key())];
        let mut body = Vec::new();
        for (name, value) in named.iter().chain(fields) {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(format!("{head}{value}\r\n").as_bytes());
        }
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"declaration\"\r\n\
                    Content-Type: application/octet-stream\r\n\r\n";
        body.extend_from_slice(format!("--{BOUNDARY}\r\n{head}").as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        Sending { key: None, ..Sending::document(path, &content_type, &body) }
    }

    fn form_token(&self) -> &str {
        match &self.pass {
            Pass::Cookies { form, .. } => form,
            Pass::Nobody | Pass::Token(_) => "none",
        }
    }

    /// Reads.
    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(&Sending::new("GET", path))
    }

    /// Reads every page of a list and returns the items.
    #[track_caller]
    pub(crate) fn list(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut next = path.to_owned();
        loop {
            let page = self.get(&next).expect(200);
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(cursor) = page["next"].as_str() else { return items };
            let joint = if path.contains('?') { '&' } else { '?' };
            next = format!("{path}{joint}cursor={cursor}");
        }
    }

    /// Writes JSON under a new key.
    #[track_caller]
    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(&Sending::json(path, body))
    }

    /// Sends the request as it is.
    #[track_caller]
    pub(crate) fn send(&self, sending: &Sending) -> Answer {
        let asked = format!("{} {}", sending.method, sending.path);
        self.try_send(sending).unwrap_or_else(|error| panic!("{asked}: {error}"))
    }

    /// Sends the request as it is; the connection may break.
    pub(crate) fn try_send(&self, sending: &Sending) -> Result<Answer, ureq::Error> {
        let mut request =
            Request::builder().method(sending.method.as_str()).uri(format!("{}{}", self.base, sending.path));
        let headers = [
            ("Idempotency-Key", &sending.key),
            ("Content-Type", &sending.content_type),
            ("If-Match", &sending.if_match),
            ("If-None-Match", &sending.if_none_match),
        ];
        for (name, value) in headers {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        match &self.pass {
            Pass::Nobody => {}
            Pass::Token(token) => request = request.header("Authorization", format!("Bearer {token}")),
            Pass::Cookies { header, .. } => request = request.header("Cookie", header),
        }
        let mut response = if sending.body.is_empty() {
            self.agent.run(request.body(()).unwrap())?
        } else {
            self.agent.run(request.body(sending.body.clone()).unwrap())?
        };
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body_mut().read_to_string()?,
            asked: format!("{} {}", sending.method, sending.path),
        })
    }
}

impl Sending {
    /// Makes a request without a body. A write gets a key of its own.
    pub(crate) fn new(method: &str, path: &str) -> Self {
        let key = (method != "GET").then(new_key);
        let (content_type, if_match, if_none_match) = (None, None, None);
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            key,
            content_type,
            if_match,
            if_none_match,
            body: Vec::new(),
        }
    }

    /// Makes a POST of JSON.
    pub(crate) fn json(path: &str, body: &Value) -> Self {
        Self::document(path, JSON, body.to_string().as_bytes())
    }

    /// Makes a POST of a document of any type.
    pub(crate) fn document(path: &str, content_type: &str, body: &[u8]) -> Self {
        Self { content_type: Some(content_type.to_owned()), body: body.to_vec(), ..Self::new("POST", path) }
    }

    /// Returns the same request as a new one.
    pub(crate) fn under_new_key(mut self) -> Self {
        self.key = Some(new_key());
        self
    }

    /// Returns it made to be answered only when there is another version than the one last seen.
    pub(crate) fn if_none_match(mut self, etag: &str) -> Self {
        self.if_none_match = Some(etag.to_owned());
        self
    }

    /// Returns it made to depend on the version last seen.
    pub(crate) fn if_match(mut self, etag: &str) -> Self {
        self.if_match = Some(etag.to_owned());
        self
    }
}

impl Answer {
    /// Returns the JSON of an answer with this status; any other status fails the test.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.body);
        self.json()
    }

    /// Returns the body as JSON, null when it is empty.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&self.body)
            .unwrap_or_else(|error| panic!("{} is answered by no JSON ({error}): {}", self.asked, self.body))
    }

    /// Returns the problem (RFC 9457) with this status and code; anything else fails the test.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.asked);
        assert_eq!(problem["code"], code, "{}: {problem:#}", self.asked);
        assert_eq!(problem["type"], format!("/problems/{code}"), "{}", self.asked);
        assert_eq!(problem["status"], status, "{}", self.asked);
        assert!(problem["title"].is_string() && problem["requestId"].is_string(), "{problem:#}");
        problem
    }

    /// Returns a header of the answer.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// Returns a key that no other request of any run has.
pub(crate) fn new_key() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    format!("test-{}-{nanos}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").unwrap();
        }
    }
    encoded
}
