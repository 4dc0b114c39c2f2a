-- Everybody for the first event, then everybody for the next.
\set turn :turn + 1
\set number :turn * 16 + :client_id
\set person :number % :people + 1
\set event HOT + 1 + :number / :people
