-- Twenty events with category, their organizers, ten of their guests each: three statements, as the server
-- has it; the second and third find the page again, for a script cannot hand it on.
SELECT events.*, categories.* FROM events LEFT JOIN categories ON categories.id = events.category_id
    WHERE visibility = 'PUBLIC' AND status = 'PUBLISHED' AND deleted_at IS NULL AND starts_at > now()
    ORDER BY starts_at, events.id LIMIT 21;
SELECT * FROM users WHERE id IN (SELECT organizer_id FROM (
    SELECT organizer_id FROM events
        WHERE visibility = 'PUBLIC' AND status = 'PUBLISHED' AND deleted_at IS NULL AND starts_at > now()
        ORDER BY starts_at, id LIMIT 20) AS page);
SELECT page.id, guests.* FROM (
    SELECT id FROM events
        WHERE visibility = 'PUBLIC' AND status = 'PUBLISHED' AND deleted_at IS NULL AND starts_at > now()
        ORDER BY starts_at, id LIMIT 20) AS page
    JOIN LATERAL (
        SELECT users.* FROM registrations JOIN users ON users.id = registrations.user_id
            WHERE registrations.event_id = page.id AND registrations.status = 'REGISTERED'
            ORDER BY registrations.registered_at, registrations.id LIMIT 11) AS guests ON true;
