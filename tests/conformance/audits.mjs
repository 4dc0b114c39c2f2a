// Runs the GraphQL-over-HTTP audits of npm's graphql-http against the server at the given URL.
// Usage: node audits.mjs http://127.0.0.1:8000/graphql
//
// Every audit has to pass, those that the specification words as SHOULD and MAY too.
import { serverAudits } from 'graphql-http';

const url = process.argv[2];
if (!url) {
  console.error('usage: node audits.mjs URL');
  process.exit(2);
}

// An audit that throws has met no answer at all, which is a failure of that audit and not of this script.
async function run(audit) {
  try {
    const result = await audit.fn();
    return { ok: result.status === 'ok', reason: `${result.reason} (HTTP ${result.response?.status})` };
  } catch (error) {
    return { ok: false, reason: `${error.message}: ${error.cause?.message ?? 'no cause given'}` };
  }
}

// Their names begin with the level, as in "MUST allow POST requests".
let passed = 0;
let failed = 0;
for (const audit of serverAudits({ url })) {
  const { ok, reason } = await run(audit);
  if (ok) {
    passed += 1;
  } else {
    failed += 1;
    console.log(`FAILED ${audit.id} ${audit.name}\n       ${reason}`);
  }
}

console.log(`${passed} passed, ${failed} failed`);
// Unread answers would keep the process alive. An empty list is a broken package, not a good server.
process.exit(failed === 0 && passed > 0 ? 0 : 1);
