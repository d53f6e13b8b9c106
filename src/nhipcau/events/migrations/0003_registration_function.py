"""The rush in one call: see events/rush.py and docs/adr/0016-the-rush.md."""

from django.db import migrations

CREATE = """
CREATE FUNCTION events_register(
    wanted bigint,              -- session
    units bigint[],             -- who follows the person
    moment timestamptz,
    actor bigint, actor_kind text,
    name text, folded text, born date, mobile text, mail text, home bigint,
    told_gender text, told_ethnicity text, told_member boolean,
    guardian_name text, guardian_mobile text, guardian_relation text,
    texts bigint[], consent_channel text, told_evidence text,
    secret text, entry text, kept_code text,
    form_key text, form_fingerprint text,
    note_place text, note_waiting text, note_path text, note_until timestamptz, by_mail boolean
) RETURNS TABLE (registration bigint, ticket uuid, person bigint, is_new boolean, given text,
                 kept bigint)
LANGUAGE plpgsql AS $$
DECLARE
    agreed_by bigint;
    live constant text[] := ARRAY['CONFIRMED', 'OFFERED', 'WAITING'];
    mail_known text;
BEGIN
    -- The person. Finding somebody again locks the row: one person's registrations queue up here.
    -- What is known is never written over; the e-mail of a known person stays.
    INSERT INTO people_youngperson AS known
        (full_name, folded_name, birth_on, phone, email, commune_id, gender, ethnicity,
         is_union_member, created_at)
    VALUES (name, folded, born, mobile, mail, home, told_gender, told_ethnicity, told_member,
            moment)
    ON CONFLICT (phone, folded_name, birth_on) DO UPDATE SET
        gender = CASE WHEN known.gender = '' THEN EXCLUDED.gender ELSE known.gender END,
        ethnicity =
            CASE WHEN known.ethnicity = '' THEN EXCLUDED.ethnicity ELSE known.ethnicity END,
        is_union_member = coalesce(known.is_union_member, EXCLUDED.is_union_member)
    RETURNING coalesce(known.merged_into_id, known.id), known.xmax = 0, known.email
    INTO person, is_new, mail_known;

    INSERT INTO people_following (young_person_id, organisation_id, since)
    SELECT person, unit, moment FROM unnest(units) AS unit ON CONFLICT DO NOTHING;

    IF guardian_name <> '' THEN
        SELECT g.id INTO agreed_by FROM people_guardian AS g
        WHERE g.young_person_id = person AND g.full_name = guardian_name
            AND g.phone = guardian_mobile;
        IF agreed_by IS NULL THEN
            INSERT INTO people_guardian (young_person_id, full_name, phone, relation, created_at)
            VALUES (person, guardian_name, guardian_mobile, guardian_relation, moment)
            RETURNING id INTO agreed_by;
        END IF;
    END IF;

    INSERT INTO people_consent
        (young_person_id, text_id, guardian_id, channel, evidence, given_at, recorded_by_id)
    SELECT person, one, agreed_by, consent_channel, told_evidence, moment, actor
    FROM unnest(texts) AS one ON CONFLICT DO NOTHING;

    INSERT INTO shared_auditevent (action, about_type, about_id, by_id, actor_kind, at, fields)
    VALUES (CASE WHEN is_new THEN 'person.entered' ELSE 'person.found' END,
            'people.youngperson', person, actor, actor_kind, moment, '[]');

    -- The place: kept for them, free, or one on the waiting list. Each UPDATE holds the session.
    IF kept_code <> '' OR EXISTS (
        SELECT FROM events_session AS s WHERE s.id = wanted AND s.reserved_count > 0
    ) THEN
        PERFORM FROM events_session AS s WHERE s.id = wanted FOR NO KEY UPDATE;
        UPDATE events_reservedplaces SET taken_count = taken_count + 1
        WHERE id = (
            SELECT r.id FROM events_reservedplaces AS r
            WHERE r.session_id = wanted AND r.released_at IS NULL
                AND r.taken_count < r.places_count
                AND (r.commune_id = home OR (kept_code <> '' AND r.code = kept_code))
            ORDER BY r.organisation_id NULLS LAST, r.id LIMIT 1
        ) RETURNING id INTO kept;
        IF kept IS NOT NULL THEN
            UPDATE events_session
            SET taken_count = taken_count + 1, reserved_count = reserved_count - 1
            WHERE id = wanted;
            given := 'CONFIRMED';
        END IF;
    END IF;
    IF given IS NULL THEN
        UPDATE events_session SET taken_count = taken_count + 1
        WHERE id = wanted AND taken_count + reserved_count < capacity;
        IF FOUND THEN given := 'CONFIRMED'; END IF;
    END IF;
    IF given IS NULL THEN
        UPDATE events_session SET waiting_count = waiting_count + 1
        WHERE id = wanted AND waiting_count < waiting_limit;
        IF FOUND THEN given := 'WAITING'; END IF;
    END IF;
    IF given IS NULL THEN
        RAISE EXCEPTION 'full' USING ERRCODE = 'NC003';
    END IF;

    -- Taking the place held the session; whoever closes or cancels the event waits for it, or was
    -- here before: then this statement sees it.
    PERFORM FROM events_session AS s JOIN events_event AS e ON e.id = s.event_id
    WHERE s.id = wanted AND e.state = 'OPEN' AND e.registration_closes_at > moment
        AND s.ends_at > moment;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'closed' USING ERRCODE = 'NC001';
    END IF;
    PERFORM FROM events_registration AS other
    WHERE other.session_id = wanted AND other.state = ANY (live)
        AND other.young_person_id IN (
            SELECT person UNION ALL
            SELECT merged.id FROM people_youngperson AS merged WHERE merged.merged_into_id = person
        );
    IF FOUND THEN
        RAISE EXCEPTION 'already' USING ERRCODE = 'NC002';
    END IF;

    INSERT INTO events_registration AS made
        (session_id, young_person_id, state, code, channel, registered_at, reserved_id)
    VALUES (wanted, person, given, secret, entry, moment, kept)
    RETURNING made.id, made.ticket_id INTO registration, ticket;
    INSERT INTO events_registrationstatechange
        (registration_id, from_state, to_state, by_id, at, reason)
    VALUES (registration, '', given, actor, moment, '');
    INSERT INTO shared_auditevent (action, about_type, about_id, by_id, actor_kind, at, fields)
    VALUES ('registration.' || lower(given), 'events.registration', registration, actor,
            actor_kind, moment, '[]');

    -- As messaging.outbox writes it.
    INSERT INTO messaging_message
        (young_person_id, topic, route, effect, text, path, about_type, about_id, send_at,
         expires_at, created_at, state, outcome, to_address)
    SELECT person, 'REGISTRATION', route, NULL,
        CASE given WHEN 'WAITING' THEN note_waiting ELSE note_place END, note_path,
        'events.registration', registration, moment, note_until, moment, 'PENDING', '', ''
    FROM unnest(CASE WHEN by_mail AND mail_known <> '' THEN ARRAY['PHONE', 'MAIL']
                     ELSE ARRAY['PHONE'] END) AS route;

    -- The form's key stands with its answer. Whoever sends it again at the same time waits here,
    -- or above for the person, and is refused: the first one's answer is then looked up.
    IF form_key <> '' THEN
        INSERT INTO shared_idempotencykey (key, fingerprint, result_type, result_id, created_at)
        VALUES (form_key, form_fingerprint, 'events.Registration', registration, moment);
    END IF;
    RETURN NEXT;
END
$$;
"""

DROP = "DROP FUNCTION events_register"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_offers_groups_reserved_places"),
        ("people", "0002_email_and_merged"),
        ("messaging", "0003_introductions"),
        ("shared", "0001_initial"),
    ]

    operations = [migrations.RunSQL(CREATE, DROP)]
