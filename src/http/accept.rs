//! Which of the two media types of GraphQL over HTTP the client wants.

use axum::http::{HeaderMap, header};

/// How a response is written (GraphQL over HTTP, §6.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: the status code tells a request that failed.
    GraphQl,
    /// `application/json`: any well-formed answer is 200, for old clients.
    Json,
}

impl MediaType {
    /// The header value.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// The type that the `Accept` header prefers: the first of the greatest weight. JSON where nothing
    /// is said, `None` where neither is accepted.
    pub(super) fn wanted(headers: &HeaderMap) -> Option<Self> {
        let mut values = headers.get_all(header::ACCEPT).iter().peekable();
        if values.peek().is_none() {
            return Some(Self::Json);
        }
        let ranges = values.filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','));
        let mut best: Option<(f32, Self)> = None;
        for range in ranges {
            let mut parts = range.split(';').map(str::trim);
            let weight = |part: &str| part.strip_prefix("q=").map(|q| q.parse().unwrap_or(0.0));
            let named = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
                "application/graphql-response+json" => Self::GraphQl,
                "application/json" | "application/*" | "*/*" => Self::Json,
                _ => continue,
            };
            let weight = parts.find_map(weight).unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, named));
            }
        }
        best.map(|(_, media_type)| media_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("application/graphql-response+json", Some(MediaType::GraphQl))]
    #[case("application/graphql-response+json, application/json", Some(MediaType::GraphQl))]
    #[case(
        "application/json;q=0.9, application/graphql-response+json;q=0.5",
        Some(MediaType::Json)
    )]
    #[case("text/html, */*;q=0.1", Some(MediaType::Json))]
    #[case("text/html", None)]
    #[case("application/json;q=0", None)]
    fn the_heaviest_wins(#[case] accept: &str, #[case] wanted: Option<MediaType>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        assert_eq!(MediaType::wanted(&headers), wanted);
        assert_eq!(MediaType::wanted(&HeaderMap::new()), Some(MediaType::Json));
    }
}
