import { Command } from "cmdk";
import {
  ArrowDownUp,
  FileUp,
  History,
  Keyboard,
  KeyRound,
  LogOut,
  type LucideIcon,
  Microscope,
  Moon,
  Network,
  Package,
  PackageSearch,
  Pause,
  Play,
  Plus,
  RotateCw,
  Search,
  Settings,
  Stethoscope,
  Store,
  Sun,
  SunMoon,
  UserPlus,
} from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, startTransition, useEffect, useRef, useState } from "react";
import { storeBulk } from "@/components/integrations/stored-bulk-refresh";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { NAV_ICONS } from "@/components/shell/nav-icons";
import { helpPages, type Place, type SectionPage, settingsPages } from "@/components/shell/nav-items";
import { matchTerms } from "@/components/shell/palette/match-terms";
import { readShopCommand, SHOP_ACTIONS, type ShopVerb } from "@/components/shell/palette/shop-verbs";
import { useSearch } from "@/components/shell/palette/use-search";
import { showTheme } from "@/components/shell/show-theme";
import { useNavItems } from "@/components/shell/use-nav-items";
import { useCloseOnUnmount } from "@/components/ui/use-close-on-unmount";
import { route } from "@/lib/base/route";
import { beforeFullStop } from "@/lib/base/texts";
import { type CheckAnswer, checkIntegration } from "@/lib/check/actions";
import { displayAddress } from "@/lib/connectors/display-address";
import { anyKey } from "@/lib/i18n/any-key";
import type { ActionResult } from "@/lib/identity/auth/action-result";
import { signOut } from "@/lib/identity/auth/actions";
import type { FoundIntegration } from "@/lib/integrations/data";
import { refreshThrottled } from "@/lib/integrations/list/bulk-actions";
import type { BulkRefresh } from "@/lib/integrations/list/bulk-schema";
import { shopPath } from "@/lib/integrations/shop-paths";
import { mayBeNumber } from "@/lib/orders/order-query";
import { pauseIntegration, type RefreshAnswer, refreshIntegration, resumeIntegration } from "@/lib/sync/actions";

export interface PaletteProps {
  place: Place;
  /** Returns the text typed before the field existed; call it once. */
  takeTyped: () => string;
  onClose: () => void;
  onKeys: () => void;
}

const ACTIONS = [
  { key: "connect", icon: Plus, path: "integrations/connect" },
  { key: "import_tracking", icon: FileUp, path: "orders/import" },
  { key: "invite", icon: UserPlus, path: "settings/members#invite" },
  { key: "create_token", icon: KeyRound, path: "settings/api#new" },
] as const;

const VERB_ICONS: Readonly<Record<ShopVerb, LucideIcon>> = {
  refresh: RotateCw,
  check: Stethoscope,
  pause: Pause,
  resume: Play,
  diagnosis: Microscope,
  sync: ArrowDownUp,
  history: History,
  settings: Settings,
};

const LOOKS = [
  { look: "light", icon: Sun },
  { look: "dark", icon: Moon },
  { look: "system", icon: SunMoon },
] as const;

