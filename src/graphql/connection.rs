//! Relay connections over the pages of the domain.
//!
//! To add one: a line of `connection!` beside the object that it lists.

use std::sync::Arc;

use async_graphql::SimpleObject;
use futures::future::BoxFuture;

use crate::graphql::error::{ApiError, ApiResult};
use crate::kernel::cursor::CursorKey;
use crate::kernel::page::{Page, Position};

/// Counts the whole list, when and only when the client asks for `totalCount`.
pub type Count = Box<dyn Fn() -> BoxFuture<'static, Result<u64, ApiError>> + Send + Sync>;

/// A page of `T` with what it takes to write its cursors and to count its list.
pub struct Connection<T> {
    page: Page<T>,
    list: Arc<str>,
    cursors: CursorKey,
    count: Count,
}

/// Where a page stands in its list.
#[derive(Debug, Clone, SimpleObject)]
pub struct PageInfo {
    /// Whether more comes after this page.
    pub has_next_page: bool,
    /// Whether more comes before this page.
    pub has_previous_page: bool,
    /// Cursor of the first item; null where there is none.
    pub start_cursor: Option<String>,
    /// Cursor of the last item; null where there is none.
    pub end_cursor: Option<String>,
}

impl<T> Connection<T> {
    /// A connection over `page` of the list that is named and described by `list`, the same text that
    /// the page's arguments were checked against.
    pub fn new<R>(
        cursors: &CursorKey,
        list: impl Into<Arc<str>>,
        page: Page<R>,
        wrap: impl Fn(R) -> T,
        count: Count,
    ) -> Self {
        let items = page.items.into_iter().map(|(position, row)| (position, wrap(row))).collect();
        let page = Page { items, has_next: page.has_next, has_previous: page.has_previous };
        Self { page, list: list.into(), cursors: cursors.clone(), count }
    }

    /// The items, each with its cursor.
    pub fn edges<E>(&self, edge: impl Fn(String, &T) -> E) -> Vec<E> {
        self.page.items.iter().map(|(position, item)| edge(self.seal(position), item)).collect()
    }

    /// The items.
    pub fn nodes(&self) -> Vec<T>
    where
        T: Clone,
    {
        self.page.items.iter().map(|(_, item)| item.clone()).collect()
    }

    /// Where the page stands.
    pub fn page_info(&self) -> PageInfo {
        let cursor = |item: Option<&(Position, T)>| item.map(|(position, _)| self.seal(position));
        PageInfo {
            has_next_page: self.page.has_next,
            has_previous_page: self.page.has_previous,
            start_cursor: cursor(self.page.items.first()),
            end_cursor: cursor(self.page.items.last()),
        }
    }

    /// How many items the whole list has.
    ///
    /// # Errors
    /// As any query.
    pub async fn total_count(&self) -> ApiResult<i32> {
        Ok(i32::try_from((self.count)().await?).unwrap_or(i32::MAX))
    }

    fn seal(&self, position: &Position) -> String {
        self.cursors.seal(&self.list, position)
    }
}

/// Declares the connection and edge types of a node.
macro_rules! connection {
    ($connection:ident, $edge:ident, $node:ty, $what:literal) => {
        #[doc = concat!("A page of ", $what, ".")]
        pub struct $connection(pub $crate::graphql::connection::Connection<$node>);

        #[doc = concat!("One of the ", $what, ", with its place in the list.")]
        #[derive(Clone, async_graphql::SimpleObject)]
        pub struct $edge {
            /// The item.
            pub node: $node,
            /// Its place in the list, for `after` and `before`.
            pub cursor: String,
        }

        #[doc = concat!("A page of ", $what, ".")]
        #[async_graphql::Object]
        impl $connection {
            /// The items, each with its cursor.
            async fn edges(&self) -> Vec<$edge> {
                self.0.edges(|cursor, node| $edge { node: node.clone(), cursor })
            }

            /// The items alone.
            async fn nodes(&self) -> Vec<$node> {
                self.0.nodes()
            }

            /// Where this page stands in the list.
            async fn page_info(&self) -> $crate::graphql::connection::PageInfo {
                self.0.page_info()
            }

            /// How many items the whole list has; counted only where it is asked for.
            async fn total_count(&self) -> $crate::graphql::error::ApiResult<i32> {
                self.0.total_count().await
            }
        }
    };
}
pub(crate) use connection;
