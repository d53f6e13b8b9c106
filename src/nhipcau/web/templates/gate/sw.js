{% autoescape off %}// Keeps the gate's page on the phone. Names and scans never pass through here.
const KEPT = "nhipcau-gate-{{ told.version }}";
const PAGE = "{{ told.page }}";
const FILES = [{% for file in told.files %}
  "{{ file }}",{% endfor %}
];

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll([PAGE, ...FILES].map((one) => new Request(one, { cache: "reload" })));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("nhipcau-gate-") && name !== KEPT) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

async function answer(request, name) {
  const cache = await caches.open(KEPT);
  return (await cache.match(name, { ignoreVary: true })) ?? fetch(request);
}

async function page(request) {
  // Fresh when the network is quick, so that a new version or language comes; else the kept one.
  const cache = await caches.open(KEPT);
  const kept = await cache.match(PAGE, { ignoreVary: true });
  const fresh = fetch(request).then(async (response) => {
    if (response.ok) await cache.put(PAGE, response.clone());
    return response.ok || !kept ? response : kept;
  });
  if (!kept) return fresh;
  const late = new Promise((done) => { setTimeout(() => done(kept), 1500); });
  return Promise.race([fresh.catch(() => kept), late]);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event.request));
  else if (FILES.includes(url.pathname)) event.respondWith(answer(event.request, url.pathname));
});
{% endautoescape %}
