import { ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";

interface FreshProps {
  kind: "orders" | "incidents" | "notes" | "threads";
  count: number;
  /** The count is a lower bound. */
  more?: boolean;
  pending?: boolean;
  onShow: () => void;
}

/** "3 new orders – show": new entries on a line that floats above the list, so that nothing moves. */
export function FreshEntries({ kind, count, more = false, pending = false, onShow }: FreshProps) {
  const t = useTranslations("app.live.fresh");
  return (
    <div role="status" className="pointer-events-none sticky top-14 z-10 flex h-0 justify-center">
      {count === 0 ? null : (
        <Button
          size="sm"
          variant="primary"
          pending={pending}
          className="pointer-events-auto -mt-3 animate-appear shadow-overlay"
          onClick={onShow}
        >
          <ArrowUp />
          {t(kind, { count, more: more ? "yes" : "no" })}
        </Button>
      )}
    </div>
  );
}
