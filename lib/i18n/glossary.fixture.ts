import type { Locale } from "@/lib/i18n/locales";

/** What each language calls an idea of the product, where a message consists of that word alone. */
export const WORDS: Readonly<Record<string, { keys: readonly string[]; words: Readonly<Record<Locale, string>> }>> = {
  healthy: {
    keys: ["states:word.regular", "overview:healthy", "integrations:tone.healthy", "causes:verdicts.healthy", "support:list.healthy"],
    words: { en: "Healthy", de: "In Ordnung", fr: "Opérationnelle", nl: "In orde", es: "Operativa", it: "Regolare" },
  },
  throttled: {
    keys: ["states:word.throttled", "incidents:state.throttled", "help:glossary.throttled.word"],
    words: { en: "Throttled", de: "Gedrosselt", fr: "Ralentie", nl: "Afgeremd", es: "Ralentizada", it: "Rallentata" },
  },
  "action needed": {
    keys: ["states:word.action_needed", "overview:action_needed", "integrations:tone.action_needed", "incidents:state.action_needed"],
    words: {
      en: "Action needed",
      de: "Handlungsbedarf",
      fr: "Action requise",
      nl: "Actie nodig",
      es: "Acción requerida",
      it: "Intervento richiesto",
    },
  },
  "recovering automatically": {
    keys: ["states:acts.itself", "overview:recovering", "integrations:tone.recovering"],
    words: {
      en: "Recovering automatically",
      de: "Erholt sich automatisch",
      fr: "Rétablissement automatique",
      nl: "Herstelt automatisch",
      es: "Recuperación automática",
      it: "Ripristino automatico",
    },
  },
  "order import": {
    keys: ["sync:lane.orders_in", "incidents:lane.orders_in", "help:glossary.import.word", "audit:field.orders_in"],
    words: {
      en: "Order import",
      de: "Bestellimport",
      fr: "Import des commandes",
      nl: "Bestelimport",
      es: "Importación de pedidos",
      it: "Importazione ordini",
    },
  },
  "request matrix": {
    keys: ["checks:matrix.title", "help:glossary.matrix.word"],
    words: {
      en: "Request matrix",
      de: "Anfragematrix",
      fr: "Matrice des requêtes",
      nl: "Verzoekenmatrix",
      es: "Matriz de peticiones",
      it: "Matrice delle richieste",
    },
  },
  "order count check": {
    keys: ["sync:runs.count_check", "help:glossary.count_check.word"],
    words: {
      en: "Order count check",
      de: "Bestellabgleich",
      fr: "Contrôle des totaux",
      nl: "Telcontrole",
      es: "Comprobación del recuento",
      it: "Verifica del conteggio",
    },
  },
  "hidden statuses": {
    keys: ["integrations:settings.statuses", "audit:field.left_out"],
    words: {
      en: "Hidden statuses",
      de: "Ausgeblendete Status",
      fr: "Statuts masqués",
      nl: "Verborgen statussen",
      es: "Estados ocultos",
      it: "Stati nascosti",
    },
  },
  "two-factor authentication": {
    keys: ["settings:second_factor.title"],
    words: {
      en: "Two-factor authentication",
      de: "Zwei-Faktor-Authentifizierung",
      fr: "Authentification à deux facteurs",
      nl: "Tweestapsverificatie",
      es: "Autenticación en dos pasos",
      it: "Autenticazione a due fattori",
    },
  },
};

