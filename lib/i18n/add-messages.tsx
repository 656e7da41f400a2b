"use client";

import { type AbstractIntlMessages, NextIntlClientProvider, useLocale, useMessages } from "next-intl";
import { type ReactNode, useMemo } from "react";

/** Sections of one namespace may come from several providers. */
function merge(above: AbstractIntlMessages, added: AbstractIntlMessages): AbstractIntlMessages {
  const merged = Object.entries(added).map(([name, own]) => {
    const known = above[name];
    return [name, typeof known === "object" && typeof own === "object" ? { ...known, ...own } : own];
  });
  return { ...above, ...Object.fromEntries(merged) };
}

/** A nested provider replaces the messages of the outer one: this one adds to them. */
export function AddMessages({ messages, children }: { messages: AbstractIntlMessages; children: ReactNode }) {
  const above = useMessages();
  const all = useMemo(() => merge(above, messages), [above, messages]);
  return (
    <NextIntlClientProvider locale={useLocale()} messages={all}>
      {children}
    </NextIntlClientProvider>
  );
}
