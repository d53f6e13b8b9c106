{% autoescape off %}// Keeps the desk of a booth on this device for one day: numbers and initials, no candidate's name.
// Marks never pass through here; the page keeps them itself.
const KEPT = "nhipcau-desk-{{ told.version }}";
const DESK = /^\/(employers\/fairs\/\d+\/day|workspace\/fairs\/booths\/\d+\/desk)\/$/;
const LONGEST_MS = 18 * 3600 * 1000;
const FILES = [{% for file in told.files %}
  "{{ file }}",{% endfor %}
];

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(FILES.map((one) => new Request(one, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("nhipcau-desk-") && name !== KEPT) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

async function keep(path, response) {
  const cache = await caches.open(KEPT);
  // A desk that was left, or whose link ran out, leads elsewhere: then nothing of it is kept.
  if (response.ok && !response.redirected && response.type === "basic") await cache.put(path, response.clone());
  else if (response.status < 500) await cache.delete(path);
}

async function kept(path) {
  const found = await (await caches.open(KEPT)).match(path, { ignoreVary: true });
  if (!found) return null;
  return Date.now() - Date.parse(found.headers.get("Date")) < LONGEST_MS ? found : null;
}

async function page(request, path) {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(8000) });
    await keep(path, response);
    if (response.status < 500) return response;
    return (await kept(path)) ?? response;
  } catch (problem) {
    const found = await kept(path);
    if (found) return found;
    throw problem;
  }
}

async function file(request, path) {
  const cache = await caches.open(KEPT);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("message", (event) => {
  const path = event.data?.keep;
  if (typeof path !== "string" || !DESK.test(path)) return;
  event.waitUntil(fetch(path).then((response) => keep(path, response)).catch(() => {}));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && DESK.test(url.pathname)) event.respondWith(page(event.request, url.pathname));
  else if (FILES.includes(url.pathname)) event.respondWith(file(event.request, url.pathname));
});
{% endautoescape %}
