import { answerOf } from "@/lib/api/client/client";
import { type AddressFormat, writeAddresses } from "@/scripts/cli/address-formats";
import { EXIT, type ExitCode } from "@/scripts/cli/exit-codes";
import { type GlobalOptions, openPublicApi } from "@/scripts/cli/open-api";
import { say, sayJson } from "@/scripts/cli/output";

export async function addresses(options: GlobalOptions & { format: AddressFormat }): Promise<ExitCode> {
  const published = await answerOf(openPublicApi(options).GET("/addresses"));
  if (options.json) sayJson(published);
  else for (const line of writeAddresses(options.format, [...published.addresses.ipv4, ...published.addresses.ipv6])) say(line);
  return EXIT.ok;
}
