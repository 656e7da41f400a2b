// Signs of a maintenance page, in our merchants' languages. The word alone is not enough, since shops sell maintenance, and such pages may have
// status 200 in place of the API's response.

const NOUN = "(?:maintenance|wartung|onderhoud|mantenimiento|manutenzione)";
const TITLE = new RegExp(`<title\\b[^<>]{0,200}>[^<]{0,200}${NOUN}`, "i");
const HEADLINE = new RegExp(`<h[12]\\b[^<>]{0,200}>[^<]{0,200}${NOUN}`, "i");

/** Unambiguous sentences, matched in pages of any size. */
const CERTAIN =
  /\bmaintenance mode|\bunder maintenance|\bundergoing (?:\w{1,20} )?maintenance|\bdown for (?:\w{1,20} )?maintenance|\bscheduled maintenance|wartungsmodus|onderhoudsmodus|\bmode maintenance|\bmodo (?:de )?mantenimiento|\bmodalit(?:à|&agrave;) manutenzione/i;

const FEW_WORDS = "\\s{1,20}(?:[^\\s<>]{1,20}\\s{1,20}){0,3}";
const sentence = (subject: string, rest: string): RegExp => new RegExp(`(?:${subject})${FEW_WORDS}(?:${rest})`, "i");

/** Fragments, matched in pages with little other text. */
const SENTENCES: readonly RegExp[] = [
  /\b(?:perform(?:ing)?|carrying out|conducting|doing|planned|ongoing|(?:closed|offline|unavailable|away|due) (?:for|to)|during) (?:\w{1,20} ){0,2}maintenance(?! contract)|\bfor maintenance reasons/i,
  /\bmaintenance (?:break|window|(?:is )?in progress|(?:is )?underway|work)/i,
  /wartungsarbeiten|wartungspause|wartungsfenster|\bwegen (?:\w{1,20} )?wartung\b/i,
  sentence("\\b(?:ist|sind|wird|werden|shop|website|webseite|seite)", "(?:in|wegen|aufgrund(?: einer)?|zur) wartung\\b|gewartet\\b"),
  sentence(
    "\\b(?:est|sont|sommes|site|boutique|actuellement|momentanément|temporairement|fermée?|indisponible)",
    "(?:en|en cours de|pour|pour cause de|en raison d'une|en raison de la) maintenance\\b",
  ),
  /\b(?:opérations?|travaux) de maintenance\b|\bmaintenance (?:en cours|programmée|planifiée|technique)/i,
  sentence("\\b(?:is|zijn|site|website|webshop|webwinkel|winkel|momenteel|tijdelijk)", "(?:in|wegens|vanwege|voor|door) onderhoud\\b"),
  /onderhoudswerk|\b(?:gepland|bezig met|wordt|tijdens|wegens|vanwege) (?:\w{1,20} )?onderhoud\b/i,
  sentence(
    "(?:está|est&aacute;|estamos|sitio|web|tienda|página|actualmente|temporalmente|cerrad[ao])",
    "(?:en|por|bajo) (?:tareas de |trabajos de )?mantenimiento\\b",
  ),
  /\b(?:tareas|labores|trabajos) de mantenimiento\b|\bmantenimiento (?:programado|en curso)/i,
  sentence(
    "(?:è|&egrave;|siamo|sito|negozio|shop|pagina|attualmente|momentaneamente|temporaneamente|chius[oa])",
    "(?:in|per|in fase di|per lavori di) manutenzione\\b",
  ),
  /\b(?:lavori|interventi|attività) di manutenzione\b|\bmanutenzione (?:programmata|in corso)/i,
];

/** Apache's 503, in English and translated: "maintenance" is only one of the reasons it suggests. */
const STOCK = /maintenance downtime or capacity|<link rev="made" href="mailto:/i;

/** Announcements without the word. They count with 503; with 200 a shop may announce a new collection. */
const BACK_SOON =
  /\b(?:we(?:['’]|&rsquo;|&#0?39;|&#8217;)?(?:ll| will) be (?:right )?back|(?:be )?(?:right back|back (?:online )?(?:soon|shortly))|coming soon|temporarily (?:closed|offline|down)|(?:bald|gleich|in kürze) (?:wieder|zurück)|(?:de|être de) retour (?:bientôt|prochainement|dans)|(?:binnenkort|zo|straks) (?:weer )?terug|volv(?:emos|eremos) (?:pronto|en breve)|torn(?:iamo|eremo) (?:presto|a breve|subito))/i;

const SMALL_PAGE_CHARACTERS = 16_000;

/** Whether a page announces maintenance. `page`: the beginning of HTML or text. */
export function announcesMaintenance(page: string, status: number): boolean {
  if (TITLE.test(page) || CERTAIN.test(page)) return true;
  if (status === 503 && BACK_SOON.test(page)) return true;
  if (STOCK.test(page) || (status !== 503 && page.length > SMALL_PAGE_CHARACTERS)) return false;
  return HEADLINE.test(page) || SENTENCES.some((sentence) => sentence.test(page));
}
