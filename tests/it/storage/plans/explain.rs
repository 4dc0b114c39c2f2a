//! What a database does for a statement, and whether that keeps to a page's measure.

use sea_orm::sea_query::{PostgresQueryBuilder, QueryBuilder};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, Value};
use serde_json::Value as Json;

use crate::support::{Database, Postgres, Sqlite, TestApp};

/// Rows that a step may handle for a page: several parts of the list, each with a page, or all that one
/// person has part in. The tables of [`Crowd`](super::crowd::Crowd) have many times as many.
const MEASURE: f64 = 450.0;

/// What the database does beyond measure for `asked`; nothing where each step reads from an index no
/// more than it needs. A list `of_one_person` may be sorted by how many seats are taken.
pub(super) async fn excesses(
    app: &TestApp,
    on: Database,
    asked: &Statement,
    of_one_person: bool,
) -> Vec<String> {
    let db = app.core.db.begin().await.unwrap();
    match on {
        Sqlite => sqlite(&sqlite_steps(&db, asked).await, of_one_person),
        Postgres => {
            let mut excesses = Vec::new();
            // Planned for these values, and once for any: a server that runs long does both.
            for mode in ["force_custom_plan", "force_generic_plan"] {
                let plan = postgres_plan(&db, asked, mode).await;
                postgres(&plan, &mut excesses);
            }
            excesses
        }
    }
}

/// What the database does for `asked`, as text; on PostgreSQL with as few tables read through as may be,
/// for one of a few thousand rows is quickly read through.
pub(super) async fn plan(app: &TestApp, on: Database, asked: &Statement) -> String {
    let db = app.core.db.begin().await.unwrap();
    match on {
        Sqlite => sqlite_steps(&db, asked).await.into_iter().map(|step| step.2 + "\n").collect(),
        Postgres => {
            db.execute_unprepared("SET LOCAL enable_seqscan = off").await.unwrap();
            postgres_plan(&db, asked, "force_custom_plan").await.to_string()
        }
    }
}

/// A step of SQLite's plan: its number, that of the step it belongs to, and what is done.
type Step = (i64, i64, String);

async fn sqlite_steps(db: &DatabaseTransaction, asked: &Statement) -> Vec<Step> {
    let sql = format!("EXPLAIN QUERY PLAN {}", asked.sql);
    let rows = db.query_all_raw(Statement { sql, ..asked.clone() }).await.unwrap();
    let read = |row: &sea_orm::QueryResult| {
        let number = |name| row.try_get("", name).unwrap();
        (number("id"), number("parent"), row.try_get("", "detail").unwrap())
    };
    rows.iter().map(read).collect()
}

fn sqlite(steps: &[Step], of_one_person: bool) -> Vec<String> {
    let beside = |step: &Step, what: &dyn Fn(&str) -> bool| {
        steps.iter().any(|(id, parent, detail)| *parent == step.1 && *id != step.0 && what(detail))
    };
    let mut excesses = Vec::new();
    for step in steps {
        let detail = step.2.as_str();
        let is_excess = match detail.split(' ').collect::<Vec<_>>()[..] {
            // The parts of a list, each cut already; or the whole list in its order, as far as the page.
            ["SCAN", "part_of_list"] => false,
            ["SCAN", "users" | "audit_entries", "USING", "INDEX", ..] => false,
            ["SCAN", table] => !beside(step, &|other| other == format!("CO-ROUTINE {table}")),
            ["SCAN", ..] => true,
            ["USE", "TEMP", "B-TREE", ..] => beside(step, &|other| is_big(other, of_one_person)),
            _ => false,
        };
        if is_excess {
            excesses.push(detail.to_owned());
        }
    }
    excesses
}

/// Whether a step may give more rows than a page sorts.
fn is_big(step: &str, of_one_person: bool) -> bool {
    let (by_id, by_organizer) =
        ("SEARCH events USING INDEX sqlite_autoindex_events_1", "USING INDEX events_by_organizer");
    // A series has at most 366 of them.
    let by_series = "SEARCH events USING INDEX events_by_series";
    let is_small = step.starts_with(by_id)
        || step.starts_with(by_series)
        || of_one_person && step.contains(by_organizer);
    step.starts_with("SEARCH events") && !is_small
        || step.starts_with("SEARCH registrations")
        || step.starts_with("SEARCH users USING INDEX users_by")
        || step.starts_with("SEARCH audit_entries")
}

async fn postgres_plan(db: &DatabaseTransaction, asked: &Statement, mode: &str) -> Json {
    let sql = asked.sql.replace("unnest($1)", "unnest($1::uuid[])");
    let prepare = format!("SET LOCAL plan_cache_mode = {mode}; PREPARE asked AS {sql}");
    db.execute_unprepared(&prepare).await.unwrap();
    let values = asked.values.iter().flat_map(|values| values.0.iter()).map(literal);
    let values = values.collect::<Vec<_>>().join(", ");
    let values = if values.is_empty() { values } else { format!("({values})") };
    let explain = format!("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE asked{values}");
    let statement = Statement::from_string(DbBackend::Postgres, explain);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    db.execute_unprepared("DEALLOCATE asked").await.unwrap();
    let plan: Json = row.try_get_by_index(0).unwrap();
    plan[0]["Plan"].clone()
}

fn literal(value: &Value) -> String {
    let literal = PostgresQueryBuilder.value_to_string(value);
    if literal.starts_with("ARRAY") { format!("{literal}::uuid[]") } else { literal }
}

fn postgres(node: &Json, excesses: &mut Vec<String>) {
    let kind = node["Node Type"].as_str().unwrap();
    let count = |name: &str| node[name].as_f64().unwrap_or_default();
    let handled: f64 = [
        "Actual Rows",
        "Rows Removed by Filter",
        "Rows Removed by Index Recheck",
        "Rows Removed by Join Filter",
    ]
    .map(count)
    .iter()
    .sum();
    let big = ["events", "users", "registrations", "audit_entries"];
    let whole = big.iter().any(|big| node["Relation Name"] == *big);
    if handled * count("Actual Loops") > MEASURE || (kind == "Seq Scan" && whole) {
        let on =
            [&node["Relation Name"], &node["Index Name"]].map(|name| name.as_str().unwrap_or(""));
        excesses.push(format!("{kind} {}: {handled} rows", on.join(" ")));
    }
    for part in node["Plans"].as_array().into_iter().flatten() {
        postgres(part, excesses);
    }
}
