import type { AbstractIntlMessages } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { AddMessages } from "@/lib/i18n/add-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";

type Tree = { [key: string]: Tree | string };

function pick(all: AbstractIntlMessages, namespaces: readonly NestedNamespace[]): AbstractIntlMessages {
  const picked: Tree = {};
  for (const nested of namespaces) {
    const [name = "", section] = nested.split(".");
    const own = all[name] as Tree;
    picked[name] = section === undefined ? own : { ...(picked[name] as Tree), [section]: own[section] ?? {} };
  }
  return picked;
}

/**
 * Gives browser components the messages of these namespaces, in addition to those of the layouts around them; all others stay on the server.
 */
export async function ClientMessages({ namespaces, children }: { namespaces: readonly NestedNamespace[]; children: ReactNode }) {
  return <AddMessages messages={pick(await getMessages(), namespaces)}>{children}</AddMessages>;
}
