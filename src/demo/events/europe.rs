//! What Lena of Berlin puts on.

use crate::demo::events::listing::{Life, Listing, PLAIN};
use crate::entity::word::{GuestList, Visibility};

const BERLIN: Listing = Listing {
    organizer: "lena",
    zone: "Europe/Berlin",
    language: "de",
    place: "Kulturdach Neukölln, Berlin, Deutschland",
    guests: GuestList::Attendees,
    ..PLAIN
};

pub(super) const LISTINGS: [Listing; 8] = [
    Listing {
        title: "Kino auf dem Dach",
        about: "Ein Stummfilm, ein Klavier und acht Liegestühle. Eine Warteliste gibt es nicht.",
        category: "art",
        day: 11,
        at: (21, 0),
        minutes: 150,
        seats: Some(8),
        waitlist: false,
        parties: &[("jonas", 2), ("camille", 2), ("elif", 2), ("aoife", 2)],
        ..BERLIN
    },
    Listing {
        title: "Deutsch-Stammtisch für Neue",
        about: "Reden, nachfragen, lachen. Niemand korrigiert, wenn du es nicht möchtest.",
        category: "learning",
        day: 3,
        seats: Some(15),
        parties: &[("amara", 1), ("youssef", 2), ("minh", 2), ("diego", 1), ("priya", 1)],
        ..BERLIN
    },
    Listing {
        title: "Atelier pain au levain",
        about: "Pétrir, attendre, cuire : chacun repart avec son pain et un peu de levain.",
        place: "Fournil de la Villette, Paris, France",
        language: "fr",
        zone: "Europe/Paris",
        category: "food",
        day: 18,
        at: (10, 0),
        minutes: 240,
        seats: Some(6),
        parties: &[("camille", 2), ("elif", 2)],
        ..BERLIN
    },
    Listing {
        title: "Trad session at the canal",
        about: "Bring a fiddle, a flute or a pair of good ears. The kettle is on.",
        place: "Portobello Harbour, Dublin, Ireland",
        language: "en",
        zone: "Europe/Dublin",
        category: "music",
        day: 7,
        at: (20, 0),
        guests: GuestList::Everyone,
        parties: &[("aoife", 2), ("grace", 2)],
        ..BERLIN
    },
    Listing {
        title: "Boğazda sabah yogası",
        about: "Güne suyun kenarında başlıyoruz. Mat getirmeyi unutmayın.",
        place: "Bebek Parkı, İstanbul, Türkiye",
        language: "tr",
        zone: "Europe/Istanbul",
        category: "sport",
        day: 24,
        at: (7, 30),
        minutes: 75,
        seats: Some(20),
        opens: Some(5),
        ..BERLIN
    },
    Listing {
        title: "Atelier-Einweihung unter Freunden",
        about: "Endlich Strom und ein Sofa. Wer auf der Liste steht, ist eingeladen.",
        day: 20,
        minutes: 300,
        seats: Some(20),
        visibility: Visibility::Private,
        parties: &[("jonas", 2), ("camille", 1), ("aiko", 1)],
        ..BERLIN
    },
    Listing {
        title: "Open-source maintainers' day",
        about: "How to say no, how to hand over, and how to keep enjoying it.",
        language: "en",
        category: "technology",
        day: -5,
        at: (10, 0),
        minutes: 420,
        seats: Some(30),
        parties: &[("jonas", 1), ("priya", 2), ("kofi", 1), ("haruto", 2), ("grace", 1)],
        feedback: &[
            ("jonas", 4, "Endlich sagt es jemand: man darf aufhören."),
            ("priya", 5, "I handed a project over on the train home."),
            (
                "grace",
                1,
                "Good talks, but the hall had no step-free way in. Please say so beforehand.",
            ),
        ],
        ..BERLIN
    },
    Listing {
        title: "Nachtschwimmen in der Elbe",
        about: "Mit Begleitboot, Lichtern und heißem Tee am Ufer.",
        place: "Övelgönne, Hamburg, Deutschland",
        category: "sport",
        day: 10,
        at: (21, 30),
        seats: Some(25),
        life: Life::CalledOff("Das Wasser ist zu kalt. Wir holen es im Sommer nach."),
        parties: &[("jonas", 2), ("aoife", 1)],
        ..BERLIN
    },
];
