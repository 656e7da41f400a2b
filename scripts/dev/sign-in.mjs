// Signs in over HTTP like a user, for commands that test the product from outside: the form's token, then address and password.
import { Sentence } from "./progress.mjs";

/**
 * @param {string} url of the web application
 * @param {{ email: string, password: string }} person
 * @returns {Promise<(path: string) => Promise<{ status: number, path: string, text: string }>>} reads a page in that session, redirects followed
 */
export async function signIn(url, { email, password }) {
  const jar = new Map();
  const ask = async (path, init = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(new URL(path, url), { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return answer;
  };
  const read = async (path) => {
    const answer = await ask(path);
    const next = answer.headers.get("location");
    if (next && answer.status >= 300 && answer.status < 400) return read(next);
    return { status: answer.status, path: new URL(path, url).pathname, text: await answer.text() };
  };
  const { csrfToken } = await (await ask("/api/auth/csrf")).json();
  const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
  await ask("/api/auth/callback/credentials", { method: "POST", body, headers: { origin: url } });
  const home = await read("/");
  if (home.status !== 200 || home.path === "/sign-in")
    throw new Sentence(`Signing in as ${email} failed: ${home.path} answers ${home.status}.`);
  return read;
}
