//! The forms of pages: fields, where they come from, and the name of the write they make.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::form::bytes::Bytes;
use actix_multipart::form::text::Text;
use actix_multipart::form::{MultipartForm, MultipartFormConfig};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, web};
use rahdari_app::write::Request;
use rahdari_kernel::Source;
use sha2::{Digest, Sha256};

use crate::page::field::Fields;
use crate::problem::Problem;
use crate::session::from_our_page;

/// The largest form without a file, in bytes.
const FORM_BYTES_MAX: usize = 256 * 1024;

/// The largest file that can be brought, in bytes; the same as the API takes.
pub const FILE_BYTES_MAX: usize = 10 * 1024 * 1024;

/// A form that came from one of our own pages.
pub(crate) struct Sent {
    pub(crate) fields: Fields,
    pub(crate) request: Request,
}

impl FromRequest for Sent {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = web::UrlEncoded::<Vec<(String, String)>>::new(request, payload).limit(FORM_BYTES_MAX);
        let request = request.clone();
        Box::pin(async move {
            let fields = form
                .await
                .map_err(|error| Problem::malformed(format!("The form cannot be read: {error}.")))?;
            Self::from_fields(&request, fields)
        })
    }
}

impl Sent {
    fn from_fields(request: &HttpRequest, fields: Vec<(String, String)>) -> Result<Self, Problem> {
        let fields = Fields::new(fields);
        from_our_page(request, fields.get("form"))?;
        let request = Request {
            key: fields.text("key"),
            source: Source::Page,
            device: None,
            expected_version: fields.get("version").parse().ok(),
            body_hash: hash(request.path(), &fields),
        };
        Ok(Self { fields, request })
    }
}

/// A declaration that is brought through the page: as a file, or as text that was mended there.
#[derive(MultipartForm)]
pub(crate) struct Brought {
    form: Text<String>,
    key: Text<String>,
    /// `check` or `lodge`.
    #[multipart(rename = "do")]
    pub(crate) purpose: Option<Text<String>>,
    text: Option<Text<String>>,
    file: Option<Bytes>,
}

impl Brought {
    /// Returns the file, or the text when no file was chosen.
    pub(crate) fn content(&self) -> &[u8] {
        let file = self.file.as_ref().map(|file| file.data.as_ref()).filter(|data: &&[u8]| !data.is_empty());
        file.or_else(|| self.text.as_ref().map(|text| text.as_bytes())).unwrap_or_default()
    }

    /// Checks where the form comes from and names its write.
    ///
    /// # Errors
    /// A problem `form-expired`.
    pub(crate) fn request(&self, request: &HttpRequest) -> Result<Request, Problem> {
        from_our_page(request, &self.form)?;
        let mut hasher = Sha256::new();
        hasher.update(request.path());
        hasher.update([0]);
        hasher.update(self.content());
        Ok(Request {
            key: self.key.trim().to_owned(),
            source: Source::Page,
            device: None,
            expected_version: None,
            body_hash: hasher.finalize().into(),
        })
    }
}

/// Returns how large a brought declaration may be, and how its errors are named.
pub(crate) fn multipart_config() -> MultipartFormConfig {
    MultipartFormConfig::default()
        .total_limit(2 * FILE_BYTES_MAX)
        .memory_limit(2 * FILE_BYTES_MAX)
        .error_handler(|error, _| {
            let status = actix_web::ResponseError::status_code(&error);
            if status == StatusCode::PAYLOAD_TOO_LARGE {
                Problem::new(status, "too-large", "The file is larger than 10 MB.").into()
            } else {
                Problem::malformed(format!("The form cannot be read: {error}.")).into()
            }
        })
}

/// Hashes what a form asks for; its origin and its name are no part of that.
fn hash(path: &str, fields: &Fields) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(path);
    for (name, value) in fields.iter().filter(|(name, _)| !matches!(*name, "form" | "key")) {
        for part in [name, value] {
            hasher.update([0]);
            hasher.update(part);
        }
    }
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_wish_has_the_same_hash_whatever_its_name() {
        let form = |key: &str, unit: &str| {
            let fields = [("form", "t"), ("key", key), ("unit", unit)];
            hash(
                "/movements/1/exit",
                &Fields::new(fields.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec()),
            )
        };
        assert_eq!(form("a", "1"), form("b", "1"));
        assert_ne!(form("a", "1"), form("a", "2"));
    }
}
