-- Names and addresses in letters beyond ASCII, found by any part, whatever the locale of the database: that of our own server is C, where capital letters
-- beyond ASCII are not folded and no trigram holds a letter beyond ASCII. So there are functions of our own; every reader asks by them.

-- Small letters, each with its accents as one sign. The alphabets that have capital letters: Latin, Greek, Cyrillic, Armenian.
CREATE FUNCTION fold_letters(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT CASE WHEN octet_length(words) = char_length(words) THEN lower(words) ELSE translate(normalize(words, NFC),
      'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯҐԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾςİ',
      'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžșțάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяґաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿσi') END
  $$;

-- Whether there is any letter that is not ASCII.
CREATE FUNCTION has_own_letters(words text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT octet_length(words) > char_length(words) $$;

-- What such words are found by: every one, two and three signs that stand side by side in them and are not all ASCII.
CREATE FUNCTION letter_parts(words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
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

-- The parts of a text that one looks for: those of three signs, or all of it where it has fewer.
CREATE FUNCTION sought_parts(words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
DECLARE
  longest integer := least(3, char_length(public.fold_letters(words)));
BEGIN
  RETURN ARRAY(SELECT part FROM unnest(public.letter_parts(words)) part WHERE char_length(part) = longest);
END
$$;

-- Whether words in letters of their own hold a text, anywhere.
CREATE FUNCTION holds_letters(words text, sought text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT position(public.fold_letters(sought) IN public.fold_letters(words)) > 0 $$;

-- A label of a name in its own letters (RFC 3492); as it is where it is none of that kind or broken.
CREATE FUNCTION own_label(label text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
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

-- An address with its name in its own letters, also where it is never shown so, since it could be taken for another one (lib/net/readable-host.ts).
CREATE FUNCTION own_letters(address text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
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

-- Only what has such letters is in them: shops that write as most do cost nothing.
CREATE INDEX "merchant_name_letters_idx" ON "merchant" USING gin (letter_parts("name")) WHERE has_own_letters("name");
CREATE INDEX "person_name_letters_idx" ON "person" USING gin (letter_parts("name")) WHERE has_own_letters("name");
CREATE INDEX "integration_name_letters_idx" ON "integration" USING gin (letter_parts("name")) WHERE has_own_letters("name");
CREATE INDEX "integration_address_letters_idx" ON "integration" USING gin (letter_parts(own_letters("base_url"))) WHERE "base_url" LIKE '%xn--%';
