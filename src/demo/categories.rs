//! What kinds of events there are.

use std::collections::HashMap;

use crate::demo::people::Cast;
use crate::domain::Core;
use crate::domain::category::{self, NewCategory};
use crate::kernel::error::Failure;
use crate::kernel::text::fold;

/// Slug, name and description.
const CATEGORIES: [(&str, &str, &str); 7] = [
    ("music", "Music", "Concerts, sessions and whatever else one dances to."),
    ("technology", "Technology", "Meetups, workshops and hackathons."),
    ("food", "Food & drink", "Cooking together, tasting, and markets."),
    ("art", "Art & film", "Exhibitions, screenings, readings and classes."),
    ("sport", "Sport & wellbeing", "Running, swimming, cycling, sitting still."),
    ("learning", "Learning", "Languages, talks and reading circles."),
    ("community", "Community", "Neighbours, volunteers and friends."),
];

/// The slugs that the categories of the tables have in the database.
pub(super) type Slugs = HashMap<&'static str, String>;

/// Makes those that are missing. One with the same name, made by somebody before, is as good.
pub(super) async fn load(core: &Core, cast: &Cast) -> Result<Slugs, Failure> {
    let keeper = cast.viewer("tomasz")?;
    let known = category::all(core).await?;
    let mut slugs = Slugs::new();
    for (slug, name, description) in CATEGORIES {
        let same = |category: &&crate::entity::category::Model| {
            category.slug == slug || category.name_key == fold(name)
        };
        let kept = match known.iter().find(same) {
            Some(category) => category.slug.clone(),
            None => {
                let new = NewCategory {
                    name: name.to_owned(),
                    slug: Some(slug.to_owned()),
                    description: Some(description.to_owned()),
                };
                category::create(core, keeper.staff()?, new).await?.slug
            }
        };
        slugs.insert(slug, kept);
    }
    Ok(slugs)
}