/** Words that the glossary replaced, and what to write instead. */
export const REPLACED: Readonly<Record<Locale, readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/\bin order\b(?! to)/i, "healthy"],
    [/\bneeds? you\b/i, "action needed"],
    [/\bheals?\b|\bby itself\b|\bby themselves\b/i, "automatically"],
    [/\bslowed[ -]down\b/i, "throttled"],
    [/\bnext look\b|\blooks? at your shop\b|\bsync try\b/i, "next check, health probe, next attempt"],
    [/\bstands? in the way\b|\bin front refused\b|\brefused us\b/i, "blocks, blocked before reaching the shop"],
    [/\bour (?:two )?names\b|\b(?:short|long) name\b/i, "User-Agent"],
    [/\bnot asked\b|\bhoped for\b|\bleft alone\b/i, "not tested, unexpected response, asked us to retry after"],
    [/\b0 twice\b|\bcounts agree\b|\bcount proof\b|\bset aside\b/i, "no duplicates, counts match, order count check, unreadable"],
    [/\bwithout news\b|\bread orders again\b|\bleft out\b/i, "no changes, re-import orders, hidden"],
    [/\bsecond factor\b/i, "two-factor authentication"],
    [/\bwhoever\b|\bsomebody\b|\bnobody\b/i, "the role: your administrator, the operator, another user"],
    [/\b(?<!keys or )press(?:ed|es)?\b(?! (?:keys|\?|Ctrl))/i, "click"],
    [/\btake(?:n)? back\b|\bReally\?|\bkept it\b|\bfingerprint\b/i, "undo or withdraw, confirm, done, shown only once"],
    [/\bmany shops at once\b|\bjob for many\b/i, "bulk action"],
  ],
  de: [
    [/verlangsamt/i, "gedrosselt"],
    [/Handlung nötig/, "Handlungsbedarf"],
    [/von selbst erhol|erhol\S* sich von selbst/i, "erholt sich automatisch"],
    [/nächster Blick|Blicke? auf (?:Ihren|den) Shop/, "nächste Prüfung, Zustandsprobe"],
    [/\bim Weg\b/, "blockiert"],
    [/(?:Anfragen?|Adressen|Methoden?)[^.]* (?:wird|werden) [^.]*abgewiesen|weist\b[^.]* Anfragen[^.]* ab\b/, "blockiert"],
    [/unserer? (?:beiden )?Namen/, "User-Agent"],
    [/nicht gefragt|\b0 doppelt\b|Zählbeweis|zurückgestellt/i, "nicht getestet, keine Dubletten, Bestellabgleich, nicht lesbar"],
    [/zweiter Faktor|zweiten Faktor/i, "Zwei-Faktor-Authentifizierung"],
    [/Wirklich\?|Hier ist nichts\b(?! mehr)|\bausgelassen/, "Bestätigen, Seite nicht gefunden, ausgeblendet"],
  ],
  fr: [
    [/\ben ordre\b/i, "opérationnel"],
    [/attend(?:ent)? votre action/i, "action requise"],
    [/fait obstacle|faire obstacle/i, "bloque"],
    [/\bnos (?:deux )?noms\b|nom (?:court|long)/i, "User-Agent"],
    [/mises? de côté|laissées? de côté|preuve par comptage/i, "illisible, masqué, contrôle des totaux"],
    [/second facteur/i, "authentification à deux facteurs"],
    [/Vraiment/, "Confirmer"],
  ],
  nl: [
    [/\bvertraagde? winkel|winkel (?:is |meer )?vertraagd/i, "afgeremd"],
    [/in de weg/i, "blokkeert"],
    [/(?:onze|beide) namen|(?:korte|lange) naam/i, "User-Agent"],
    [/apart gezet|statussen weg/i, "onleesbaar, verborgen"],
    [/tweede factor/i, "tweestapsverificatie"],
    [/Zeker weten/, "Bevestigen"],
  ],
  es: [
    [/\ben orden\b/i, "operativa"],
    [/se interpon/i, "bloquea"],
    [/nuestros (?:dos )?nombres|nombre (?:corto|largo)/i, "User-Agent"],
    [/\bapartados?\b|\bexcluidos?\b/i, "ilegible, oculto"],
    [/segundo factor/i, "autenticación en dos pasos"],
  ],
  it: [
    [/nostri (?:due )?nomi|nome (?:breve|lungo)/i, "User-Agent"],
    [/accantonat|prova del conteggio/i, "illeggibile, verifica del conteggio"],
    [/secondo fattore/i, "autenticazione a due fattori"],
    [/Davvero/, "Conferma"],
  ],
};
