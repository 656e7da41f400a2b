-- The whole database of version 0.1.0: tables in the order of prisma/schema.prisma, which explains their columns, then functions, policies and grants.
-- Later migrations stand beside this one; an applied one is never edited.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- None has BYPASSRLS or logs in (docs/decisions/0002-row-level-security.md).
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['mooring_app', 'mooring_platform', 'mooring_eraser'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOBYPASSRLS', role);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    BEGIN
      EXECUTE format('GRANT %I TO %I', role, current_user);
    EXCEPTION WHEN unique_violation THEN NULL; -- another database of this server is migrated at the same moment
    END;
  END LOOP;
END
$$;

-- A database that began with PostgreSQL 14 or older lets everybody create tables here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO mooring_app, mooring_platform, mooring_eraser;

-- ======== Functions that tables use ========

CREATE FUNCTION app_merchant_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.merchant_id', true), '')::uuid $$;

-- Small letters, each with its accents as one sign. The alphabets that have capital letters: Latin, Greek, Cyrillic, Armenian.
CREATE FUNCTION fold_letters(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$
    SELECT CASE WHEN octet_length(words) = char_length(words) THEN lower(words) ELSE translate(normalize(words, NFC),
      'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾςİ',
      'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžșțάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяґաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿσi') END
  $$;

-- Whether there is any letter that is not ASCII.
CREATE FUNCTION has_own_letters(words text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT octet_length(words) > char_length(words) $$;

-- What such words are found by: every one, two and three signs that stand side by side in them and are not all ASCII.
CREATE FUNCTION letter_parts(words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  signs text[] := string_to_array(public.fold_letters(words), NULL);
  parts text[] := '{}';
  part text;
BEGIN
  FOR start IN 1 .. cardinality(signs) LOOP
    part := '';
    FOR place IN start .. least(cardinality(signs), start + 2) LOOP
      part := part || signs[place];
      IF octet_length(part) > place - start + 1 THEN parts := parts || part; END IF;
    END LOOP;
  END LOOP;
  RETURN parts;
END
$$;

-- A label of a name in its own letters (RFC 3492); as it is where it is none of that kind or broken.
CREATE FUNCTION own_label(label text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  encoded text := substr(label, 5);
  basic integer := CASE WHEN position('-' IN encoded) = 0 THEN 0 ELSE length(encoded) - position('-' IN reverse(encoded)) END;
  place integer := CASE WHEN basic = 0 THEN 1 ELSE basic + 2 END;
  decoded text := left(encoded, basic);
  code bigint := 128;
  spot bigint := 0;
  bias integer := 72;
  before bigint;
  weight bigint;
  k integer;
  threshold integer;
  digit integer;
  delta bigint;
  signs integer;
BEGIN
  IF label !~ '^xn--[a-z0-9-]{1,59}$' THEN RETURN label; END IF;
  WHILE place <= length(encoded) LOOP
    before := spot;
    weight := 1;
    k := 36;
    LOOP
      IF place > length(encoded) THEN RETURN label; END IF;
      digit := ascii(substr(encoded, place, 1));
      place := place + 1;
      IF digit >= 97 THEN digit := digit - 97; ELSIF digit BETWEEN 48 AND 57 THEN digit := digit - 22; ELSE RETURN label; END IF;
      spot := spot + digit * weight;
      IF spot > 2147483647 THEN RETURN label; END IF;
      threshold := greatest(1, least(26, k - bias));
      EXIT WHEN digit < threshold;
      weight := weight * (36 - threshold);
      IF weight > 2147483647 THEN RETURN label; END IF;
      k := k + 36;
    END LOOP;
    signs := char_length(decoded) + 1;
    delta := CASE WHEN before = 0 THEN spot / 700 ELSE (spot - before) / 2 END;
    delta := delta + delta / signs;
    k := 0;
    WHILE delta > 455 LOOP
      delta := delta / 35;
      k := k + 36;
    END LOOP;
    bias := k + 36 * delta / (delta + 38);
    code := code + spot / signs;
    spot := spot % signs;
    IF code > 1114111 OR code BETWEEN 55296 AND 57343 THEN RETURN label; END IF;
    decoded := left(decoded, spot::integer) || chr(code::integer) || substr(decoded, spot::integer + 1);
    spot := spot + 1;
  END LOOP;
  RETURN decoded;
END
$$;

-- An address with its name in its own letters, also where pages never show it so (lib/connectors/net/readable-host.ts).
CREATE FUNCTION own_letters(address text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  label text;
BEGIN
  IF address NOT LIKE '%xn--%' THEN RETURN address; END IF;
  -- The longest first: one may begin as another one does.
  FOR label IN SELECT parts[1] FROM regexp_matches(address, '(xn--[a-z0-9-]+)', 'g') parts ORDER BY length(parts[1]) DESC LOOP
    address := replace(address, label, public.own_label(label));
  END LOOP;
  RETURN address;
END
$$;

-- ======== Tables ========

CREATE TABLE merchant (
  id uuid NOT NULL,
  name text NOT NULL,
  time_zone text NOT NULL DEFAULT 'Europe/Amsterdam',
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT merchant_pkey PRIMARY KEY (id)
);
CREATE INDEX merchant_created_at_id_idx ON merchant (created_at DESC, id);
-- Only what has such letters is in them: shops that write as most do cost nothing.
CREATE INDEX merchant_name_letters_idx ON merchant USING gin (letter_parts(name)) WHERE has_own_letters(name);
CREATE INDEX merchant_name_order_idx ON merchant (lower(name), id);
CREATE INDEX merchant_name_prefix_idx ON merchant (lower(name) COLLATE "C", id);
-- Support finds a merchant by any part of a name, an e-mail or an address, and by the beginning of a number.
CREATE INDEX merchant_name_search_idx ON merchant USING gin (name gin_trgm_ops);

-- Retention of a merchant's orders, and its deletion while it waits (docs/privacy.md).
CREATE TABLE merchant_privacy (
  merchant_id uuid NOT NULL,
  order_days integer,
  address_days integer,
  suppression bytea,
  suppression_key_id text,
  deletion_due_at timestamptz(3),
  deletion_asked_by jsonb,
  enforced_at timestamptz(3),
  CONSTRAINT merchant_privacy_pkey PRIMARY KEY (merchant_id),
  CONSTRAINT merchant_privacy_days_check CHECK (((order_days IS NULL) OR ((order_days >= 30) AND (order_days <= 3650))) AND ((address_days IS NULL) OR ((address_days >= 30) AND (address_days <= 3650)))),
  CONSTRAINT merchant_privacy_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX merchant_privacy_deletion_due_at_idx ON merchant_privacy (deletion_due_at);

-- A buyer who was erased, by a keyed hash of the e-mail address, so that no import brings them back.
CREATE TABLE erased_buyer (
  merchant_id uuid NOT NULL,
  email_hash bytea NOT NULL,
  erased_at timestamptz(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT erased_buyer_pkey PRIMARY KEY (merchant_id, email_hash),
  CONSTRAINT erased_buyer_hash_check CHECK (octet_length(email_hash) = 32),
  CONSTRAINT erased_buyer_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- An erasure of a buyer, worked on in batches; inserted and finished by database functions only (docs/privacy.md).
CREATE TABLE buyer_erasure (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  requested_by jsonb NOT NULL,
  source_address text,
  emails text[] NOT NULL DEFAULT '{}'::text[],
  integration_id uuid,
  external_ids text[] NOT NULL DEFAULT '{}'::text[],
  whole_shop boolean NOT NULL DEFAULT false,
  names text[] NOT NULL DEFAULT '{}'::text[],
  phase integer NOT NULL DEFAULT 0,
  after_id uuid,
  searched integer NOT NULL DEFAULT 0,
  orders integer NOT NULL DEFAULT 0,
  quarantined integer NOT NULL DEFAULT 0,
  texts integer NOT NULL DEFAULT 0,
  requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  worked_at timestamptz(3),
  finished_at timestamptz(3),
  CONSTRAINT buyer_erasure_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT buyer_erasure_finished_check CHECK ((finished_at IS NULL) OR ((emails = '{}'::text[]) AND (external_ids = '{}'::text[]) AND (names = '{}'::text[]))),
  CONSTRAINT buyer_erasure_shop_check CHECK ((integration_id IS NOT NULL) OR ((NOT whole_shop) AND (external_ids = '{}'::text[]))),
  CONSTRAINT buyer_erasure_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX buyer_erasure_unfinished_idx ON buyer_erasure (requested_at) WHERE finished_at IS NULL;

-- A person who signs in: a member of one or more merchants, or support staff.
CREATE TABLE person (
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  password_hash text NOT NULL,
  staff_role text,
  is_staff boolean GENERATED ALWAYS AS ((staff_role IS NOT NULL)) STORED NOT NULL,
  locale text,
  mail_locale text,
  time_zone text NOT NULL DEFAULT 'Europe/Amsterdam',
  deletion_due_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT person_pkey PRIMARY KEY (id),
  CONSTRAINT person_staff_role_check CHECK (staff_role IN ('viewer', 'agent', 'lead', 'operator'))
);
CREATE UNIQUE INDEX person_email_key ON person (email);
CREATE INDEX person_email_search_idx ON person USING gin (email gin_trgm_ops);
CREATE INDEX person_name_letters_idx ON person USING gin (letter_parts(name)) WHERE has_own_letters(name);
CREATE INDEX person_name_search_idx ON person USING gin (name gin_trgm_ops);

-- A browser in which the person has signed in, or which they confirmed by mail (lib/identity/auth/known-browsers.ts). It has its own budget of
-- attempts, so that failures of others do not lock the person out.
CREATE TABLE known_browser (
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  last_used_at timestamptz(3) NOT NULL,
  CONSTRAINT known_browser_pkey PRIMARY KEY (token_hash, person_id),
  CONSTRAINT known_browser_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX known_browser_person_id_idx ON known_browser (person_id);

-- What happened at sign-in (lib/identity/auth/sign-in-events.ts): kept for 90 days, shown to the person and to staff.
CREATE TABLE sign_in_event (
  id uuid NOT NULL,
  person_id uuid,
  kind text NOT NULL,
  source_address text NOT NULL,
  user_agent text,
  at timestamptz(3) NOT NULL,
  CONSTRAINT sign_in_event_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_event_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX sign_in_event_at_idx ON sign_in_event (at DESC);
CREATE INDEX sign_in_event_person_id_at_idx ON sign_in_event (person_id, at DESC);

-- A staff account's identity at an OpenID Connect issuer (lib/identity/auth/oidc-sign-in.ts), bound at the first sign-in. From then on the
-- subject counts, so that a reassigned e-mail address grants nothing.
CREATE TABLE staff_identity (
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id uuid NOT NULL,
  is_granted boolean NOT NULL DEFAULT false,
  bound_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT staff_identity_pkey PRIMARY KEY (issuer, subject),
  CONSTRAINT staff_identity_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX staff_identity_person_id_issuer_key ON staff_identity (person_id, issuer);

-- A person's second factor: codes of an authenticator app (RFC 6238). See lib/identity/auth/second-factor.ts.
CREATE TABLE second_factor (
  person_id uuid NOT NULL,
  secret bytea NOT NULL,
  secret_key_id text NOT NULL,
  confirmed_at timestamptz(3),
  used_step integer NOT NULL DEFAULT 0,
  CONSTRAINT second_factor_pkey PRIMARY KEY (person_id),
  CONSTRAINT second_factor_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- SHA-256 of the unused recovery codes, which replace an app or a passkey that was lost.
CREATE TABLE recovery_code (
  person_id uuid NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT recovery_code_pkey PRIMARY KEY (person_id, hash),
  CONSTRAINT recovery_code_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- A change of the e-mail address that waits for the confirmation of both addresses (lib/identity/auth/email-change.ts).
CREATE TABLE email_change (
  person_id uuid NOT NULL,
  new_email text NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  old_confirmed_at timestamptz(3),
  new_confirmed_at timestamptz(3),
  CONSTRAINT email_change_pkey PRIMARY KEY (person_id),
  CONSTRAINT email_change_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- A passkey (lib/identity/auth/passkeys.ts): signs in by itself, and counts as second factor beside a password.
CREATE TABLE passkey (
  id text NOT NULL,
  person_id uuid NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[],
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  CONSTRAINT passkey_pkey PRIMARY KEY (id),
  CONSTRAINT passkey_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX passkey_person_id_idx ON passkey (person_id);

-- A challenge for a passkey: valid once, for some minutes.
CREATE TABLE passkey_challenge (
  id uuid NOT NULL,
  challenge text NOT NULL,
  person_id uuid,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT passkey_challenge_pkey PRIMARY KEY (id)
);

-- A person's preferences: keys and shapes in lib/identity/preferences/schema.ts.
CREATE TABLE person_preference (
  person_id uuid NOT NULL,
  key text NOT NULL,
  value jsonb NOT NULL,
  changed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT person_preference_pkey PRIMARY KEY (person_id, key),
  CONSTRAINT person_preference_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TABLE membership (
  merchant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  role text NOT NULL DEFAULT 'member',
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_seen_at timestamptz(3),
  CONSTRAINT membership_pkey PRIMARY KEY (merchant_id, person_id),
  CONSTRAINT membership_role_check CHECK (role IN ('owner', 'member')),
  CONSTRAINT membership_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX membership_person_id_idx ON membership (person_id);

-- An open invitation to join the merchant; deleted once it is accepted or withdrawn.
CREATE TABLE invitation (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  invited_by jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  token_hash bytea,
  sent_at timestamptz(3),
  expires_at timestamptz(3),
  mail_failure text,
  CONSTRAINT invitation_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT invitation_role_check CHECK (role IN ('owner', 'member')),
  CONSTRAINT invitation_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX invitation_id_key ON invitation (id);
CREATE UNIQUE INDEX invitation_merchant_id_email_key ON invitation (merchant_id, email);
CREATE UNIQUE INDEX invitation_token_hash_key ON invitation (token_hash);

-- A token with which a merchant's program calls the API (lib/api).
CREATE TABLE api_token (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  permission text NOT NULL,
  token_hash bytea NOT NULL,
  created_by jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  responsible_id uuid,
  expires_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  CONSTRAINT api_token_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT api_token_hash_check CHECK (octet_length(token_hash) = 32),
  CONSTRAINT api_token_permission_check CHECK (permission IN ('read', 'refresh')),
  CONSTRAINT api_token_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT api_token_responsible_id_fkey FOREIGN KEY (responsible_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE SET NULL
);
CREATE INDEX api_token_responsible_id_idx ON api_token (responsible_id);
CREATE UNIQUE INDEX api_token_token_hash_key ON api_token (token_hash);

-- One signed-in browser. The cookie only names the row, so that signing out ends the session for every copy of the cookie.
CREATE TABLE session (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  user_agent text,
  locale text,
  issuer text,
  last_used_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  proven_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX session_person_id_idx ON session (person_id);

-- A queued account mail (lib/notify/account-mails.ts), deleted once sent. Its link is created when it is sent, so that no table ever holds a
-- usable link.
CREATE TABLE account_mail (
  kind text NOT NULL,
  subject text NOT NULL,
  locale text,
  source_address text,
  asked_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  due_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  attempts integer NOT NULL DEFAULT 0,
  CONSTRAINT account_mail_pkey PRIMARY KEY (kind, subject)
);

-- The last link mailed to an address for one purpose, by the hash of its secret. A newer one replaces it; a used one is deleted.
CREATE TABLE mailed_link (
  kind text NOT NULL,
  email text NOT NULL,
  token_hash bytea NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT mailed_link_pkey PRIMARY KEY (kind, email)
);
CREATE UNIQUE INDEX mailed_link_token_hash_key ON mailed_link (token_hash);

CREATE TABLE integration (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  shop_system text NOT NULL,
  base_url text NOT NULL,
  credentials bytea,
  credentials_key_id text,
  credentials_stored_at timestamptz(3),
  webhook_secret bytea,
  webhook_secret_key_id text,
  webhook_received_at timestamptz(3),
  maintenance_token_hash bytea,
  maintenance_token_previous_hash bytea,
  maintenance_token_previous_until timestamptz(3),
  badge_token text,
  sync_interval_seconds integer NOT NULL DEFAULT 900,
  import_from timestamptz(3),
  left_out_statuses text[] DEFAULT ARRAY[]::text[],
  status_names jsonb NOT NULL DEFAULT '{}'::jsonb,
  server_software text,
  shop_system_version text,
  last_order_at timestamptz(3),
  history_days integer,
  carts_counted boolean,
  empty_confirmed_at timestamptz(3),
  clock_skew_ms integer NOT NULL DEFAULT 0,
  method_fallback boolean NOT NULL DEFAULT false,
  next_rescan_at timestamptz(3),
  shop_time_zone text,
  next_endings_check_at timestamptz(3),
  certificates_seen jsonb NOT NULL DEFAULT '[]'::jsonb,
  next_silence_check_at timestamptz(3),
  runs_compacted_until timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT integration_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT integration_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX integration_address_letters_idx ON integration USING gin (letter_parts(own_letters(base_url))) WHERE base_url ~~ '%xn--%';
CREATE UNIQUE INDEX integration_badge_token_key ON integration (badge_token);
CREATE INDEX integration_base_url_search_idx ON integration USING gin (base_url gin_trgm_ops);
CREATE UNIQUE INDEX integration_id_key ON integration (id);
CREATE INDEX integration_leaving_out_idx ON integration (merchant_id) WHERE left_out_statuses <> '{}'::text[];
CREATE UNIQUE INDEX integration_maintenance_token_hash_key ON integration (maintenance_token_hash);
CREATE UNIQUE INDEX integration_maintenance_token_previous_hash_key ON integration (maintenance_token_previous_hash);
CREATE INDEX integration_merchant_id_name_idx ON integration (merchant_id, name);
CREATE INDEX integration_name_letters_idx ON integration USING gin (letter_parts(name)) WHERE has_own_letters(name);
CREATE INDEX integration_name_search_idx ON integration USING gin (name gin_trgm_ops);
CREATE INDEX integration_next_endings_check_at_idx ON integration (next_endings_check_at);
CREATE INDEX integration_next_rescan_at_idx ON integration (next_rescan_at);
CREATE INDEX integration_next_silence_check_at_idx ON integration (next_silence_check_at);
CREATE INDEX integration_runs_compacted_until_idx ON integration (runs_compacted_until);
CREATE INDEX integration_shop_system_merchant_id_idx ON integration (shop_system, merchant_id);

-- The state of one lane of an integration: "orders_in" or "tracking_out". States and transitions: lib/health/lane/states.ts.
CREATE TABLE lane (
  merchant_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  lane text NOT NULL,
  state text NOT NULL DEFAULT 'regular',
  since timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  reason text NOT NULL DEFAULT 'none',
  reason_params jsonb NOT NULL DEFAULT '{}'::jsonb,
  failures integer NOT NULL DEFAULT 0,
  failed_attempts integer NOT NULL DEFAULT 0,
  last_failed_at timestamptz(3),
  delay_seconds integer NOT NULL DEFAULT 0,
  next_sync_at timestamptz(3),
  next_recovery_probe_at timestamptz(3),
  last_success_at timestamptz(3),
  failing_since timestamptz(3),
  CONSTRAINT lane_pkey PRIMARY KEY (merchant_id, integration_id, lane),
  -- Closed lists, held by the database too.
  CONSTRAINT lane_lane_check CHECK (lane IN ('orders_in', 'tracking_out')),
  CONSTRAINT lane_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX lane_next_recovery_probe_at_idx ON lane (next_recovery_probe_at);
CREATE INDEX lane_next_sync_at_idx ON lane (next_sync_at);
-- Few lanes are in trouble: the queue and the filters of support look at these alone.
CREATE INDEX lane_troubled_idx ON lane (state, merchant_id, integration_id) WHERE state <> 'regular';

CREATE TABLE lane_transition (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  lane text NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  reason text NOT NULL,
  reason_params jsonb NOT NULL DEFAULT '{}'::jsonb,
  actor jsonb NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT lane_transition_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT lane_transition_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX lane_transition_integration_id_at_idx ON lane_transition (integration_id, at DESC);

-- One order sync, from the request to the count check. At most one per integration is queued or running (partial unique index).
CREATE TABLE sync_run (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  trigger text NOT NULL,
  status text NOT NULL DEFAULT 'queued',
  phase text NOT NULL DEFAULT 'queued',
  requested_by jsonb NOT NULL,
  requested_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  window_from timestamptz(3),
  window_to timestamptz(3),
  paged_until timestamptz(3),
  total integer,
  fetched integer NOT NULL DEFAULT 0,
  created integer NOT NULL DEFAULT 0,
  updated integer NOT NULL DEFAULT 0,
  unchanged integer NOT NULL DEFAULT 0,
  quarantined integer NOT NULL DEFAULT 0,
  shop_count integer,
  our_count integer,
  our_unreadable integer,
  count_check_from timestamptz(3),
  count_check_to timestamptz(3),
  count_check_is_whole boolean NOT NULL DEFAULT true,
  is_searched boolean NOT NULL DEFAULT false,
  unlisted integer,
  status_delta integer,
  failure text,
  failure_params jsonb NOT NULL DEFAULT '{}'::jsonb,
  dns_ms real,
  connect_ms real,
  tls_ms real,
  first_byte_ms real,
  check_id uuid,
  lease_owner uuid,
  lease_until timestamptz(3),
  attempt integer NOT NULL DEFAULT 0,
  compacted integer NOT NULL DEFAULT 0,
  compacted_from timestamptz(3),
  CONSTRAINT sync_run_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT sync_run_status_check CHECK (status IN ('waiting', 'queued', 'running', 'succeeded', 'failed')),
  CONSTRAINT sync_run_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX sync_run_id_key ON sync_run (id);
CREATE INDEX sync_run_integration_id_requested_at_idx ON sync_run (integration_id, requested_at DESC);
-- Runs whose worker died are found by their lease.
CREATE INDEX sync_run_lease_idx ON sync_run (lease_until) WHERE status = 'running';
-- At most one run and one check of an integration is on its way: a second press joins it.
CREATE UNIQUE INDEX sync_run_one_active ON sync_run (merchant_id, integration_id) WHERE (status IN ('queued', 'running'));
CREATE UNIQUE INDEX sync_run_one_waiting ON sync_run (merchant_id, integration_id) WHERE status = 'waiting';

-- The coverage ledger: half-open intervals [from, to) of the shop's modification time for which every order is stored here.
CREATE TABLE coverage_interval (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  covered_from timestamptz(3) NOT NULL,
  covered_to timestamptz(3) NOT NULL,
  run_id uuid,
  confirmed_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT coverage_interval_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT coverage_interval_order_check CHECK (covered_from < covered_to),
  CONSTRAINT coverage_interval_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX coverage_interval_integration_id_covered_from_idx ON coverage_interval (integration_id, covered_from);

CREATE TABLE shop_order (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  external_id text NOT NULL,
  number text NOT NULL,
  status text NOT NULL,
  currency text NOT NULL,
  total numeric NOT NULL,
  totals jsonb NOT NULL DEFAULT '{}'::jsonb,
  customer_name text NOT NULL DEFAULT '',
  customer_email text NOT NULL DEFAULT '',
  billing jsonb NOT NULL DEFAULT '{}'::jsonb,
  shipping jsonb NOT NULL DEFAULT '{}'::jsonb,
  lines jsonb NOT NULL DEFAULT '[]'::jsonb,
  placed_at timestamptz(3) NOT NULL,
  modified_at timestamptz(3) NOT NULL,
  paid_at timestamptz(3),
  raw json NOT NULL,
  raw_hash bytea NOT NULL,
  removed_at timestamptz(3),
  first_seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  rescanned_at timestamptz(3),
  buyer_erased_at timestamptz(3),
  search_text text NOT NULL DEFAULT '',
  CONSTRAINT shop_order_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT shop_order_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX shop_order_integration_id_external_id_key ON shop_order (integration_id, external_id);
CREATE INDEX shop_order_integration_id_modified_at_idx ON shop_order (integration_id, modified_at);
-- With the merchant in it, counts by day and the pace of a shop are read from the index alone: row-level security asks for the merchant of each row.
CREATE INDEX shop_order_integration_id_placed_at_merchant_id_idx ON shop_order (integration_id, placed_at DESC, merchant_id);
CREATE INDEX shop_order_merchant_id_placed_at_id_idx ON shop_order (merchant_id, placed_at DESC, id);
-- Support finds a merchant by an order's number, whoever's order it is.
CREATE INDEX shop_order_number_idx ON shop_order (number);
CREATE INDEX shop_order_number_prefix_idx ON shop_order (lower(number) COLLATE "C");
CREATE INDEX shop_order_search_idx ON shop_order USING gin (merchant_id, search_text gin_trgm_ops);
-- The filter by status, newest first, and the list of statuses, one by one.
CREATE INDEX shop_order_status_idx ON shop_order (merchant_id, status, placed_at DESC, id);
CREATE INDEX shop_order_total_idx ON shop_order (merchant_id, total DESC, id);

-- An order that could not be stored: quarantined, visible, and retried; the others are imported.
CREATE TABLE quarantined_order (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  external_id text NOT NULL,
  error text NOT NULL,
  raw jsonb NOT NULL,
  modified_at timestamptz(3),
  run_id uuid,
  first_seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_seen_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  resolved_at timestamptz(3),
  CONSTRAINT quarantined_order_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT quarantined_order_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX quarantined_order_integration_id_external_id_key ON quarantined_order (integration_id, external_id);
CREATE INDEX quarantined_order_open_idx ON quarantined_order (integration_id, last_seen_at DESC) WHERE resolved_at IS NULL;

-- One reachability check of an integration. `result` is the document of lib/check/result.ts (schema 1).
CREATE TABLE reachability_check (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  trigger text NOT NULL,
  status text NOT NULL DEFAULT 'queued',
  requested_by jsonb NOT NULL,
  requested_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  verdict text,
  cause_codes text[] DEFAULT ARRAY[]::text[],
  probes_done integer NOT NULL DEFAULT 0,
  probes_seen jsonb NOT NULL DEFAULT '[]'::jsonb,
  result jsonb,
  tls_seen jsonb,
  dns_ms real,
  connect_ms real,
  tls_ms real,
  first_byte_ms real,
  failure text,
  lease_owner uuid,
  lease_until timestamptz(3),
  attempt integer NOT NULL DEFAULT 0,
  CONSTRAINT reachability_check_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT reachability_check_status_check CHECK (status IN ('queued', 'running', 'done', 'failed')),
  CONSTRAINT reachability_check_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX reachability_check_id_key ON reachability_check (id);
CREATE INDEX reachability_check_integration_id_requested_at_idx ON reachability_check (integration_id, requested_at DESC);
CREATE INDEX reachability_check_lease_idx ON reachability_check (lease_until) WHERE status = 'running';
CREATE UNIQUE INDEX reachability_check_one_active ON reachability_check (merchant_id, integration_id) WHERE (status IN ('queued', 'running'));

-- Notifies one owner of another's change (lib/identity/auth/proven-acts.ts), with a link that freezes it (lib/operations/freeze).
CREATE TABLE freeze_link (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  event_id uuid NOT NULL,
  person_id uuid NOT NULL,
  target_id uuid,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  queued_at timestamptz(3),
  token_hash bytea,
  expires_at timestamptz(3),
  frozen_at timestamptz(3),
  ended_at timestamptz(3),
  CONSTRAINT freeze_link_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT freeze_link_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT freeze_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX freeze_link_merchant_id_frozen_at_idx ON freeze_link (merchant_id, frozen_at);
CREATE UNIQUE INDEX freeze_link_token_hash_key ON freeze_link (token_hash);
CREATE INDEX freeze_link_unqueued_idx ON freeze_link (at) WHERE queued_at IS NULL;

-- The audit log: every change by a member, staff or a job, written in the transaction of the change. Append-only in the database.
CREATE TABLE audit_event (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid,
  actor jsonb NOT NULL,
  action text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'::jsonb,
  before jsonb,
  after jsonb,
  source_address text,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT audit_event_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT audit_event_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX audit_event_at_id_idx ON audit_event (at DESC, id DESC);
CREATE INDEX audit_event_integration_id_at_idx ON audit_event (integration_id, at DESC);
CREATE INDEX audit_event_merchant_id_at_idx ON audit_event (merchant_id, at DESC);
CREATE INDEX audit_event_person_idx ON audit_event (((actor ->> 'personId')), at DESC);

-- The audit log outside any merchant: a person's own account, and staff actions on many merchants. Append-only in the database.
CREATE TABLE platform_event (
  id uuid NOT NULL,
  actor jsonb NOT NULL,
  action text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'::jsonb,
  before jsonb,
  after jsonb,
  source_address text,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT platform_event_pkey PRIMARY KEY (id)
);
CREATE INDEX platform_event_at_id_idx ON platform_event (at DESC, id DESC);

-- A parcel of an order, and the outbox row for sending its tracking number to the shop. Recorded once; the shop is read before it is written.
CREATE TABLE shipment (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  order_id uuid NOT NULL,
  carrier text NOT NULL,
  tracking_number text NOT NULL,
  tracking_url text,
  source text NOT NULL,
  recorded_by jsonb NOT NULL,
  recorded_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  status text NOT NULL DEFAULT 'waiting',
  attempts integer NOT NULL DEFAULT 0,
  next_push_at timestamptz(3),
  sent_at timestamptz(3),
  sent_again_at timestamptz(3),
  failure text,
  failure_params jsonb NOT NULL DEFAULT '{}'::jsonb,
  lease_owner uuid,
  lease_until timestamptz(3),
  replaces jsonb,
  carrier_parcel_id bigint,
  cancelled_at timestamptz(3),
  CONSTRAINT shipment_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT shipment_source_check CHECK (source IN ('form', 'csv', 'api', 'webhook')),
  CONSTRAINT shipment_status_check CHECK (status IN ('waiting', 'sent', 'failed')),
  CONSTRAINT shipment_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT shipment_merchant_id_order_id_fkey FOREIGN KEY (merchant_id, order_id) REFERENCES shop_order(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
-- A cancellation names the carrier platform's parcel alone.
CREATE INDEX shipment_carrier_parcel_idx ON shipment (integration_id, carrier_parcel_id) WHERE carrier_parcel_id IS NOT NULL;
CREATE INDEX shipment_due_idx ON shipment (next_push_at) WHERE status = 'waiting';
CREATE UNIQUE INDEX shipment_id_key ON shipment (id);
CREATE INDEX shipment_integration_id_recorded_at_idx ON shipment (integration_id, recorded_at DESC);
-- No parcel is told while another one of its order is.
CREATE INDEX shipment_leased_idx ON shipment (order_id) WHERE lease_until IS NOT NULL;
-- Whether another order has a tracking number already is asked before parcels are recorded.
CREATE INDEX shipment_merchant_id_tracking_number_idx ON shipment (merchant_id, tracking_number);
-- One parcel is recorded once, however often a file is uploaded or a webhook is repeated.
CREATE UNIQUE INDEX shipment_order_id_tracking_number_key ON shipment (order_id, tracking_number);
CREATE INDEX shipment_tracking_number_idx ON shipment USING gin (merchant_id, lower(tracking_number) gin_trgm_ops);
CREATE INDEX shipment_tracking_prefix_idx ON shipment (lower(tracking_number) COLLATE "C");
CREATE INDEX shipment_unsent_by_shop_idx ON shipment (merchant_id, integration_id) WHERE status <> 'sent';
CREATE INDEX shipment_unsent_idx ON shipment (merchant_id, status, order_id) WHERE status <> 'sent';
CREATE INDEX shipment_withdrawn_idx ON shipment (integration_id) WHERE ((cancelled_at IS NOT NULL) AND (sent_at IS NULL));

-- Maintenance of a shop, planned on its page or announced by a deploy script (lib/sync/maintenance).
CREATE TABLE maintenance_window (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  starts_at timestamptz(3) NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC',
  source text NOT NULL,
  created_by jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  announced_at timestamptz(3),
  cancelled_at timestamptz(3),
  CONSTRAINT maintenance_window_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT maintenance_window_order_check CHECK (starts_at < ends_at),
  CONSTRAINT maintenance_window_source_check CHECK (source IN ('page', 'script')),
  CONSTRAINT maintenance_window_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX maintenance_window_due_idx ON maintenance_window (starts_at) WHERE ((announced_at IS NULL) AND (cancelled_at IS NULL));
CREATE INDEX maintenance_window_integration_id_ends_at_idx ON maintenance_window (integration_id, ends_at);

-- The result of one recovery probe; the newest are kept (lib/sync/recovery/record-probe.ts).
CREATE TABLE recovery_probe (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  passed boolean NOT NULL,
  status integer,
  failure text,
  took_ms integer NOT NULL,
  CONSTRAINT recovery_probe_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT recovery_probe_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX recovery_probe_integration_id_at_idx ON recovery_probe (integration_id, at DESC);

-- The last improbably long silence of a shop, and the result of asking the shop (lib/sync/silence).
CREATE TABLE silence (
  merchant_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  since timestamptz(3) NOT NULL,
  asked_at timestamptz(3) NOT NULL,
  expected double precision NOT NULL,
  run_id uuid NOT NULL,
  verdict text NOT NULL DEFAULT 'asking',
  found integer NOT NULL DEFAULT 0,
  missing integer NOT NULL DEFAULT 0,
  shop_count integer,
  settled_at timestamptz(3),
  CONSTRAINT silence_pkey PRIMARY KEY (merchant_id, integration_id),
  CONSTRAINT silence_verdict_check CHECK (verdict IN ('asking', 'quiet', 'broken')),
  CONSTRAINT silence_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- One of the two connections to a shop that all workers share (lib/health/shop-connections.ts).
CREATE UNLOGGED TABLE shop_connection (
  merchant_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  slot smallint NOT NULL,
  holder uuid NOT NULL,
  held_until timestamptz(3) NOT NULL,
  CONSTRAINT shop_connection_pkey PRIMARY KEY (merchant_id, integration_id, slot),
  CONSTRAINT shop_connection_slot_check CHECK (slot IN (1, 2)),
  CONSTRAINT shop_connection_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- The newest webhook event of the carrier platform about a parcel (lib/orders/tracking/receive-parcel-event.ts).
CREATE TABLE sendcloud_parcel (
  merchant_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  parcel_id bigint NOT NULL,
  event_at timestamptz(3) NOT NULL,
  event_hash bytea,
  is_cancelled boolean NOT NULL DEFAULT false,
  CONSTRAINT sendcloud_parcel_pkey PRIMARY KEY (merchant_id, integration_id, parcel_id),
  CONSTRAINT sendcloud_parcel_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
-- Events of parcels that are long over are found by their age (lib/orders/tracking/forget-events.ts).
CREATE INDEX sendcloud_parcel_integration_id_event_at_idx ON sendcloud_parcel (integration_id, event_at);

-- One of our egress addresses and its dates: announced, planned to go live, live since, retires on. Public.
CREATE TABLE egress_address (
  address text NOT NULL,
  announced_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  planned_at timestamptz(3),
  live_at timestamptz(3),
  retires_at timestamptz(3),
  CONSTRAINT egress_address_pkey PRIMARY KEY (address)
);

-- A rehearsal: new egress addresses are tried on every shop before traffic moves to them. One runs at a time.
CREATE TABLE rehearsal (
  id uuid NOT NULL,
  addresses text[] NOT NULL,
  retiring text[] NOT NULL,
  planned_at timestamptz(3) NOT NULL,
  state text NOT NULL DEFAULT 'running',
  started_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_by jsonb NOT NULL,
  ended_at timestamptz(3),
  ended_by jsonb,
  CONSTRAINT rehearsal_pkey PRIMARY KEY (id),
  CONSTRAINT rehearsal_state_check CHECK (state IN ('running', 'moved', 'withdrawn'))
);
-- One at a time: two would test the same shops against each other.
CREATE UNIQUE INDEX rehearsal_one_running ON rehearsal ((true)) WHERE state = 'running';
CREATE INDEX rehearsal_started_at_idx ON rehearsal (started_at);

-- One shop's result of a rehearsal.
CREATE TABLE rehearsal_result (
  merchant_id uuid NOT NULL,
  rehearsal_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  due_at timestamptz(3),
  checked_at timestamptz(3),
  refused text[] NOT NULL DEFAULT '{}'::text[],
  result jsonb,
  CONSTRAINT rehearsal_result_pkey PRIMARY KEY (merchant_id, rehearsal_id, integration_id),
  CONSTRAINT rehearsal_result_state_check CHECK (state IN ('waiting', 'passes', 'refused', 'other_trouble', 'address_missing')),
  CONSTRAINT rehearsal_result_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT rehearsal_result_rehearsal_id_fkey FOREIGN KEY (rehearsal_id) REFERENCES rehearsal(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX rehearsal_result_due_at_idx ON rehearsal_result (due_at);
CREATE INDEX rehearsal_result_merchant_id_integration_id_idx ON rehearsal_result (merchant_id, integration_id);
CREATE INDEX rehearsal_result_rehearsal_id_state_idx ON rehearsal_result (rehearsal_id, state);

-- A report about a block for the hosting provider, opened by a link without an account (lib/operations/reports).
CREATE TABLE shared_report (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  snapshot jsonb NOT NULL,
  cause_codes text[] NOT NULL,
  locale text NOT NULL,
  shown_name text NOT NULL DEFAULT '',
  created_by jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  opened_count integer NOT NULL DEFAULT 0,
  last_opened_at timestamptz(3),
  green_at timestamptz(3),
  CONSTRAINT shared_report_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT shared_report_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX shared_report_integration_id_created_at_idx ON shared_report (integration_id, created_at DESC);
CREATE UNIQUE INDEX shared_report_token_hash_key ON shared_report (token_hash);

-- A staff member's visit to a merchant (lib/identity/accounts/visits.ts). Write access needs a reason and expires.
CREATE TABLE support_visit (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  person_id uuid NOT NULL,
  reason text,
  opened_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  acts_until timestamptz(3),
  ends_at timestamptz(3) NOT NULL,
  data_reason text,
  data_until timestamptz(3),
  CONSTRAINT support_visit_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT support_visit_reason_check CHECK ((acts_until IS NULL) = (reason IS NULL)),
  CONSTRAINT support_visit_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT support_visit_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX support_visit_session_id_merchant_id_opened_at_idx ON support_visit (session_id, merchant_id, opened_at DESC);

-- An owner's consent that acting staff manage members and API tokens (lib/identity/accounts/consent.ts).
CREATE TABLE support_consent (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  given_by jsonb NOT NULL,
  given_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  withdrawn_at timestamptz(3),
  CONSTRAINT support_consent_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT support_consent_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Notes of staff about a merchant; not visible to merchants.
CREATE TABLE merchant_note (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  author jsonb NOT NULL,
  "text" text NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT merchant_note_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT merchant_note_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX merchant_note_merchant_id_at_idx ON merchant_note (merchant_id, at DESC);

-- A saved list of the support console with its filters, shared by all staff.
CREATE TABLE saved_view (
  id uuid NOT NULL,
  name text NOT NULL,
  path text NOT NULL,
  query text NOT NULL,
  author jsonb NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT saved_view_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX saved_view_path_name_key ON saved_view (path, name);

-- Saved filters of a merchant's list of orders, shared by its members.
CREATE TABLE order_view (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  CONSTRAINT order_view_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT order_view_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX order_view_merchant_id_name_key ON order_view (merchant_id, name);

-- A merchant's question to support, with what was known when it was asked.
CREATE TABLE support_thread (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid,
  about text NOT NULL,
  cause_code text,
  run_id uuid,
  status text NOT NULL DEFAULT 'open',
  opened_by jsonb NOT NULL,
  opened_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  evidence jsonb NOT NULL,
  first_words text NOT NULL,
  last_message_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_from text NOT NULL DEFAULT 'merchant',
  merchant_read_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  staff_read_at timestamptz(3),
  solved_at timestamptz(3),
  solved_by jsonb,
  solved_cause text,
  solved_fix text,
  CONSTRAINT support_thread_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT support_thread_about_check CHECK (about IN ('integration', 'cause', 'run', 'merchant')),
  CONSTRAINT support_thread_last_from_check CHECK (last_from IN ('merchant', 'staff')),
  CONSTRAINT support_thread_status_check CHECK (status IN ('open', 'waiting', 'solved')),
  CONSTRAINT support_thread_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX support_thread_id_key ON support_thread (id);
CREATE INDEX support_thread_merchant_id_last_message_at_idx ON support_thread (merchant_id, last_message_at DESC);
CREATE INDEX support_thread_solved_idx ON support_thread (solved_cause, solved_at DESC) WHERE status = 'solved';
CREATE INDEX support_thread_unsolved_idx ON support_thread (last_message_at) WHERE status <> 'solved';

CREATE TABLE support_message (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  thread_id uuid NOT NULL,
  author jsonb NOT NULL,
  "text" text NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT support_message_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT support_message_merchant_id_thread_id_fkey FOREIGN KEY (merchant_id, thread_id) REFERENCES support_thread(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX support_message_thread_id_at_idx ON support_message (thread_id, at);

-- A notification of members, written in the transaction of its change. Kinds: lib/notify/kinds.ts
CREATE TABLE notification (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  integration_id uuid,
  lane text,
  params jsonb NOT NULL DEFAULT '{}'::jsonb,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  fanned_out_at timestamptz(3),
  CONSTRAINT notification_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT notification_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT notification_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX notification_merchant_id_at_idx ON notification (merchant_id, at DESC);
CREATE INDEX notification_waiting_idx ON notification (at) WHERE fanned_out_at IS NULL;

-- A chat or program that receives notifications. Its URL contains a secret and is sealed; `host` is the part that may be shown.
CREATE TABLE notification_channel (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  host text NOT NULL,
  url bytea NOT NULL,
  url_key_id text NOT NULL,
  secret bytea,
  secret_key_id text,
  kinds text[] NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  disabled_at timestamptz(3),
  CONSTRAINT notification_channel_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT notification_channel_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- One message to one person or channel, with everything collected until it was due.
CREATE TABLE notification_delivery (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid,
  channel_id uuid,
  content text NOT NULL DEFAULT 'notices',
  notification_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  status text NOT NULL DEFAULT 'waiting',
  due_at timestamptz(3) NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  failure text,
  answer_status integer,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ended_at timestamptz(3),
  CONSTRAINT notification_delivery_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT notification_delivery_status_check CHECK (status IN ('waiting', 'sent', 'failed', 'dropped')),
  CONSTRAINT notification_delivery_target_check CHECK ((person_id IS NULL) <> (channel_id IS NULL)),
  CONSTRAINT notification_delivery_merchant_id_channel_id_fkey FOREIGN KEY (merchant_id, channel_id) REFERENCES notification_channel(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT notification_delivery_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchant(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT notification_delivery_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX notification_delivery_channel_collecting ON notification_delivery (merchant_id, channel_id) WHERE ((status = 'waiting') AND (attempts = 0) AND (content = 'notices') AND (channel_id IS NOT NULL));
CREATE INDEX notification_delivery_due_idx ON notification_delivery (due_at) WHERE status = 'waiting';
CREATE INDEX notification_delivery_merchant_id_created_at_idx ON notification_delivery (merchant_id, created_at DESC);
-- What is not sent yet collects in one message for each person or channel.
CREATE UNIQUE INDEX notification_delivery_person_collecting ON notification_delivery (merchant_id, person_id) WHERE ((status = 'waiting') AND (attempts = 0) AND (content = 'notices') AND (person_id IS NOT NULL));

-- A member's notification preferences (lib/notify/notification-preferences.ts), and up to when they have read notifications.
CREATE TABLE notification_setting (
  merchant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  preferences jsonb NOT NULL DEFAULT '{}'::jsonb,
  read_until timestamptz(3),
  next_weekly_at timestamptz(3),
  CONSTRAINT notification_setting_pkey PRIMARY KEY (merchant_id, person_id),
  CONSTRAINT notification_setting_merchant_id_person_id_fkey FOREIGN KEY (merchant_id, person_id) REFERENCES membership(merchant_id, person_id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX notification_setting_next_weekly_at_idx ON notification_setting (next_weekly_at);

-- Captured mails of the demo and of tests, which are never sent.
CREATE TABLE captured_mail (
  id uuid NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  "text" text NOT NULL,
  html text NOT NULL,
  headers jsonb NOT NULL DEFAULT '{}'::jsonb,
  at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT captured_mail_pkey PRIMARY KEY (id)
);
CREATE INDEX captured_mail_at_idx ON captured_mail (at DESC);

-- The facts of a shop's newest check by which shops are compared (lib/operations/fleet/facts.ts).
CREATE TABLE fleet_fact (
  merchant_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  shop_system text NOT NULL,
  server text,
  network text,
  cause text,
  blocker text,
  egress text[] NOT NULL DEFAULT ARRAY[]::text[],
  since timestamptz(3),
  checked_at timestamptz(3) NOT NULL,
  CONSTRAINT fleet_fact_pkey PRIMARY KEY (merchant_id, integration_id),
  CONSTRAINT fleet_fact_since_check CHECK ((cause IS NULL) = (since IS NULL)),
  CONSTRAINT fleet_fact_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX fleet_fact_failing_idx ON fleet_fact (since) WHERE cause IS NOT NULL;

-- How many shops had each value at each full hour.
CREATE TABLE fleet_snapshot (
  at timestamptz(3) NOT NULL,
  dimension text NOT NULL,
  value text NOT NULL,
  count integer NOT NULL,
  CONSTRAINT fleet_snapshot_pkey PRIMARY KEY (at, dimension, value)
);

-- Many shops that fail together (lib/operations/fleet/find-clusters.ts).
CREATE TABLE fleet_incident (
  id uuid NOT NULL,
  started_at timestamptz(3) NOT NULL,
  opened_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  resolved_at timestamptz(3),
  traits jsonb NOT NULL,
  cause text NOT NULL,
  most_shops integer NOT NULL,
  CONSTRAINT fleet_incident_pkey PRIMARY KEY (id)
);
CREATE INDEX fleet_incident_open_idx ON fleet_incident (started_at DESC) WHERE resolved_at IS NULL;

CREATE TABLE fleet_incident_shop (
  merchant_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  joined_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  left_at timestamptz(3),
  CONSTRAINT fleet_incident_shop_pkey PRIMARY KEY (merchant_id, incident_id, integration_id),
  CONSTRAINT fleet_incident_shop_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES fleet_incident(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT fleet_incident_shop_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX fleet_incident_shop_incident_id_idx ON fleet_incident_shop (incident_id);
-- A shop is in one incident at a time.
CREATE UNIQUE INDEX fleet_incident_shop_one_open ON fleet_incident_shop (merchant_id, integration_id) WHERE left_at IS NULL;

-- A bulk check or refresh by staff, throttled and stoppable.
CREATE TABLE bulk_job (
  id uuid NOT NULL,
  kind text NOT NULL,
  filter jsonb NOT NULL,
  reason text NOT NULL,
  ordered_by jsonb NOT NULL,
  source_address text,
  per_minute integer NOT NULL,
  status text NOT NULL DEFAULT 'running',
  total integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  next_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ended_at timestamptz(3),
  CONSTRAINT bulk_job_pkey PRIMARY KEY (id),
  CONSTRAINT bulk_job_kind_check CHECK (kind IN ('check', 'refresh')),
  CONSTRAINT bulk_job_pace_check CHECK ((per_minute >= 1) AND (per_minute <= 600)),
  CONSTRAINT bulk_job_status_check CHECK (status IN ('running', 'stopped', 'done'))
);
CREATE INDEX bulk_job_created_at_idx ON bulk_job (created_at DESC);
CREATE INDEX bulk_job_running_idx ON bulk_job (next_at) WHERE status = 'running';

CREATE TABLE bulk_item (
  merchant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  outcome text NOT NULL DEFAULT 'waiting',
  taken_at timestamptz(3),
  CONSTRAINT bulk_item_pkey PRIMARY KEY (merchant_id, job_id, integration_id),
  CONSTRAINT bulk_item_outcome_check CHECK (outcome IN ('waiting', 'taken', 'started', 'joined', 'refused')),
  CONSTRAINT bulk_item_job_id_fkey FOREIGN KEY (job_id) REFERENCES bulk_job(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT bulk_item_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX bulk_item_job_id_outcome_idx ON bulk_item (job_id, outcome);

-- Something of a shop that will end soon or has ended (lib/health/endings).
CREATE TABLE shop_ending (
  merchant_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  kind text NOT NULL,
  ends_at timestamptz(3) NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'::jsonb,
  notified_step integer,
  checked_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT shop_ending_pkey PRIMARY KEY (merchant_id, integration_id, kind),
  CONSTRAINT shop_ending_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- A merchant was sent to the shop to approve access; the key that it hands over waits here until it is stored. See docs/connecting.md.
CREATE TABLE shop_approval (
  merchant_id uuid NOT NULL,
  id uuid NOT NULL,
  integration_id uuid NOT NULL,
  person_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  base_url text NOT NULL,
  status text NOT NULL DEFAULT 'waiting',
  failure text,
  credentials bytea,
  credentials_key_id text,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT shop_approval_pkey PRIMARY KEY (merchant_id, id),
  CONSTRAINT shop_approval_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX shop_approval_expires_at_idx ON shop_approval (expires_at);
CREATE INDEX shop_approval_merchant_id_integration_id_idx ON shop_approval (merchant_id, integration_id);
CREATE UNIQUE INDEX shop_approval_token_hash_key ON shop_approval (token_hash);

-- An integration's order webhooks in its shop, as desired here and as last seen there (lib/sync/webhooks).
CREATE TABLE shop_webhook (
  merchant_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  address text NOT NULL,
  secret bytea NOT NULL,
  secret_key_id text NOT NULL,
  state text NOT NULL DEFAULT 'wanted',
  failure text,
  since timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  checked_at timestamptz(3),
  next_check_at timestamptz(3),
  received_at timestamptz(3),
  staying text[] NOT NULL DEFAULT '{}'::text[],
  CONSTRAINT shop_webhook_pkey PRIMARY KEY (merchant_id, integration_id),
  CONSTRAINT shop_webhook_state_check CHECK (state IN ('wanted', 'active', 'off_at_shop', 'failed', 'unwanted')),
  CONSTRAINT shop_webhook_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE UNIQUE INDEX shop_webhook_integration_id_key ON shop_webhook (integration_id);
CREATE INDEX shop_webhook_next_check_at_idx ON shop_webhook (next_check_at);

-- An order that a shop announced by webhook and that must be fetched.
CREATE TABLE shop_webhook_hint (
  merchant_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  external_id text NOT NULL,
  hinted_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT shop_webhook_hint_pkey PRIMARY KEY (merchant_id, integration_id, external_id),
  CONSTRAINT shop_webhook_hint_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
);

-- A recent delivery, to detect repetitions. WooCommerce gives all deliveries of a webhook within one second the same id. Partitioned by day
-- (docs/decisions/0014-partitions-by-time.md).
CREATE TABLE shop_webhook_delivery (
  merchant_id uuid NOT NULL,
  integration_id uuid NOT NULL,
  delivery_id text NOT NULL,
  external_id text NOT NULL,
  body_hash bytea NOT NULL,
  received_on date NOT NULL DEFAULT ((now() AT TIME ZONE 'UTC'))::date,
  received_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT shop_webhook_delivery_pkey PRIMARY KEY (merchant_id, integration_id, delivery_id, external_id, body_hash, received_on),
  CONSTRAINT shop_webhook_delivery_merchant_id_integration_id_fkey FOREIGN KEY (merchant_id, integration_id) REFERENCES integration(merchant_id, id) ON UPDATE CASCADE ON DELETE CASCADE
) PARTITION BY RANGE (received_on);

-- Our own side in five minutes of one area (lib/operations/status): `failed` counts our own failures, `worked` everything else, trouble of shops
-- included.
CREATE TABLE platform_slot (
  at timestamptz(3) NOT NULL,
  area text NOT NULL,
  worked integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  late boolean NOT NULL DEFAULT false,
  CONSTRAINT platform_slot_pkey PRIMARY KEY (at, area)
);

-- Attempts to sign in, counted by rate-limiter-flexible (its own table layout).
CREATE TABLE sign_in_attempt (
  key varchar(255) NOT NULL,
  points integer NOT NULL DEFAULT 0,
  expire bigint,
  CONSTRAINT sign_in_attempt_pkey PRIMARY KEY (key)
);

-- ======== Functions and triggers ========

-- The roles of the application may not change or shorten the log at all; this stops everybody else who may write to the tables. A merchant's
-- own events end with the merchant, and with nothing less.
CREATE FUNCTION refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_event' AND NOT EXISTS (SELECT 1 FROM merchant WHERE id = (to_jsonb(OLD)->>'merchant_id')::uuid) THEN
    RETURN OLD;
  END IF;
  -- Its grants name the columns: what was done, to what and when stays.
  IF TG_OP = 'UPDATE' AND current_user = 'mooring_eraser' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the log of what was done can only be added to';
END
$$;

-- A pattern for LIKE: what a person typed has no special signs.
CREATE FUNCTION like_pattern(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') $$;

-- What every word asks of an order `o`. Words are lower case; those of one or two letters must begin a word, since an index of trigrams knows
-- no shorter parts.
CREATE FUNCTION order_search_conditions(words text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT string_agg(CASE
      WHEN length(word) < 3 THEN format('(o.search_text LIKE %L OR o.search_text LIKE %L)', like_pattern(word) || '%', '% ' || like_pattern(word) || '%')
      ELSE format('o.search_text LIKE %L', '%' || like_pattern(word) || '%')
    END, ' AND ') FROM unnest(words) word
  $$;

-- The statement that finds one page by the index. Apart, so that a test can have it explained.
CREATE FUNCTION order_search_statement(merchant uuid, words text[], tracked uuid[], filters text, most integer) RETURNS text LANGUAGE sql STABLE
AS $$
    SELECT format('SELECT u.id, u.placed_at FROM (SELECT o.id, o.placed_at FROM shop_order o WHERE o.merchant_id = %L AND %s AND %s',
        merchant, order_search_conditions(words), filters)
      || CASE WHEN cardinality(tracked) > 0
        THEN format(' UNION SELECT o.id, o.placed_at FROM shop_order o WHERE o.merchant_id = %L AND o.id = ANY (%L::uuid[]) AND %s', merchant, tracked, filters)
        ELSE '' END
      || format(') u ORDER BY u.placed_at DESC, u.id LIMIT %s', most)
  $$;

-- The search of the orders list: one page, newest first, before a given order.
CREATE FUNCTION search_orders(words text[], only_integration uuid, only_status text, only_tracking text, placed_from timestamp with time zone, placed_to timestamp with time zone, after_placed timestamp with time zone, after_id uuid, only_left_out boolean, most integer)
  RETURNS TABLE(id uuid, placed_at timestamp with time zone) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO 'public', 'pg_temp'
AS $$
DECLARE
  merchant uuid := app_merchant_id();
  tracked uuid[] := '{}';
  filters text := 'true';
  beyond text := 'true';
  left_out text;
  border_placed timestamptz;
  border_id uuid;
  found_count integer;
BEGIN
  IF merchant IS NULL OR cardinality(words) = 0 THEN RETURN; END IF;
  IF cardinality(words) = 1 AND length(words[1]) >= 4 THEN
    tracked := ARRAY(SELECT DISTINCT s.order_id FROM shipment s
      WHERE s.merchant_id = merchant AND lower(s.tracking_number) LIKE '%' || like_pattern(words[1]) || '%' LIMIT 500);
  END IF;
  IF only_integration IS NOT NULL THEN filters := filters || format(' AND o.integration_id = %L', only_integration); END IF;
  IF only_status IS NOT NULL THEN filters := filters || format(' AND o.status = %L', only_status); END IF;
  IF only_tracking = 'none' THEN
    -- By the order alone, which is of one merchant: with both, a table that nobody has counted yet was read as a whole for every order.
    filters := filters || ' AND NOT EXISTS (SELECT FROM shipment s WHERE s.order_id = o.id)';
  ELSIF only_tracking IS NOT NULL THEN
    filters := filters || format(' AND EXISTS (SELECT FROM shipment s WHERE s.merchant_id = o.merchant_id AND s.order_id = o.id AND s.status = %L)', only_tracking);
  END IF;
  SELECT string_agg(format('(o.integration_id = %L AND o.status = ANY (%L::text[]))', i.id, i.left_out_statuses), ' OR ') INTO left_out
    FROM integration i WHERE i.merchant_id = merchant AND i.left_out_statuses <> '{}';
  filters := filters || format(CASE WHEN only_left_out THEN ' AND (%s)' ELSE ' AND NOT (%s)' END, coalesce(left_out, 'false'));
  IF placed_from IS NOT NULL THEN filters := filters || format(' AND o.placed_at >= %L', placed_from); END IF;
  IF placed_to IS NOT NULL THEN filters := filters || format(' AND o.placed_at < %L', placed_to); END IF;
  IF after_placed IS NOT NULL THEN
    beyond := format('o.placed_at <= %1$L AND (o.placed_at < %1$L OR o.id > %2$L)', after_placed, after_id);
  END IF;

  RETURN QUERY EXECUTE format(
    'SELECT o.id, o.placed_at FROM (SELECT * FROM shop_order o WHERE o.merchant_id = %L AND %s ORDER BY o.placed_at DESC, o.id LIMIT 2000) o '
    'WHERE %s AND (o.id = ANY (%L::uuid[]) OR (%s)) ORDER BY o.placed_at DESC, o.id LIMIT %s',
    merchant, beyond, filters, tracked, order_search_conditions(words), most);
  GET DIAGNOSTICS found_count = ROW_COUNT;
  IF found_count >= most THEN RETURN; END IF;

  EXECUTE format('SELECT o.placed_at, o.id FROM shop_order o WHERE o.merchant_id = %L AND %s ORDER BY o.placed_at DESC, o.id OFFSET 1999 LIMIT 1', merchant, beyond)
    INTO border_placed, border_id;
  IF border_placed IS NULL THEN RETURN; END IF;
  filters := filters || format(' AND o.placed_at <= %1$L AND (o.placed_at < %1$L OR o.id > %2$L)', border_placed, border_id);
  RETURN QUERY EXECUTE order_search_statement(merchant, words, tracked, filters, most - found_count);
END
$$;

CREATE FUNCTION search_parts(words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
  longest integer := least(3, char_length(public.fold_letters(words)));
BEGIN
  RETURN ARRAY(SELECT part FROM unnest(public.letter_parts(words)) part WHERE char_length(part) = longest);
END
$$;

-- Whether words in letters of their own hold a text, anywhere.
CREATE FUNCTION holds_letters(words text, sought text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT position(public.fold_letters(sought) IN public.fold_letters(words)) > 0 $$;

-- Deletes a merchant whose deletion is due, with everything that belongs to it.
CREATE FUNCTION erase_merchant(leaver uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM merchant_privacy WHERE merchant_id = leaver AND deletion_due_at <= now()) THEN
    RAISE EXCEPTION 'the deletion of this merchant is not due';
  END IF;
  DELETE FROM merchant WHERE id = leaver;
END
$$;

-- The run-time login owns nothing, so the owner of the table makes and drops partitions; a caller chooses neither table nor days. A partition has no
-- grants and no policies of its own: rows are reached through the table alone. @returns how many partitions were dropped
CREATE FUNCTION keep_delivery_days() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'pg_catalog', 'public', 'pg_temp'
  SET lock_timeout TO '500ms'
AS $$
DECLARE
  today date := (now() AT TIME ZONE 'UTC')::date;
  day date;
  part regclass;
  dropped int := 0;
BEGIN
  PERFORM pg_advisory_xact_lock('shop_webhook_delivery'::regclass::oid::bigint);
  FOR ahead IN 0..7 LOOP
    day := today + ahead;
    CONTINUE WHEN to_regclass(format('public.shop_webhook_delivery_%s', to_char(day, 'YYYYMMDD'))) IS NOT NULL;
    EXECUTE format('CREATE TABLE public.shop_webhook_delivery_%s PARTITION OF public.shop_webhook_delivery FOR VALUES FROM (%L) TO (%L)',
      to_char(day, 'YYYYMMDD'), day, day + 1);
    EXECUTE format('ALTER TABLE public.shop_webhook_delivery_%s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', to_char(day, 'YYYYMMDD'));
  END LOOP;
  FOR part IN SELECT inhrelid FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'public.shop_webhook_delivery'::regclass AND relname < 'shop_webhook_delivery_' || to_char(today - 2, 'YYYYMMDD') LOOP
    EXECUTE format('DROP TABLE %s', part);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END
$$;

-- A regular expression for exactly this e-mail address, however it is encoded in a URL, and never for a part of a longer one.
CREATE FUNCTION address_pattern(address text) RETURNS text LANGUAGE sql IMMUTABLE STRICT SET search_path TO 'pg_catalog'
AS $$
  SELECT '(?<![[:alnum:]._+-])' || string_agg(
    CASE WHEN sign ~ '[A-Za-z0-9]' THEN sign
      ELSE '(' || CASE WHEN octet_length(sign) > 1 THEN sign ELSE '\' || sign END || '|'
        || regexp_replace(encode(convert_to(sign, 'UTF8'), 'hex'), '(..)', '%\1', 'g') || ')'
    END, '' ORDER BY place) || '(?![[:alnum:]_-]|\.[[:alnum:]])'
  FROM unnest(regexp_split_to_array(address, '')) WITH ORDINALITY AS signs(sign, place)
$$;

-- One statement that takes a value apart only if one of the keys holds a text with the address.
CREATE FUNCTION redact_fields(fields jsonb, pattern text, keys text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE SET search_path TO 'pg_catalog'
AS $$
DECLARE
  field record;
  redacted jsonb := fields;
BEGIN
  IF fields IS NULL OR jsonb_typeof(fields) <> 'object' THEN
    RETURN fields;
  END IF;
  FOR field IN SELECT key, value #>> '{}' AS said FROM jsonb_each(fields) WHERE (keys IS NULL OR key = ANY (keys)) AND jsonb_typeof(value) = 'string' LOOP
    IF field.said ~* pattern THEN
      redacted := jsonb_set(redacted, ARRAY[field.key], to_jsonb(regexp_replace(field.said, pattern, '[erased]', 'gi')));
    END IF;
  END LOOP;
  RETURN redacted;
END
$$;

-- Begins the erasure of a buyer: keeps the hashes, so that no import brings the buyer back, and queues what the job removes.
CREATE FUNCTION begin_erasure(of_merchant uuid, of_integration uuid, hashes bytea[], addresses text[], order_ids text[], every_buyer boolean, asker jsonb, asked_from text)
  RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $$
DECLARE
  begun uuid;
BEGIN
  IF EXISTS (SELECT FROM unnest(addresses) a WHERE is_erasable_address(a) IS NOT TRUE) THEN
    RAISE EXCEPTION 'not an e-mail address';
  END IF;
  IF of_integration IS NOT NULL AND NOT EXISTS (SELECT FROM integration WHERE merchant_id = of_merchant AND id = of_integration) THEN
    RAISE EXCEPTION 'no such shop of this merchant';
  END IF;
  INSERT INTO erased_buyer (merchant_id, email_hash) SELECT DISTINCT of_merchant, h FROM unnest(hashes) h
    ON CONFLICT (merchant_id, email_hash) DO UPDATE SET erased_at = excluded.erased_at;
  INSERT INTO buyer_erasure (merchant_id, integration_id, emails, external_ids, whole_shop, requested_by, source_address)
    VALUES (of_merchant, of_integration, addresses, order_ids, every_buyer, asker, asked_from) RETURNING id INTO begun;
  RETURN begun;
END
$$;

-- Ends an erasure: redacts the logs and forgets the addresses. In logs of a million entries a word of the address is looked for first, then the
-- address, and only what is found is taken apart.
CREATE FUNCTION finish_erasure(of_merchant uuid, erasure uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
  SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $$
DECLARE
  asked buyer_erasure;
  address text;
  pattern text;
  -- No encoding changes letters and digits.
  word text;
  found uuid[];
  changed int;
  total int := 0;
BEGIN
  SELECT * INTO asked FROM buyer_erasure WHERE merchant_id = of_merchant AND id = erasure AND finished_at IS NULL FOR UPDATE;
  IF asked.id IS NULL THEN
    RAISE EXCEPTION 'this erasure is not under way';
  END IF;
  FOREACH address IN ARRAY asked.emails LOOP
    -- Who is or was a member or an invitee stays in the logs, buyer or not.
    CONTINUE WHEN EXISTS (SELECT FROM audit_event WHERE merchant_id = of_merchant AND lower(details->>'member') = lower(address));
    pattern := address_pattern(address);
    SELECT lower(w) INTO word FROM regexp_split_to_table(address, '[^A-Za-z0-9]+') w ORDER BY length(w) DESC LIMIT 1;

    SELECT array_agg(id) INTO found FROM audit_event WHERE merchant_id = of_merchant AND strpos(lower(concat_ws(' ', details::text, before::text, after::text)), word) > 0
      AND (redact_fields(details, pattern, buyer_keys(action)) <> details
        OR redact_fields(before, pattern, buyer_keys(action)) <> before OR redact_fields(after, pattern, buyer_keys(action)) <> after);
    UPDATE audit_event SET details = redact_fields(details, pattern, buyer_keys(action)),
        before = redact_fields(before, pattern, buyer_keys(action)), after = redact_fields(after, pattern, buyer_keys(action))
      WHERE merchant_id = of_merchant AND id = ANY (found);
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;

    UPDATE lane_transition SET reason_params = redact_fields(reason_params, pattern, NULL)
      WHERE merchant_id = of_merchant AND strpos(lower(reason_params::text), word) > 0 AND redact_fields(reason_params, pattern, NULL) <> reason_params;
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;

    SELECT array_agg(id) INTO found FROM platform_event WHERE strpos(lower(concat_ws(' ', details::text, before::text, after::text)), word) > 0
      AND (redact_fields(details, pattern, buyer_keys(action)) <> details
        OR redact_fields(before, pattern, buyer_keys(action)) <> before OR redact_fields(after, pattern, buyer_keys(action)) <> after);
    UPDATE platform_event SET details = redact_fields(details, pattern, buyer_keys(action)),
        before = redact_fields(before, pattern, buyer_keys(action)), after = redact_fields(after, pattern, buyer_keys(action))
      WHERE id = ANY (found);
    GET DIAGNOSTICS changed = ROW_COUNT;
    total := total + changed;
  END LOOP;
  UPDATE buyer_erasure SET finished_at = clock_timestamp(), emails = '{}', external_ids = '{}', names = '{}', source_address = NULL, texts = texts + total
    WHERE merchant_id = of_merchant AND id = erasure;
  INSERT INTO audit_event (merchant_id, id, integration_id, actor, action, details, source_address) VALUES (of_merchant, gen_random_uuid(), asked.integration_id,
    asked.requested_by, CASE WHEN asked.integration_id IS NULL THEN 'buyer_erased' ELSE 'personal_data_erased' END,
    CASE WHEN asked.integration_id IS NULL THEN jsonb_build_object('orders', asked.orders, 'quarantined', asked.quarantined, 'texts', asked.texts + total)
      ELSE jsonb_build_object('count', asked.orders) END, asked.source_address);
END
$$;

-- A new address begins the 14 days anew: the log loses only an address that its account has had for that long.
CREATE FUNCTION restart_deletion() RETURNS trigger LANGUAGE plpgsql SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $$
BEGIN
  NEW.deletion_due_at := now() + interval '14 days';
  RETURN NEW;
END
$$;

-- Announces the deletion of a merchant, and records it: no call of it leaves the log without an entry.
CREATE FUNCTION ask_merchant_deletion(leaver uuid, asker jsonb, asked_from text) RETURNS timestamp with time zone LANGUAGE plpgsql SECURITY DEFINER
  SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $$
DECLARE
  due CONSTANT timestamptz(3) := now() + interval '14 days';
BEGIN
  INSERT INTO merchant_privacy (merchant_id, deletion_due_at, deletion_asked_by) VALUES (leaver, due, asker)
    ON CONFLICT (merchant_id) DO UPDATE SET deletion_due_at = excluded.deletion_due_at, deletion_asked_by = excluded.deletion_asked_by;
  INSERT INTO audit_event (merchant_id, id, actor, action, details, source_address) VALUES (leaver, gen_random_uuid(), asker, 'merchant_deletion_asked',
    jsonb_build_object('due', to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), asked_from);
  RETURN due;
END
$$;

-- @returns whether a deletion was requested
CREATE FUNCTION withdraw_merchant_deletion(stayer uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $$
BEGIN
  UPDATE merchant_privacy SET deletion_due_at = NULL WHERE merchant_id = stayer AND deletion_due_at IS NOT NULL;
  RETURN FOUND;
END
$$;

-- The same for an account.
CREATE FUNCTION ask_account_deletion(leaver uuid, asker jsonb, asked_from text) RETURNS timestamp with time zone LANGUAGE plpgsql SECURITY DEFINER
  SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $$
DECLARE
  due CONSTANT timestamptz(3) := now() + interval '14 days';
BEGIN
  UPDATE person SET deletion_due_at = due WHERE id = leaver AND NOT is_staff;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no account that its user may delete';
  END IF;
  INSERT INTO platform_event (id, actor, action, details, source_address) VALUES (gen_random_uuid(), asker, 'account_deletion_asked',
    jsonb_build_object('due', to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), asked_from);
  RETURN due;
END
$$;

CREATE FUNCTION withdraw_account_deletion(stayer uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
  SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $$
BEGIN
  UPDATE person SET deletion_due_at = NULL WHERE id = stayer AND deletion_due_at IS NOT NULL;
  RETURN FOUND;
END
$$;

-- Fields of a log entry in which `address` stands as a whole value, replaced by `pseudonym`.
CREATE FUNCTION replace_address(fields jsonb, address text, pseudonym text) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path TO 'pg_catalog'
AS $$
  SELECT CASE WHEN jsonb_typeof(fields) = 'object' THEN (
    SELECT coalesce(jsonb_object_agg(key, CASE WHEN key IN ('member', 'email') AND lower(value #>> '{}') = lower(address) THEN to_jsonb(pseudonym) ELSE value END), '{}')
    FROM jsonb_each(fields)) ELSE fields END
$$;

-- Replaces an erased person's address in the logs. Only entries that contain it are taken apart.
CREATE FUNCTION pseudonymize_person(leaver uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $$
DECLARE
  pseudonym CONSTANT text := '#' || right(leaver::text, 8);
  address text;
BEGIN
  SELECT email INTO address FROM person WHERE id = leaver AND deletion_due_at <= now();
  IF address IS NULL THEN
    RAISE EXCEPTION 'the deletion of this account is not due';
  END IF;
  UPDATE audit_event SET actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)), source_address = NULL WHERE actor->>'personId' = leaver::text;
  UPDATE platform_event SET actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)), source_address = NULL WHERE actor->>'personId' = leaver::text;
  UPDATE lane_transition SET actor = jsonb_set(actor, '{name}', to_jsonb(pseudonym)) WHERE actor->>'personId' = leaver::text;
  UPDATE merchant_privacy SET deletion_asked_by = jsonb_set(deletion_asked_by, '{name}', to_jsonb(pseudonym)) WHERE deletion_asked_by->>'personId' = leaver::text;
  UPDATE buyer_erasure SET requested_by = jsonb_set(requested_by, '{name}', to_jsonb(pseudonym)), source_address = NULL
    WHERE requested_by->>'personId' = leaver::text;
  UPDATE audit_event SET details = replace_address(details, address, pseudonym) 
    WHERE strpos(lower(details::text), lower(address)) > 0 AND replace_address(details, address, pseudonym) <> details;
  UPDATE platform_event SET details = replace_address(details, address, pseudonym), before = replace_address(before, address, pseudonym),
    after = replace_address(after, address, pseudonym)
    WHERE strpos(lower(concat_ws(' ', details::text, before::text, after::text)), lower(address)) > 0 AND (replace_address(details, address, pseudonym) <> details
      OR replace_address(before, address, pseudonym) <> before OR replace_address(after, address, pseudonym) <> after);
END
$$;

-- The keys under which an entry may name a buyer. Names of views may be searches; those of tokens, channels and shops are the log's own, so that no
-- owner can blank what the log says of another person.
CREATE FUNCTION buyer_keys(action text) RETURNS text[] LANGUAGE sql IMMUTABLE SET search_path TO 'pg_catalog'
AS $$
  SELECT CASE WHEN action LIKE '%view%' THEN '{filter,query,name}' ELSE '{filter,query,text,reason}' END::text[]
$$;

-- One rule for addresses to erase, here and in erasable-address.ts: [:space:] depends on the locale, and held U+0085 for a space where the page did not.
CREATE FUNCTION is_erasable_address(address text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT SET search_path TO 'pg_catalog'
AS $$
  SELECT length(address) <= 254 AND address ~ (
    SELECT '^' || part || '@' || part || '$'
    FROM (VALUES ('[^\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff@"<>(),;:\\]+')) AS parts(part))
$$;

CREATE TRIGGER audit_event_append_only BEFORE DELETE OR UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER person_restart_deletion BEFORE UPDATE OF email ON person FOR EACH ROW WHEN (((old.deletion_due_at IS NOT NULL) AND (old.email IS DISTINCT FROM new.email))) EXECUTE FUNCTION restart_deletion();
CREATE TRIGGER platform_event_append_only BEFORE DELETE OR UPDATE ON platform_event FOR EACH ROW EXECUTE FUNCTION refuse_change_of_log();
CREATE TRIGGER platform_event_no_truncate BEFORE TRUNCATE ON platform_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_log();

-- A new owner must be able to create in the schema at that moment.
GRANT CREATE ON SCHEMA public TO mooring_platform, mooring_eraser;
REVOKE EXECUTE ON FUNCTION search_orders(text[],uuid,text,text,timestamp with time zone,timestamp with time zone,timestamp with time zone,uuid,boolean,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_orders(text[],uuid,text,text,timestamp with time zone,timestamp with time zone,timestamp with time zone,uuid,boolean,integer) TO mooring_app;
REVOKE EXECUTE ON FUNCTION erase_merchant(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_merchant(uuid) TO mooring_platform;
REVOKE EXECUTE ON FUNCTION keep_delivery_days() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_delivery_days() TO mooring_platform;
REVOKE EXECUTE ON FUNCTION begin_erasure(uuid,uuid,bytea[],text[],text[],boolean,jsonb,text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_erasure(uuid,uuid,bytea[],text[],text[],boolean,jsonb,text) TO mooring_platform;
REVOKE EXECUTE ON FUNCTION finish_erasure(uuid,uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION finish_erasure(uuid,uuid) TO mooring_platform;
REVOKE EXECUTE ON FUNCTION ask_merchant_deletion(uuid,jsonb,text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_merchant_deletion(uuid,jsonb,text) TO mooring_platform;
REVOKE EXECUTE ON FUNCTION withdraw_merchant_deletion(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION withdraw_merchant_deletion(uuid) TO mooring_platform;
REVOKE EXECUTE ON FUNCTION ask_account_deletion(uuid,jsonb,text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_account_deletion(uuid,jsonb,text) TO mooring_platform;
REVOKE EXECUTE ON FUNCTION withdraw_account_deletion(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION withdraw_account_deletion(uuid) TO mooring_platform;
REVOKE EXECUTE ON FUNCTION pseudonymize_person(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pseudonymize_person(uuid) TO mooring_platform;
ALTER FUNCTION search_orders(text[],uuid,text,text,timestamp with time zone,timestamp with time zone,timestamp with time zone,uuid,boolean,integer) OWNER TO mooring_platform;
ALTER FUNCTION erase_merchant(uuid) OWNER TO mooring_eraser;
ALTER FUNCTION begin_erasure(uuid,uuid,bytea[],text[],text[],boolean,jsonb,text) OWNER TO mooring_eraser;
ALTER FUNCTION finish_erasure(uuid,uuid) OWNER TO mooring_eraser;
ALTER FUNCTION ask_merchant_deletion(uuid,jsonb,text) OWNER TO mooring_eraser;
ALTER FUNCTION withdraw_merchant_deletion(uuid) OWNER TO mooring_eraser;
ALTER FUNCTION ask_account_deletion(uuid,jsonb,text) OWNER TO mooring_eraser;
ALTER FUNCTION withdraw_account_deletion(uuid) OWNER TO mooring_eraser;
ALTER FUNCTION pseudonymize_person(uuid) OWNER TO mooring_eraser;
REVOKE CREATE ON SCHEMA public FROM mooring_platform, mooring_eraser;

-- ======== Row-level security ========

-- Tables of one merchant.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'membership', 'invitation', 'api_token', 'lane', 'sync_run', 'coverage_interval', 'shop_order', 'quarantined_order', 'reachability_check', 'freeze_link',
    'shipment', 'maintenance_window', 'recovery_probe', 'silence', 'shop_connection', 'sendcloud_parcel', 'rehearsal_result', 'shared_report',
    'support_visit', 'support_consent', 'order_view', 'support_thread', 'support_message', 'notification', 'notification_channel', 'notification_delivery',
    'notification_setting', 'fleet_fact', 'fleet_incident_shop', 'bulk_item', 'shop_ending', 'shop_approval', 'shop_webhook', 'shop_webhook_hint',
    'shop_webhook_delivery'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY one_merchant ON %I TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id())', name);
    EXECUTE format('CREATE POLICY all_merchants ON %I TO mooring_platform USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;

-- All others.
ALTER TABLE merchant ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON merchant TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON merchant TO mooring_eraser USING (true);
CREATE POLICY one_merchant ON merchant TO mooring_app USING (id = app_merchant_id()) WITH CHECK (id = app_merchant_id());
ALTER TABLE merchant_privacy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON merchant_privacy TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON merchant_privacy TO mooring_eraser USING (true);
CREATE POLICY one_merchant ON merchant_privacy TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
ALTER TABLE erased_buyer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON erased_buyer TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON erased_buyer TO mooring_eraser USING (true) WITH CHECK (true);
CREATE POLICY one_merchant ON erased_buyer TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
ALTER TABLE buyer_erasure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON buyer_erasure TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON buyer_erasure TO mooring_eraser USING (true) WITH CHECK (true);
CREATE POLICY one_merchant ON buyer_erasure TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
ALTER TABLE person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_people ON person TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON person TO mooring_eraser USING (true);
ALTER TABLE known_browser ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_browsers ON known_browser TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE sign_in_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_events ON sign_in_event TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE staff_identity ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_identities ON staff_identity TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE second_factor ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_factors ON second_factor TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_codes ON recovery_code TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE email_change ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_changes ON email_change TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE passkey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_passkeys ON passkey TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE passkey_challenge ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_challenges ON passkey_challenge TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE person_preference ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_preferences ON person_preference TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE session ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_sessions ON session TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE account_mail ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_mails ON account_mail TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE mailed_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_links ON mailed_link TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE integration ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON integration TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON integration TO mooring_eraser USING (true);
CREATE POLICY one_merchant ON integration TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
ALTER TABLE lane_transition ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON lane_transition TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON lane_transition TO mooring_eraser USING (true) WITH CHECK (true);
CREATE POLICY one_merchant ON lane_transition TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON audit_event TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON audit_event TO mooring_eraser USING (true) WITH CHECK (true);
CREATE POLICY one_merchant ON audit_event TO mooring_app USING (merchant_id = app_merchant_id()) WITH CHECK (merchant_id = app_merchant_id());
ALTER TABLE platform_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_events ON platform_event TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY erasure ON platform_event TO mooring_eraser USING (true) WITH CHECK (true);
ALTER TABLE merchant_note ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON merchant_note TO mooring_platform USING (true) WITH CHECK (true);
CREATE POLICY no_merchant ON merchant_note TO mooring_app USING (false);
ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_views ON saved_view TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE fleet_snapshot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON fleet_snapshot TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE fleet_incident ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON fleet_incident TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE bulk_job ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_merchants ON bulk_job TO mooring_platform USING (true) WITH CHECK (true);
ALTER TABLE platform_slot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY all_slots ON platform_slot TO mooring_platform USING (true) WITH CHECK (true);

-- ======== Grants ========

GRANT SELECT, INSERT ON audit_event
  TO mooring_app, mooring_eraser, mooring_platform;
GRANT SELECT ON merchant_privacy
  TO mooring_app, mooring_eraser, mooring_platform;
GRANT SELECT, INSERT, DELETE ON order_view, shop_webhook_delivery
  TO mooring_app, mooring_platform;
GRANT SELECT, INSERT, UPDATE, DELETE ON integration, lane, sync_run, coverage_interval, shop_order, quarantined_order, reachability_check, shipment, maintenance_window, recovery_probe, silence,
  shop_connection, sendcloud_parcel, rehearsal_result, shared_report, notification, notification_channel, notification_delivery, notification_setting,
  shop_ending, shop_approval, shop_webhook, shop_webhook_hint
  TO mooring_app, mooring_platform;
GRANT SELECT, INSERT, UPDATE ON support_visit, support_thread, fleet_fact
  TO mooring_app, mooring_platform;
GRANT SELECT, INSERT ON lane_transition, support_message
  TO mooring_app, mooring_platform;
GRANT SELECT ON erased_buyer, buyer_erasure
  TO mooring_app, mooring_platform;
GRANT SELECT, INSERT ON freeze_link, support_consent
  TO mooring_app;
GRANT SELECT, UPDATE ON merchant
  TO mooring_app;
GRANT SELECT ON membership, invitation, egress_address, rehearsal, merchant_note, fleet_incident_shop, bulk_item
  TO mooring_app;
GRANT SELECT, INSERT ON platform_event
  TO mooring_eraser, mooring_platform;
GRANT SELECT, DELETE ON merchant
  TO mooring_eraser;
GRANT SELECT, INSERT, UPDATE ON erased_buyer, buyer_erasure
  TO mooring_eraser;
GRANT SELECT ON lane_transition
  TO mooring_eraser;
GRANT SELECT, DELETE ON person
  TO mooring_platform;
GRANT SELECT, INSERT, DELETE ON merchant_note, saved_view, captured_mail
  TO mooring_platform;
GRANT SELECT, INSERT, UPDATE, DELETE ON known_browser, sign_in_event, staff_identity, second_factor, recovery_code, email_change, passkey, passkey_challenge, person_preference, membership,
  invitation, api_token, session, account_mail, mailed_link, freeze_link, platform_slot, sign_in_attempt
  TO mooring_platform;
GRANT SELECT, INSERT, UPDATE ON merchant, egress_address, rehearsal, fleet_snapshot, fleet_incident, fleet_incident_shop, bulk_job, bulk_item
  TO mooring_platform;
GRANT SELECT ON support_consent
  TO mooring_platform;

-- Single columns.
GRANT INSERT (merchant_id, deletion_due_at, deletion_asked_by), UPDATE (deletion_due_at, deletion_asked_by) ON merchant_privacy TO mooring_eraser;
GRANT INSERT (merchant_id, order_days, address_days, suppression, suppression_key_id, enforced_at),
  UPDATE (order_days, address_days, suppression, suppression_key_id, enforced_at) ON merchant_privacy TO mooring_platform;
GRANT UPDATE (names, phase, after_id, searched, orders, quarantined, texts, worked_at) ON buyer_erasure TO mooring_platform;
GRANT SELECT (id, email, is_staff, deletion_due_at), UPDATE (deletion_due_at) ON person TO mooring_eraser;
GRANT INSERT (id, email, name, password_hash, staff_role, locale, mail_locale, time_zone, created_at),
  UPDATE (email, name, password_hash, staff_role, locale, mail_locale, time_zone, created_at) ON person TO mooring_platform;
GRANT SELECT (merchant_id, id, name, permission, created_by, created_at, responsible_id, expires_at, last_used_at, revoked_at) ON api_token TO mooring_app;
GRANT SELECT (merchant_id, id) ON integration TO mooring_eraser;
GRANT UPDATE (reason_params, actor) ON lane_transition TO mooring_eraser;
GRANT UPDATE (actor, details, before, after, source_address) ON audit_event TO mooring_eraser;
GRANT UPDATE (actor, details, before, after, source_address) ON platform_event TO mooring_eraser;
GRANT UPDATE (withdrawn_at) ON support_consent TO mooring_app;
GRANT UPDATE (withdrawn_at) ON support_consent TO mooring_platform;
GRANT UPDATE (author, "text") ON merchant_note TO mooring_platform;
GRANT UPDATE (name, query, author) ON saved_view TO mooring_platform;
GRANT UPDATE (name) ON order_view TO mooring_platform;
GRANT UPDATE (author, "text") ON support_message TO mooring_platform;
GRANT UPDATE (recipient, subject, "text", html) ON captured_mail TO mooring_platform;

-- Large objects belong to no table: no policy would separate merchants in them. Without superuser rights this only warns.
DO $$
DECLARE
  routine regprocedure;
BEGIN
  FOR routine IN SELECT oid FROM pg_proc
    WHERE pronamespace = 'pg_catalog'::regnamespace AND (proname LIKE 'lo\_%' OR proname IN ('loread', 'lowrite')) LOOP
    BEGIN
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', routine);
    EXCEPTION WHEN insufficient_privilege THEN NULL; -- of those that only superusers may call
    END;
  END LOOP;
END
$$;

SELECT keep_delivery_days();
