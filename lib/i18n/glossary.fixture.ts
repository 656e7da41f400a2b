import type { Locale } from "@/lib/i18n/locales";

/** Each language's word for a term of the product, checked in messages that consist of that word only. */
export const WORDS: Readonly<Record<string, { keys: readonly string[]; words: Readonly<Record<Locale, string>> }>> = {
  healthy: {
    keys: ["states:word.regular", "overview:healthy", "integrations:tone.healthy", "causes:verdicts.healthy", "support:list.healthy"],
    words: { en: "Healthy", de: "In Ordnung", fr: "Opérationnelle", nl: "In orde", es: "Operativa", it: "Regolare" },
  },
  throttled: {
    keys: ["states:word.throttled", "help:glossary.throttled.word"],
    words: { en: "Throttled", de: "Gedrosselt", fr: "Ralentie", nl: "Afgeremd", es: "Ralentizada", it: "Rallentata" },
  },
  "action needed": {
    keys: ["states:word.action_needed", "overview:action_needed", "integrations:tone.action_needed"],
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
    keys: ["sync:lane.orders_in", "help:glossary.import.word", "audit:field.orders_in"],
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
    keys: ["audit:field.left_out"],
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
  check: {
    keys: ["help:glossary.check.word"],
    words: { en: "Check", de: "Prüfung", fr: "Vérification", nl: "Controle", es: "Comprobación", it: "Verifica" },
  },
  "recovery probes": {
    keys: ["sync:probes.title"],
    words: {
      en: "Recovery probes",
      de: "Kurzprüfungen",
      fr: "Vérifications rapides",
      nl: "Korte controles",
      es: "Comprobaciones rápidas",
      it: "Verifiche rapide",
    },
  },
  Refresh: {
    keys: ["app:keys.refresh", "sync:refresh.button", "fleet:bulk.kinds.refresh", "states:step.refresh", "help:glossary.refresh.word"],
    words: { en: "Refresh", de: "Aktualisieren", fr: "Actualiser", nl: "Vernieuwen", es: "Actualizar", it: "Aggiorna" },
  },
  sync: {
    keys: ["integrations:tab.sync", "sync:live.title"],
    words: {
      en: "Sync",
      de: "Synchronisierung",
      fr: "Synchronisation",
      nl: "Synchronisatie",
      es: "Sincronización",
      it: "Sincronizzazione",
    },
  },
  "hosting provider": {
    keys: ["reports:answers.host"],
    words: {
      en: "Hosting provider",
      de: "Hosting-Anbieter",
      fr: "Hébergeur",
      nl: "Hostingprovider",
      es: "Proveedor de alojamiento",
      it: "Provider di hosting",
    },
  },
  questions: {
    keys: ["app:nav.threads", "threads:list"],
    words: { en: "Questions", de: "Fragen", fr: "Questions", nl: "Vragen", es: "Preguntas", it: "Domande" },
  },
  notifications: {
    keys: ["notifications:title", "notifications:bell.title", "developers:area.notifications"],
    words: { en: "Notifications", de: "Benachrichtigungen", fr: "Notifications", nl: "Meldingen", es: "Notificaciones", it: "Notifiche" },
  },
  incidents: {
    keys: ["app:nav.incidents", "incidents:title", "incidents:panel.title", "developers:area.incidents"],
    words: { en: "Incidents", de: "Störungen", fr: "Incidents", nl: "Storingen", es: "Incidencias", it: "Incidenti" },
  },
};

/** Words that the glossary does not use, and what to write instead. */
export const AVOIDED: Readonly<Record<Locale, readonly (readonly [RegExp, string])[]>> = {
  en: [
    [/\bheals?\b|\bby itself\b|\bby themselves\b/i, "automatically"],
    [/\bslowed[ -]down\b/i, "throttled"],
    [/\bour (?:two )?names\b|\b(?:short|long) name\b/i, "User-Agent"],
    [/\bsecond factor\b/i, "two-factor authentication"],
    [/\bwhoever\b|\bsomebody\b|\bnobody\b/i, "the role: your administrator, the operator, another user"],
    [/\b(?<!keys or )press(?:ed|es)?\b(?! (?:keys|\?|Ctrl))/i, "click"],
    [/\bmany shops at once\b|\bjob for many\b/i, "bulk action"],
    [/\b(?:a|the|your|this|on|to|remind) host\b(?! name)/i, "hosting provider"],
  ],
  de: [
    [/verlangsamt/i, "gedrosselt"],
    [/\bHosters?\b/, "Hosting-Anbieter"],
    [/\bGrenze\b/, "Limit"],
    [/von selbst erhol|erhol\S* sich von selbst/i, "erholt sich automatisch"],
    [/(?:Anfragen?|Adressen|Methoden?)[^.]* (?:wird|werden) [^.]*abgewiesen|weist\b[^.]* Anfragen[^.]* ab\b/, "blockiert"],
    [/unserer? (?:beiden )?Namen/, "User-Agent"],
    [/zweiter Faktor|zweiten Faktor/i, "Zwei-Faktor-Authentifizierung"],
    [/\bVorf(?:all|älle)/, "Störung"],
    [/\bBeweis(?:e|en|es|paar|paket)?\b/, "Nachweis, Diagnosepaket"],
    [/[Dd]er Name des Shops (?:existiert|wurde|ließ|wird)/, "die Domain des Shops"],
  ],
  fr: [
    [/\bnos (?:deux )?noms\b|nom (?:court|long)/i, "User-Agent"],
    [/second facteur/i, "authentification à deux facteurs"],
    [/codes? de récupération/i, "codes de secours"],
    [/l’assistance\b|système de boutique/i, "support, solution e-commerce"],
  ],
  nl: [
    [/\bvertraagde? winkel|winkel (?:is |meer )?vertraagd/i, "afgeremd"],
    [/(?:onze|beide) namen|(?:korte|lange) naam/i, "User-Agent"],
    [/tweede factor/i, "tweestapsverificatie"],
    [/(?<![{./\w-])\b[sS]hops?\b(?![}\w-]|,? (?:number|plural|select|Parameters|URL)|\.\w)/, "winkel"],
    [/\bhandelaar/i, "verkoper"],
    [/‘/, "“…”"],
  ],
  es: [
    [/nuestros (?:dos )?nombres|nombre (?:corto|largo)/i, "User-Agent"],
    [/segundo factor/i, "autenticación en dos pasos"],
    [/\bclave API\b|cortafuegos|«/i, "clave de API, firewall, “…”"],
  ],
  it: [
    [/nostri (?:due )?nomi|nome (?:breve|lungo)/i, "User-Agent"],
    [/secondo fattore/i, "autenticazione a due fattori"],
    [
      /numero di tracking|fornitore di hosting|sistema di negozio|commerciant|\bil User-Agent|«/i,
      "tracciamento, provider di hosting, sistema di e-commerce, venditore, lo User-Agent, “…”",
    ],
    [/\b(?:se|lo|la|non è stato) lei\b|su di lei\b/, "Lei, Suo: written large"],
  ],
};
