import type { Metadata } from "next";
import type { MessageKeys, Messages, NamespaceKeys, NestedKeyOf, NestedValueOf } from "next-intl";
import { getTranslations } from "next-intl/server";
import { anyKey } from "@/lib/i18n/any-key";

type Place = NamespaceKeys<Messages, NestedKeyOf<Messages>>;
type KeyIn<Namespace extends Place> = MessageKeys<NestedValueOf<Messages, Namespace>, NestedKeyOf<NestedValueOf<Messages, Namespace>>>;

/** `generateMetadata` of a page whose title is a message. */
export const pageTitle =
  <Namespace extends Place>(namespace: Namespace, key: KeyIn<Namespace>, rest: Metadata = {}) =>
  async (): Promise<Metadata> => ({ ...rest, title: anyKey(await getTranslations(namespace))(key) });
