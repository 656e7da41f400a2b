import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { NestedNamespace } from "@/lib/i18n/namespaces";

/** `generateMetadata` of a page whose title is a message. */
export const pageTitle =
  (namespace: NestedNamespace, key: string, rest: Metadata = {}) =>
  async (): Promise<Metadata> => ({ ...rest, title: (await getTranslations(namespace))(key) });
