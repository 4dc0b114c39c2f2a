//! What Caio of São Paulo puts on.

use crate::demo::events::listing::{Listing, PLAIN};
use crate::entity::word::{GuestList, Visibility};

const SAO_PAULO: Listing = Listing {
    organizer: "caio",
    zone: "America/Sao_Paulo",
    language: "pt-BR",
    place: "Vila Madalena, São Paulo, Brasil",
    guests: GuestList::Everyone,
    ..PLAIN
};

pub(super) const LISTINGS: [Listing; 8] = [
    Listing {
        title: "Roda de samba na Vila",
        about: "Cavaquinho, pandeiro e feijoada. Quem toca entra na roda.",
        category: "music",
        day: 5,
        at: (18, 0),
        minutes: 300,
        seats: Some(16),
        parties: &[
            ("beatriz", 4),
            ("diego", 2),
            ("grace", 3),
            ("camille", 3),
            ("kofi", 4),
            ("aiko", 2),
            ("amara", 1),
            ("haruto", 2),
        ],
        ..SAO_PAULO
    },
    Listing {
        title: "Oficina de cerâmica",
        about: "Uma tarde no torno, com forno e esmalte incluídos.",
        category: "art",
        day: 12,
        at: (14, 0),
        minutes: 210,
        seats: Some(8),
        parties: &[("beatriz", 2), ("aoife", 1), ("elif", 2)],
        ..SAO_PAULO
    },
    Listing {
        title: "Noche de lotería",
        about: "¡Corre y se va con la baraja! Premios, antojitos y música en vivo.",
        place: "Roma Norte, Ciudad de México, México",
        language: "es",
        zone: "America/Mexico_City",
        day: 8,
        at: (19, 30),
        minutes: 180,
        seats: Some(50),
        parties: &[("diego", 8), ("grace", 5), ("beatriz", 6), ("minh", 4)],
        ..SAO_PAULO
    },
    Listing {
        title: "Rooftop astronomy",
        about: "Three telescopes and, with luck, the rings of Saturn. Registration has closed.",
        place: "Gowanus, Brooklyn, New York, USA",
        language: "en",
        zone: "America/New_York",
        category: "learning",
        day: 2,
        at: (21, 0),
        seats: Some(25),
        closes: Some(-1),
        parties: &[("grace", 3), ("diego", 2), ("beatriz", 1), ("priya", 2)],
        ..SAO_PAULO
    },
    Listing {
        title: "Corrida da Lagoa",
        about: "Sete quilômetros e meio em volta da Lagoa, no ritmo de cada um.",
        place: "Lagoa Rodrigo de Freitas, Rio de Janeiro, Brasil",
        category: "sport",
        day: 27,
        at: (7, 0),
        minutes: 90,
        parties: &[("beatriz", 1), ("caio", 1), ("diego", 1)],
        ..SAO_PAULO
    },
    Listing {
        title: "Jantar dos primeiros testadores",
        about: "Para quem recebeu o link: jantar, protótipos e perguntas difíceis.",
        category: "food",
        day: 15,
        at: (20, 0),
        seats: Some(12),
        visibility: Visibility::Unlisted,
        guests: GuestList::Attendees,
        parties: &[("grace", 1), ("priya", 1), ("haruto", 1)],
        ..SAO_PAULO
    },
    Listing {
        title: "Milonga en San Telmo",
        about: "Clase a las nueve, pista abierta a las diez.",
        place: "San Telmo, Buenos Aires, Argentina",
        language: "es",
        zone: "America/Argentina/Buenos_Aires",
        category: "music",
        day: -20,
        at: (21, 0),
        minutes: 300,
        parties: &[("diego", 2), ("maya", 2), ("beatriz", 2)],
        feedback: &[
            ("diego", 5, "La mejor pista de la ciudad."),
            ("beatriz", 4, "Clase excelente; a pista encheu demais depois das onze."),
        ],
        ..SAO_PAULO
    },
    Listing {
        title: "Hackathon da Periferia",
        about: "Um dia e uma noite para resolver um problema do bairro.",
        place: "Capão Redondo, São Paulo, Brasil",
        category: "technology",
        day: -48,
        at: (10, 0),
        minutes: 1440,
        seats: Some(40),
        parties: &[("beatriz", 5), ("grace", 2), ("kofi", 3), ("minh", 2), ("ngozi", 1)],
        feedback: &[
            ("beatriz", 5, "Saiu um aplicativo que o posto de saúde já usa."),
            ("grace", 2, "Great people. The wifi gave up at midnight, and then so did we."),
            ("minh", 4, ""),
        ],
        ..SAO_PAULO
    },
];
