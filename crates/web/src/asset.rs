//! What pages need beside their text: one stylesheet and one icon, both in the binary.

use actix_web::http::header;
use actix_web::{HttpResponse, Responder};

const STYLE: &str = include_str!("../assets/style.css");
const ICON: &str = include_str!("../assets/icon.svg");

/// The path of the stylesheet; pages add its [`STYLE_VERSION`], so that a browser may keep it for ever.
pub const STYLE_PATH: &str = "/assets/style.css";

/// The path of the icon.
pub const ICON_PATH: &str = "/assets/icon.svg";

/// Changes whenever the stylesheet does: FNV-1a over its bytes, computed by the compiler.
pub const STYLE_VERSION: u64 = fnv1a(STYLE.as_bytes());

const fn fnv1a(mut bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    while let Some((&first, rest)) = bytes.split_first() {
        let widened = u64::from_le_bytes([first, 0, 0, 0, 0, 0, 0, 0]);
        hash = (hash ^ widened).wrapping_mul(0x0100_0000_01b3);
        bytes = rest;
    }
    hash
}

/// Answers with the stylesheet.
pub(crate) async fn style() -> impl Responder {
    asset("text/css; charset=utf-8", STYLE)
}

/// Answers with the icon.
pub(crate) async fn icon() -> impl Responder {
    asset("image/svg+xml", ICON)
}

fn asset(kind: &'static str, text: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stylesheet_is_small_and_fetches_nothing() {
        assert!(STYLE.len() < 15 * 1024, "{} bytes", STYLE.len());
        for outside in ["url(", "@import", "http:", "https:"] {
            assert!(!STYLE.contains(outside), "{outside}");
        }
    }
}
