-- Twenty events, three fields.
SELECT id, title, starts_at FROM events
    WHERE visibility = 'PUBLIC' AND status = 'PUBLISHED' AND deleted_at IS NULL AND starts_at > now()
    ORDER BY starts_at, id LIMIT 21;
