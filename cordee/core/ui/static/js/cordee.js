// The shell: shortcuts, menus, colours, what is said aloud, and what happens when the network fails.
// Everything works without it; it only makes things faster or kinder.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Private browsing may refuse storage: then nothing is remembered, and nothing breaks.
  const memory = (store) => ({
    get(key) { try { return store().getItem(`cordee.${key}`); } catch { return null; } },
    set(key, value) { try { store().setItem(`cordee.${key}`, value); return true; } catch { return false; } },
    drop(key) { try { store().removeItem(`cordee.${key}`); } catch { /* nothing was kept */ } },
    keys(prefix) { try { return Object.keys(store()).filter((key) => key.startsWith(`cordee.${prefix}`)).map((key) => key.slice(7)); } catch { return []; } },
  });
  const kept = memory(() => localStorage);
  const visit = memory(() => sessionStorage);

  // The token of the cookie, or of any form of the page.
  function csrf() {
    const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
    return cookie ? decodeURIComponent(cookie[1]) : $("input[name=csrfmiddlewaretoken]")?.value || "";
  }

  // Say a sentence through the polite live region; emptied first so that the same sentence twice is read twice.
  function announce(text) {
    const region = $("#annonce");
    if (!region || !text) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 60);
  }

  // -- shortcuts, dialogs, menus -------------------------------------------------------------------------------------
  const typing = (node) => node.closest("input, textarea, select, [contenteditable]");

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || kept.get("shortcuts") === "off") return;
    if (typing(event.target) || $("dialog[open]")) return;
    if (event.key === "/") { const box = $("#recherche"); if (box) { event.preventDefault(); box.focus(); box.select(); } }
    if (event.key === "?") { event.preventDefault(); $("#clavier")?.showModal(); }
  }

  // A link that opens a dialog stays a link where dialogs are unknown.
  function openDialog(event) {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (!dialog?.showModal) return;
    event.preventDefault();
    closeMenus(null);
    dialog.showModal();
  }

  function closeMenus(except) {
    all("details[data-menu][open]").forEach((menu) => { if (!except || !menu.contains(except)) menu.open = false; });
  }

  function escapeMenu(event) {
    const menu = event.key === "Escape" && $("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    $("summary", menu).focus();
  }

  function setUpShortcutSwitch() {
    all("button[data-opens]").forEach((button) => { button.hidden = false; });
    all("[data-shortcuts]").forEach((box) => {
      box.checked = kept.get("shortcuts") !== "off";
      box.addEventListener("change", () => kept.set("shortcuts", box.checked ? "on" : "off"));
    });
  }

  // -- colours -------------------------------------------------------------------------------------------------------
  function labelThemeButtons() {
    const dark = document.documentElement.dataset.bsTheme === "dark";
    all("[data-theme-toggle]").forEach((button) => {
      button.hidden = false;
      $("span", button).textContent = dark ? "Passer en couleurs claires" : "Passer en couleurs sombres";
    });
  }

  function toggleTheme(event) {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const theme = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
    document.documentElement.dataset.bsTheme = theme;
    kept.set("theme", theme);
    labelThemeButtons();
    announce(theme === "dark" ? "Couleurs sombres" : "Couleurs claires");
  }

  // -- copy buttons ---------------------------------------------------------------------------------------------------
  function setUpCopy() {
    if (navigator.clipboard) all("[data-copy]").forEach((button) => { button.hidden = false; });
  }

  async function copy(event) {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const label = $("[data-copy-label]", button);
    const before = label.textContent;
    try { await navigator.clipboard.writeText(button.dataset.copy); label.textContent = "Copié"; } catch { label.textContent = "Copie refusée par le navigateur"; }
    announce(label.textContent);
    setTimeout(() => { label.textContent = before; }, 2500);
  }

  // -- the same place, on the way back to a list -------------------------------------------------------------------------
  // A list page bears data-keeps-place; a link back to it bears data-back and gets its filters and page again.
  function keepPlace() {
    if (!$("[data-keeps-place]")) return;
    visit.set(`list:${location.pathname}`, location.search);
    visit.set(`scroll:${location.pathname}${location.search}`, String(Math.round(scrollY)));
  }

  function restorePlace() {
    all("a[data-back]").forEach((link) => {
      const search = visit.get(`list:${link.pathname}`);
      if (search && !link.search) link.search = search;
      link.addEventListener("click", () => visit.set("returning", "1"));
    });
    if (!$("[data-keeps-place]") || !visit.get("returning")) return;
    visit.drop("returning");
    const top = Number(visit.get(`scroll:${location.pathname}${location.search}`) || 0);
    scrollTo({ top, behavior: "instant" });
  }

  // -- filters of a list, folded on a phone --------------------------------------------------------------------------------
  function unfold(event) {
    const button = event.target.closest("[data-unfolds]");
    if (!button) return;
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    button.form.classList.toggle("unfolded", open);
  }

  // An address that one can read and send: what was left empty is not in it, unless all is (that asks for the whole list).
  function shortenAddress(event) {
    const { elt, parameters, verb } = event.detail;
    if (verb !== "get" || !elt?.matches(".filters")) return;
    const names = Object.keys(parameters);
    if (names.some((name) => parameters[name])) names.filter((name) => !parameters[name]).forEach((name) => { delete parameters[name]; });
  }

  // After a swap: how many filters are on, and no saved view is the current one any more.
  function countFilters(event) {
    const fresh = $("[data-filters]", event.detail.target || document);
    if (!fresh) return;
    all("[data-filter-count]").forEach((figure) => { figure.textContent = Number(fresh.dataset.filters) || ""; });
    all(".views [aria-current]").forEach((view) => { view.removeAttribute("aria-current"); view.classList.remove("on"); });
  }

  // -- htmx: token, focus, announcements, failures ----------------------------------------------------------------------
  function addToken(event) {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrf();
  }

  function afterSwap(event) {
    const target = event.detail.target;
    if (!target?.isConnected) return;
    const spoken = target.matches("[data-announce]") ? target : $("[data-announce]", target);
    if (spoken) announce(spoken.dataset.announce || spoken.textContent.trim());
    $("#panne").hidden = true;
  }

  // The keyboard never falls back to the top of the page because what it stood on was replaced.
  function afterSettle(event) {
    const target = event.detail.target;
    if (!target?.isConnected) return;
    const wanted = $("[data-take-focus], [autofocus]", target);
    if (wanted) { wanted.focus(); return; }
    if (document.activeElement !== document.body || event.detail.elt?.closest("[data-quiet]")) return;
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  const SENTENCES = {
    0: "Réseau perdu : cette action n'est pas partie. Elle peut être reprise dès le retour du réseau.",
    403: "Cette action ne vous est pas ouverte, ou votre session s'est terminée. Rechargez la page pour continuer.",
    404: "Cette page n'existe pas ou ne vous est pas ouverte.",
    413: "Ce fichier est trop lourd pour être reçu.",
    429: "Beaucoup de demandes en peu de temps. Attendez une minute, puis réessayez.",
  };

  // One sentence, and a button that does the same thing again.
  function showFailure(event) {
    const { elt, xhr, requestConfig } = event.detail;
    if (elt?.closest("[data-quiet]")) return;
    const panel = $("#panne");
    const status = event.type === "htmx:responseError" ? xhr.status : 0;
    $("p", panel).textContent = SENTENCES[status] || "Un incident de notre côté : cette action n'a pas abouti. Votre saisie est toujours là.";
    $("[data-retry]", panel).onclick = () => { panel.hidden = true; retry(elt, requestConfig); };
    $("[data-retry]", panel).hidden = !elt;
    panel.hidden = false;
  }

  function retry(elt, config) {
    if (elt.matches("form") && elt.requestSubmit) elt.requestSubmit();
    else window.htmx.trigger(elt, config?.triggeringEvent?.type || "click");
  }

  function start() {
    setUpShortcutSwitch();
    labelThemeButtons();
    setUpCopy();
    restorePlace();
    $("[data-take-focus]:not([data-sample] *)")?.focus();
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("keydown", escapeMenu);
  document.addEventListener("click", (event) => { closeMenus(event.target); openDialog(event); toggleTheme(event); copy(event); });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-dismiss]")) $("#panne").hidden = true; });
  document.addEventListener("click", (event) => { if (event.target.closest("[aria-disabled=true]")) event.preventDefault(); });
  document.addEventListener("click", unfold);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
  document.addEventListener("htmx:afterSettle", countFilters);
  document.addEventListener("htmx:configRequest", addToken);
  document.addEventListener("htmx:configRequest", shortenAddress);
  document.addEventListener("htmx:afterSwap", afterSwap);
  document.addEventListener("htmx:afterSettle", afterSettle);
  document.addEventListener("htmx:afterSettle", setUpCopy);
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(failure, showFailure);
  addEventListener("pagehide", keepPlace);
  window.cordee = { $, all, kept, visit, csrf, announce };
  start();
})();
