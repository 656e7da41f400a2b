import { redirect } from "next/navigation";
import { loadHome } from "@/lib/identity/accounts/loaders";

export default async function HomePage() {
  redirect(await loadHome());
}
