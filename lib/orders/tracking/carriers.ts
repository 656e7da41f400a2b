// Carriers whose public tracking page needs only the number. Free text remains possible: the table only suggests names and creates links.
// Sources, as of 2026-11-29: WooCommerce Shipment Tracking, and link formats that at least five other public shops and plugins share. The
// pages themselves were not opened.

interface Carrier {
  name: string;
  /** Other common names and codes, in lower case. */
  aliases: readonly string[];
  /** The URL up to the number. */
  before: string;
}

const CARRIERS: readonly Carrier[] = [
  { name: "An Post", aliases: ["anpost"], before: "https://www.anpost.com/Post-Parcels/Track/History?item=" },
  { name: "bpost", aliases: ["bpost be", "belgian post"], before: "https://track.bpost.cloud/btr/web/#/search?itemCode=" },
  { name: "Bring", aliases: ["posten", "posten norge", "posten bring"], before: "https://tracking.bring.com/tracking/" },
  { name: "Chronopost", aliases: [], before: "https://www.chronopost.fr/tracking-no-cms/suivi-page?listeNumerosLT=" },
  { name: "Colissimo", aliases: ["la poste"], before: "https://www.laposte.fr/outils/suivre-vos-envois?code=" },
  { name: "Correos", aliases: [], before: "https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number=" },
  { name: "DHL", aliases: ["dhl express", "dhl ecommerce"], before: "https://www.dhl.com/global-en/home/tracking.html?tracking-id=" },
  {
    name: "DHL Paket",
    aliases: ["dhl de", "dhl germany", "dhl parcel de", "deutsche post dhl"],
    before: "https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=",
  },
  { name: "DHL Parcel NL", aliases: ["dhl nl", "dhl parcel"], before: "https://www.dhlparcel.nl/nl/volg-uw-zending-0?tt=" },
  { name: "DPD", aliases: ["dpd de", "dpd germany"], before: "https://tracking.dpd.de/status/en_US/parcel/" },
  { name: "Evri", aliases: ["hermes uk"], before: "https://www.evri.com/track/parcel/" },
  { name: "FedEx", aliases: ["federal express"], before: "https://www.fedex.com/fedextrack/?trknbr=" },
  { name: "GLS", aliases: ["gls de", "gls germany", "general logistics systems"], before: "https://gls-group.eu/track/" },
  { name: "Hermes", aliases: ["myhermes"], before: "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#" },
  { name: "InPost", aliases: ["inpost pl"], before: "https://inpost.pl/sledzenie-przesylek?number=" },
  { name: "Österreichische Post", aliases: ["post at", "austrian post"], before: "https://www.post.at/sv/sendungsdetails?snr=" },
  { name: "Packeta", aliases: ["zasilkovna", "zásilkovna"], before: "https://tracking.packeta.com/en/?id=" },
  { name: "Poczta Polska", aliases: ["pocztex"], before: "https://emonitoring.poczta-polska.pl/?numer=" },
  { name: "Poste Italiane", aliases: ["poste"], before: "https://www.poste.it/cerca/index.html#/risultati-spedizioni/" },
  { name: "PostNL", aliases: ["post nl"], before: "https://postnl.nl/tracktrace/?B=" },
  { name: "PostNord", aliases: ["post nord"], before: "https://portal.postnord.com/tracking/details/" },
  { name: "Royal Mail", aliases: ["royalmail"], before: "https://www.royalmail.com/track-your-item#/tracking-results/" },
  {
    name: "Swiss Post",
    aliases: ["die post", "la poste suisse", "schweizerische post"],
    before: "https://service.post.ch/ekp-web/ui/entry/search/",
  },
  { name: "UPS", aliases: ["united parcel service"], before: "https://www.ups.com/track?tracknum=" },
  { name: "USPS", aliases: ["us postal service"], before: "https://tools.usps.com/go/TrackConfirmAction?tLabels=" },
];

export const CARRIER_NAMES: readonly string[] = CARRIERS.map(({ name }) => name);

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[\s_./-]+/g, " ")
    .trim();

const BY_NAME = new Map(CARRIERS.flatMap((carrier) => [plain(carrier.name), ...carrier.aliases.map(plain)].map((name) => [name, carrier])));

/** The carrier's page for this parcel; null for unknown carriers. Removes the spaces with which carriers print numbers. */
export function trackingLink(carrier: string, trackingNumber: string): string | null {
  const known = BY_NAME.get(plain(carrier));
  return known ? `${known.before}${encodeURIComponent(trackingNumber.replace(/\s+/g, ""))}` : null;
}
