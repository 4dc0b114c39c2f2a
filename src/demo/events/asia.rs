//! What Aiko of Tokyo puts on.

use crate::demo::events::listing::{Listing, PLAIN};
use crate::entity::word::GuestList;

const TOKYO: Listing = Listing {
    organizer: "aiko",
    zone: "Asia/Tokyo",
    language: "ja",
    place: "東京都台東区谷中",
    guests: GuestList::Collaborators,
    ..PLAIN
};

pub(super) const LISTINGS: [Listing; 8] = [
    Listing {
        title: "夜のジャズ喫茶",
        about: "レコードと珈琲だけの静かな夜。おしゃべりは小さな声で。",
        category: "music",
        day: 6,
        seats: Some(10),
        parties: &[("haruto", 2), ("minh", 2), ("priya", 1), ("grace", 1)],
        ..TOKYO
    },
    Listing {
        title: "朝の座禅",
        about: "初めての方もどうぞ。終わったらお茶をいただきます。",
        place: "京都市左京区",
        category: "sport",
        day: 2,
        at: (6, 30),
        minutes: 60,
        seats: Some(6),
        parties: &[
            ("haruto", 1),
            ("priya", 1),
            ("lena", 1),
            ("camille", 2),
            ("minh", 1),
            ("elif", 1),
            ("jonas", 2),
        ],
        ..TOKYO
    },
    Listing {
        title: "GraphQL Tokyo: schemas that last",
        about: "What we would name differently, what we would never remove, and how to tell.",
        place: "Shibuya, Tokyo, Japan",
        language: "en",
        category: "technology",
        day: 13,
        seats: Some(60),
        guests: GuestList::Everyone,
        parties: &[
            ("haruto", 6),
            ("priya", 4),
            ("minh", 5),
            ("jonas", 3),
            ("ngozi", 4),
            ("caio", 3),
            ("kofi", 3),
        ],
        ..TOKYO
    },
    Listing {
        title: "Học nấu phở",
        about: "Ninh xương từ sáng sớm, ăn lúc trưa. Có món chay.",
        place: "Quận 3, Thành phố Hồ Chí Minh, Việt Nam",
        language: "vi",
        zone: "Asia/Ho_Chi_Minh",
        category: "food",
        day: 17,
        at: (9, 0),
        minutes: 240,
        seats: Some(14),
        parties: &[("minh", 3), ("diego", 2)],
        ..TOKYO
    },
    Listing {
        title: "कविता की शाम",
        about: "अपनी लिखी या अपनी पसंद की एक कविता साथ लाइए।",
        place: "Fort, Mumbai, India",
        language: "hi",
        zone: "Asia/Kolkata",
        category: "art",
        day: 24,
        at: (18, 30),
        parties: &[("priya", 3)],
        ..TOKYO
    },
    Listing {
        title: "한강 자전거 산책",
        about: "여의도에서 반포까지 천천히 달립니다. 자전거는 빌릴 수 있어요.",
        place: "여의도 한강공원, 서울, 대한민국",
        language: "ko",
        zone: "Asia/Seoul",
        category: "sport",
        day: 31,
        at: (16, 0),
        ..TOKYO
    },
    Listing {
        title: "着物のお直し教室",
        about: "ほどいて、繕って、また着る。針と糸はこちらで用意します。",
        place: "京都市上京区西陣",
        category: "art",
        day: -8,
        at: (13, 0),
        minutes: 180,
        seats: Some(9),
        parties: &[("haruto", 1), ("aoife", 2), ("camille", 1)],
        feedback: &[
            ("haruto", 5, "祖母の着物がまた着られるようになりました。"),
            ("camille", 4, "Passionnant, même sans parler japonais."),
        ],
        ..TOKYO
    },
    Listing {
        title: "Night market volunteers",
        about: "Set up at six, eat at eight, sweep at eleven. Gloves and noodles are provided.",
        place: "Geylang Serai, Singapore",
        language: "en",
        zone: "Asia/Singapore",
        day: 40,
        at: (18, 0),
        minutes: 330,
        guests: GuestList::Attendees,
        parties: &[("minh", 2), ("priya", 2), ("haruto", 1)],
        ..TOKYO
    },
];
