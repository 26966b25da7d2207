// The commune field becomes a combobox (ARIA pattern, list autocomplete). Without this file the server checks what was typed.
(() => {
  "use strict";
  const WAIT = 180;

  function enhance(box) {
    if (box.dataset.ready) return;
    box.dataset.ready = "1";
    const input = box.querySelector("input[type=text]");
    const code = box.querySelector("input[type=hidden]");
    const list = box.querySelector("[role=listbox]");
    const status = box.querySelector("[role=status]");
    let timer = 0, request = null, current = -1;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    const options = () => [...list.querySelectorAll("[role=option][data-code]")];

    function close() {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      current = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(index) {
      const all = options();
      if (!all.length) return;
      current = (index + all.length) % all.length;
      all.forEach((option, i) => option.setAttribute("aria-selected", String(i === current)));
      input.setAttribute("aria-activedescendant", all[current].id);
      all[current].scrollIntoView({ block: "nearest" });
    }

    function choose(option) {
      input.value = option.dataset.label;
      code.value = option.dataset.code;
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }

    async function suggest() {
      request?.abort();
      request = new AbortController();
      try {
        const url = `${box.dataset.url}?q=${encodeURIComponent(input.value)}`;
        const answer = await fetch(url, { signal: request.signal, headers: { "HX-Request": "true" } });
        if (!answer.ok) throw new Error(answer.statusText);
        list.innerHTML = await answer.text();
      } catch (failure) {
        if (failure.name === "AbortError") return;
        close();
        status.textContent = "Les propositions ne sont pas disponibles. Écrivez le nom complet et le code postal.";
        return;
      }
      options().forEach((option) => { option.id = `${list.id}-${option.dataset.code}`; });
      const count = options().length;
      status.textContent = count > 1 ? `${count} communes proposées` : count ? "1 commune proposée" : "Aucune commune proposée";
      current = -1;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      input.removeAttribute("aria-activedescendant");
    }

    input.addEventListener("input", () => {
      code.value = "";
      clearTimeout(timer);
      if (input.value.trim().length < 2) return close();
      timer = setTimeout(suggest, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) { if (input.value.trim().length > 1) suggest(); }
        else mark(event.key === "ArrowDown" ? current + 1 : current < 0 ? -1 : current - 1);
      } else if (event.key === "Enter" && !list.hidden && current >= 0) {
        event.preventDefault();
        choose(options()[current]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", close);
    // A press would take the focus, hence close the list, before the click arrives.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option][data-code]");
      if (option) choose(option);
    });
  }

  const enhanceAll = (root) => root.querySelectorAll("[data-commune]").forEach(enhance);
  enhanceAll(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches?.("[data-commune]")) enhance(event.target);
    enhanceAll(event.target);
  });
})();
