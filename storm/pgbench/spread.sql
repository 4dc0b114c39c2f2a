-- The events in turn, each time somebody else.
\set turn :turn + 1
\set number :turn * 16 + :client_id
\set person (:number % 1000 * 7919 + :number / 1000 * 9001) % :people + 1
\set event SPREAD + 1 + :number % 1000
