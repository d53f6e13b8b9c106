{% autoescape off %}// Keeps the empty questionnaire on the phone. Answers never pass through here.
const KEPT = "nhipcau-interests-{{ told.version }}";
const PAGES = [{% for page in told.pages %}"{{ page }}", {% endfor %}];
const FILES = [{% for file in told.files %}
  "{{ file }}",{% endfor %}
];

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll([...PAGES, ...FILES].map((one) => new Request(one, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("nhipcau-interests-") && name !== KEPT) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

async function page(request, path) {
  // Fresh when the network is quick, so that new words or another language come; else the kept one.
  const cache = await caches.open(KEPT);
  const kept = await cache.match(path, { ignoreVary: true });
  const fresh = fetch(request).then(async (response) => {
    if (response.ok && !response.redirected) await cache.put(path, response.clone());
    return response.ok || !kept ? response : kept;
  });
  if (!kept) return fresh;
  const late = new Promise((done) => { setTimeout(() => done(kept), 3000); });
  return Promise.race([fresh.catch(() => kept), late]);
}

async function file(request, path) {
  const cache = await caches.open(KEPT);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && PAGES.includes(url.pathname)) event.respondWith(page(event.request, url.pathname));
  else if (FILES.includes(url.pathname)) event.respondWith(file(event.request, url.pathname));
});
{% endautoescape %}
