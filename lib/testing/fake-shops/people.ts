import type { FakeAddress } from "@/lib/testing/fake-shops/fake-order";
import type { Random } from "@/lib/testing/fake-shops/random";

// Made-up customers. E-mail addresses end in .example, which no mail server serves (RFC 2606).

interface Region {
  country: string;
  firstNames: readonly [string, ...string[]];
  lastNames: readonly [string, ...string[]];
  streets: readonly [string, ...string[]];
  places: readonly [readonly [city: string, postalCode: string], ...(readonly [string, string])[]];
  phone: (random: Random) => string;
}

const digits = (random: Random, count: number): string => Array.from({ length: count }, () => random.between(0, 9)).join("");

const NETHERLANDS: Region = {
  country: "NL",
  firstNames: [
    "Sanne",
    "Daan",
    "Fleur",
    "Bram",
    "Lotte",
    "Thijs",
    "Noor",
    "Sem",
    "Anouk",
    "Jeroen",
    "Femke",
    "Wouter",
    "Maartje",
    "Ruben",
    "Iris",
    "Koen",
  ],
  lastNames: [
    "de Vries",
    "Jansen",
    "van den Berg",
    "Bakker",
    "Visser",
    "Smit",
    "Meijer",
    "de Boer",
    "Mulder",
    "Hendriks",
    "van Leeuwen",
    "Dekker",
    "Çelik",
    "El Amrani",
  ],
  streets: [
    "Dorpsstraat",
    "Kerkstraat",
    "Prins Hendrikkade",
    "Molenweg",
    "Stationsplein",
    "Nieuwe Gracht",
    "Lindelaan",
    "Burg. van Thielstraat",
  ],
  places: [
    ["Eindhoven", "5611 AB"],
    ["Utrecht", "3511 LX"],
    ["Groningen", "9712 HN"],
    ["Amsterdam", "1016 DK"],
    ["Rotterdam", "3011 GZ"],
    ["'s-Hertogenbosch", "5211 JK"],
    ["Zwolle", "8011 CV"],
  ],
  phone: (random) => `+31 6 ${digits(random, 8)}`,
};

const GERMANY: Region = {
  country: "DE",
  firstNames: ["Anna", "Jürgen", "Lena", "Matthias", "Käthe", "Florian", "Sabine", "Björn", "Franziska", "Uwe", "Marlene", "Tobias"],
  lastNames: ["Müller", "Schmidt", "Weiß", "Schäfer", "Krüger", "Hoffmann", "Lehmann", "Yılmaz", "Groß", "Neumann", "Köhler"],
  streets: ["Hauptstraße", "Bahnhofstraße", "Am Mühlbach", "Goethestraße", "Lindenallee", "Straße der Einheit"],
  places: [
    ["Köln", "50667"],
    ["München", "80331"],
    ["Hamburg", "20095"],
    ["Leipzig", "04109"],
    ["Münster", "48143"],
    ["Berlin", "10115"],
  ],
  phone: (random) => `+49 15${digits(random, 9)}`,
};

const BELGIUM: Region = {
  country: "BE",
  firstNames: ["Elise", "Jonas", "Amélie", "Pieter", "Zoë", "Lucas"],
  lastNames: ["Peeters", "Maes", "Dubois", "Claes", "Lambert"],
  streets: ["Veldstraat", "Rue de la Loi", "Grote Markt", "Meir"],
  places: [
    ["Gent", "9000"],
    ["Antwerpen", "2000"],
    ["Liège", "4000"],
    ["Leuven", "3000"],
  ],
  phone: (random) => `+32 47${digits(random, 7)}`,
};

const COMPANIES = ["", "", "", "", "", "Bloemen & Zn.", "Praxis Dr. Weiß GmbH", "Atelier Noord B.V."] as const;

const toMailName = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/ß/g, "ss")
    .replace(/ı/g, "i")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();

/** A customer of the region's usual mix: six in ten from the Netherlands, three from Germany, one from Belgium. */
export function makeAddress(random: Random): FakeAddress {
  const share = random.next();
  const region = share < 0.6 ? NETHERLANDS : share < 0.9 ? GERMANY : BELGIUM;
  const firstName = random.pick(region.firstNames);
  const lastName = random.pick(region.lastNames);
  const [city, postalCode] = random.pick(region.places);
  return {
    firstName,
    lastName,
    company: random.pick(COMPANIES),
    street1: `${random.pick(region.streets)} ${random.between(1, 240)}`,
    street2: random.next() < 0.08 ? "2. OG" : "",
    city,
    state: "",
    postalCode,
    country: region.country,
    email: `${toMailName(firstName)}.${toMailName(lastName)}@mail.example`,
    phone: random.next() < 0.15 ? "" : region.phone(random),
  };
}
