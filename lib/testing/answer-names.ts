import dns from "node:dns";
import { vi } from "vitest";

const denied = () => Object.assign(new Error("no such name"), { code: "ENOTFOUND" });

/** Answers all look-ups in place of name servers, until vitest restores its mocks. No address: the name does not exist. */
export function answerNames(addressesOf: (host: string) => readonly string[]): void {
  const answer = (host: string, isOfFamily: (address: string) => boolean) => {
    const found = addressesOf(host).filter(isOfFamily);
    return found.length > 0 ? Promise.resolve(found) : Promise.reject(denied());
  };
  const { prototype } = dns.promises.Resolver;
  vi.spyOn(prototype, "resolve4").mockImplementation(((host: string) => answer(host, (address) => !address.includes(":"))) as never);
  vi.spyOn(prototype, "resolve6").mockImplementation(((host: string) => answer(host, (address) => address.includes(":"))) as never);
}