/** Searches shops, orders, pages and commands. Loaded on first use. */
export function CommandPalette({ place, takeTyped, onClose, onKeys }: PaletteProps) {
  const t = useTranslations("app.palette");
  const verbs = useTranslations("app.palette.verb");
  const ofShop = useTranslations("app.palette.shop");
  const also = anyKey(useTranslations("app.palette.also"));
  const nav = useTranslations("app.nav");
  const section = anyKey(useTranslations("app.section"));
  const theme = useTranslations("app.theme");
  const person = useTranslations("app.person");
  const errors = anyKey(useTranslations("errors"));
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const { items } = useNavItems(place);
  const [text, setText] = useState("");
  const [notice, setNotice] = useState<string | null>(null);
  const merchantId = place.kind === "merchant" ? place.merchantId : null;
  const mayAct = place.kind === "merchant" && !place.readOnly;
  const typed = text.trim();
  const command = merchantId === null ? null : readShopCommand(typed, verbs);
  const searched = command?.rest ?? typed;
  const { found, searching, problem } = useSearch(merchantId, searched);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    input.current?.focus();
    setText((text) => takeTyped() + text);
  }, [takeTyped]);
  useCloseOnUnmount(dialog);

  const go = (href: Route) => {
    onClose();
    router.push(href);
  };
  /** Keeps the palette open until the response, so that a refusal shows where the user acted. */
  const act =
    <Answer,>(call: (id: string) => Promise<ActionResult<Answer>>, href: Route, refusalOf: (answer: Answer) => string | null) =>
    async () => {
      if (merchantId === null) return;
      setNotice(t("working"));
      const result = await call(merchantId).catch(() => null);
      if (!result?.ok) return setNotice(errorMessage(result ?? undefined));
      const refusal = refusalOf(result.value);
      if (refusal !== null) return setNotice(refusal);
      go(href);
    };
  const refreshRefusal = (answer: RefreshAnswer): string | null => {
    if (answer.kind === "too_soon") return t("refused.refresh_too_soon", { seconds: answer.retryAfterSeconds });
    if (answer.kind === "paused") return t("refused.paused", { by: beforeFullStop(answer.by) });
    return answer.kind === "no_credentials" ? t("refused.no_credentials") : null;
  };
  const accepted = (): null => null;
  const checkRefusal = (answer: CheckAnswer): string | null =>
    answer.kind === "too_soon" ? t("refused.check_too_soon", { seconds: answer.retryAfterSeconds }) : null;
  /** The overview, which opens next, shows the progress. */
  const bulkRefusal = (bulk: BulkRefresh): string | null => {
    if (bulk.runs.length + bulk.refused.length === 0) return t("refused.nothing_slow");
    storeBulk(merchantId ?? "", bulk);
    return null;
  };
  /** Alternative search terms for a page or an action. */
  const synonyms = (key: string): string[] => (also.has(key) ? also(key).split(", ") : []);
  const base = `/m/${merchantId}` as const;
  const pageOf = ({ id }: { id: string }): Route => route(`${base}/integrations/${id}`);
  const [first] = found.shops;
  const orders = (query: Record<string, string>) => () => go(route(`${base}/orders?${new URLSearchParams(query)}`));
  const shops: Item[] = found.shops.map((shop) => ({
    value: `shop ${shop.id}`,
    icon: Store,
    note: displayAddress(shop.readableUrl),
    children: <bdi>{shop.name}</bdi>,
    onSelect: () => go(pageOf(shop)),
  }));
  /** Null for an action that the reader may not run. */
  const shopItem = (verb: ShopVerb, shop: FoundIntegration): Item | null => {
    const onSelect = {
      refresh: act((id) => refreshIntegration(id, { integrationId: shop.id }), pageOf(shop), refreshRefusal),
      check: act((id) => checkIntegration(id, { integrationId: shop.id }), pageOf(shop), checkRefusal),
      pause: act((id) => pauseIntegration(id, { integrationId: shop.id }), pageOf(shop), accepted),
      resume: act((id) => resumeIntegration(id, { integrationId: shop.id }), pageOf(shop), accepted),
      diagnosis: () => go(route(shopPath(`${merchantId}`, shop.id, "diagnosis"))),
      sync: () => go(route(shopPath(`${merchantId}`, shop.id, "sync"))),
      history: () => go(route(shopPath(`${merchantId}`, shop.id, "history"))),
      settings: () => go(route(shopPath(`${merchantId}`, shop.id, "settings"))),
    }[verb];
    const isAction = SHOP_ACTIONS.some((action) => action === verb);
    if (isAction && !mayAct) return null;
    return { value: `${verb} ${shop.id}`, icon: VERB_ICONS[verb], children: ofShop(verb, { name: shop.name }), onSelect };
  };
  const isNamedInFull = ({ name }: FoundIntegration): boolean => matchTerms(typed, [name]);
  const commands = command
    ? found.shops.map((shop) => shopItem(command.verb, shop))
    : first
      ? (["refresh", "check"] as const).map((verb) => shopItem(verb, first))
      : [];
  const ready = commands.filter((item) => item !== null);
  // A shop whose own name holds the verb comes before the command.
  if (command && !found.shops.some(isNamedInFull)) shops.unshift(...ready);
  else shops.push(...ready);
  const foundOrders: Item[] = found.orders.map((order) => ({
    value: `order ${order.id}`,
    icon: Package,
    note: order.shop,
    children: (
      <>
        <bdi>{order.number}</bdi> <bdi className="text-ink-2">{order.customerName}</bdi>
      </>
    ),
    onSelect: () => go(route(`${base}/orders/${order.id}`)),
  }));
  if (foundOrders.length > 0) {
    const children = t("all_orders", { text: searched });
    foundOrders.push({ value: "every order", icon: Search, children, onSelect: orders({ q: searched }) });
  }
  const where: Item = {
    value: "where is it",
    icon: PackageSearch,
    children: t("ask_shops", { text: typed }),
    onSelect: orders({ q: typed, ask: "1" }),
  };
  const actions: Item[] = [
    { value: t("refresh_slow"), icon: RotateCw, onSelect: act((id) => refreshThrottled(id, {}), route(base), bulkRefusal) },
    ...ACTIONS.map(({ key, icon, path }) => ({ value: t(key), icon, onSelect: () => go(route(`${base}/${path}`)) })),
  ];
  /** A page within a section; the section's name finds it, too. */
  const pageIn = (of: "help_support" | "settings", { key, href }: SectionPage): Item => ({
    value: `${nav(of)} ${section(key)}`,
    keywords: synonyms(key),
    icon: NAV_ICONS[of],
    note: nav(of),
    children: section(key),
    onSelect: () => go(href),
  });
  const pages: Item[] = [
    ...items.map((item) => ({ value: nav(item.key), icon: NAV_ICONS[item.key], onSelect: () => go(item.href) })),
    ...(merchantId === null
      ? [{ value: t("addresses"), icon: Network, onSelect: () => go("/addresses") }]
      : [
          ...helpPages(merchantId).map((page) => pageIn("help_support", page)),
          ...Object.values(settingsPages(merchantId))
            .flat()
            .map((page) => pageIn("settings", page)),
        ]),
    { value: t("keys"), keywords: ["?"], icon: Keyboard, onSelect: onKeys },
  ];
  const signOutItem: Item = {
    value: person("sign_out"),
    keywords: synonyms("sign_out"),
    icon: LogOut,
    onSelect: () => startTransition(() => signOut()),
  };
  const looks: Item[] = LOOKS.map(({ look, icon }) => ({
    value: `${t("look")} ${theme(look)}`,
    icon,
    children: theme(look),
    onSelect: () => {
      showTheme(look);
      onClose();
    },
  }));
  const matching = (entries: readonly Item[]): readonly Item[] =>
    entries.filter(({ value, keywords = [] }) => matchTerms(typed, [value, ...keywords]));
  // The server matched shops and orders, also in fields that are not shown.
  const groups: readonly (readonly [string, readonly Item[]])[] = [
    [t("shops"), shops],
    [t("orders"), foundOrders],
    [t("where"), merchantId !== null && mayBeNumber(typed) ? [where] : []],
    [t("actions"), mayAct ? matching(actions) : []],
    [t("pages"), matching(pages)],
    [t("account"), matching([signOutItem])],
    [t("look"), matching(looks)],
  ];
  return (
    <dialog
      ref={dialog}
      aria-label={t("title")}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
      className="fixed inset-x-3 top-[8dvh] mx-auto w-[calc(100%-1.5rem)] max-w-xl overflow-hidden rounded-xl border border-line bg-surface text-ink shadow-overlay backdrop:bg-scrim open:animate-appear"
    >
      <Command label={t("title")} loop shouldFilter={false}>
        <div className="flex items-center gap-2.5 border-line border-b px-4">
          <Search className="size-4 shrink-0 text-ink-3" />
          <Command.Input
            ref={input}
            value={text}
            onValueChange={(next) => {
              setText(next);
              setNotice(null);
            }}
            maxLength={100}
            placeholder={merchantId === null ? t("placeholder_pages") : t("placeholder")}
            className="h-12 w-full min-w-0 bg-transparent text-base outline-none placeholder:text-ink-3"
          />
          <kbd className="rounded-sm border border-line px-1.5 text-ink-3 text-xs max-sm:hidden">Esc</kbd>
        </div>
        <p role="status" className="px-4 pt-2 text-ink-2 text-sm empty:sr-only">
          {notice ?? (searching || !problem ? null : errors(problem.code, { errorId: "–" }))}
        </p>
        <Command.List className="max-h-[60dvh] overflow-y-auto overscroll-contain p-1.5">
          <Command.Empty className="px-2.5 py-6 text-center text-ink-2">
            {searching ? t("searching") : problem === null ? t("nothing") : null}
          </Command.Empty>
          {groups.map(([heading, entries]) => (
            <PaletteGroup key={heading} heading={heading} items={entries} />
          ))}
        </Command.List>
      </Command>
    </dialog>
  );
}

interface Item {
  value: string;
  /** Other words that find it. */
  keywords?: string[];
  icon: LucideIcon;
  /** Displayed content; defaults to the value. */
  children?: ReactNode;
  note?: string;
  onSelect: () => void;
}

function PaletteItem({ icon: Icon, children, note, ...rest }: Item) {
  return (
    <Command.Item
      {...rest}
      className="flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[selected=true]:bg-hover"
    >
      <Icon className="size-4 shrink-0 text-ink-3" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children ?? rest.value}</span>
      {note ? <bdi className="ml-auto min-w-0 max-w-[45%] pl-3 text-right text-ink-3 text-sm [overflow-wrap:anywhere]">{note}</bdi> : null}
    </Command.Item>
  );
}

function PaletteGroup({ heading, items }: { heading: string; items: readonly Item[] }) {
  if (items.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
    >
      {items.map((item) => (
        <PaletteItem key={item.value} {...item} />
      ))}
    </Command.Group>
  );
}
