-- One registration for a seat as one transaction: the same locks, look-ups and rows as the server's, but for the mail
-- that the server asks for.
BEGIN;
SELECT id, role FROM users
    WHERE id = {id:USER:(:person)} AND is_active AND erased_at IS NULL FOR SHARE;
SELECT * FROM events WHERE id = {id:EVENT:(:event)} FOR UPDATE;
SELECT id FROM registrations
    WHERE event_id = {id:EVENT:(:event)} AND user_id = {id:USER:(:person)} AND status <> 'CANCELLED';
INSERT INTO registrations (id, event_id, user_id, quantity, status, ticket_stem, shows_email,
        created_at, registered_at)
    VALUES ((lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
            || '7' || substr(md5(random()::text), 1, 19))::uuid,
        {id:EVENT:(:event)}, {id:USER:(:person)}, 1, 'REGISTERED',
        upper(substr(md5(random()::text), 1, 10)), true, now(), now())
    RETURNING id AS made \gset
INSERT INTO tickets (id, registration_id, seat_number, code, created_at)
    VALUES ((lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
            || '7' || substr(md5(random()::text), 1, 19))::uuid,
        :made, 1, 'EVT-' || upper(substr(translate(
            encode(decode(md5(random()::text), 'hex'), 'base64'), '+/', 'XZ'), 1, 10)) || '-1', now());
INSERT INTO notifications (user_id, id, kind, event_id, registration_id, message, created_at, awaits_mail)
    VALUES ({id:USER:(:person)},
        (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
            || '7' || substr(md5(random()::text), 1, 19))::uuid,
        'REGISTERED', {id:EVENT:(:event)}, :made, 'You have a seat at an event.', now(), false);
UPDATE events SET registered_count = registered_count + 1 WHERE id = {id:EVENT:(:event)};
COMMIT;
