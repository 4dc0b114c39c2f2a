//! Connections, and the server's stop, over real sockets.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use turnout::db::Db;

use crate::support::{Database, Postgres, Sqlite};

mod patience;
mod stop;

/// Keeps everybody else from writing `table` until it ends.
async fn hold(db: &Db, on: Database, table: &str) -> DatabaseTransaction {
    let held = db.begin().await.unwrap();
    match on {
        // The transaction has the one write lock.
        Sqlite => {}
        Postgres => {
            let lock = format!("LOCK TABLE {table} IN EXCLUSIVE MODE");
            held.execute_unprepared(&lock).await.unwrap();
        }
    }
    held
}

/// Says `words` to the server, and hears it out until it closes the connection.
async fn converse(server: SocketAddr, words: &str) -> String {
    let words = words.to_owned();
    let talk = move || {
        let mut client = connect(server);
        client.write_all(words.as_bytes()).unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).unwrap();
        answer
    };
    tokio::task::spawn_blocking(talk).await.unwrap()
}

/// A client that gives up in the end, so that a server which hangs fails the test.
fn connect(server: SocketAddr) -> TcpStream {
    let client = TcpStream::connect(server).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    client
}

/// An operation as a client sends it who asks only once.
fn posted(body: &str, token: Option<&str>) -> String {
    let bearer =
        token.map_or_else(String::new, |token| format!("authorization: Bearer {token}\r\n"));
    format!(
        "POST /graphql HTTP/1.1\r\nhost: turnout\r\nconnection: close\r\n{bearer}\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}
