import { redirect } from "next/navigation";
import { loadHome } from "@/lib/accounts/loaders";

export default async function HomePage() {
  redirect(await loadHome());
}
