// Pages wait for the network: Next would hand a page that cannot be fetched over to the browser, whose error page takes the place of ours and of
// all that was typed on it. What is pressed (a POST) and what is only fetched ahead fails as before. components/shell/trouble-banner.tsx tells it.
const RETRY_MS = 2000;

const tell = (name) => dispatchEvent(new Event(name));

exports.fetch = async (address, init) => {
  for (let waits = false; ; waits = true) {
    try {
      const answer = await fetch(address, init);
      if (waits) tell("page-comes");
      return answer;
    } catch (error) {
      if (init.method || init.headers["next-router-prefetch"] || (process.env.NODE_ENV !== "production" && init.signal?.aborted))
        throw error;
      tell("page-waits");
      await new Promise((resolve) => {
        addEventListener("online", resolve, { once: true });
        setTimeout(resolve, RETRY_MS);
      });
    }
  }
};
