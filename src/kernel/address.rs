//! Network addresses, as far as they are counted.

use std::net::{IpAddr, Ipv6Addr};

/// The bits of an IPv6 address that name a network: whoever has one address of it has them all.
const NETWORK: u128 = !0 << 64;

/// What counts as one place: an IPv4 address, or the /64 around an IPv6 one.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & NETWORK)),
        address => address,
    }
}

/// As [`network`], of an address as text; what is none stays as it is.
#[must_use]
pub fn network_of(address: &str) -> String {
    match address.parse() {
        Ok(address) => network(address).to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_is_one_place() {
        assert_eq!(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network_of("2001:db8:1:2::1"), "2001:db8:1:2::");
        assert_eq!(network_of("2001:db8:1:3::1"), "2001:db8:1:3::");
        assert_eq!(network_of("::ffff:203.0.113.7"), "203.0.113.7");
        assert_eq!(network_of("203.0.113.7"), "203.0.113.7");
        assert_eq!(network_of(""), "");
    }
}
