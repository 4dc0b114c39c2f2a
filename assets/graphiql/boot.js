// Starts GraphiQL on this server's own /graphql. A file of its own, because the page's
// Content-Security-Policy allows no inline script.
"use strict";

// A fixed date would make the example fail once it has passed.
const inThirtyDays = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

// What a first visit shows, a tab each; afterwards the browser's storage remembers the tabs.
// A tab is titled by its operation's name. Comments stay under 60 characters, to be read unscrolled.
const examples = [
  `# Welcome to Turnout. The play button or Ctrl-Enter runs
# this, Ctrl-Space completes a name, and the book at the
# top left opens the documentation.
#
# The tabs lead from an account to a seat: sign up, create
# an event, register for it, see your registrations.

query UpcomingEvents {
  events(first: 10) {
    nodes {
      id
      title
      location
      startsAt
      timeZone
      capacity
      registeredCount
      seatsRemaining
      isSellingOutSoon
      organizer {
        displayName
      }
      category {
        name
      }
    }
  }
}
`,
  `# 1. Run this.
# 2. Copy the accessToken of the answer into the Headers
#    tab below, as
#
#      {"Authorization": "Bearer <accessToken>"}
#
#    The other tabs take it over when you open them.

mutation SignUp {
  signUp(
    input: {
      email: "ada@example.com"
      username: "ada"
      password: "a long enough passphrase"
      role: ORGANIZER
    }
  ) {
    session {
      accessToken
    }
    userErrors {
      code
      message
      field
    }
  }
}
`,
  `# Needs an organizer's token in the Headers tab below.
# Copy the new event's id for the next tab.

mutation CreateEvent {
  createEvent(
    input: {
      title: "GraphQL evening"
      description: "Talks, questions and something to eat."
      location: "Lagos"
      startsAt: "${inThirtyDays}T17:00:00Z"
      timeZone: "Africa/Lagos"
      capacity: 20
    }
  ) {
    event {
      id
      title
    }
    userErrors {
      code
      message
      field
    }
  }
}
`,
  `# Needs a token in the Headers tab below, and an event's
# id in place of event_…
# A party that finds too few seats joins the waitlist.

mutation RegisterForEvent {
  registerForEvent(input: { eventId: "event_…", quantity: 2 }) {
    registration {
      id
      status
      quantity
      waitlistPosition
      tickets {
        code
      }
    }
    userErrors {
      code
      message
      field
    }
  }
}
`,
  `# Needs a token in the Headers tab below; without one,
# viewer is null.

query MyRegistrations {
  viewer {
    user {
      username
      email
    }
    registrations(first: 10) {
      nodes {
        status
        event {
          title
          startsAt
        }
      }
    }
  }
}
`,
];

const fetcher = GraphiQL.createFetcher({
  url: "/graphql",
  headers: { accept: "application/graphql-response+json, application/json" },
  // The server answers in one piece; otherwise GraphiQL would ask for multipart too.
  enableIncrementalDelivery: false,
});

// GraphiQL keeps the headers of each tab apart. So that signing in once is enough, a tab without any
// takes over those typed last; in plain sight, and a tab with its own keeps them.
let lastHeaders = "";
function CarryHeaders() {
  const { headerEditor, activeTabIndex } = GraphiQL.React.useEditorContext({ nonNull: true });
  React.useEffect(() => {
    if (headerEditor && lastHeaders && !headerEditor.getValue().trim()) {
      headerEditor.setValue(lastHeaders);
    }
  }, [headerEditor, activeTabIndex]);
  return null;
}

// Other projects' GraphiQL on this host and port keep their tabs under the default name.
const storage = GraphiQL.createLocalStorage({ namespace: "turnout" });
// Access tokens do not belong in the browser's storage. `shouldPersistHeaders: false` keeps them out
// of the stored tabs, but not out of the stored history and favourites.
const { setItem } = storage;
storage.setItem = (key, value) => {
  const isHistory = /:(queries|favorites)$/.test(key);
  const withoutHeaders = (name, part) => (name === "headers" ? undefined : part);
  setItem(key, isHistory ? JSON.stringify(JSON.parse(value), withoutHeaders) : value);
};

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(
    GraphiQL,
    {
      fetcher,
      defaultTabs: examples.map((query) => ({ query })),
      defaultEditorToolsVisibility: "headers",
      onEditHeaders: (headers) => {
        if (headers.trim()) lastHeaders = headers;
      },
      shouldPersistHeaders: false,
      storage,
    },
    React.createElement(GraphiQL.Logo, null, "Turnout"),
    React.createElement(CarryHeaders),
  ),
);
