//! What Ngozi of Lagos puts on.

use crate::demo::events::listing::{Life, Listing, PLAIN};
use crate::domain::access::EventRole;
use crate::entity::word::GuestList;

const LAGOS: Listing = Listing {
    organizer: "ngozi",
    zone: "Africa/Lagos",
    place: "Freedom Park, Lagos, Nigeria",
    guests: GuestList::Everyone,
    ..PLAIN
};

pub(super) const LISTINGS: [Listing; 8] = [
    Listing {
        title: "Afrobeats under the stars",
        about: "Two bands, one stage, and a floor of sand. Bring something to sit on.",
        category: "music",
        day: 9,
        minutes: 240,
        seats: Some(12),
        parties: &[
            ("amara", 2),
            ("kofi", 2),
            ("wanjiru", 2),
            ("youssef", 1),
            ("jonas", 2),
            ("grace", 2),
            ("priya", 1),
            ("beatriz", 2),
            ("diego", 1),
            ("minh", 3),
        ],
        shared: &[("lena", EventRole::Editor), ("amara", EventRole::CheckIn)],
        ..LAGOS
    },
    Listing {
        title: "Lagos Rust evening",
        about: "Three short talks, then we pair on real programs. Beginners are welcome.",
        place: "The Hub, Herbert Macaulay Way, Yaba, Lagos, Nigeria",
        category: "technology",
        day: 4,
        at: (18, 0),
        minutes: 180,
        seats: Some(40),
        parties: &[("kofi", 4), ("wanjiru", 3), ("grace", 4), ("priya", 5), ("jonas", 4)],
        moved_to: Some("Ventures Platform, Ikoyi, Lagos, Nigeria"),
        ..LAGOS
    },
    Listing {
        title: "Soirée slam à Dakar",
        about: "Scène ouverte : cinq minutes, un micro, vos mots. Inscription des poètes sur place.",
        place: "Maison de la culture, Dakar, Sénégal",
        language: "fr",
        zone: "Africa/Dakar",
        category: "art",
        day: 16,
        at: (20, 30),
        parties: &[("amara", 4), ("youssef", 2), ("camille", 2)],
        ..LAGOS
    },
    Listing {
        title: "Jollof cook-off",
        about: "Ghana against Nigeria, once and for all. Everybody cooks, everybody judges.",
        place: "Osu, Accra, Ghana",
        zone: "Africa/Accra",
        category: "food",
        day: 23,
        at: (13, 0),
        minutes: 300,
        seats: Some(10),
        parties: &[("kofi", 2), ("amara", 2), ("wanjiru", 2), ("aoife", 1)],
        ..LAGOS
    },
    Listing {
        title: "Mbio za alfajiri",
        about: "Kilomita kumi kuzunguka Karura kabla ya jua kuchomoza. Kila mtu anakaribishwa.",
        place: "Karura Forest, Nairobi, Kenya",
        language: "sw",
        zone: "Africa/Nairobi",
        category: "sport",
        day: 6,
        at: (6, 0),
        minutes: 90,
        parties: &[("wanjiru", 1), ("grace", 1)],
        ..LAGOS
    },
    Listing {
        title: "Founders' breakfast",
        about: "Eight founders, one table, and no slides.",
        place: "Victoria Island, Lagos, Nigeria",
        category: "technology",
        day: -12,
        at: (8, 0),
        seats: Some(8),
        guests: GuestList::Attendees,
        parties: &[("kofi", 2), ("grace", 2), ("priya", 2), ("elif", 2), ("camille", 1)],
        feedback: &[
            ("kofi", 5, "No slides indeed, and three people I will work with."),
            ("priya", 4, "Good talk. Eight in the morning is eight in the morning."),
            ("elif", 5, ""),
        ],
        ..LAGOS
    },
    Listing {
        title: "Makers' market",
        about: "Forty stalls of things made by hand, and somebody at each who can tell you how.",
        place: "Old Biscuit Mill, Woodstock, Cape Town, South Africa",
        zone: "Africa/Johannesburg",
        day: -33,
        at: (10, 0),
        minutes: 360,
        parties: &[("amara", 2), ("wanjiru", 4), ("aoife", 1), ("jonas", 2)],
        feedback: &[
            ("wanjiru", 5, "The basket weaver let us all try."),
            ("aoife", 3, "Lovely things, far too few seats in the shade."),
        ],
        ..LAGOS
    },
    Listing {
        title: "Harmattan book fair",
        about: "A first plan: publishers are still to be asked.",
        category: "learning",
        day: 60,
        at: (10, 0),
        minutes: 480,
        seats: Some(300),
        life: Life::Draft,
        ..LAGOS
    },
];
