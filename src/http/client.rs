//! Where a request came from.
//!
//! The peer of the connection, unless it is one of `TRUSTED_PROXIES`: then the last address in
//! `X-Forwarded-For` that is no trusted proxy. Each proxy adds the peer it saw at the end, so that what
//! stands further left than the last stranger was written by that stranger and counts for nothing. Of the
//! other headers of the kind (`Forwarded`, `X-Real-IP`) none is read: a proxy that sets one passes the
//! others on as the client made them up.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, header};
use ipnet::IpNet;

use crate::graphql::context::Client;

/// Characters kept of a `User-Agent`.
const USER_AGENT: usize = 512;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// Where the request came from, and with what.
pub(super) fn of(headers: &HeaderMap, extensions: &Extensions, proxies: &[IpNet]) -> Client {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Client {
        ip_address: peer.map(|ConnectInfo(peer)| address(peer.ip(), headers, proxies).to_string()),
        user_agent: user_agent.map(|agent| agent.chars().take(USER_AGENT).collect()),
    }
}

fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| proxies.iter().any(|net| net.contains(&address));
    let mut nearest = peer.to_canonical();
    if !is_trusted(nearest) {
        return nearest;
    }
    let lines: Vec<&str> =
        headers.get_all(FORWARDED_FOR).iter().map(|line| line.to_str().unwrap_or("")).collect();
    for entry in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        // A proxy that does not tell whom it saw is as near as one gets.
        let Some(further) = read(entry.trim()) else { break };
        nearest = further;
        if !is_trusted(nearest) {
            break;
        }
    }
    nearest
}

/// An address with or without a port, an IPv6 one with or without brackets.
fn read(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    let address = bare.parse().ok();
    let address = address.or_else(|| entry.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::nobody_is_trusted("203.0.113.7", &["198.51.100.1"], "", "203.0.113.7")]
    #[case::a_stranger_makes_it_up("203.0.113.7", &["198.51.100.1"], "10.0.0.0/8", "203.0.113.7")]
    #[case::through_a_proxy("10.0.0.1", &["198.51.100.1"], "10.0.0.0/8", "198.51.100.1")]
    #[case::made_up_before_it("10.0.0.1", &["8.8.8.8, 198.51.100.1"], "10.0.0.0/8", "198.51.100.1")]
    #[case::through_two("10.0.0.1", &["8.8.8.8, 198.51.100.1, 10.0.0.2"], "10.0.0.0/8", "198.51.100.1")]
    #[case::of_many_lines("10.0.0.1", &["8.8.8.8", "198.51.100.1"], "10.0.0.0/8", "198.51.100.1")]
    #[case::it_tells_nothing("10.0.0.1", &[], "10.0.0.0/8", "10.0.0.1")]
    #[case::it_tells_nonsense("10.0.0.1", &["198.51.100.1, unknown"], "10.0.0.0/8", "10.0.0.1")]
    #[case::all_are_trusted("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.0/8", "10.0.0.3")]
    #[case::a_port("10.0.0.1", &["198.51.100.1:4711"], "10.0.0.1/32", "198.51.100.1")]
    #[case::ipv6("::1", &["[2001:db8::1]:4711"], "::1/128", "2001:db8::1")]
    #[case::ipv6_in_brackets("::1", &["[2001:db8::1]"], "::1/128", "2001:db8::1")]
    #[case::ipv4_in_ipv6("::ffff:10.0.0.1", &["::ffff:198.51.100.1"], "10.0.0.0/8", "198.51.100.1")]
    fn the_last_stranger_is_the_client(
        #[case] peer: IpAddr,
        #[case] lines: &[&str],
        #[case] proxies: &str,
        #[case] expected: &str,
    ) {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        headers.append("forwarded", "for=192.0.2.1".parse().unwrap());
        headers.append("x-real-ip", "192.0.2.2".parse().unwrap());
        let proxies: Vec<IpNet> =
            proxies.split_whitespace().map(|net| net.parse().unwrap()).collect();
        assert_eq!(address(peer, &headers, &proxies).to_string(), expected);
    }
}
