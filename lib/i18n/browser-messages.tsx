"use client";

import { type AbstractIntlMessages, NextIntlClientProvider } from "next-intl";
import { createContext, type ReactNode, use, useMemo } from "react";

const Above = createContext<AbstractIntlMessages>({});

interface Given {
  locale: string;
  timeZone: string;
  now: Date;
  /** Namespaces as one JSON text: as objects, each of their thousand values is written and read one by one for every page. */
  packed: string;
  children: ReactNode;
}

const readOf = new Map<string, AbstractIntlMessages>();

/** A page has few of these texts and the server the same for every reader: each is read once. */
function read(packed: string): AbstractIntlMessages {
  const known = readOf.get(packed) ?? (JSON.parse(packed) as AbstractIntlMessages);
  readOf.set(packed, known);
  return known;
}

/** The messages of lib/i18n/client-messages.tsx, beside those of the layouts around. */
export function BrowserMessages({ packed, children, ...own }: Given) {
  const above = use(Above);
  const messages = useMemo(() => ({ ...above, ...read(packed) }), [above, packed]);
  return (
    <Above value={messages}>
      <NextIntlClientProvider messages={messages} {...own}>
        {children}
      </NextIntlClientProvider>
    </Above>
  );
}
