// The screen of a hall looks every few seconds and changes only what changed, without a flash.
// Without this script the page loads itself again.

const EVERY_MS = 4000;

async function look() {
  try {
    const response = await fetch(location.href, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const [now, then] = [document, fresh].map((one) => one.querySelector("[data-hall]"));
    if (then && now.innerHTML !== then.innerHTML) now.replaceChildren(...then.childNodes);
  } catch {
    // No network for a while: what stands there stays.
  }
}

setInterval(look, EVERY_MS);
