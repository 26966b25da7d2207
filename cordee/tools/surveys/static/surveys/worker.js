// The worker of questionnaires: pages already opened open again without network, what waits leaves when the network is back.
// It is served at /q/sw.js, after the line that brings keep.js.
(() => {
  "use strict";
  const STORE = "cordee-questionnaires";
  const PATIENCE = 6000;

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("sync", (event) => { if (event.tag === "envoi") event.waitUntil(keeper.sendWaiting()); });

  const known = async (request) => (await caches.open(STORE)).match(request, { ignoreSearch: request.mode === "navigate" });

  // The network first, for the answers of another device; what is kept when it is silent.
  async function page(request) {
    const place = new URL(request.url);
    try {
      const answer = await fetch(request, { signal: AbortSignal.timeout?.(PATIENCE) });
      if (answer.ok && answer.headers.get("X-Keep") === "yes") await (await caches.open(STORE)).put(place.pathname, answer.clone());
      return answer;
    } catch (failure) {
      return await known(request) || Promise.reject(failure);
    }
  }

  async function part(request) {
    const kept = await known(request);
    if (kept) return kept;
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(STORE)).put(request, answer.clone());
    return answer;
  }

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const place = new URL(request.url);
    if (request.method !== "GET" || place.origin !== location.origin) return;
    if (request.mode === "navigate") event.respondWith(page(request));
    else if (place.pathname.startsWith("/static/")) event.respondWith(part(request));
  });
})();
