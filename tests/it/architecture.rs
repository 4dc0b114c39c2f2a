//! The floors and rooms of the house hold: what imports what, read from the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The lowest floor first. A module imports only from its own floor's modules or those below.
const FLOORS: [&[&str]; 6] = [
    &["kernel", "config"],
    &["entity", "db"],
    &["domain"],
    &["mail", "jobs", "demo"],
    &["graphql"],
    &["http", "app", "cli", "main", "lib"],
];

/// No source file is longer.
const LINES: usize = 400;

struct Source {
    path: PathBuf,
    text: String,
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push(Source { path, text });
            }
        }
    }
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

impl Source {
    /// The path inside `src`, as module names.
    fn rooms(&self) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let inside = self.path.strip_prefix(root).unwrap().with_extension("");
        inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect()
    }

    /// Every `crate::a::b` of the code, comments left out, groups `crate::{a, b}` taken apart.
    fn imports(&self) -> Vec<Vec<String>> {
        let code: String = self
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        let mut imports = Vec::new();
        for after in code.split("crate::").skip(1) {
            if let Some(group) = after.strip_prefix('{') {
                let mut depth = 0;
                let mut entry = String::new();
                for letter in group.chars() {
                    match letter {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => imports.push(std::mem::take(&mut entry)),
                        letter if depth == 0 && !letter.is_whitespace() => entry.push(letter),
                        _ => {}
                    }
                }
                imports.push(entry);
            } else {
                let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
                let path: String = after.chars().take_while(|c| is_path(*c)).collect();
                let rest = &after[path.len()..];
                // `crate::domain::{a, b}` is as good as both.
                if let Some(group) = rest.strip_prefix('{').filter(|_| path.ends_with("::")) {
                    for entry in group.split('}').next().unwrap().split(',') {
                        imports.push(format!("{path}{}", entry.trim()));
                    }
                } else {
                    imports.push(path);
                }
            }
        }
        imports
            .into_iter()
            .map(|path| path.split("::").map(str::to_owned).collect::<Vec<_>>())
            .filter(|path| !path[0].is_empty())
            .collect()
    }
}

fn floor(room: &str) -> usize {
    FLOORS
        .iter()
        .position(|floor| floor.contains(&room))
        .unwrap_or_else(|| panic!("{room} stands on no floor: name it in FLOORS"))
}

#[test]
fn nothing_imports_from_a_floor_above() {
    let mut faults = Vec::new();
    for source in sources("src") {
        let rooms = source.rooms();
        for import in source.imports() {
            if floor(&import[0]) > floor(&rooms[0]) {
                faults.push(format!("{} imports crate::{}", rooms.join("/"), import.join("::")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_rules_know_neither_the_schema_library_nor_the_web() {
    for source in sources("src") {
        let rooms = source.rooms();
        if floor(&rooms[0]) <= floor("domain") {
            for foreign in ["async_graphql", "axum"] {
                assert!(!source.text.contains(&format!("{foreign}::")), "{rooms:?} uses {foreign}");
            }
        }
    }
}

#[test]
fn the_features_of_the_domain_do_not_go_in_circles() {
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources("src") {
        let rooms = source.rooms();
        if rooms[0] != "domain" || rooms.len() < 3 {
            continue;
        }
        for import in source.imports() {
            if import[0] == "domain" && import.len() > 1 && import[1] != rooms[1] {
                edges.entry(rooms[1].clone()).or_default().insert(import[1].clone());
            }
        }
    }
    fn visit(room: &str, edges: &BTreeMap<String, BTreeSet<String>>, way: &mut Vec<String>) {
        assert!(!way.iter().any(|seen| seen == room), "a circle: {} -> {room}", way.join(" -> "));
        way.push(room.to_owned());
        for next in edges.get(room).into_iter().flatten() {
            visit(next, edges, way);
        }
        way.pop();
    }
    for room in edges.keys() {
        visit(room, &edges, &mut Vec::new());
    }
}

#[test]
fn no_file_is_too_long() {
    for folder in ["src", "migration", "macros", "storm", "tests"] {
        for source in sources(folder) {
            let lines = source.text.lines().count();
            assert!(lines <= LINES, "{} has {lines} lines", source.path.display());
        }
    }
}

#[test]
fn the_reader_of_imports_sees_what_it_should() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/graphql/x.rs");
    let text = "use crate::http;\n// crate::cli\nuse crate::{app, domain::access};\n\
                use crate::domain::{Core, account};\nfn f() { crate::db::page::x() }";
    let source = Source { path, text: text.to_owned() };
    let imports: Vec<String> = source.imports().iter().map(|path| path.join("::")).collect();
    let expected =
        ["http", "app", "domain::access", "domain::Core", "domain::account", "db::page::x"];
    assert_eq!(imports, expected);
}
